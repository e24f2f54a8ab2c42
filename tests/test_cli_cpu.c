/* test_cli_cpu.c -- `run --work cpu` and `compare --work cpu` as people type them: what is counted, what is refused,
 * and how a run ends. No time is asserted.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "../harness/report/cpu_columns.h"
#include "../harness/workloads/cpu/compute.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/report.h"

/* The sum of the checksums of 1..tasks, as the report has it. */
static json_int_t checksum_of(json_int_t tasks, json_int_t steps)
{
    uint32_t sum = 0;
    for (json_int_t number = 1; number <= tasks; number++)
        sum += ac_compute((uint32_t)number, (uint64_t)steps);
    return sum;
}

static double mean_of(const json_t *report, const char *key)
{
    const json_t *value = json_object_get(report, key);
    if (!json_is_real(value))
        fail_msg("%s is no number", key);
    return json_real_value(value);
}

/* What holds of each run that has computed all of its tasks. */
static void check_report(const json_t *report, json_int_t tasks, json_int_t threads)
{
    report_check_fields(report);
    report_check_complete(report, tasks);
    json_int_t most = report_whole(report, "max_in_flight");
    bool on_loop = json_is_true(json_object_get(report, "is_inline"));
    json_int_t at_once = on_loop ? 1 : threads;
    assert_int_equal(report_whole(report, "threads"), threads);
    assert_int_equal(report_whole(report, "computed"), tasks);
    assert_int_equal(report_whole(report, "checksum"),
                     checksum_of(tasks, report_whole(report, "steps")));
    assert_true(report_whole(report, "max_running") <= (most < at_once ? most : at_once));
    assert_true(report_whole(report, "max_queued") <= (on_loop ? 0 : most));
    assert_true(mean_of(report, "running_mean") <= (double)at_once + 0.001);
    assert_true(mean_of(report, "running_mean") + mean_of(report, "queued_mean") <=
                (double)most + 0.002);
}

static json_t *run_of(const struct ac_strategy *strategy, const char *options)
{
    char command[256];
    bool ignores = strategy->flags & (AC_NO_LIMIT | AC_SERIAL);
    snprintf(command, sizeof command, "run --work cpu -s %s -n 50 %s %s", strategy->name,
             ignores ? "" : "-l 5", options);
    return report_of(command);
}

static void cpu_computes_all_under_every_strategy(void **state)
{
    (void)state;
    for (size_t s = 0; ac_strategies[s]; s++) {
        json_t *pool = run_of(ac_strategies[s], "--cost 20us --threads 2");
        check_report(pool, 50, 2);
        assert_int_equal(report_whole(pool, "cost_ns"), 20000);
        json_decref(pool);
        json_t *loop = run_of(ac_strategies[s], "--cost 20us --inline");
        check_report(loop, 50, 4);
        assert_true(json_is_true(json_object_get(loop, "is_inline")));
        json_decref(loop);
    }
}

/* With a cost of 0 there are no steps to calibrate, so two runs have the same checksum. */
static void cpu_of_no_cost_is_the_hop_alone(void **state)
{
    (void)state;
    static const char *const options[] = {"-l 1 --threads 1",     "-l 7 --threads 3",
                                          "-l 7 --inline",        "-l 199 --inline",
                                          "-l 2 --order shuffle", NULL};
    for (size_t i = 0; options[i]; i++) {
        char command[256];
        snprintf(command, sizeof command, "run --work cpu --cost 0s -s semaphore -n 200 %s",
                 options[i]);
        json_t *report = report_of(command);
        assert_int_equal(report_whole(report, "steps"), 0);
        assert_int_equal(report_whole(report, "checksum"), checksum_of(200, 0));
        json_decref(report);
    }
}

static void cpu_takes_the_size_of_the_pool_from_the_environment(void **state)
{
    (void)state;
    setenv("UV_THREADPOOL_SIZE", "3", 1);
    json_t *report = report_of("run --work cpu -s callback -n 20 -l 5");
    check_report(report, 20, 3);
    json_decref(report);
    report = report_of("run --work cpu -s callback -n 20 -l 5 --threads 2");
    check_report(report, 20, 2);
    json_decref(report);
    unsetenv("UV_THREADPOOL_SIZE");
}

static void check_refused(const char *command, const char *line)
{
    static const char *const ways[] = {"run -s callback -n 4", "compare -n 4", NULL};
    char expected[256];
    snprintf(expected, sizeof expected, "as-completed: %s\n", line);
    for (size_t i = 0; ways[i]; i++) {
        struct program program = program_run("%s %s", ways[i], command);
        PROGRAM_CHECK(program, program.status == 2 && !*program.output);
        PROGRAM_CHECK(program, strcmp(program.errors, expected) == 0);
        program_free(&program);
    }
}

