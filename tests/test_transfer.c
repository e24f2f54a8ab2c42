/* test_transfer.c -- GETs by libcurl on a loop of the test's: how they end, and what they leave. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../harness/engine/memory.h"
#include "../harness/workloads/http/transfer.h"
#include "support/check.h"
#include "support/files.h"
#include "support/server.h"

enum { MOST = 64, LIMIT = 8, MB = 1 << 20 };

static struct {
    uv_loop_t uv;
    struct ac_transfers all;
    struct ac_transfer *got[MOST];
    unsigned started, ended;
    unsigned order[MOST]; /* of the ends */
    uint64_t heap_bytes;
    unsigned descriptors;
    void (*on_end)(unsigned i);
} at;

static void on_ended(struct ac_transfer *transfer)
{
    unsigned i = (unsigned)(uintptr_t)transfer->data;
    assert_null(transfer->easy);
    at.order[at.ended++] = i;
    if (at.on_end)
        at.on_end(i);
}

static void on_lost(struct ac_transfers *transfers, int error)
{
    (void)transfers;
    fail_msg("libcurl has failed as a whole: %d", error);
}

static void prepare(void)
{
    memset(&at, 0, sizeof at);
    at.heap_bytes = ac_heap_bytes();
    at.descriptors = open_descriptors();
    assert_int_equal(uv_loop_init(&at.uv), 0);
    at.all = (struct ac_transfers){.multi = {.uv = &at.uv, .most = LIMIT},
                                   .ended = on_ended,
                                   .lost = on_lost};
}

static void begin(void)
{
    prepare();
    assert_int_equal(ac_transfers_open(&at.all), 0);
}

static void start_url(const char *url)
{
    unsigned i = at.started++;
    assert_in_range(i, 0, MOST - 1);
    assert_int_equal(ac_transfer_start(&at.all, url, (void *)(uintptr_t)i, &at.got[i]), 0);
}

static void start(const char *path)
{
    char url[512];
    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", server_of_group.port, path);
    start_url(url);
}

static void run_until(unsigned ended)
{
    while (at.ended < ended)
        uv_run(&at.uv, UV_RUN_ONCE);
}

static void close_all(void)
{
    for (unsigned i = 0; i < at.started; i++)
        ac_transfer_free(at.got[i]);
    ac_transfers_close(&at.all);
    assert_int_equal(at.all.multi.sockets, 0);
    assert_int_equal(at.all.multi.running, 0);
    assert_int_equal(uv_loop_close(&at.uv), 0);
}

/* Nothing is left: no transfer, no byte, no descriptor. */
static void finish(void)
{
    close_all();
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
    assert_int_equal(open_descriptors(), at.descriptors);
}

/* --- how it ends --- */

static const struct {
    const char *path;
    enum ac_transfer_end end;
    int error;
    unsigned status;
    uint64_t bytes;
} ends[] = {
    {"/ok", AC_TRANSFER_REPLIED, 0, 200, 3},
    {"/bytes/0", AC_TRANSFER_REPLIED, 0, 200, 0},
    {"/bytes/100000", AC_TRANSFER_REPLIED, 0, 200, 100000},
    {"/bytes/5000/chunked", AC_TRANSFER_REPLIED, 0, 200, 5000},
    {"/status/404", AC_TRANSFER_REPLIED, 0, 404, 3},
    {"/status/503/close", AC_TRANSFER_REPLIED, 0, 503, 3},
    {"/redirect/3", AC_TRANSFER_REPLIED, 0, 200, 3},
    {"/redirect-forever", AC_TRANSFER_REDIRECTED, -ELOOP, 302, 0},
    {"/redirect-to/ftp", AC_TRANSFER_BAD_URL, -EPROTONOSUPPORT, 302, 0},
    {"/redirect-to/file", AC_TRANSFER_BAD_URL, -EPROTONOSUPPORT, 302, 0},
    {"/reset", AC_TRANSFER_CUT, -ECONNRESET, 0, 0},
    {"/bytes/5000/short/1000", AC_TRANSFER_CUT, -ECONNRESET, 200, 5000},
    {"/garbage", AC_TRANSFER_GARBAGE, -EPROTO, 0, 0},
    {"/endless", AC_TRANSFER_TOO_LARGE, -EFBIG, 200, UINT64_MAX},
    {"/bytes/1048577", AC_TRANSFER_TOO_LARGE, -EFBIG, 200, UINT64_MAX},
    {"/bytes/1048576", AC_TRANSFER_REPLIED, 0, 200, MB},
};

