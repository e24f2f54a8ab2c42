/* test_cli_http.c -- `http` as its users run it: URLs in, rows out, under every strategy. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/http.h"
#include "support/lines.h"
#include "support/terminal.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)
#define ZEROED           ((struct program){0})

/* Runs it with paths of the server, or other URLs, between which are spaces. */
static struct program run_for(const char *urls, const char *words)
{
    char *lines = http_lines(&http_server, urls);
    struct program program = http_run_in(ZEROED, lines, "%s", words);
    free(lines);
    return program;
}

static void check_says(const char *urls, const char *words, int status, const char *errors)
{
    struct program program = run_for(urls, words);
    PROGRAM_CHECK(program, program.status == status && !strcmp(program.errors, errors));
    program_free(&program);
}

static void http_rows_under_every_strategy(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            char words[64];
            snprintf(words, sizeof words, "-s %s -l 3", (*s)->name);
            struct program program =
                run_for("/bytes/1000 /status/404 /delay/20 /ok /ok /ok", words);
            PROGRAM_CHECK(program, program.status == 1);
            PROGRAM_CHECK(program,
                          !strcmp(program.errors, "as-completed: 6 transfers: 5 done, 1 failed "
                                                  "(status 400 or more)\n"));
            struct http_rows rows = http_rows(&program);
            assert_int_equal(rows.count, 6);
            assert_int_equal(http_row(&rows, 1)->status, 200);
            assert_int_equal(http_row(&rows, 1)->bytes, 1000);
            assert_int_equal(http_row(&rows, 2)->status, 404);
            assert_string_equal(http_row(&rows, 2)->error, "status");
            for (unsigned i = 1; i <= rows.count; i++) {
                const struct http_row *row = http_row(&rows, i);
                assert_true(row->connect_ns <= row->first_byte_ns &&
                            row->first_byte_ns <= row->done_ns);
                assert_true(row->done_ns < HTTP_NEVER && row->queued_ns < HTTP_NEVER);
                assert_true(i == 2 || !*row->error);
                assert_true(!row->reused || !row->connect_ns);
            }
            assert_true(http_row(&rows, 3)->first_byte_ns >= 10000000);
            http_rows_free(&rows);
            program_free(&program);
        }
}

static void http_says_how_transfers_ended(void **state)
{
    (void)state;
    char words[128];
    check_says("/ok", "-s callback -l 2", 0, "");
    snprintf(words, sizeof words, "http://127.0.0.1:%u/ ftp://localhost/ x:y",
             server_refused_port());
    check_says(words, "-s callback -l 2", 1,
               "as-completed: 3 transfers: 2 failed (no URL of http or https), 1 failed (no "
               "connection)\n");
    check_says("/stall /stall", "-s bounded_queue -l 2 --task-timeout 100ms", 1,
               "as-completed: 2 transfers: 2 timed out\n");
    check_says("/stall /stall", "-s callback -l 2 --timeout 100ms", 1,
               "as-completed: --timeout: 2 transfers: 2 cancelled\n");
    check_says("/short", "-s callback -l 2", 1, "as-completed: 1 transfer: 1 cut off\n");
    check_says("/garbage/close", "-s callback -l 2", 1,
               "as-completed: 1 transfer: 1 failed (no HTTP)\n");
    check_says("/bytes/1025 /bytes/1024", "-s callback -l 2 --max-body 1KiB", 1,
               "as-completed: 2 transfers: 1 done, 1 too large (--max-body)\n");
    check_says("/endless", "-s callback -l 2 --max-body 10MiB", 1,
               "as-completed: 1 transfer: 1 too large (--max-body)\n");
    check_says("/redirect-forever", "-s callback -l 2 --location", 1,
               "as-completed: 1 transfer: 1 redirected too often\n");
    check_says("/tries/2", "-s callback -l 2 --retries 2 --retry-delay 1ms", 0, "");
    check_says("/tries/3?b", "-s callback -l 2 --retries 2 --retry-delay 1ms", 1,
               "as-completed: 1 transfer: 1 failed (status 400 or more), 2 attempts tried again\n");
}

/* A row is a line, whatever its URL, and has no password in it. */
static void http_rows_show_urls(void **state)
{
    (void)state;
    char *url = text_format("http://127.0.0.1:%u", http_server.port);
    char *lines = text_format("%s/ok\r\n\n \t\nhttp://me:secret@127.0.0.1:%u/ok\n%s/a\tb", url,
                              http_server.port, url);
    struct program program = http_run_in(ZEROED, lines, "-s serial");
    PROGRAM_CHECK(program, !strstr(program.output, "secret"));
    struct http_rows rows = http_rows(&program);
    assert_int_equal(rows.count, 3);
    assert_int_equal(http_row(&rows, 1)->status, 200);
    assert_string_equal(http_row(&rows, 1)->url + strlen(url), "/ok");
    assert_int_equal(http_row(&rows, 2)->status, 200);
    assert_string_equal(http_row(&rows, 3)->url + strlen(url), "/a%09b");
    http_rows_free(&rows);
    program_free(&program);
    free(lines);
    free(url);
}

