/* test_http_pitfalls.c -- what programs like `http` have got wrong: a test for each, which names where it happened.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/http.h"
#include "support/machine.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

static const struct program plain = {.pid = 0};

/* Only where `running_handles` was not 0 was the end of a transfer looked for, and so the last one's was never
 * seen (curl's own example); or the loop was empty, and so the program ended (curl 942, 1804). */
static void pitfall_the_last_transfer_is_told_of(void **state)
{
    (void)state;
    char *refused = text_format("http://127.0.0.1:%u/", server_refused_port());
    const char *const lasts[] = {"/stall", "/bytes/9/stall/3", "/endless", "/reset",
                                 refused,  "/garbage",         "no-url",   "/bytes/10/short"};
    for
        EACH_STRATEGY(s)
        {
            for (size_t i = 0; i < sizeof lasts / sizeof *lasts; i++) {
                char *words = text_format("/ok %s", lasts[i]);
                char *lines = http_lines(&http_server, words);
                struct program program = http_run_in(plain, lines, "-s %s -l 1 %s", (*s)->name,
                                                     i < 3 ? "--task-timeout 150ms" : "");
                PROGRAM_CHECK(program, program.status == 1);
                struct http_rows rows = http_rows(&program);
                assert_int_equal(rows.count, 2);
                assert_true(*http_row(&rows, 2)->error);
                assert_true(i < 3 || !*http_row(&rows, 1)->error);
                http_rows_free(&rows);
                program_free(&program);
                free(lines);
                free(words);
            }
        }
    free(refused);
}

/* A descriptor was closed, and came back as another connection's, while the loop still watched it (libuv 1278,
 * 1495, 2686; pyuv 54). */
static void pitfall_a_descriptor_comes_back_at_once(void **state)
{
    (void)state;
    enum { REFUSED = 50, GOOD = 50 };
    unsigned refused[REFUSED];
    struct text text = {.chars = NULL};
    for (unsigned i = 0; i < REFUSED; i++)
        refused[i] = server_refused_port();
    for (unsigned i = 0; i < REFUSED; i++)
        text_printf(&text, "http://127.0.0.1:%u/\n", refused[i]);
    for (unsigned i = 0; i < GOOD; i++) /* localhost may be ::1 first, where nobody listens */
        text_printf(&text, "http://%s:%u/%s\n", i % 3 ? "127.0.0.1" : "localhost", http_server.port,
                    i % 5 == 1    ? "close"
                    : i % 10 == 2 ? "close-before"
                    : i % 5 == 3  ? "last"
                                  : "ok");
    for
        EACH_STRATEGY(s)
        {
            struct program program =
                http_run_in(plain, text_chars(&text), "-s %s -l 8", (*s)->name);
            PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
            struct http_rows rows = http_rows(&program);
            assert_int_equal(rows.count, REFUSED + GOOD);
            for (unsigned i = 1; i <= REFUSED + GOOD; i++)
                if (http_row(&rows, i)->status != (i <= REFUSED ? 0 : 200))
                    fail_msg("%s, row %u: '%s'", (*s)->name, i, http_row(&rows, i)->error);
            http_rows_free(&rows);
            program_free(&program);
        }
    text_free(&text);
}

/* libcurl's own limit queued transfers, whose timeouts ran meanwhile (curl 437, 3728, 4486, 6744, 21396); sockets
 * in shutdown were outside it (15857). */
static void pitfall_a_limit_is_one_of_transfers_and_of_sockets(void **state)
{
    (void)state;
    enum { LIMIT = 5, MANY = 60 };
    struct text text = {.chars = NULL};
    for (unsigned i = 0; i < MANY; i++)
        text_printf(&text, "http://127.0.0.1:%u/%s\n", http_server.port,
                    i % 4 == 0   ? "delay/20"
                    : i % 4 == 1 ? "close"
                    : i % 4 == 2 ? "bytes/30/long"
                                 : "bytes/9000/reset/100");
    for
        EACH_STRATEGY(s)
        {
            bool any = (*s)->flags & AC_NO_LIMIT;
            unsigned limit = (*s)->flags & AC_SERIAL ? 1 : LIMIT;
            server_zero(&http_server);
            struct program program =
                http_run_in(plain, text_chars(&text), "-s %s -l %u --task-timeout 1m", (*s)->name,
                            LIMIT);
            PROGRAM_CHECK(program, program.status == 1);
            assert_int_equal(server_count(&http_server, "requests"), MANY);
            if (!any) {
                assert_in_range(server_count(&http_server, "most_in_flight"), 1, limit);
                assert_in_range(server_count(&http_server, "most_open"), 1, 2 * limit);
            }
            program_free(&program);
            server_await(&http_server, "open", 0);
        }
    text_free(&text);
}

/* Each transfer is made over a connection that is there (curl 2369). */
static void pitfall_connections_are_used_again(void **state)
{
    (void)state;
    enum { LIMIT = 4, MANY = 200 };
    struct text text = {.chars = NULL};
    for (unsigned i = 0; i < MANY; i++)
        text_printf(&text, "http://127.0.0.1:%u/ok?%u\n", http_server.port, i);
    for
        EACH_STRATEGY(s)
        {
            unsigned reused = 0;
            if ((*s)->flags & AC_NO_LIMIT)
                continue;
            server_zero(&http_server);
            struct program program =
                http_run_in(plain, text_chars(&text), "-s %s -l %u", (*s)->name, LIMIT);
            PROGRAM_CHECK(program, program.status == 0);
            struct http_rows rows = http_rows(&program);
            for (unsigned i = 1; i <= MANY; i++) {
                const struct http_row *row = http_row(&rows, i);
                reused += row->reused;
                assert_true(row->reused == (row->connect_ns == 0));
                assert_true(row->connect_ns <= row->first_byte_ns &&
                            row->first_byte_ns <= row->done_ns);
            }
            assert_int_equal(reused + server_count(&http_server, "connections"), MANY);
            assert_in_range(server_count(&http_server, "connections"), 1, LIMIT);
            http_rows_free(&rows);
            program_free(&program);
        }
    text_free(&text);
}

