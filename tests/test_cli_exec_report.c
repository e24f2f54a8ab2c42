/* test_cli_exec_report.c -- what `exec` tells of its jobs: the exit status, and the file of --report. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "../harness/report/exec_columns.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/report.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* The report in the scratch folder, which goes; json_decref() it. */
static json_t *read_report(void)
{
    json_error_t error;
    json_t *report = json_load_file(scratch_path("report"), JSON_REJECT_DUPLICATES, &error);
    if (!report)
        fail_msg("no report: %s", error.text);
    unlink(scratch_path("report"));
    return report;
}

/* Runs it, and returns its report. */
static json_t *report_for(const char *lines, int status, const char *words)
{
    struct program program =
        lines_run_in((struct program){0}, lines, "--report %s %s", scratch_path("report"), words);
    PROGRAM_CHECK(program, program.status == status);
    program_free(&program);
    return read_report();
}

static json_int_t whole_in(const json_t *report, const char *group, const char *key)
{
    const json_t *object = json_object_get(report, group);
    return report_whole(object, key);
}

/* Each job is told apart once, and each attempt. */
static void check_ends(const json_t *report)
{
    const json_t *ends = json_object_get(report, "ends"), *count;
    const char *key;
    json_int_t all = 0;
    json_object_foreach((json_t *)ends, key, count) all += json_integer_value(count);
    assert_int_equal(all, report_whole(report, "launched"));
    assert_int_equal(report_whole(ends, "ok"), report_whole(report, "completed"));
    assert_int_equal(report_whole(ends, "timed_out"), report_whole(report, "timed_out"));
    assert_int_equal(report_whole(ends, "cancelled"), report_whole(report, "cancelled"));
    assert_int_equal(report_whole(ends, "not_zero") + report_whole(ends, "killed") +
                         report_whole(ends, "not_started") + report_whole(ends, "output_lost"),
                     report_whole(report, "failed"));
    assert_int_equal(report_whole(report, "pulled"),
                     report_whole(report, "launched") + report_whole(report, "dropped"));
}

static void report_tells_ends_apart_under_every_strategy(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            char words[256];
            snprintf(words, sizeof words,
                     "-s %s -l 3 --task-timeout 5s --shell 'case $1 in t) exec sleep 100;; "
                     "k) kill -9 $$;; *) exit $1;; esac'",
                     (*s)->name);
            json_t *report = report_for("0\n3\n3\nk\n0\n7\nt\n", 1, words);
            check_ends(report);
            assert_string_equal(json_string_value(json_object_get(report, "workload")), "exec");
            assert_int_equal(report_whole(report, "tasks"), 7);
            assert_int_equal(whole_in(report, "ends", "ok"), 2);
            assert_int_equal(whole_in(report, "ends", "not_zero"), 3);
            assert_int_equal(whole_in(report, "ends", "killed"), 1);
            assert_int_equal(whole_in(report, "ends", "timed_out"), 1);
            assert_int_equal(whole_in(report, "exit_statuses", "3"), 2);
            assert_int_equal(whole_in(report, "exit_statuses", "7"), 1);
            assert_int_equal(whole_in(report, "exit_signals", "9"), 1);
            json_decref(report);
        }
}

static void report_of_jobs_that_cannot_be_started(void **state)
{
    (void)state;
    json_t *report = report_for("1\n2\n", 1, "-s callback -l 2 /no/such");
    check_ends(report);
    assert_int_equal(whole_in(report, "start_errors", "ENOENT"), 2);
    assert_true(json_is_null(json_object_get(report, "job_cpu_mean_ns")));
    assert_true(json_is_null(json_object_get(json_object_get(report, "spawn_ns"), "mean")));
    assert_true(json_is_null(json_object_get(json_object_get(report, "job_ns"), "min")));
    json_decref(report);
}