enum { ENDS = sizeof ends / sizeof *ends };

static void check_end(unsigned i)
{
    const struct ac_transfer *got = at.got[i];
    bool is_302 = ends[i].status == 302;
    if (got->end != ends[i].end || got->error != ends[i].error ||
        (is_302 ? got->status / 100 != 3 : got->status != ends[i].status) ||
        (ends[i].bytes != UINT64_MAX && !is_302 && got->bytes != ends[i].bytes))
        fail_msg("%s: end %d, error %d, status %u, %lu bytes: %s", ends[i].path, (int)got->end,
                 got->error, got->status, (unsigned long)got->bytes, ac_transfer_reason(got));
    assert_true(got->bytes <= MB + 65536);
    assert_int_equal(*ac_transfer_reason(got) == '\0', got->error == 0);
    assert_null(strpbrk(ac_transfer_reason(got), "\t\n"));
    assert_true(got->first_byte_ns == AC_TRANSFER_NEVER || got->first_byte_ns <= got->done_ns);
    assert_true(got->connect_ns <= got->first_byte_ns);
}

/* All at once, and one after the other. */
static void transfer_ends_as_the_server_does(void **state)
{
    (void)state;
    for (unsigned one_by_one = 0; one_by_one < 2; one_by_one++) {
        prepare();
        at.all.location = true;
        at.all.max_body = MB;
        assert_int_equal(ac_transfers_open(&at.all), 0);
        for (unsigned i = 0; i < ENDS; i++) {
            start(ends[i].path);
            if (one_by_one)
                run_until(i + 1);
        }
        run_until(ENDS);
        for (unsigned i = 0; i < ENDS; i++)
            check_end(i);
        finish();
    }
}

static void transfer_of_no_url_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        int error;
    } bad[] = {
        {"", -EINVAL},
        {"hello", -EINVAL},
        {"//host/", -EINVAL},
        {"127.0.0.1:80", -EINVAL},
        {"http:/one", -EINVAL},
        {"http//host/", -EINVAL},
        {"://host/", -EINVAL},
        {"ftp://127.0.0.1/", -EPROTONOSUPPORT},
        {"file:///etc/passwd", -EPROTONOSUPPORT},
        {"httpx://127.0.0.1/", -EPROTONOSUPPORT},
    };
    struct ac_transfer *got = NULL;
    begin();
    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(ac_transfer_start(&at.all, bad[i].url, NULL, &got), bad[i].error);
    char *huge = malloc(10 * MB + 1);
    assert_non_null(huge);
    memset(huge, 'x', 10 * MB);
    huge[10 * MB] = '\0';
    memcpy(huge, "http://127.0.0.1/", 17);
    assert_int_equal(ac_transfer_start(&at.all, huge, NULL, &got), -E2BIG);
    free(huge);
    static const char *const broken[] = {"http://",     "http:///",
                                         "http://a b/", "http://host:99999/",
                                         "http://[::/", "http://127.0.0.1:port/"};
    for (unsigned i = 0; i < sizeof broken / sizeof *broken; i++) {
        start_url(broken[i]);
        run_until(i + 1);
        assert_int_equal(at.got[i]->end, AC_TRANSFER_BAD_URL);
        assert_int_equal(at.got[i]->error, -EINVAL);
    }
    assert_null(got);
    assert_int_equal(at.all.multi.opened, 0);
    finish();
}

/* --- connections --- */

static void transfer_keeps_the_connection_for_the_next(void **state)
{
    (void)state;
    begin();
    for (unsigned i = 0; i < MOST; i++) {
        start(i % 2 ? "/ok" : "/status/404");
        run_until(i + 1);
        assert_int_equal(at.got[i]->reused, i > 0);
        assert_int_equal(at.got[i]->connects, i == 0);
        assert_int_equal(at.got[i]->connect_ns == 0, i > 0);
    }
    assert_int_equal(at.all.multi.opened, 1);
    finish();
}