/* One that is tried again held its place meanwhile, or ended the run (curl 5905, 20669, 6939, 15261). */
static void pitfall_what_is_tried_again_waits_outside_the_limit(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            char *lines = http_lines(&http_server, "/tries/1 /tries/9 /ok /ok /ok /404");
            server_zero(&http_server);
            struct program program =
                http_run_in(plain, lines, "-s %s -l 1 --retries 2 --retry-delay 300ms", (*s)->name);
            PROGRAM_CHECK(program, program.status == 1);
            struct http_rows rows = http_rows(&program);
            assert_int_equal(rows.count, 6);
            assert_int_equal(http_row(&rows, 1)->status, 200);
            assert_int_equal(http_row(&rows, 2)->status, 503);
            assert_int_equal(http_row(&rows, 6)->status, 404);
            assert_int_equal(server_count(&http_server, "requests"), 2 + 3 + 3 + 1);
            char *log = server_log(&http_server), *again = strstr(log, "/tries/1\n") + 1;
            if (!((*s)->flags & AC_HOLDS_ALL))
                assert_true(strstr(again, "/tries/1\n") > strstr(log, "/ok\n"));
            free(log);
            http_rows_free(&rows);
            program_free(&program);
            free(lines);
        }
}

/* A server that asks for a second is given it. */
static void pitfall_a_server_says_when_to_come_back(void **state)
{
    (void)state;
    char *lines = http_lines(&http_server, "/429/1 /ok"), path[16];
    server_zero(&http_server);
    struct program program =
        http_run_in(plain, lines, "-s callback -l 1 --retries 1 --retry-delay 1ms");
    PROGRAM_CHECK(program, program.status == 1);
    unsigned long long begin[3] = {0}, end[3] = {0};
    unsigned count = 0;
    char *log = server_log(&http_server), *rest = log, how;
    for (char *line; (line = strsep(&rest, "\n")) && *line && count < 3; count++)
        assert_int_equal(sscanf(line, "%*u %llu %llu %c %15s", &begin[count], &end[count], &how,
                                path),
                         4);
    assert_int_equal(count, 3);
    assert_in_range(begin[2] - end[0], 1000000000, UINT64_MAX); /* the third is the first, again */
    free(log);
    free(lines);
    program_free(&program);
}

/* A late start was counted from when it was made, and so hidden (wrk 326, oha 211). */
static void pitfall_a_late_start_counts_from_when_it_should_have_been(void **state)
{
    (void)state;
    char *lines = http_lines(&http_server, "/delay/200 /delay/200 /delay/200");
    struct program program = http_run_in(plain, lines, "-s callback -l 1 --every 1ms");
    PROGRAM_CHECK(program, program.status == 0);
    struct http_rows rows = http_rows(&program);
    assert_in_range(http_row(&rows, 2)->queued_ns, 190000000, UINT64_MAX);
    assert_in_range(http_row(&rows, 3)->queued_ns, 390000000, UINT64_MAX);
    http_rows_free(&rows);
    program_free(&program);
    free(lines);
}

/* Items were lost at a high limit (aria2 875). */
static void pitfall_nothing_is_lost_at_a_high_limit(void **state)
{
    (void)state;
    enum { MANY = 2000 };
    struct text text = {.chars = NULL};
    unsigned many = under_valgrind() ? MANY / 20 : MANY;
    for (unsigned i = 0; i < many; i++)
        text_printf(&text, "http://127.0.0.1:%u/bytes/%u?%u\n", http_server.port, i % 7, i);
    for
        EACH_STRATEGY(s)
        {
            server_zero(&http_server);
            struct program program =
                http_run_in(plain, text_chars(&text), "-s %s -l 300 --yes", (*s)->name);
            PROGRAM_CHECK(program, program.status == 0);
            struct http_rows rows = http_rows(&program);
            assert_int_equal(rows.count, many);
            for (unsigned i = 0; i < many; i++)
                assert_int_equal(rows.rows[i].bytes, (rows.rows[i].number - 1) % 7);
            assert_int_equal(server_count(&http_server, "requests"), many);
            http_rows_free(&rows);
            program_free(&program);
        }
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pitfall_the_last_transfer_is_told_of),
        cmocka_unit_test(pitfall_a_descriptor_comes_back_at_once),
        cmocka_unit_test(pitfall_a_limit_is_one_of_transfers_and_of_sockets),
        cmocka_unit_test(pitfall_connections_are_used_again),
        cmocka_unit_test(pitfall_what_is_tried_again_waits_outside_the_limit),
        cmocka_unit_test(pitfall_a_server_says_when_to_come_back),
        cmocka_unit_test(pitfall_a_late_start_counts_from_when_it_should_have_been),
        cmocka_unit_test(pitfall_nothing_is_lost_at_a_high_limit),
    };
    return cmocka_run_group_tests(tests, http_begin, http_end);
}
