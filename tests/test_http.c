/* test_http.c -- the workload of URLs: GETs from a server of the tests, under every strategy. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/engine/limit.h"
#include "../harness/engine/memory.h"
#include "../harness/loops/uv.h"
#include "../harness/workloads/http/http.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/server.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { MS = 1000000, MOST = 64, LIMIT = 4, MB = 1 << 20 };

static struct server server;

/* One run, and what came of each URL by its number. */
static struct {
    uv_loop_t uv;
    struct ac_loop_uv loop;
    struct ac_http http;
    struct ac_http_wish wish;
    struct ac_retries retries;
    struct ac_config config;
    struct ac_run *run;
    uint64_t heap_bytes;
    unsigned descriptors;
    int input;
    unsigned taken;
    struct {
        int error;
        bool timed_out, started;
        struct ac_transfer transfer;
    } got[MOST + 1];
} at;

/* Each word a line; one that begins with / is a path of the server's. */
static int file_of(const char *words, size_t *length)
{
    char *text = malloc(16 * strlen(words) + 64), *end = text;
    assert_non_null(text);
    char *copy = strdup(words), *rest = copy;
    for (char *word; (word = strsep(&rest, " "));) {
        if (*word == '/')
            end += sprintf(end, "http://127.0.0.1:%u", server.port);
        end += sprintf(end, "%s\n", word);
    }
    *length = (size_t)(end - text);
    int file = lines_file(text, *length);
    free(copy);
    free(text);
    return file;
}

static void prepare(const struct ac_strategy *strategy, const char *words, uint64_t limit)
{
    size_t length;
    memset(&at, 0, sizeof at);
    at.input = file_of(words, &length);
    at.heap_bytes = ac_heap_bytes();
    at.descriptors = open_descriptors();
    assert_int_equal(uv_loop_init(&at.uv), 0);
    assert_int_equal(ac_loop_uv_init(&at.loop, &at.uv), 0);
    at.wish = (struct ac_http_wish){.lines = {.uv = &at.uv, .input = at.input, .separator = '\n'},
                                    .limit = limit,
                                    .timed = true};
    at.config = (struct ac_config){.size = sizeof(struct ac_config),
                                   .strategy = strategy,
                                   .workload = &at.http.workload,
                                   .loop = &at.loop.loop,
                                   .limit = limit,
                                   .queue = 3};
}

static void keep(const struct ac_task *task)
{
    const struct ac_http_task *own = ac_own(at.run, task);
    uint32_t i = task->number;
    assert_in_range(i, 1, MOST);
    at.taken++;
    at.got[i].error = task->error;
    at.got[i].timed_out = task->timed_out;
    at.got[i].started = own->transfer;
    if (!own->transfer)
        return;
    at.got[i].transfer = *own->transfer;
    assert_true(own->there_ns <= own->transfer->start_ns);
    assert_true(own->transfer->start_ns + own->transfer->done_ns <= uv_hrtime());
}

static void open_run(void)
{
    assert_int_equal(ac_http_open(&at.http, &at.wish), 0);
    assert_int_equal(ac_open(&at.run, &at.config), 0);
}

static void run_all(void)
{
    open_run();
    for (struct ac_task *task; (task = ac_next(at.run));)
        keep(task);
    assert_int_equal(ac_error(at.run), 0);
}

static void check_figures(const struct ac_counts *c)
{
    const struct ac_http_figures *f = &at.http.figures;
    uint64_t ends = f->ok + f->bad_status + f->timed_out + f->unstarted;
    for (unsigned i = 0; i < AC_TRANSFER_ENDS; i++)
        ends += f->ends[i];
    assert_int_equal(ends + c->retried, c->launched);
    assert_int_equal(f->ends[AC_TRANSFER_REPLIED], 0);
    assert_int_equal(f->ends[AC_TRANSFER_CANCELLED], c->cancelled);
    assert_int_equal(f->timed_out, c->timed_out);
}

/* Nothing is left: no task, no byte, no descriptor. */
static void finish(void)
{
    ac_end(at.run, false);
    const struct ac_counts *c = ac_counts(at.run);
    assert_int_equal(ac_breach(at.run)->rule, AC_RULE_NONE);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->in_flight + c->waiting + c->cancelling, 0);
    check_figures(c);
    ac_close(at.run);
    if (at.config.workload == &at.retries.workload)
        ac_retries_close(&at.retries);
    assert_int_equal(at.http.transfers.multi.running, 0);
    ac_http_close(&at.http);
    ac_loop_uv_close(&at.loop);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
    assert_int_equal(open_descriptors(), at.descriptors);
    close(at.input);
}