/* The server closes each connection when the second request comes: libcurl makes that again, over a new one. It
 * does so five times for a handle, and counts for ever; a handle that is kept must begin at 0. */
static void transfer_is_made_again_when_the_kept_connection_dies(void **state)
{
    (void)state;
    begin();
    for (unsigned i = 0; i < MOST; i++) {
        start("/ok/close-before");
        run_until(i + 1);
        assert_int_equal(at.got[i]->error, 0);
        assert_int_equal(at.got[i]->connects, 1);
    }
    finish();
}

/* Eight at a time, of a server that closes every third connection after its answer. */
static void start_next(unsigned i)
{
    (void)i;
    if (at.started < MOST)
        start(at.started % 3 ? "/ok" : "/ok/close");
}

static void transfer_sockets_are_at_most_the_limit(void **state)
{
    (void)state;
    begin();
    at.on_end = start_next;
    for (unsigned i = 0; i < LIMIT; i++)
        start_next(i);
    run_until(MOST);
    for (unsigned i = 0; i < MOST; i++)
        assert_int_equal(at.got[i]->error, 0);
    assert_in_range(at.all.multi.max_sockets, 1, LIMIT);
    assert_in_range(at.all.multi.opened, LIMIT, MOST);
    finish();
}

/* Fifty connections are refused one after the other, each at the same number of a descriptor, and then fifty are not. */
static void transfer_descriptors_may_be_used_again_at_once(void **state)
{
    (void)state;
    char refused[64];
    snprintf(refused, sizeof refused, "http://127.0.0.1:%u/", server_refused_port());
    begin();
    for (unsigned i = 0; i < MOST; i++) {
        if (i % 8 < 6)
            start_url(refused);
        else
            start("/ok/close");
    }
    run_until(MOST);
    for (unsigned i = 0; i < MOST; i++) {
        assert_int_equal(at.got[i]->error, i % 8 < 6 ? -ECONNREFUSED : 0);
        assert_int_equal(at.got[i]->end, i % 8 < 6 ? AC_TRANSFER_UNCONNECTED : AC_TRANSFER_REPLIED);
    }
    finish();
    begin();
    for (unsigned i = 0; i < MOST; i++) {
        if (i < MOST / 2)
            start_url(refused);
        else
            start("/ok/close");
        run_until(i + 1);
        assert_int_equal(at.got[i]->error, i < MOST / 2 ? -ECONNREFUSED : 0);
    }
    finish();
}

/* "localhost" is tried by IPv6, too, where nobody listens. */
static void transfer_may_try_two_addresses(void **state)
{
    (void)state;
    char url[64];
    snprintf(url, sizeof url, "http://localhost:%u/ok/last", server_of_group.port);
    begin();
    for (unsigned i = 0; i < LIMIT; i++) {
        start_url(url);
        run_until(i + 1);
        assert_int_equal(at.got[i]->error, 0);
        assert_int_equal(at.all.multi.sockets, 0);
    }
    finish();
}

static void transfer_without_a_descriptor_fails_and_the_next_does_not(void **state)
{
    (void)state;
    struct rlimit before, none;
    begin();
    int lowest = dup(STDIN_FILENO);
    close(lowest);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = (struct rlimit){(rlim_t)lowest, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    start("/ok");
    start("/ok");
    run_until(2);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(at.got[i]->end, AC_TRANSFER_UNCONNECTED);
        assert_int_equal(at.got[i]->error, -EMFILE);
        assert_string_equal(ac_transfer_reason(at.got[i]), uv_strerror(UV_EMFILE));
    }
    start("/ok");
    run_until(3);
    assert_int_equal(at.got[2]->error, 0);
    finish();
}

/* --- cancelled --- */

