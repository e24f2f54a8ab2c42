/* test_http_endings.c -- every bad ending that a server, a URL or a machine can give: it is that task's failure, in
 * one row, and the others go on.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/http.h"
#include "support/machine.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { FAILS = true, GOES_WELL = false };

/* A URL, or a path of the server's, and what its row must say. */
static const struct ending {
    const char *url;
    bool fails;
    unsigned status;
    uint64_t least, most; /* bytes of the body */
} endings[] = {
    {"/ok", GOES_WELL, 200, 3, 3},
    {"/bytes/0", GOES_WELL, 200, 0, 0},
    {"/bytes/100000", GOES_WELL, 200, 100000, 100000},
    {"/bytes/5000/chunked", GOES_WELL, 200, 5000, 5000},
    {"/status/204", GOES_WELL, 204, 0, 0},
    {"/close", GOES_WELL, 200, 3, 3},
    {"/last", GOES_WELL, 200, 3, 3},
    {"/close-before", GOES_WELL, 200, 3, 3},
    {"/redirect/3", GOES_WELL, 200, 3, 3},
    {"/bytes/30/long/20", GOES_WELL, 200, 30, 30},
    {"/headers/20000", GOES_WELL, 200, 3, 3},
    {"/bytes/3/drip/1", GOES_WELL, 200, 3, 3},
    {"/status/404", FAILS, 404, 3, 3},
    {"/status/503", FAILS, 503, 3, 3},
    {"/429", FAILS, 429, 3, 3},
    {"/reset", FAILS, 0, 0, 0},
    {"/bytes/20/reset/10", FAILS, 200, 0, 10},
    {"/bytes/20/short", FAILS, 200, 20, 20},
    {"/bytes/20/chunked/reset/10", FAILS, 200, 0, 10},
    {"/endless", FAILS, 200, 1000, 1 << 30},
    {"/bytes/200000", FAILS, 200, 0, 200000},
    {"/garbage", FAILS, 0, 0, 100},
    {"/redirect-forever", FAILS, 302, 0, 3},
    {"/redirect-to/file", FAILS, 302, 0, 3},
    {"/redirect-to/ftp", FAILS, 302, 0, 3},
    {"no-url-at-all", FAILS, 0, 0, 0},
    {"http://", FAILS, 0, 0, 0},
    {"http://[::bad/", FAILS, 0, 0, 0},
    {"http://127.0.0.1:99999/", FAILS, 0, 0, 0},
    {"://127.0.0.1/", FAILS, 0, 0, 0},
    {"ftp://127.0.0.1/", FAILS, 0, 0, 0},
    {"file:///etc/hostname", FAILS, 0, 0, 0},
    {"gopher://127.0.0.1/", FAILS, 0, 0, 0},
    {"dict://127.0.0.1/", FAILS, 0, 0, 0},
    {"HTTPS", FAILS, 0, 0, 0},   /* at the port of the server, which speaks no TLS */
    {"REFUSED", FAILS, 0, 0, 0}, /* at a port where nobody listens */
};

enum { ENDINGS = sizeof endings / sizeof *endings };

/* What ends by its timeout only. */
static const struct ending stalls[] = {
    {"/ok", GOES_WELL, 200, 3, 3},
    {"/stall", FAILS, 0, 0, 0},
    {"/ok", GOES_WELL, 200, 3, 3},
    {"/bytes/20/stall/10", FAILS, 200, 10, 10},
    {"/bytes/100/drip/600", FAILS, 200, 1, 10},
    {"/bytes/5000/chunked", GOES_WELL, 200, 5000, 5000},
};

/* Between any two of them stands one that goes well. */
static char *all_lines(void)
{
    struct text text = {.chars = NULL};
    for (unsigned i = 0; i < ENDINGS; i++) {
        const char *url = endings[i].url;
        char *lines = !strcmp(url, "HTTPS") ? text_format("https://127.0.0.1:%u/", http_server.port)
                      : !strcmp(url, "REFUSED")
                          ? text_format("http://127.0.0.1:%u/", server_refused_port())
                      : *url == '/' ? text_format("http://127.0.0.1:%u%s", http_server.port, url)
                                    : text_copy(url);
        text_printf(&text, "%s\nhttp://127.0.0.1:%u/ok?%u\n", lines, http_server.port, i);
        free(lines);
    }
    char *lines = text_copy(text_chars(&text));
    text_free(&text);
    return lines;
}