/* --- the tests --- */

static void http_each_line_is_a_get(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, "/ok /bytes/100000 /status/404  /status/503 /garbage /reset /redirect/2",
                    LIMIT);
            run_all();
            static const struct {
                int error;
                unsigned status, bytes;
            } want[] = {{0, 200, 3},     {0, 200, 100000},    {-EIO, 404, 3},      {-EIO, 503, 3},
                        {-EPROTO, 0, 0}, {-ECONNRESET, 0, 0}, {0, 302, UINT32_MAX}};
            assert_int_equal(at.taken, 7);
            for (unsigned i = 0; i < 7; i++) {
                const struct ac_transfer *got = &at.got[i + 1].transfer;
                assert_int_equal(at.got[i + 1].error, want[i].error);
                assert_int_equal(got->status, want[i].status);
                if (want[i].bytes != UINT32_MAX)
                    assert_int_equal(got->bytes, want[i].bytes);
            }
            assert_int_equal(at.http.figures.ok, 3);
            assert_int_equal(at.http.figures.bad_status, 2);
            assert_int_equal(at.http.figures.classes[2], 2);
            finish();
        }
}

static void http_line_that_is_no_url_fails_alone(void **state)
{
    (void)state;
    char *words = malloc(10 * MB + 256);
    assert_non_null(words);
    strcpy(words, "hello ftp://127.0.0.1/ http:// /ok http://127.0.0.1/");
    size_t length = strlen(words);
    memset(words + length, 'x', 10 * MB);
    strcpy(words + length + 10 * MB, " /ok");
    for
        EACH_STRATEGY(s)
        {
            static const int errors[] = {-EINVAL, -EPROTONOSUPPORT, -EINVAL, 0, -E2BIG, 0};
            prepare(*s, words, LIMIT);
            run_all();
            assert_int_equal(at.taken, 6);
            for (unsigned i = 0; i < 6; i++)
                assert_int_equal(at.got[i + 1].error, errors[i]);
            assert_int_equal(at.http.figures.unstarted, 3);
            finish();
        }
    free(words);
}

static void http_nul_in_a_line_fails(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, "/ok /ok", LIMIT);
            assert_int_equal(pwrite(at.input, "", 1, 12), 1);
            run_all();
            assert_int_equal(at.got[1].error, -EINVAL);
            assert_int_equal(at.got[2].error, 0);
            finish();
        }
}

/* The last one, too. */
static void http_timeout_ends_a_transfer(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, "/stall /ok /drip/100000 /ok /endless /ok /stall", LIMIT);
            at.config.task_timeout_ns = 300 * (uint64_t)MS;
            run_all();
            assert_int_equal(at.taken, 7);
            for (unsigned i = 1; i <= 7; i += 2)
                assert_true(at.got[i].timed_out && at.got[i].error == -ETIMEDOUT);
            assert_int_equal(at.http.figures.timed_out, 4);
            finish();
        }
}

/* libcurl itself may hang (curl 14280, 14898). Where nothing happens in any transfer, all have failed, and not by a
 * timeout of theirs. */
static void http_silence_of_all_is_their_failure(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, "/stall /bytes/9/stall/3", LIMIT);
            at.wish.silence_ms = 50;
            run_all();
            assert_int_equal(at.taken, 2);
            for (unsigned i = 1; i <= 2; i++) {
                assert_int_equal(at.got[i].error, -ETIMEDOUT);
                assert_false(at.got[i].timed_out);
                assert_int_equal(at.got[i].transfer.end, AC_TRANSFER_SILENT);
            }
            assert_int_equal(at.http.figures.ends[AC_TRANSFER_SILENT], 2);
            finish();
        }
}

static void http_leaving_early_ends_all(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, "/ok /stall /stall /endless /stall /stall /stall", LIMIT);
            open_run();
            struct ac_task *task = ac_next(at.run);
            assert_int_equal(task->number, 1);
            keep(task);
            finish();
        }
}

static void http_sockets_and_requests_are_at_most_the_limit(void **state)
{
    (void)state;
    char words[MOST * 16] = "";
    for (unsigned i = 0; i < MOST; i++)
        strcat(words, i ? " /delay/5/ok" : "/delay/5/ok");
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & AC_NO_LIMIT)
                continue;
            server_zero(&server);
            prepare(*s, words, LIMIT);
            run_all();
            assert_int_equal(at.taken, MOST);
            uint64_t limit = ac_effective_limit(*s, LIMIT, MOST);
            assert_int_equal(server_count(&server, "requests"), MOST);
            assert_in_range(server_count(&server, "most_in_flight"), 1, limit);
            assert_in_range(at.http.transfers.multi.max_sockets, 1, limit);
            assert_in_range(at.http.transfers.multi.opened, 1, limit);
            assert_int_equal(at.http.figures.reused, MOST - at.http.transfers.multi.opened);
            finish();
        }
}