static void transfer_is_cancelled_at_once(void **state)
{
    (void)state;
    static const char *const paths[] = {"/stall", "/bytes/100/stall/10", "/endless", "/drip/1000",
                                        "/delay/60000"};
    enum { PATHS = sizeof paths / sizeof *paths };
    for (unsigned turns = 0; turns < 6; turns++) {
        begin();
        for (unsigned i = 0; i < PATHS; i++)
            start(paths[i]);
        start("/ok");
        for (unsigned i = 0; i < turns; i++)
            uv_run(&at.uv, UV_RUN_NOWAIT);
        for (unsigned i = 0; i < PATHS; i++) {
            unsigned ended = at.ended;
            ac_transfer_end(at.got[i]);
            assert_int_equal(at.ended, ended + 1);
            assert_int_equal(at.got[i]->end, AC_TRANSFER_CANCELLED);
            assert_int_equal(at.got[i]->error, -ECANCELED);
            ac_transfer_end(at.got[i]);
            assert_int_equal(at.ended, ended + 1);
        }
        run_until(PATHS + 1);
        assert_int_equal(at.got[PATHS]->error, 0);
        finish();
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
    begin();
    for (unsigned i = 0; i < LIMIT; i += 2) {
        start_url(url);
        for (unsigned turn = 0; turn < 3; turn++)
            uv_run(&at.uv, UV_RUN_NOWAIT);
        assert_int_equal(at.all.multi.running, 1);
        ac_transfer_end(at.got[i]);
        assert_int_equal(at.got[i]->end, AC_TRANSFER_CANCELLED);
        start("/ok/last");
        run_until(i + 2);
        assert_int_equal(at.got[i + 1]->error, 0);
    }
    assert_int_equal(at.all.multi.max_sockets, 1);
    finish();
    for (unsigned i = 0; i < WAITING; i++)
        close(waiting[i]);
    close(listens);
}

/* From inside the end of another, which has come in the same turn. */
static void cancel_others(unsigned i)
{
    if (at.got[i]->end == AC_TRANSFER_CANCELLED)
        return;
    for (unsigned k = 0; k < at.started; k++)
        if (k != i)
            ac_transfer_end(at.got[k]);
}

static void transfer_may_cancel_all_others_at_its_end(void **state)
{
    (void)state;
    begin();
    at.on_end = cancel_others;
    for (unsigned i = 0; i < LIMIT; i++)
        start(i ? "/ok" : "/stall");
    run_until(LIMIT);
    assert_int_equal(at.all.multi.running, 0);
    finish();
}

static void transfer_may_be_freed_before_its_end(void **state)
{
    (void)state;
    begin();
    start("/stall");
    start("/ok");
    run_until(1);
    assert_int_equal(at.order[0], 1);
    finish();
    assert_int_equal(at.ended, 1);
}

/* All of them have come to their ends before the loop looks at one. */
static void run_to_their_ends(unsigned count)
{
    begin();
    for (unsigned i = 0; i < count; i++)
        start("/ok"); /* over connections that the next keep */
    run_until(count);
    server_zero(&server_of_group);
    for (unsigned i = 0; i < count; i++)
        start("/delay/300");
    uv_run(&at.uv, UV_RUN_NOWAIT);
    server_await(&server_of_group, "requests", count);
    server_await(&server_of_group, "in_flight", 0);
}

static void transfer_that_has_come_to_its_end_is_not_cancelled(void **state)
{
    (void)state;
    run_to_their_ends(3);
    at.on_end = cancel_others;
    run_until(6);
    for (unsigned i = 3; i < 6; i++)
        assert_int_equal(at.got[i]->end, AC_TRANSFER_REPLIED);
    finish();
}

static void free_others(unsigned i)
{
    for (unsigned k = 3; k < at.started; k++)
        if (k != i)
            ac_transfer_free(at.got[k]);
    at.got[3] = at.got[i];
    at.started = 4;
}

/* Those that it frees have ended, and nobody is told. */
static void transfer_may_free_others_at_its_end(void **state)
{
    (void)state;
    run_to_their_ends(3);
    at.on_end = free_others;
    run_until(4);
    uv_run(&at.uv, UV_RUN_NOWAIT);
    assert_int_equal(at.ended, 4);
    finish();
}

/* --- silence --- */

static void transfer_fails_where_nothing_happens(void **state)
{
    (void)state;
    prepare();
    at.all.multi.silence_ms = 50;
    assert_int_equal(ac_transfers_open(&at.all), 0);
    start("/stall");
    start("/bytes/100/stall/10");
    run_until(2);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(at.got[i]->end, AC_TRANSFER_SILENT);
        assert_int_equal(at.got[i]->error, -ETIMEDOUT);
    }
    start("/ok");
    run_until(3);
    assert_int_equal(at.got[2]->error, 0);
    finish();
}

