/* test_transfer_connections.c -- the connections of GETs: kept, lost, refused, and at most as many as the limit. */
#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "transfers/transfers.h"

static void transfer_keeps_the_connection_for_the_next(void **state)
{
    (void)state;
    transfers_begin();
    for (unsigned i = 0; i < MOST; i++) {
        transfers_start(i % 2 ? "/ok" : "/status/404");
        transfers_run_until(i + 1);
        assert_int_equal(them.got[i]->reused, i > 0);
        assert_int_equal(them.got[i]->connects, i == 0);
        assert_int_equal(them.got[i]->connect_ns == 0, i > 0);
    }
    assert_int_equal(them.all.multi.opened, 1);
    transfers_finish();
}

/* The server closes each connection when the second request comes: libcurl makes that again, over a new one. It
 * does so five times for a handle, and counts for ever; a handle that is kept must begin at 0. */
static void transfer_is_made_again_when_the_kept_connection_dies(void **state)
{
    (void)state;
    transfers_begin();
    for (unsigned i = 0; i < MOST; i++) {
        transfers_start("/ok/close-before");
        transfers_run_until(i + 1);
        assert_int_equal(them.got[i]->error, 0);
        assert_int_equal(them.got[i]->connects, 1);
    }
    transfers_finish();
}

/* Eight at a time, of a server that closes every third connection after its answer. */
static void start_next(unsigned i)
{
    (void)i;
    if (them.started < MOST)
        transfers_start(them.started % 3 ? "/ok" : "/ok/close");
}

static void transfer_sockets_are_at_most_the_limit(void **state)
{
    (void)state;
    transfers_begin();
    them.on_end = start_next;
    for (unsigned i = 0; i < LIMIT; i++)
        start_next(i);
    transfers_run_until(MOST);
    for (unsigned i = 0; i < MOST; i++)
        assert_int_equal(them.got[i]->error, 0);
    assert_in_range(them.all.multi.max_sockets, 1, LIMIT);
    assert_in_range(them.all.multi.opened, LIMIT, MOST);
    transfers_finish();
}

/* Fifty connections are refused one after the other, each at the same number of a descriptor, and then fifty are not. */
static void transfer_descriptors_may_be_used_again_at_once(void **state)
{
    (void)state;
    char refused[64];
    snprintf(refused, sizeof refused, "http://127.0.0.1:%u/", server_refused_port());
    transfers_begin();
    for (unsigned i = 0; i < MOST; i++) {
        if (i % 8 < 6)
            transfers_start_url(refused);
        else
            transfers_start("/ok/close");
    }
    transfers_run_until(MOST);
    for (unsigned i = 0; i < MOST; i++) {
        assert_int_equal(them.got[i]->error, i % 8 < 6 ? -ECONNREFUSED : 0);
        assert_int_equal(them.got[i]->end,
                         i % 8 < 6 ? AC_TRANSFER_UNCONNECTED : AC_TRANSFER_REPLIED);
    }
    transfers_finish();
    transfers_begin();
    for (unsigned i = 0; i < MOST; i++) {
        if (i < MOST / 2)
            transfers_start_url(refused);
        else
            transfers_start("/ok/close");
        transfers_run_until(i + 1);
        assert_int_equal(them.got[i]->error, i < MOST / 2 ? -ECONNREFUSED : 0);
    }
    transfers_finish();
}

static void transfer_without_a_descriptor_fails_and_the_next_does_not(void **state)
{
    (void)state;
    struct rlimit before, none;
    transfers_begin();
    int lowest = dup(STDIN_FILENO);
    close(lowest);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = (struct rlimit){(rlim_t)lowest, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    transfers_start("/ok");
    transfers_start("/ok");
    transfers_run_until(2);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(them.got[i]->end, AC_TRANSFER_UNCONNECTED);
        assert_int_equal(them.got[i]->error, -EMFILE);
        assert_string_equal(ac_transfer_reason(them.got[i]), uv_strerror(UV_EMFILE));
    }
    transfers_start("/ok");
    transfers_run_until(3);
    assert_int_equal(them.got[2]->error, 0);
    transfers_finish();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transfer_keeps_the_connection_for_the_next),
        cmocka_unit_test(transfer_is_made_again_when_the_kept_connection_dies),
        cmocka_unit_test(transfer_sockets_are_at_most_the_limit),
        cmocka_unit_test(transfer_descriptors_may_be_used_again_at_once),
        cmocka_unit_test(transfer_without_a_descriptor_fails_and_the_next_does_not),
    };
    return cmocka_run_group_tests_name("transfer_connections", tests, server_group_begin,
                                       server_group_end);
}
