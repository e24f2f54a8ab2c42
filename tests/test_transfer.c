/* test_transfer.c -- GETs by libcurl on a loop of the test's: how they end, what is refused, and what is sent. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "transfers/transfers.h"

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
    const struct ac_transfer *got = them.got[i];
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
        transfers_prepare();
        them.all.location = true;
        them.all.max_body = MB;
        assert_int_equal(ac_transfers_open(&them.all), 0);
        for (unsigned i = 0; i < ENDS; i++) {
            transfers_start(ends[i].path);
            if (one_by_one)
                transfers_run_until(i + 1);
        }
        transfers_run_until(ENDS);
        for (unsigned i = 0; i < ENDS; i++)
            check_end(i);
        transfers_finish();
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
    transfers_begin();
    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(ac_transfer_start(&them.all, bad[i].url, NULL, &got), bad[i].error);
    char *huge = malloc(10 * MB + 1);
    assert_non_null(huge);
    memset(huge, 'x', 10 * MB);
    huge[10 * MB] = '\0';
    memcpy(huge, "http://127.0.0.1/", 17);
    assert_int_equal(ac_transfer_start(&them.all, huge, NULL, &got), -E2BIG);
    free(huge);
    static const char *const broken[] = {"http://",     "http:///",
                                         "http://a b/", "http://host:99999/",
                                         "http://[::/", "http://127.0.0.1:port/"};
    for (unsigned i = 0; i < sizeof broken / sizeof *broken; i++) {
        transfers_start_url(broken[i]);
        transfers_run_until(i + 1);
        assert_int_equal(them.got[i]->end, AC_TRANSFER_BAD_URL);
        assert_int_equal(them.got[i]->error, -EINVAL);
    }
    assert_null(got);
    assert_int_equal(them.all.multi.opened, 0);
    transfers_finish();
}

/* --- silence --- */

static void transfer_fails_where_nothing_happens(void **state)
{
    (void)state;
    transfers_prepare();
    them.all.multi.silence_ms = 50;
    assert_int_equal(ac_transfers_open(&them.all), 0);
    transfers_start("/stall");
    transfers_start("/bytes/100/stall/10");
    transfers_run_until(2);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(them.got[i]->end, AC_TRANSFER_SILENT);
        assert_int_equal(them.got[i]->error, -ETIMEDOUT);
        assert_string_equal(ac_transfer_reason(them.got[i]), "no event for too long");
    }
    transfers_start("/ok");
    transfers_run_until(3);
    assert_int_equal(them.got[2]->error, 0);
    transfers_finish();
}

/* --- what is sent --- */

static void transfer_gives_a_password_to_no_other(void **state)
{
    (void)state;
    char url[128];
    transfers_begin();
    snprintf(url, sizeof url, "http://user:secret@127.0.0.1:%u/status/404", server_of_group.port);
    server_zero(&server_of_group);
    transfers_start_url(url);
    transfers_run_until(1);
    assert_int_equal(server_count(&server_of_group, "authorized"), 1);
    transfers_start("/ok");
    transfers_run_until(2);
    assert_int_equal(them.got[1]->reused, 1);
    assert_int_equal(server_count(&server_of_group, "authorized"), 1);
    transfers_finish();
}

static void transfer_asks_no_proxy(void **state)
{
    (void)state;
    char proxy[64];
    snprintf(proxy, sizeof proxy, "http://127.0.0.1:%u", server_refused_port());
    setenv("http_proxy", proxy, 1);
    setenv("ALL_PROXY", proxy, 1);
    transfers_begin();
    transfers_start("/ok");
    transfers_run_until(1);
    assert_int_equal(them.got[0]->error, 0);
    transfers_finish();
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
}

/* A bomb is its bytes as they came: nothing is unpacked. */
static void transfer_counts_bytes_as_they_are_sent(void **state)
{
    (void)state;
    transfers_begin();
    transfers_start("/gzip-bomb");
    transfers_run_until(1);
    assert_int_equal(them.got[0]->error, 0);
    assert_in_range(them.got[0]->bytes, 1, 100000);
    transfers_finish();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transfer_ends_as_the_server_does),
        cmocka_unit_test(transfer_of_no_url_is_refused),
        cmocka_unit_test(transfer_fails_where_nothing_happens),
        cmocka_unit_test(transfer_gives_a_password_to_no_other),
        cmocka_unit_test(transfer_asks_no_proxy),
        cmocka_unit_test(transfer_counts_bytes_as_they_are_sent),
    };
    return cmocka_run_group_tests_name("transfer", tests, server_group_begin, server_group_end);
}