static void report_tells_attempts_from_jobs(void **state)
{
    (void)state;
    json_t *report = report_for("0\n3\n", 1, "-s callback -l 2 --retries 2 --shell 'exit $1'");
    check_ends(report);
    assert_int_equal(report_whole(report, "tasks"), 2);
    assert_int_equal(report_whole(report, "launched"), 4);
    assert_int_equal(whole_in(report, "ends", "retried"), 2);
    assert_int_equal(whole_in(report, "exit_statuses", "3"), 1);
    json_decref(report);
    report = report_for("0\n", 1, "-s callback -l 2 --retries 1 /no/such");
    check_ends(report);
    assert_int_equal(whole_in(report, "ends", "not_started"), 1);
    assert_true(json_is_null(json_object_get(report, "job_cpu_mean_ns")));
    json_decref(report);
}

/* They are no jobs of this run. */
static void report_counts_what_resume_skips(void **state)
{
    (void)state;
    char words[512];
    snprintf(words, sizeof words, "-s callback -l 2 --joblog %s --resume true",
             scratch_path("log"));
    json_t *report = report_for("1\n2\n", 0, words);
    assert_int_equal(report_whole(report, "skipped"), 0);
    json_decref(report);
    report = report_for("1\n2\n\n2\n3\n", 0, words);
    check_ends(report);
    assert_int_equal(report_whole(report, "skipped"), 2);
    assert_int_equal(report_whole(report, "tasks"), 2);
    json_decref(report);
    unlink(scratch_path("log"));
}

/* The times are in their order, and there is a next start for each job but the first of a slot. */
static void report_has_times_and_bytes(void **state)
{
    (void)state;
    json_t *report = report_for("1\n2\n3\n4\n", 0,
                                "-s callback -l 2 --shell 'head -c 100000 /dev/zero; echo 12 >&2'");
    check_ends(report);
    assert_int_equal(whole_in(report, "printed_bytes", "stdout"), 400000);
    assert_int_equal(whole_in(report, "printed_bytes", "stderr"), 12);
    assert_int_equal(report_whole(report, "spooled_bytes"), 4 * 65536);
    assert_true(report_whole(report, "spool_file_bytes") >= 65536);
    assert_true(report_whole(report, "jobs_cpu_user_ns") +
                    report_whole(report, "jobs_cpu_sys_ns") >=
                3 * report_whole(report, "job_cpu_mean_ns"));
    assert_true(whole_in(report, "spawn_ns", "p50") <= whole_in(report, "spawn_ns", "max"));
    assert_true(whole_in(report, "next_start_ns", "p50") <=
                whole_in(report, "next_start_ns", "max"));
    assert_true(whole_in(report, "job_ns", "min") <= whole_in(report, "job_ns", "p50"));
    assert_true(whole_in(report, "job_ns", "max") <= report_whole(report, "wall_ns"));
    json_decref(report);
    report = report_for("1\n2\n3\n", 0, "-s callback -l 2 --every 1ms true");
    assert_true(json_is_null(json_object_get(json_object_get(report, "next_start_ns"), "p50")));
    assert_true(whole_in(report, "queueing_ns", "max") >= 0);
    json_decref(report);
}

/* The loop's turn ends, and the consumer gets what has come, however fast jobs end that others replace. */
static void report_of_fast_jobs_has_few_unread(void **state)
{
    (void)state;
    enum { JOBS = 600, LIMIT = 3 };
    char *lines = calloc(JOBS, 8);
    assert_non_null(lines);
    for (unsigned i = 1; i <= JOBS; i++)
        sprintf(lines + strlen(lines), "%u\n", i);
    json_t *report = report_for(lines, 0, "-s callback -l 3 true");
    assert_true(report_whole(report, "max_unread") <= LIMIT);
    assert_int_equal(whole_in(report, "ends", "ok"), JOBS);
    json_decref(report);
    free(lines);
}

/* Every field of a run is there, then every field of `exec`, and no other. */
static void report_has_all_fields(void **state)
{
    (void)state;
    static const struct {
        const char *group, *key;
    } columns[] = {
#define COLUMN(kind, name, group, key) {group, key},
        AC_COLUMNS(COLUMN) AC_EXEC_COLUMNS(COLUMN)};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    json_t *report = report_for("1\n", 0, "-s callback -l 2 true");
    size_t found = 0;
    const char *key;
    json_t *value;
    for (size_t i = 0; i < COLUMNS; i++) {
        const json_t *place =
            *columns[i].group ? json_object_get(report, columns[i].group) : report;
        if (!json_object_get(place, columns[i].key))
            fail_msg("no %s %s", columns[i].group, columns[i].key);
    }
    json_object_foreach(report, key, value) found +=
        json_is_object(value) ? json_object_size(value) : 1;
    assert_int_equal(found, COLUMNS);
    assert_true(json_is_object(json_object_get(report, "start_errors")));
    json_decref(report);
}

