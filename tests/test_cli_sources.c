/* test_cli_sources.c -- where the tasks come from, on the command line: equal sleeps, sources that are
 * slow, fed, or without an end.
 */
#include <signal.h>
#include <string.h>
#include <time.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/report.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

static const char *limit_for(const struct ac_strategy *strategy)
{
    return strategy->flags & (AC_NO_LIMIT | AC_SERIAL) ? "" : "-l 10";
}

static json_t *report_for(const struct ac_strategy *strategy, const char *options)
{
    struct program program = program_run("run -s %s %s --clock virtual --format json %s",
                                         strategy->name, limit_for(strategy), options);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    json_t *report = report_parse(&program);
    report_check_accounts(report);
    program_free(&program);
    return report;
}

static void cli_equal_sleeps_make_rounds(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            json_t *report = report_for(*s, "-n 95 --sleep 20ms");
            int rounds = (*s)->flags & AC_SERIAL ? 95 : (*s)->flags & AC_NO_LIMIT ? 1 : 10;
            assert_int_equal(report_whole(report, "wall_ns"), rounds * 20000000);
            assert_int_equal(report_whole(report, "excess_ns"), 0);
            json_decref(report);
            report = report_for(*s, "-n 95 --sleep 0s");
            assert_int_equal(report_whole(report, "wall_ns"), 0);
            report_check_complete(report, 95);
            json_decref(report);
        }
}

/* An hour takes no more memory than a minute, and ends as asked. */
static void cli_an_endless_run_ends_when_asked_in_constant_memory(void **state)
{
    (void)state;
    static const char *const sources[] = {"", "--sleep 15ms", "--sleeps 1ms,0s,30ms", "--every 9ms",
                                          "--adds 2"};
    for
        EACH_STRATEGY(s)
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        char options[128];
        json_int_t heap_bytes[2];
        if ((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
            continue;
        for (int j = 0; j < 2; j++) {
            const char *length = j ? under_valgrind() ? "20s" : "600s" : "10s";
            snprintf(options, sizeof options, "-n endless --for %s %s", length, sources[i]);
            json_t *report = report_for(*s, options);
            assert_true(json_is_null(json_object_get(report, "tasks")));
            assert_true(json_is_null(json_object_get(report, "ideal_ns")));
            assert_true(json_is_false(json_object_get(report, "complete")));
            assert_int_equal(report_whole(report, "cancelled"), 0);
            assert_int_equal(report_whole(report, "taken"), report_whole(report, "launched"));
            heap_bytes[j] = report_whole(report, "peak_heap_bytes");
            json_decref(report);
        }
        assert_int_equal(heap_bytes[0], heap_bytes[1]);
    }
}

static void cli_for_launches_nothing_after_it(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            json_t *report = report_for(*s, "-n 100 --sleep 10ms --for 5ms");
            assert_int_equal(report_whole(report, "wall_ns"), 10000000);
            assert_int_equal(report_whole(report, "cancelled"), 0);
            assert_int_equal(report_whole(report, "taken"), report_whole(report, "launched"));
            json_decref(report);
            report = report_for(*s, "-n 100 --sleep 10ms --for 10s");
            report_check_complete(report, 100);
            json_decref(report);
        }
}

static void cli_slow_and_fed_sources_are_exhausted(void **state)
{
    (void)state;
    static const char *const sources[] = {"--every 30ms",
                                          "--adds 1",
                                          "--adds 3",
                                          "--every 5ms --adds 2",
                                          "--adds 2 --consume 3ms",
                                          "--adds 2 --ordered",
                                          "--adds 4 --fail 0 --take 1000"};
    for
        EACH_STRATEGY(s)
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        char options[128];
        snprintf(options, sizeof options, "-n 60 %s", sources[i]);
        json_t *report = report_for(*s, options);
        report_check_accounts(report);
        assert_true(json_is_true(json_object_get(report, "complete")));
        assert_int_equal(report_whole(report, "taken"), 60);
        assert_true(json_is_null(json_object_get(report, "ideal_ns")));
        json_decref(report);
    }
}