/* --- what is sent --- */

static void transfer_gives_a_password_to_no_other(void **state)
{
    (void)state;
    char url[128];
    begin();
    snprintf(url, sizeof url, "http://user:secret@127.0.0.1:%u/status/404", server_of_group.port);
    server_zero(&server_of_group);
    start_url(url);
    run_until(1);
    assert_int_equal(server_count(&server_of_group, "authorized"), 1);
    start("/ok");
    run_until(2);
    assert_int_equal(at.got[1]->reused, 1);
    assert_int_equal(server_count(&server_of_group, "authorized"), 1);
    finish();
}

static void transfer_asks_no_proxy(void **state)
{
    (void)state;
    char proxy[64];
    snprintf(proxy, sizeof proxy, "http://127.0.0.1:%u", server_refused_port());
    setenv("http_proxy", proxy, 1);
    setenv("ALL_PROXY", proxy, 1);
    begin();
    start("/ok");
    run_until(1);
    assert_int_equal(at.got[0]->error, 0);
    finish();
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
}

/* A bomb is its bytes as they came: nothing is unpacked. */
static void transfer_counts_bytes_as_they_are_sent(void **state)
{
    (void)state;
    begin();
    start("/gzip-bomb");
    run_until(1);
    assert_int_equal(at.got[0]->error, 0);
    assert_in_range(at.got[0]->bytes, 1, 100000);
    finish();
}

/* --- names --- */

/* How long a name takes that is not there is the machine's affair. It holds up nobody, nor does its end. */
static void transfer_name_that_is_not_found_holds_up_no_other(void **state)
{
    (void)state;
    if (under_valgrind())
        skip_because("a look-up that outlives the test would be taken for a leak");
    begin();
    start_url("http://no-such-host.invalid/");
    for (unsigned i = 1; i <= LIMIT; i++)
        start("/ok");
    run_until(LIMIT);
    while (at.all.multi.running > (at.got[0]->easy != NULL))
        uv_run(&at.uv, UV_RUN_ONCE);
    for (unsigned i = 1; i <= LIMIT; i++)
        assert_int_equal(at.got[i]->error, 0);
    if (at.got[0]->easy)
        ac_transfer_end(at.got[0]);
    else
        assert_int_equal(at.got[0]->end, AC_TRANSFER_UNKNOWN);
    close_all(); /* the look-up may go on, and have memory */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transfer_ends_as_the_server_does),
        cmocka_unit_test(transfer_of_no_url_is_refused),
        cmocka_unit_test(transfer_keeps_the_connection_for_the_next),
        cmocka_unit_test(transfer_is_made_again_when_the_kept_connection_dies),
        cmocka_unit_test(transfer_sockets_are_at_most_the_limit),
        cmocka_unit_test(transfer_descriptors_may_be_used_again_at_once),
        cmocka_unit_test(transfer_may_try_two_addresses),
        cmocka_unit_test(transfer_without_a_descriptor_fails_and_the_next_does_not),
        cmocka_unit_test(transfer_is_cancelled_at_once),
        cmocka_unit_test(transfer_is_cancelled_while_it_connects),
        cmocka_unit_test(transfer_may_cancel_all_others_at_its_end),
        cmocka_unit_test(transfer_may_be_freed_before_its_end),
        cmocka_unit_test(transfer_that_has_come_to_its_end_is_not_cancelled),
        cmocka_unit_test(transfer_may_free_others_at_its_end),
        cmocka_unit_test(transfer_fails_where_nothing_happens),
        cmocka_unit_test(transfer_gives_a_password_to_no_other),
        cmocka_unit_test(transfer_asks_no_proxy),
        cmocka_unit_test(transfer_counts_bytes_as_they_are_sent),
        cmocka_unit_test(transfer_name_that_is_not_found_holds_up_no_other),
    };
    return cmocka_run_group_tests_name("transfer", tests, server_group_begin, server_group_end);
}
