/* test_transfer_cancelled.c -- GETs that are cancelled or freed before their end, at whatever moment. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "transfers/transfers.h"

static void transfer_is_cancelled_at_once(void **state)
{
    (void)state;
    static const char *const paths[] = {"/stall", "/bytes/100/stall/10", "/endless", "/drip/1000",
                                        "/delay/60000"};
    enum { PATHS = sizeof paths / sizeof *paths };
    for (unsigned turns = 0; turns < 6; turns++) {
        transfers_begin();
        for (unsigned i = 0; i < PATHS; i++)
            transfers_start(paths[i]);
        transfers_start("/ok");
        for (unsigned i = 0; i < turns; i++)
            uv_run(&them.uv, UV_RUN_NOWAIT);
        for (unsigned i = 0; i < PATHS; i++) {
            unsigned ended = them.ended;
            ac_transfer_end(them.got[i]);
            assert_int_equal(them.ended, ended + 1);
            assert_int_equal(them.got[i]->end, AC_TRANSFER_CANCELLED);
            assert_int_equal(them.got[i]->error, -ECANCELED);
            ac_transfer_end(them.got[i]);
            assert_int_equal(them.ended, ended + 1);
        }
        transfers_run_until(PATHS + 1);
        assert_int_equal(them.got[PATHS]->error, 0);
        transfers_finish();
    }
}

/* Nobody takes what comes to this port, and it has room for few: so the others do not connect. */
static int full_port(unsigned *port, int *waiting, unsigned count)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    int listens = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(listens, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(listens, 0), 0);
    assert_int_equal(getsockname(listens, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    for (unsigned i = 0; i < count; i++) {
        waiting[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        connect(waiting[i], (struct sockaddr *)&address, size);
    }
    return listens;
}

/* libcurl closes such a socket by itself. The next one has its number. */
static void transfer_is_cancelled_while_it_connects(void **state)
{
    (void)state;
    enum { WAITING = 4 };
    char url[64];
    unsigned port;
    int waiting[WAITING], listens = full_port(&port, waiting, WAITING);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", port);
    transfers_begin();
    for (unsigned i = 0; i < LIMIT; i += 2) {
        transfers_start_url(url);
        for (unsigned turn = 0; turn < 3; turn++)
            uv_run(&them.uv, UV_RUN_NOWAIT);
        assert_int_equal(them.all.multi.running, 1);
        ac_transfer_end(them.got[i]);
        assert_int_equal(them.got[i]->end, AC_TRANSFER_CANCELLED);
        transfers_start("/ok/last");
        transfers_run_until(i + 2);
        assert_int_equal(them.got[i + 1]->error, 0);
    }
    assert_int_equal(them.all.multi.max_sockets, 1);
    transfers_finish();
    for (unsigned i = 0; i < WAITING; i++)
        close(waiting[i]);
    close(listens);
}

/* From inside the end of another, which has come in the same turn. */
static void cancel_others(unsigned i)
{
    if (them.got[i]->end == AC_TRANSFER_CANCELLED)
        return;
    for (unsigned k = 0; k < them.started; k++)
        if (k != i)
            ac_transfer_end(them.got[k]);
}

static void transfer_may_cancel_all_others_at_its_end(void **state)
{
    (void)state;
    transfers_begin();
    them.on_end = cancel_others;
    for (unsigned i = 0; i < LIMIT; i++)
        transfers_start(i ? "/ok" : "/stall");
    transfers_run_until(LIMIT);
    assert_int_equal(them.all.multi.running, 0);
    transfers_finish();
}

static void transfer_may_be_freed_before_its_end(void **state)
{
    (void)state;
    transfers_begin();
    transfers_start("/stall");
    transfers_start("/ok");
    transfers_run_until(1);
    assert_int_equal(them.order[0], 1);
    transfers_finish();
    assert_int_equal(them.ended, 1);
}

/* All of them have come to their ends before the loop looks at one. */
static void run_to_their_ends(unsigned count)
{
    transfers_begin();
    for (unsigned i = 0; i < count; i++)
        transfers_start("/ok"); /* over connections that the next keep */
    transfers_run_until(count);
    server_zero(&server_of_group);
    for (unsigned i = 0; i < count; i++)
        transfers_start("/delay/300");
    uv_run(&them.uv, UV_RUN_NOWAIT);
    server_await(&server_of_group, "requests", count);
    server_await(&server_of_group, "in_flight", 0);
}

static void transfer_that_has_come_to_its_end_is_not_cancelled(void **state)
{
    (void)state;
    run_to_their_ends(3);
    them.on_end = cancel_others;
    transfers_run_until(6);
    for (unsigned i = 3; i < 6; i++)
        assert_int_equal(them.got[i]->end, AC_TRANSFER_REPLIED);
    transfers_finish();
}

static void free_others(unsigned i)
{
    for (unsigned k = 3; k < them.started; k++)
        if (k != i)
            ac_transfer_free(them.got[k]);
    them.got[3] = them.got[i];
    them.started = 4;
}

/* Those that it frees have ended, and nobody is told. */
static void transfer_may_free_others_at_its_end(void **state)
{
    (void)state;
    run_to_their_ends(3);
    them.on_end = free_others;
    transfers_run_until(4);
    uv_run(&them.uv, UV_RUN_NOWAIT);
    assert_int_equal(them.ended, 4);
    transfers_finish();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transfer_is_cancelled_at_once),
        cmocka_unit_test(transfer_is_cancelled_while_it_connects),
        cmocka_unit_test(transfer_may_cancel_all_others_at_its_end),
        cmocka_unit_test(transfer_may_be_freed_before_its_end),
        cmocka_unit_test(transfer_that_has_come_to_its_end_is_not_cancelled),
        cmocka_unit_test(transfer_may_free_others_at_its_end),
    };
    return cmocka_run_group_tests_name("transfer_cancelled", tests, server_group_begin,
                                       server_group_end);
}