static void cli_endless_runs_are_interrupted_cleanly(void **state)
{
    (void)state;
    static const char *const clocks[] = {"real", "virtual"};
    for (int i = 0; i < 2; i++)
        for
            EACH_STRATEGY(s)
            {
                char words[256];
                struct program program = {.stdout_file = STDOUT_CAPTURED};
                if ((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
                    continue;
                snprintf(words, sizeof words, "run -s %s %s -n endless --clock %s --format json",
                         (*s)->name, limit_for(*s), clocks[i]);
                program_start(&program, words);
                nanosleep(&(struct timespec){.tv_nsec = 150000000}, NULL);
                assert_int_equal(kill(program.pid, SIGINT), 0);
                program_wait(&program);
                PROGRAM_CHECK(program, program.status == 130);
                if (*program.output) { /* not interrupted before it began */
                    json_t *report = report_parse(&program);
                    report_check_accounts(report);
                    json_decref(report);
                }
                program_free(&program);
            }
}

static void cli_compare_leaves_out_what_holds_every_task(void **state)
{
    (void)state;
    struct program program =
        program_run("compare -n endless -l 3 --for 1s --clock virtual --format tsv");
    PROGRAM_CHECK(program, program.status == 0 && program.errors_lines == 2);
    PROGRAM_CHECK(program, strstr(program.errors, "unbounded cannot run"));
    PROGRAM_CHECK(program, strstr(program.errors, "semaphore cannot run"));
    PROGRAM_CHECK(program, strstr(program.output, "bounded_queue\tsleep\tvirtual\tnull\t3\tfalse"));
    program_free(&program);
}

static void cli_sources_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"-s unbounded -n endless -l 3",
         "unbounded cannot run -n/--tasks endless: it pulls every task"},
        {"-s semaphore -n endless -l 3", "semaphore cannot run -n/--tasks endless"},
        {"-s callback -n endless", "needs a limit"},
        {"-s callback -n endless -l 3 --order shuffle", "--order 'shuffle' has no meaning"},
        {"-s callback -n endless -l 3 --on-error stop,fail=3%", "has no meaning"},
        {"-s callback -n endless -l 3 --ordered", "needs a --window"},
        {"-s callback -n endless -l 3 --sleep 0s", "would never end: give a longer --sleep"},
        {"-s callback -n endless -l 3 --scale 0s", "would never end: give a longer --scale"},
        {"-s callback -n endless -l 3 --sleeps 0s,0s", "must have a duration above 0"},
        {"-s callback -n endles -l 3", "'endles': must be a whole number from 0"},
        {"-s callback -n 3 --sleep 1s --scale 2s", "--scale and --sleep contradict"},
        {"-s callback -n 1 --sleep 1s --sleeps 2s", "--sleep and --sleeps '2s' contradict"},
        {"-s callback -n 3 --sleep soon", "'soon' has no digits: must be"},
        {"-s callback -n 3 --every 0s", "'0s' is below 1ns: must be"},
        {"-s callback -n 3 --adds 0", "'0': must be"},
        {"-s callback -n 3 --for 0s", "'0s' is below 1ns: must be"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct program program = program_run("run --clock virtual %s", bad[i][0]);
        PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
        PROGRAM_CHECK(program, !*program.output && strstr(program.errors, bad[i][1]));
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_equal_sleeps_make_rounds),
        cmocka_unit_test(cli_an_endless_run_ends_when_asked_in_constant_memory),
        cmocka_unit_test(cli_for_launches_nothing_after_it),
        cmocka_unit_test(cli_slow_and_fed_sources_are_exhausted),
        cmocka_unit_test(cli_endless_runs_are_interrupted_cleanly),
        cmocka_unit_test(cli_compare_leaves_out_what_holds_every_task),
        cmocka_unit_test(cli_sources_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