static void check_row(const struct http_row *row, const struct ending *ending, const char *strategy)
{
    if (row && row->status == ending->status && (*row->error != '\0') == ending->fails &&
        row->bytes >= ending->least && row->bytes <= ending->most)
        return;
    fail_msg("%s, %s: status %u, %lu bytes, '%s'", strategy, ending->url, row ? row->status : 0,
             row ? (unsigned long)row->bytes : 0, row ? row->error : "no row");
}

static void check_all(const struct http_rows *rows, const char *strategy)
{
    static const struct ending good = {"/ok?", GOES_WELL, 200, 3, 3};
    assert_int_equal(rows->count, 2 * ENDINGS);
    for (unsigned i = 0; i < ENDINGS; i++) {
        check_row(http_row(rows, 2 * i + 1), &endings[i], strategy);
        check_row(http_row(rows, 2 * i + 2), &good, strategy);
    }
}

static void endings_fail_alone(void **state)
{
    (void)state;
    char *lines = all_lines();
    for
        EACH_STRATEGY(s)
        {
            server_zero(&http_server);
            struct program program =
                http_run_in((struct program){.pid = 0}, lines,
                            "-s %s -l 3 --location --max-body 150000", (*s)->name);
            PROGRAM_CHECK(program, program.status == 1);
            PROGRAM_CHECK(program, program.errors_lines == 1);
            struct http_rows rows = http_rows(&program);
            check_all(&rows, (*s)->name);
            if (!((*s)->flags & AC_NO_LIMIT))
                assert_in_range(server_count(&http_server, "most_in_flight"), 1, 3);
            server_await(&http_server, "open", 0);
            http_rows_free(&rows);
            program_free(&program);
        }
    free(lines);
}

static void endings_by_a_timeout(void **state)
{
    (void)state;
    char *lines = http_lines(&http_server, "/ok /stall /ok /bytes/20/stall/10 /bytes/100/drip/600 "
                                           "/bytes/5000/chunked");
    for
        EACH_STRATEGY(s)
        {
            struct program program = http_run_in((struct program){.pid = 0}, lines,
                                                 "-s %s -l 4 --task-timeout 1500ms", (*s)->name);
            PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
            struct http_rows rows = http_rows(&program);
            assert_int_equal(rows.count, sizeof stalls / sizeof *stalls);
            for (unsigned i = 0; i < rows.count; i++)
                check_row(http_row(&rows, i + 1), &stalls[i], (*s)->name);
            server_await(&http_server, "open", 0);
            http_rows_free(&rows);
            program_free(&program);
        }
    free(lines);
}

/* Without --location a redirect is a reply like any other. */
static void endings_a_redirect_is_a_reply(void **state)
{
    (void)state;
    char *lines = http_lines(&http_server, "/redirect/1 /redirect-forever /redirect-to/file");
    server_zero(&http_server);
    struct program program = http_run_in((struct program){.pid = 0}, lines, "-s serial -l 1");
    PROGRAM_CHECK(program, program.status == 0);
    struct http_rows rows = http_rows(&program);
    for (unsigned i = 1; i <= 3; i++)
        assert_int_equal(http_row(&rows, i)->status, 302);
    assert_int_equal(server_count(&http_server, "requests"), 3);
    http_rows_free(&rows);
    program_free(&program);
    free(lines);
}

/* It is counted as it comes: nothing unpacks it. */
static void endings_a_bomb_is_not_unpacked(void **state)
{
    (void)state;
    char *lines = http_lines(&http_server, "/gzip-bomb /ok");
    struct program program = http_run_in((struct program){.pid = 0}, lines, "-s callback -l 2");
    PROGRAM_CHECK(program, program.status == 0);
    struct http_rows rows = http_rows(&program);
    assert_in_range(http_row(&rows, 1)->bytes, 60000, 80000);
    http_rows_free(&rows);
    program_free(&program);
    free(lines);
}