static void report_is_whole_or_not_there(void **state)
{
    (void)state;
    file_write(scratch_path("report"), "old");
    json_decref(report_for("", 0, "-s callback -l 2 true"));
    assert_int_equal(scratch_count("report", NULL), 0);
    const char *const refused[] = {"-", "/dev/stdout", "/dev/stderr", "/dev/fd/1"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct program program = lines_run_in((struct program){0}, "1\n",
                                              "-s callback -l 2 --report %s echo", refused[i]);
        PROGRAM_CHECK(program, program.status == 2 && !*program.output);
        PROGRAM_CHECK(program, program.errors_lines == 1 && strstr(program.errors, refused[i]));
        program_free(&program);
    }
    struct program program =
        lines_run_in((struct program){0}, "1\n", "-s callback -l 2 --report %s/no/such true",
                     scratch_path("x"));
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    program_free(&program);
    program = lines_run_in((struct program){0}, "1\n",
                           "-s callback -l 2 --dry-run --report %s true", scratch_path("report"));
    PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
    assert_int_equal(scratch_count("report", NULL), 0);
    program_free(&program);
}

/* 0, 1 and 2; the others are below. */
static void status_says_how_it_ended(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *words;
        int status;
    } all[] = {
        {"", "-s callback -l 2 false", 0},
        {"1\n", "-s callback -l 2 true", 0},
        {"1\n2\n", "-s callback -l 1 --take 1 true", 0},
        {"1\n", "-s callback -l 2 false", 1},
        {"1\n", "-s callback -l 2 --shell 'exit 2'", 1},
        {"1\n", "-s callback -l 2 --shell 'kill -2 $$'", 1},
        {"1\n", "-s callback -l 2 /no/such", 1},
        {"1\n", "-s callback -l 2 --task-timeout 10ms sleep 100", 1},
        {"1\n", "-s callback -l 2 --timeout 10ms sleep 100", 1},
        {"0\n1\n0\n", "-s callback -l 1 --on-error stop --shell 'exit $1'", 1},
        {"1\n", "-s callback true", 2},
        {"1\n", "-s callback -l 0 true", 2},
        {"1\n", "-s nothing -l 1 true", 2},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct program program =
            lines_run_in((struct program){0}, all[i].lines, "%s", all[i].words);
        PROGRAM_CHECK(program, program.status == all[i].status);
        program_free(&program);
    }
}

/* 128 + N, with a whole report of the jobs that were cancelled. */
static void status_and_report_after_a_signal(void **state)
{
    (void)state;
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct program program =
            lines_signalled(numbers[i], 1, NULL, "1\n2\n3\n",
                            "-s callback -l 2 --report %s --shell 'echo >&9; exec sleep 100'",
                            scratch_path("report"));
        PROGRAM_CHECK(program, program.status == 128 + numbers[i]);
        program_free(&program);
        json_t *report = read_report();
        check_ends(report);
        assert_true(json_is_null(json_object_get(report, "tasks")));
        assert_int_equal(report_whole(report, "cancelled"), report_whole(report, "launched"));
        json_decref(report);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(report_tells_ends_apart_under_every_strategy),
        cmocka_unit_test(report_of_jobs_that_cannot_be_started),
        cmocka_unit_test(report_tells_attempts_from_jobs),
        cmocka_unit_test(report_counts_what_resume_skips),
        cmocka_unit_test(report_has_times_and_bytes),
        cmocka_unit_test(report_of_fast_jobs_has_few_unread),
        cmocka_unit_test(report_has_all_fields),
        cmocka_unit_test(report_is_whole_or_not_there),
        cmocka_unit_test(status_says_how_it_ended),
        cmocka_unit_test(status_and_report_after_a_signal),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