static void cpu_refuses_what_it_cannot_do(void **state)
{
    (void)state;
    static const char *const refused[][2] = {
        {"--work cpu --threads 0", "--threads '0': must be a whole number from 1 to 1024"},
        {"--work cpu --threads 1025", "--threads '1025': must be a whole number from 1 to 1024"},
        {"--work cpu --threads -1", "--threads '-1': must be a whole number from 1 to 1024"},
        {"--work cpu --threads two", "--threads 'two': must be a whole number from 1 to 1024"},
        {"--work cpu --threads 2 --inline",
         "--threads '2' and --inline contradict each other: give one"},
        {"--threads 2",
         "--threads and --work 'sleep' contradict each other: it goes with --work cpu"},
        {"--cost 1ms", "--cost and --work 'sleep' contradict each other: it goes with --work cpu"},
        {"--inline", "--inline and --work 'sleep' contradict each other: it goes with --work cpu"},
        {"--work cpu --cost 5",
         "--cost '5' has no unit: must be a number with a unit (ns, us, ms, s, m, h), as in 1ms, "
         "250us or 2s, from 0s to 100 years"},
        {"--work cpu --scale 1s",
         "--scale and --work 'cpu' contradict each other: it goes with --work sleep"},
        {"--work cpu --sleeps 1s",
         "--sleeps and --work 'cpu' contradict each other: it goes with --work sleep"},
        {"--work cpu --clock virtual",
         "--clock 'virtual' and --work 'cpu' contradict each other: must be real, since how long a "
         "task takes shows in the run only"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        check_refused(refused[i][0], refused[i][1]);
}

/* libuv would take each of them for another number, and not say so. */
static void cpu_refuses_a_pool_that_libuv_would_change(void **state)
{
    (void)state;
    static const char *const sizes[] = {"0", "99999", "abc", "", "4x", "-1", " 4", "1025"};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char line[128];
        snprintf(line, sizeof line,
                 "UV_THREADPOOL_SIZE '%s': must be a whole number from 1 to 1024", sizes[i]);
        setenv("UV_THREADPOOL_SIZE", sizes[i], 1);
        check_refused("--work cpu", line);
        check_refused("--work cpu --inline", line);
        struct program other = program_run("run -s callback -n 4 --scale 1us --format none");
        struct program given =
            program_run("run --work cpu --threads 2 -s callback -n 4 --format none");
        PROGRAM_CHECK(other, other.status == 0 && !*other.errors);
        PROGRAM_CHECK(given, given.status == 0 && !*given.errors);
        program_free(&other);
        program_free(&given);
    }
    unsetenv("UV_THREADPOOL_SIZE");
}

/* An hour is legal. Nobody waits for it here: there is no task. */
static void cpu_may_cost_an_hour(void **state)
{
    (void)state;
    json_t *report = report_of("run --work cpu --cost 1h -s callback -n 0 -l 2");
    report_check_complete(report, 0);
    assert_true(report_whole(report, "steps") > 0);
    assert_true(json_is_null(json_object_get(report, "running_mean")));
    assert_true(json_is_null(json_object_get(report, "queued_mean")));
    json_decref(report);
}

/* The run ends when the last task has ended that a thread has begun. */
static void cpu_runs_that_are_left_have_an_end_for_each_task(void **state)
{
    (void)state;
    static const char *const ends[] = {"--timeout 2ms",
                                       "--take 3",
                                       "--take 3 --drain",
                                       "--close-at 1ms",
                                       "--task-timeout 1ms",
                                       "--for 1ms",
                                       "--task-timeout 1ms --on-error now",
                                       NULL};
    for (size_t s = 0; ac_strategies[s]; s++)
        for (size_t i = 0; ends[i]; i++) {
            struct program program =
                program_run("run --work cpu --cost 1ms -s %s -n 40 %s --threads 2 --format json %s",
                            ac_strategies[s]->name,
                            ac_strategies[s]->flags & (AC_NO_LIMIT | AC_SERIAL) ? "" : "-l 6",
                            ends[i]);
            bool may_fail = strstr(ends[i], "timeout");
            PROGRAM_CHECK(program, program.status == 0 || (may_fail && program.status == 1));
            json_t *report = report_parse(&program);
            report_check_fields(report);
            report_check_accounts(report);
            json_int_t computed = report_whole(report, "computed");
            assert_true(computed >= report_whole(report, "completed"));
            assert_true(computed <= report_whole(report, "launched"));
            assert_true(report_whole(report, "max_running") <= 2);
            json_decref(report);
            program_free(&program);
        }
}

/* Each task that a thread had begun was computed, and what was queued was cancelled, or nothing had begun. */
static void cpu_runs_that_are_interrupted_wait_for_what_runs(void **state)
{
    (void)state;
    static const char *const ways[] = {"--threads 2", "--inline"};
    for (size_t i = 0; i < 2; i++) {
        char command[256];
        struct program program = {.in = {.path = NULL}};
        snprintf(command, sizeof command,
                 "run --work cpu --cost 5ms -s callback -n 100000 -l 6 --format json %s", ways[i]);
        program_start(&program, command);
        uv_sleep(300);
        kill(program.pid, SIGINT);
        program_wait(&program);
        PROGRAM_CHECK(program, program.status == 128 + SIGINT && !*program.errors);
        if (*program.output) {
            json_t *report = report_parse(&program);
            report_check_fields(report);
            report_check_incomplete(report);
            assert_true(report_whole(report, "computed") >= report_whole(report, "completed"));
            assert_true(
                json_is_null(json_object_get(json_object_get(report, "break_even_ns"), "median")));
            json_decref(report);
        }
        program_free(&program);
    }
}

static void cpu_has_columns_of_its_own_behind_those_of_a_run(void **state)
{
    (void)state;
#define TAB_AND_NAME(kind, name, group, key) "\t" #name
    static const char own[] = AC_CPU_COLUMNS(TAB_AND_NAME) "\n";
    size_t length = strlen(report_tsv_header) - 1; /* without its newline */
    struct program program = program_run("compare --work cpu -n 5 -l 2 --format tsv");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, strncmp(program.output, report_tsv_header, length) == 0);
    PROGRAM_CHECK(program, strncmp(program.output + length, own, strlen(own)) == 0);
    program_free(&program);
    struct program sleeps = program_run("run -s callback -n 5 -l 2 --scale 1us --format tsv");
    PROGRAM_CHECK(sleeps, strncmp(sleeps.output, report_tsv_header, length + 1) == 0);
    program_free(&sleeps);
}

