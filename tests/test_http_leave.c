/* test_http_leave.c -- leaving before the end: `http` ends when the last transfer has ended, its rows and its counts
 * are right, and no connection is left.
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
#include "support/report.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { MANY = 30, LIMIT = 4 };

/* Two replies, and then transfers without an end. */
static char *lines_of(const char *first, const char *others)
{
    struct text text = {.chars = NULL};
    for (unsigned i = 0; i < MANY; i++)
        text_printf(&text, "http://127.0.0.1:%u%s\n", http_server.port, i < 2 ? first : others);
    char *lines = text_copy(text_chars(&text));
    text_free(&text);
    return lines;
}

/* Each task that was pulled is accounted for, in the report of a run that has ended early. */
static void check_report(void)
{
    size_t length;
    json_error_t error;
    char *text = file_read(scratch_path("report"), &length);
    assert_non_null(text);
    json_t *report = json_loads(text, 0, &error);
    assert_non_null(report);
    report_check_accounts(report);
    json_decref(report);
    free(text);
    unlink(scratch_path("report"));
}

static void check_left(struct program *program, const struct ac_strategy *strategy, int status,
                       unsigned rows_wanted)
{
    PROGRAM_CHECK(*program, program->status == status);
    PROGRAM_CHECK(*program, program->errors_lines <= 1);
    struct http_rows rows = http_rows(program);
    assert_int_equal(rows.count, rows_wanted);
    if (!(strategy->flags & AC_NO_LIMIT))
        assert_in_range(server_count(&http_server, "most_in_flight"), 1, LIMIT);
    server_await(&http_server, "open", 0);
    assert_int_equal(server_count(&http_server, "in_flight"), 0);
    check_report();
    http_rows_free(&rows);
    program_free(program);
}

static void leaving_after_a_count(void **state)
{
    (void)state;
    static const char *const others[] = {"/stall", "/endless", "/bytes/9/drip/50", "/reset"};
    for
        EACH_STRATEGY(s)
        {
            for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
                char *lines = lines_of("/ok", others[i]);
                server_zero(&http_server);
                struct program program = http_run_in((struct program){.pid = 0}, lines,
                                                     "-s %s -l %u --take 2 --report %s", (*s)->name,
                                                     LIMIT, scratch_path("report"));
                bool fails = program.status == 1; /* one that is reset may be among the two */
                check_left(&program, *s, i == 3 && fails, 2);
                free(lines);
            }
        }
}

static void leaving_after_a_time(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            char *lines = lines_of("/stall", "/stall");
            server_zero(&http_server);
            struct program program = http_run_in((struct program){.pid = 0}, lines,
                                                 "-s %s -l %u --timeout 200ms --report %s",
                                                 (*s)->name, LIMIT, scratch_path("report"));
            check_left(&program, *s, 1, 0);
            free(lines);
        }
}

/* Of what has begun the rows come, and nothing is begun. */
static void leaving_lets_what_has_begun_end(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            char *lines = lines_of("/ok", "/delay/600");
            server_zero(&http_server);
            struct program program = http_run_in((struct program){.pid = 0}, lines,
                                                 "-s %s -l %u --for 200ms", (*s)->name, LIMIT);
            PROGRAM_CHECK(program, program.status == 0);
            struct http_rows rows = http_rows(&program);
            assert_int_equal(rows.count, server_count(&http_server, "requests"));
            http_rows_free(&rows);
            program_free(&program);
            free(lines);
        }
}

static bool are_in_flight(const void *count)
{
    return server_count(&http_server, "in_flight") == *(const uint64_t *)count;
}

static void leaving_by_a_signal(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for
        EACH_STRATEGY(s)
        {
            for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
                unsigned flags = (*s)->flags;
                uint64_t count = flags & AC_SERIAL ? 1 : flags & AC_NO_LIMIT ? MANY : LIMIT;
                char *lines = lines_of("/stall", "/stall");
                server_zero(&http_server);
                struct program program =
                    http_start_in((struct program){.pid = 0}, lines, "-s %s -l %u --report %s",
                                  (*s)->name, LIMIT, scratch_path("report"));
                machine_wait_until(are_in_flight, &count, "all are in flight");
                kill(program.pid, signals[i]);
                program_wait(&program);
                check_left(&program, *s, 128 + signals[i], 0);
                free(lines);
            }
        }
}

/* What reads the rows goes away, and so does `http`. */
static void leaving_since_nobody_reads(void **state)
{
    (void)state;
    int ends[2];
    char byte;
    char *lines = lines_of("/ok", "/delay/100");
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    struct program program =
        http_start_in((struct program){.stdout_file = ends[1]}, lines, "-s callback -l %u", LIMIT);
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status != 0 && program.errors_lines <= 1);
    server_await(&http_server, "open", 0);
    program_free(&program);
    free(lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaving_after_a_count),           cmocka_unit_test(leaving_after_a_time),
        cmocka_unit_test(leaving_lets_what_has_begun_end), cmocka_unit_test(leaving_by_a_signal),
        cmocka_unit_test(leaving_since_nobody_reads),
    };
    return cmocka_run_group_tests(tests, http_begin, http_end);
}