/* A NUL in a line, and one between lines. */
static void http_lines_may_end_with_nul(void **state)
{
    (void)state;
    char *url = text_format("http://127.0.0.1:%u/ok", http_server.port);
    char bytes[256];
    size_t length = strlen(url) + 1;
    memcpy(bytes, url, length);
    memcpy(bytes + length, url, length);
    for (int separated = 0; separated < 2; separated++) {
        struct program program = {.stdin_file = lines_file(bytes, 2 * length - !separated)};
        program = program_run_in(program, "http -s serial%s", separated ? " -0" : "");
        close(program.stdin_file);
        PROGRAM_CHECK(program, program.status == !separated);
        struct http_rows rows = http_rows(&program);
        assert_int_equal(rows.count, 1 + separated);
        assert_int_equal(http_row(&rows, 1)->status, separated ? 200 : 0);
        http_rows_free(&rows);
        program_free(&program);
    }
    free(url);
}

static void http_rows_in_order(void **state)
{
    (void)state;
    struct program program = run_for("/delay/60 /ok /delay/30 /ok", "-s callback -l 4 --ordered");
    PROGRAM_CHECK(program, program.status == 0);
    struct http_rows rows = http_rows(&program);
    for (unsigned i = 0; i < rows.count; i++)
        assert_int_equal(rows.rows[i].number, i + 1);
    http_rows_free(&rows);
    program_free(&program);
}

/* The second never ends, and the row of the first is there. Then Ctrl-C ends it. */
static void http_a_row_waits_for_no_other(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            int ends[2];
            char part[1024] = "";
            size_t got = 0;
            if ((*s)->flags & AC_SERIAL)
                continue;
            assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
            char *lines = http_lines(&http_server, "/ok /stall");
            struct program program = http_start_in((struct program){.stdout_file = ends[1]}, lines,
                                                   "-s %s -l 2", (*s)->name);
            close(ends[1]);
            while (!strstr(part, "\n1\t")) {
                ssize_t more = read(ends[0], part + got, sizeof part - 1 - got);
                assert_true(more > 0);
                got += (size_t)more;
            }
            kill(program.pid, SIGINT);
            program_wait(&program);
            close(ends[0]);
            PROGRAM_CHECK(program, program.status == 128 + SIGINT);
            PROGRAM_CHECK(program, !strcmp(program.errors,
                                           "as-completed: 2 transfers: 1 done, 1 cancelled\n"));
            program_free(&program);
            free(lines);
        }
}

/* More rows than a pipe holds. */
static void http_a_slow_reader_gets_every_row(void **state)
{
    (void)state;
    enum { URLS = 2000 };
    struct text lines = {.chars = NULL};
    for (unsigned i = 0; i < URLS; i++)
        text_printf(&lines, "http://127.0.0.1:%u/ok?%u\n", http_server.port, i);
    for
        EACH_STRATEGY(s)
        {
            int ends[2];
            char part[512];
            unsigned rows = 0;
            assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
            struct program program =
                http_start_in((struct program){.stdout_file = ends[1]}, text_chars(&lines),
                              "-s %s -l 20 --yes", (*s)->name);
            close(ends[1]);
            for (ssize_t got; (got = read(ends[0], part, sizeof part)) > 0;)
                for (ssize_t i = 0; i < got; i++)
                    rows += part[i] == '\n';
            program_wait(&program);
            close(ends[0]);
            PROGRAM_CHECK(program, program.status == 0);
            assert_int_equal(rows, 1 + URLS);
            program_free(&program);
        }
    text_free(&lines);
}

static void http_a_reader_that_leaves_ends_it(void **state)
{
    (void)state;
    int ends[2];
    char part[16];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    char *lines = http_lines(&http_server, "/ok /delay/100 /stall");
    struct program program =
        http_start_in((struct program){.stdout_file = ends[1]}, lines, "-s callback -l 3");
    close(ends[1]);
    assert_true(read(ends[0], part, sizeof part) > 0);
    close(ends[0]);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
    program_free(&program);
    free(lines);
}

/* On stderr, where stdout goes elsewhere. */
static void http_shows_its_progress(void **state)
{
    (void)state;
    char *command = text_format("printf 'http://127.0.0.1:%u/delay/%%s\\n' 1 500 500 | "
                                "\"${AS_COMPLETED:-build/as-completed}\" http -s callback -l 1 "
                                "| grep -c .",
                                http_server.port);
    const char *words[] = {"/bin/sh", "-c", command, NULL};
    struct terminal terminal;
    terminal_start(&terminal, 24, 80, words);
    terminal_await(&terminal, "callback: 1 done");
    terminal_finish(&terminal);
    assert_int_equal(terminal.status, 0);
    assert_non_null(strstr(terminal.output, "as-completed: 3 transfers in "));
    assert_non_null(strstr(terminal.output, "s: 3 done\r\n"));
    terminal_free(&terminal);
    free(command);
}