static void check_lines(const char *options, const char *const *starts)
{
    struct program program = program_run("run --work cpu -s callback -n 50 -l 5 %s", options);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    for (size_t i = 0; starts[i]; i++)
        PROGRAM_CHECK(program, strstr(program.output, starts[i]));
    program_free(&program);
}

static void cpu_is_told_to_people(void **state)
{
    (void)state;
    static const char *const pool[] = {"\n  computing  20.0 us a task: ",
                                       " steps, by the fastest of 15 trials; the checksum of 50 "
                                       "tasks is ",
                                       "\n  pool       2 threads: at most ",
                                       " running, ",
                                       "\n  lag        ",
                                       "\n  hop        ",
                                       "\n  break-even ",
                                       NULL};
    static const char *const loop[] = {"\n  inline     1 running, ", "\n  lag        ",
                                       "\n  hop        ", "\n  break-even ", NULL};
    check_lines("--cost 20us --threads 2", pool);
    check_lines("--cost 20us --inline", loop);
    struct program table = program_run("compare --work cpu -n 20 -l 4 --threads 2");
    PROGRAM_CHECK(table, table.status == 0 && !*table.errors);
    PROGRAM_CHECK(table, strncmp(table.output, "cpu, real clock, limit 4\n", 25) == 0);
    PROGRAM_CHECK(table, strstr(table.output, "  running  queued  "));
    PROGRAM_CHECK(table, strstr(table.output, "  break-even\n"));
    PROGRAM_CHECK(table, !strstr(table.output, "\nserial "));
    program_free(&table);
}

/* libuv aborts where it cannot start its threads. */
static void cpu_without_enough_threads_is_one_line(void **state)
{
    (void)state;
    struct program program = {
        .in = {.limited = true, .resource = RLIMIT_AS, .most = UINT64_C(600) << 20}};
    if (under_instruments())
        skip_because("instruments take memory of their own");
    program = program_run_in(program, "run --work cpu -s callback -n 4 -l 2 --threads 1024");
    PROGRAM_CHECK(program, program.status == 1 && !*program.output && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "--threads '1024': the system allows only "));
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cpu_computes_all_under_every_strategy),
        cmocka_unit_test(cpu_of_no_cost_is_the_hop_alone),
        cmocka_unit_test(cpu_takes_the_size_of_the_pool_from_the_environment),
        cmocka_unit_test(cpu_refuses_what_it_cannot_do),
        cmocka_unit_test(cpu_refuses_a_pool_that_libuv_would_change),
        cmocka_unit_test(cpu_may_cost_an_hour),
        cmocka_unit_test(cpu_runs_that_are_left_have_an_end_for_each_task),
        cmocka_unit_test(cpu_runs_that_are_interrupted_wait_for_what_runs),
        cmocka_unit_test(cpu_has_columns_of_its_own_behind_those_of_a_run),
        cmocka_unit_test(cpu_is_told_to_people),
        cmocka_unit_test(cpu_without_enough_threads_is_one_line),
    };
    unsetenv("UV_THREADPOOL_SIZE");
    return cmocka_run_group_tests_name("cli_cpu", tests, NULL, NULL);
}
