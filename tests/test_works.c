/* test_works.c -- the table of workloads: each is run by every strategy, and ends as it was asked to; what
 * cannot be asked of it is refused.
 *
 * All on the real clock, since work that is no sleep knows no other. Nothing here asserts a time.
 * docs/adding-a-workload.md has this test run with one more workload in the table.
 */
#include <stdlib.h>
#include <string.h>

#include "../harness/workloads/workloads.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/report.h"

enum { TASKS = 40, LIMIT = 3 };

/* The program that has it in its table, and the name. */
struct work_of {
    const char *path, *name;
};

static char works_path[4096];

/* The workloads of the program, then those of tests/works. The name of the last is NULL. */
static struct work_of work_at(size_t i)
{
    static const char *const others[] = {"stat", "timer", NULL};
    size_t rows = 0;
    while (ac_workload_names[rows])
        rows++;
    if (i < rows)
        return (struct work_of){NULL, ac_workload_names[i]};
    return (struct work_of){works_path, others[i - rows]};
}

static int find_program(void **state)
{
    (void)state;
    const char *program = getenv("AS_COMPLETED");
    program = program ? program : "build/as-completed";
    const char *slash = strrchr(program, '/');
    snprintf(works_path, sizeof works_path, "%.*s/tests/as-completed-works",
             slash ? (int)(slash - program) : 1, slash ? program : ".");
    return 0;
}

/* Runs it as a command that has the options; sleeps are short. */
static struct program run_by(const struct work_of *work, const char *command, const char *options)
{
    bool sleeps = strcmp(work->name, "sleep") == 0;
    return program_run_in((struct program){.in.path = work->path}, "%s --work %s %s %s", command,
                          work->name, sleeps ? "--scale 300us" : "", options);
}

/* One run of TASKS; its report must add up. The caller frees. */
static json_t *run_of(const struct work_of *work, const struct ac_strategy *strategy,
                      const char *options, bool may_fail)
{
    char command[256];
    bool ignores = strategy->flags & (AC_NO_LIMIT | AC_SERIAL);
    snprintf(command, sizeof command, "run -s %s -n %d %s --format json", strategy->name, TASKS,
             ignores ? "" : "-l 3");
    struct program program = run_by(work, command, options);
    PROGRAM_CHECK(program, program.status == 0 || (may_fail && program.status == 1));
    PROGRAM_CHECK(program, !strstr(program.errors, "breach"));
    json_t *report = report_parse(&program);
    report_check_fields(report);
    report_check_accounts(report);
    assert_string_equal(json_string_value(json_object_get(report, "workload")), work->name);
    if (!(strategy->flags & AC_NO_LIMIT))
        assert_true(report_whole(report, "max_in_flight") <= LIMIT);
    program_free(&program);
    return report;
}

/* What a strategy cannot honour is left out. Each under valgrind takes a second. */
static bool can(const struct ac_strategy *strategy, const char *options)
{
    bool holds = strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL);
    bool changes = strategy->flags & (AC_NO_LIMIT | AC_SERIAL);
    if (under_valgrind() && !(strategy->flags & AC_POLLED))
        return false;
    return !(strstr(options, "--window") && holds) && !(strstr(options, "-l ") && changes);
}

static void works_are_done_by_every_strategy(void **state)
{
    (void)state;
    static const char *const wholes[] = {"",
                                         "--ordered",
                                         "--ordered --window 5",
                                         "--order shuffle --seed 3",
                                         "--every 50us",
                                         "--adds 2",
                                         "--consume 50us",
                                         "--task-timeout 1h",
                                         "-l 2,200us:1,400us:3",
                                         NULL};
    struct work_of work;
    for (size_t w = 0; (work = work_at(w)).name; w++)
        for (size_t s = 0; ac_strategies[s]; s++)
            for (size_t i = 0; wholes[i]; i++)
                if (can(ac_strategies[s], wholes[i])) {
                    json_t *report = run_of(&work, ac_strategies[s], wholes[i], false);
                    report_check_complete(report, TASKS);
                    json_decref(report);
                }
}

static void works_end_as_they_are_asked_to(void **state)
{
    (void)state;
    static const char *const ends[] = {"--take 5",
                                       "--take 5 --drain",
                                       "--close-at 100us",
                                       "--close-at 100us --drain",
                                       "--for 100us",
                                       "--timeout 100us",
                                       "--task-timeout 20us",
                                       "--task-timeout 20us --on-error stop",
                                       "--task-timeout 20us --on-error now",
                                       "--every 50us --take 7",
                                       NULL};
    struct work_of work;
    for (size_t w = 0; (work = work_at(w)).name; w++)
        for (size_t s = 0; ac_strategies[s]; s++)
            for (size_t i = 0; ends[i]; i++)
                if (can(ac_strategies[s], ends[i])) {
                    bool may_fail = strstr(ends[i], "timeout");
                    json_decref(run_of(&work, ac_strategies[s], ends[i], may_fail));
                }
}

static void works_of_no_tasks_are_over_at_once(void **state)
{
    (void)state;
    struct work_of work;
    for (size_t w = 0; (work = work_at(w)).name; w++) {
        struct program program = run_by(&work, "run -s callback -n 0 -l 2 --format json", "");
        PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
        json_t *report = report_parse(&program);
        report_check_complete(report, 0);
        json_decref(report);
        program_free(&program);
    }
}