/* Two different signals: of two that are equal the second may be lost. */
static void http_two_signals_end_it(void **state)
{
    (void)state;
    char *lines = http_lines(&http_server, "/stall /stall");
    server_zero(&http_server);
    struct program program = http_start_in(ZEROED, lines, "-s callback -l 2");
    server_await(&http_server, "in_flight", 2);
    kill(program.pid, SIGINT);
    kill(program.pid, SIGTERM);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status == 128 + SIGINT || program.status == 128 + SIGTERM);
    PROGRAM_CHECK(program, !*program.errors || program.errors_lines == 1);
    server_await(&http_server, "open", 0);
    program_free(&program);
    free(lines);
}

static void http_a_limit_that_the_system_cannot_serve_is_refused(void **state)
{
    (void)state;
    if (under_valgrind())
        skip_because("valgrind keeps descriptors of its own behind the limit");
    struct program limited = {.in = {.limited = true, .resource = RLIMIT_NOFILE, .most = 100}};
    struct program program = http_run_in(limited, "", "-s callback -l 1000");
    PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "-l/--limit '1000': must be at most 36, "));
    program_free(&program);
    char *lines = http_lines(&http_server, "/ok /ok /ok");
    program = http_run_in(limited, lines, "-s callback -l 36");
    PROGRAM_CHECK(program, program.status == 0);
    program_free(&program);
    free(lines);
}

static void http_stdout_that_takes_nothing(void **state)
{
    (void)state;
    char *lines = http_lines(&http_server, "/ok /ok");
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    struct program program =
        http_run_in((struct program){.stdout_file = full}, lines, "-s callback -l 2");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "cannot write to 'stdout': No space left"));
    program_free(&program);
    close(full);
    program =
        http_run_in((struct program){.stdout_file = STDOUT_CLOSED}, lines, "-s callback -l 2");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    program_free(&program);
    int file = lines_file(lines, strlen(lines));
    program = program_run_in((struct program){.stdin_file = file, .stdout_file = file},
                             "http -s callback -l 2");
    PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "http: stdin and stdout are one file"));
    program_free(&program);
    close(file);
    free(lines);
}

static void http_without_a_limit_asks_before_many(void **state)
{
    (void)state;
    struct text lines = {.chars = NULL};
    for (unsigned i = 0; i < 1001; i++)
        text_printf(&lines, "http://127.0.0.1:%u/ok\n", http_server.port);
    server_zero(&http_server);
    struct program program = http_run_in(ZEROED, text_chars(&lines), "-s unbounded");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "begins every transfer at once, and there are "
                                                  "more than 1,000: give --yes"));
    assert_int_equal(server_count(&http_server, "requests"), 0);
    program_free(&program);
    text_free(&lines);
}

static void http_under_all_strategies(void **state)
{
    (void)state;
    struct program program = run_for("/ok /bytes/10 /tries/1?all", "-s all -l 2");
    PROGRAM_CHECK(program, program.status == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "runs 3 transfers ") &&
                               strstr(program.errors, "1 of 3 transfers did not end the same under "
                                                      "each strategy: the first is transfer 3, "));
    PROGRAM_CHECK(program, !strncmp(program.output, "http, real clock, limit 2\n", 26));
    for
        EACH_STRATEGY(s)
        {
            char row[64];
            snprintf(row, sizeof row, "\n%s ", (*s)->name);
            PROGRAM_CHECK(program, !strstr(program.output, row) == !!((*s)->flags & AC_CONTROL));
        }
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(http_rows_under_every_strategy),
        cmocka_unit_test(http_says_how_transfers_ended),
        cmocka_unit_test(http_rows_show_urls),
        cmocka_unit_test(http_lines_may_end_with_nul),
        cmocka_unit_test(http_rows_in_order),
        cmocka_unit_test(http_a_row_waits_for_no_other),
        cmocka_unit_test(http_a_slow_reader_gets_every_row),
        cmocka_unit_test(http_a_reader_that_leaves_ends_it),
        cmocka_unit_test(http_shows_its_progress),
        cmocka_unit_test(http_two_signals_end_it),
        cmocka_unit_test(http_a_limit_that_the_system_cannot_serve_is_refused),
        cmocka_unit_test(http_stdout_that_takes_nothing),
        cmocka_unit_test(http_without_a_limit_asks_before_many),
        cmocka_unit_test(http_under_all_strategies),
    };
    return cmocka_run_group_tests(tests, http_begin, http_end);
}