/* --- tried again --- */

static void prepare_retries(const struct ac_strategy *strategy, const char *words, uint64_t times)
{
    prepare(strategy, words, LIMIT);
    assert_int_equal(ac_http_open(&at.http, &at.wish), 0);
    ac_retries_init(&at.retries, &at.http.workload, &at.http.workload, &ac_http_attempts, times,
                    MS);
    at.config.workload = &at.retries.workload;
    assert_int_equal(ac_open(&at.run, &at.config), 0);
}

static void http_tries_again_what_may_go_well(void **state)
{
    (void)state;
    char words[256];
    for
        EACH_STRATEGY(s)
        {
            static unsigned calls;
            snprintf(
                words, sizeof words,
                "/tries/2?%u /status/404 /status/408 /reset /garbage hello http://127.0.0.1:%u/",
                calls++, server_refused_port());
            prepare_retries(*s, words, 3);
            for (struct ac_task *task; (task = ac_next(at.run));)
                keep(task);
            assert_int_equal(at.taken, 7);
            assert_int_equal(at.got[1].error, 0);
            assert_int_equal(at.got[2].error, -EIO);
            assert_int_equal(at.got[3].error, -EIO);
            assert_int_equal(at.got[4].error, -ECONNRESET);
            assert_int_equal(at.got[7].error, -ECONNREFUSED);
            assert_int_equal(ac_counts(at.run)->retried, 2 + 3 + 3 + 3);
            finish();
        }
}

static void http_waits_as_long_as_the_server_asks(void **state)
{
    (void)state;
    uint64_t begin_ns = uv_hrtime();
    prepare_retries(ac_strategies[0], "/429/1", 1);
    for (struct ac_task *task; (task = ac_next(at.run));)
        keep(task);
    assert_int_equal(at.got[1].transfer.status, 429);
    assert_int_equal(ac_counts(at.run)->retried, 1);
    assert_true(uv_hrtime() - begin_ns >= 1000 * (uint64_t)MS);
    finish();
}

/* --- how a URL is shown --- */

static void http_credentials_are_not_shown(void **state)
{
    (void)state;
    static const char *const urls[][2] = {
        {"http://host/", "http://host/"},
        {"http://user:secret@host/path", "http://host/path"},
        {"http://user@host:80/", "http://host:80/"},
        {"HTTPS://a:b@c@host/?q=1@2", "HTTPS://host/?q=1@2"},
        {"http://host/@name", "http://host/@name"},
        {"http://host:80/@name", "http://host:80/@name"},
        {"http://host?a@b", "http://host?a@b"},
        {"http://[::1]:80/@name", "http://[::1]:80/@name"},
        {"http://[::1]/@name", "http://[::1]/@name"},
        {"http://user:se/cret@host/", "http://host/"},
        {"http:///user:secret@host/", "http:///host/"},
        {" http://user:secret@host/", "host/"},
        {"user:secret@host", "host"},
        {"ftp://user:secret@host/", "ftp://host/"},
        {"hello", "hello"},
        {"", ""},
    };
    for (unsigned i = 0; i < sizeof urls / sizeof *urls; i++) {
        char shown[64];
        snprintf(shown, sizeof shown, "%s", urls[i][0]);
        ac_url_hide(shown);
        assert_string_equal(shown, urls[i][1]);
    }
}

static int begin_server(void **state)
{
    uv_loop_t first;
    uv_loop_init(&first); /* what libuv opens once stays open */
    uv_loop_close(&first);
    server = server_start();
    return scratch_make(state);
}

static int end_server(void **state)
{
    server_end(&server);
    return scratch_remove(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(http_each_line_is_a_get),
        cmocka_unit_test(http_line_that_is_no_url_fails_alone),
        cmocka_unit_test(http_nul_in_a_line_fails),
        cmocka_unit_test(http_timeout_ends_a_transfer),
        cmocka_unit_test(http_silence_of_all_is_their_failure),
        cmocka_unit_test(http_leaving_early_ends_all),
        cmocka_unit_test(http_sockets_and_requests_are_at_most_the_limit),
        cmocka_unit_test(http_tries_again_what_may_go_well),
        cmocka_unit_test(http_waits_as_long_as_the_server_asks),
        cmocka_unit_test(http_credentials_are_not_shown),
    };
    return cmocka_run_group_tests_name("http", tests, begin_server, end_server);
}