static void works_are_compared(void **state)
{
    (void)state;
    struct work_of work;
    for (size_t w = 0; (work = work_at(w)).name; w++) {
        struct program program = run_by(&work, "compare -n 20 -l 2 --format tsv", "");
        PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
        char begin[64];
        snprintf(begin, sizeof begin, "\ncallback\t%s\treal\t20\t2\ttrue\t", work.name);
        PROGRAM_CHECK(program, strstr(program.output, begin));
        program_free(&program);
    }
}

/* An ideal, an excess and a lateness are of sleeps only. */
static void works_without_durations_have_no_figures_of_them(void **state)
{
    (void)state;
    const struct work_of stat = {works_path, "stat"};
    json_t *report = run_of(&stat, ac_strategies[0], "", false);
    assert_true(json_is_null(json_object_get(report, "ideal_ns")));
    assert_true(json_is_null(json_object_get(report, "excess_ns")));
    json_decref(report);
    struct program text = run_by(&stat, "run -s callback -n 4 -l 2", "");
    PROGRAM_CHECK(text, text.status == 0 && !*text.errors);
    PROGRAM_CHECK(text, strncmp(text.output, "callback: 4 tasks of stat, limit 2, real clock\n",
                                46) == 0);
    PROGRAM_CHECK(text,
                  strstr(text.output,
                         "; there is no ideal: how long a task takes shows in the run only\n"));
    PROGRAM_CHECK(text, strstr(text.output,
                               "  lateness   -; no task has an instant at which it is due\n"));
    program_free(&text);
    struct program table = run_by(&stat, "compare -n 4 -l 2", "");
    PROGRAM_CHECK(table, table.status == 0 &&
                             strncmp(table.output, "stat, real clock, limit 2\n", 26) == 0);
    PROGRAM_CHECK(table, !strstr(table.output, "\nserial "));
    program_free(&table);
}

static void works_without_durations_refuse_what_needs_them(void **state)
{
    (void)state;
    static const char *const refused[][2] = {
        {"--clock virtual",
         "--clock 'virtual' and --work 'stat' contradict each other: must be real, since "
         "how long a task takes shows in the run only"},
        {"--scale 1s",
         "--scale and --work 'stat' contradict each other: it goes with --work sleep"},
        {"--sleep 0s",
         "--sleep and --work 'stat' contradict each other: it goes with --work sleep"},
        {"--sleeps 1s",
         "--sleeps and --work 'stat' contradict each other: it goes with --work sleep"},
        {"--tick 1ms", "--tick and --work 'stat' contradict each other: it goes with --work sleep"},
        {"--fail 5%", "--fail and --work 'stat' contradict each other: it goes with --work sleep"},
        {"--fail-task 1",
         "--fail-task and --work 'stat' contradict each other: it goes with --work sleep"},
    };
    static const char *const commands[] = {"run -s callback -n 4", "compare -n 4", NULL};
    const struct work_of stat = {works_path, "stat"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        for (size_t c = 0; commands[c]; c++) {
            struct program program = run_by(&stat, commands[c], refused[i][0]);
            char line[256];
            snprintf(line, sizeof line, "as-completed: %s\n", refused[i][1]);
            PROGRAM_CHECK(program, program.status == 2 && !*program.output);
            PROGRAM_CHECK(program, strcmp(program.errors, line) == 0);
            program_free(&program);
        }
}

/* Nothing is run, and nothing is written. */
static void works_that_cannot_be_opened_say_why(void **state)
{
    (void)state;
    const struct work_of refuses = {works_path, "refuses"};
    struct program program = run_by(&refuses, "run -s callback -n 4 -l 2", "");
    PROGRAM_CHECK(program, program.status == 1 && !*program.output);
    PROGRAM_CHECK(program, strcmp(program.errors, "as-completed: --work: cannot begin 'refuses': "
                                                  "Connection refused\n") == 0);
    program_free(&program);
}

static void works_are_chosen_by_name(void **state)
{
    (void)state;
    struct program wrong = program_run_in((struct program){.in.path = works_path},
                                          "run -s callback -n 4 --work stats");
    PROGRAM_CHECK(wrong, wrong.status == 2 && !*wrong.output);
    PROGRAM_CHECK(wrong,
                  strcmp(wrong.errors, "as-completed: unknown work 'stats': did you mean 'stat'? "
                                       "(one of sleep, stat, timer, refuses)\n") == 0);
    program_free(&wrong);
    struct program help = program_run_in((struct program){.in.path = works_path}, "--help");
    PROGRAM_CHECK(help, strstr(help.output, "sleep: each task sleeps; stat: each task asks "));
    program_free(&help);
}

/* The name of a row stands in its file, and that of its symbol in the table. */
static void works_have_one_name(void **state)
{
    (void)state;
    size_t i = 0;
    for (; ac_workloads[i]; i++)
        assert_string_equal(ac_workloads[i]->name, ac_workload_names[i]);
    assert_null(ac_workload_names[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(works_are_done_by_every_strategy),
        cmocka_unit_test(works_end_as_they_are_asked_to),
        cmocka_unit_test(works_of_no_tasks_are_over_at_once),
        cmocka_unit_test(works_are_compared),
        cmocka_unit_test(works_without_durations_have_no_figures_of_them),
        cmocka_unit_test(works_without_durations_refuse_what_needs_them),
        cmocka_unit_test(works_that_cannot_be_opened_say_why),
        cmocka_unit_test(works_are_chosen_by_name),
        cmocka_unit_test(works_have_one_name),
    };
    return cmocka_run_group_tests(tests, find_program, NULL);
}