/* A URL of 10 MB, headers of 50 MB, and a body of 100 MB. */
static void endings_of_any_size_cost_no_memory(void **state)
{
    (void)state;
    enum { LONG = 10000000, ALLOWED = 64 << 20 };
    if (under_instruments() || under_coverage())
        skip_because("instruments take memory of their own");
    char *url = malloc(LONG + 1);
    assert_non_null(url);
    memset(url, 'x', LONG);
    url[LONG] = '\0';
    char *lines =
        text_format("http://127.0.0.1:%u/%s\nhttp://127.0.0.1:%u/headers/50000000\n"
                    "http://127.0.0.1:%u/bytes/100000000\nhttp://127.0.0.1:%u/ok\n",
                    http_server.port, url, http_server.port, http_server.port, http_server.port);
    struct program program = http_run_in((struct program){.pid = 0}, lines, "-s callback -l 4");
    PROGRAM_CHECK(program, program.status == 1);
    struct http_rows rows = http_rows(&program);
    assert_int_equal(rows.count, 4);
    assert_true(*http_row(&rows, 1)->error);
    assert_true(*http_row(&rows, 2)->error);
    assert_int_equal(http_row(&rows, 3)->bytes, 100000000);
    assert_int_equal(http_row(&rows, 4)->status, 200);
    assert_in_range(program.memory, 1, ALLOWED);
    http_rows_free(&rows);
    program_free(&program);
    free(lines);
    free(url);
}

/* A limit beyond the descriptors is refused with the number; a strategy without a limit runs out of them, and
 * those tasks fail. */
static void endings_of_descriptors(void **state)
{
    (void)state;
    enum { FILES = 40, MANY = 100 };
    if (under_valgrind())
        skip_because("valgrind keeps descriptors of its own behind the limit");
    struct program few = {.in = {.limited = true, .resource = (int)RLIMIT_NOFILE, .most = FILES}};
    char *lines = http_lines(&http_server, "/ok");
    struct program program = http_run_in(few, lines, "-s callback -l %u", MANY);
    PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "descriptors"));
    program_free(&program);
    free(lines);
    struct text text = {.chars = NULL};
    for (unsigned i = 0; i < MANY; i++)
        text_printf(&text, "http://127.0.0.1:%u/delay/100\n", http_server.port);
    program = http_run_in(few, text_chars(&text), "-s unbounded");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    struct http_rows rows = http_rows(&program);
    unsigned good = 0;
    for (unsigned i = 1; i <= MANY; i++)
        good += http_row(&rows, i)->status == 200;
    assert_in_range(good, 1, FILES);
    assert_int_equal(rows.count, MANY);
    http_rows_free(&rows);
    program_free(&program);
    text_free(&text);
}

/* Neither one that nobody has, nor one whose lookup hangs, be it to the end of the run (curl 4852). */
static void endings_an_unknown_name_holds_nobody_up(void **state)
{
    (void)state;
    static const char *const names[] = {"unknown", "stuck"};
    http_preload(true);
    char *lines = http_lines(&http_server, "http://no-such.invalid/ /ok /ok /ok /ok /ok");
    for
        EACH_STRATEGY(s)
        {
            for (unsigned i = 0; i < 2; i++) {
                setenv("HTTP_NAMES", names[i], 1);
                struct program program =
                    http_run_in((struct program){.pid = 0}, lines, "-s %s -l 2 %s", (*s)->name,
                                i ? "--task-timeout 2s" : "");
                PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
                struct http_rows rows = http_rows(&program);
                assert_int_equal(rows.count, 6);
                assert_true(*http_row(&rows, 1)->error);
                for (unsigned at = 2; at <= 6; at++)
                    assert_int_equal(http_row(&rows, at)->status, 200);
                if (!((*s)->flags & AC_SERIAL))
                    assert_int_equal(rows.rows[5].number, i ? 1 : rows.rows[5].number);
                http_rows_free(&rows);
                program_free(&program);
            }
        }
    http_preload(false);
    unsetenv("HTTP_NAMES");
    free(lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(endings_fail_alone),
        cmocka_unit_test(endings_by_a_timeout),
        cmocka_unit_test(endings_a_redirect_is_a_reply),
        cmocka_unit_test(endings_a_bomb_is_not_unpacked),
        cmocka_unit_test(endings_of_any_size_cost_no_memory),
        cmocka_unit_test(endings_of_descriptors),
        cmocka_unit_test(endings_an_unknown_name_holds_nobody_up),
    };
    return cmocka_run_group_tests(tests, http_begin, http_end);
}
