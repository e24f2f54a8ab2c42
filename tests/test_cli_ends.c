/* test_cli_ends.c -- how tasks and runs end, on the command line: exit statuses, counts, what is refused.
 *
 * On the virtual clock, for every strategy of the table that can honour the options.
 */
#include <stdlib.h>
#include <string.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/report.h"

/* Runs `run -s STRATEGY -n 100 -l 5` with more options; it must exit with `status`. */
static json_t *run_of(const struct ac_strategy *strategy, const char *options, int status)
{
    bool ignores = strategy->flags & (AC_NO_LIMIT | AC_SERIAL);
    struct program program = program_run("run -s %s -n 100 %s --clock virtual --format json %s",
                                         strategy->name, ignores ? "" : "-l 5", options);
    PROGRAM_CHECK(program, program.status == status);
    json_t *report = report_parse(&program);
    report_check_fields(report);
    report_check_accounts(report);
    program_free(&program);
    return report;
}

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

static void cli_failed_tasks_are_delivered_and_exit_1(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            json_t *report = run_of(*s, "--fail-task 3 --fail-task 100", 1);
            assert_int_equal(report_whole(report, "failed"), 2);
            assert_int_equal(report_whole(report, "completed"), 98);
            assert_int_equal(report_whole(report, "taken"), 100);
            json_decref(report);
        }
}

static void cli_the_same_seed_fails_the_same_share(void **state)
{
    (void)state;
    json_int_t failed = -1;
    for
        EACH_STRATEGY(s)
        {
            json_t *report = run_of(*s, "--fail 20% --seed 7", 1);
            json_int_t now = report_whole(report, "failed");
            assert_true(now > 5 && now < 40 && (failed < 0 || now == failed));
            failed = now;
            json_decref(report);
        }
    json_decref(run_of(ac_strategies[0], "--fail 0", 0));
    json_t *all = run_of(ac_strategies[0], "--fail 1", 1);
    assert_int_equal(report_whole(all, "failed"), 100);
    json_decref(all);
}

static void cli_on_error_stops_the_launches(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & AC_NO_LIMIT)
                continue;
            json_t *stop = run_of(*s, "--fail-task 4 --on-error stop", 1);
            assert_int_equal(report_whole(stop, "cancelled"), 0);
            assert_true(report_whole(stop, "launched") < 100);
            assert_int_equal(report_whole(stop, "taken"), report_whole(stop, "launched"));
            json_t *now = run_of(*s, "--fail-task 4 --on-error now", 1);
            assert_true(report_whole(now, "launched") <= report_whole(stop, "launched"));
            assert_true((*s)->flags & AC_SERIAL || report_whole(now, "cancelled") > 0);
            json_t *share = run_of(*s, "--fail 1 --on-error stop,fail=3%", 1);
            assert_in_range(report_whole(share, "failed"), 3, 3 + 5);
            json_decref(stop);
            json_decref(now);
            json_decref(share);
        }
}

static void cli_timeouts_are_counted_apart(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            json_t *task = run_of(*s, "--task-timeout 100ms", 1);
            assert_int_equal(report_whole(task, "timed_out"), 9); /* 1/1 to 1/9 s are longer */
            assert_int_equal(report_whole(task, "failed"), 0);
            assert_true(json_is_null(json_object_get(task, "ideal_ns")));
            json_decref(task);
            struct program program =
                program_run("run -s %s -n 100 --timeout 300ms --clock virtual --format json",
                            (*s)->name);
            PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
            PROGRAM_CHECK(program, strstr(program.errors, "timed out after 300"));
            json_t *run = report_parse(&program);
            assert_int_equal(report_whole(run, "timed_out"), 0);
            assert_true(report_whole(run, "cancelled") > 0);
            assert_int_equal(report_whole(run, "wall_ns"), 300000000);
            report_check_accounts(run);
            json_decref(run);
            program_free(&program);
        }
}

static void cli_leaving_early_is_no_failure(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            json_t *few = run_of(*s, "--take 7", 0);
            assert_int_equal(report_whole(few, "taken"), 7);
            if (!((*s)->flags & (AC_NO_LIMIT | AC_CONTROL)))
                assert_true(report_whole(few, "launched") <= 7 + 3 * 5);
            report_check_incomplete(few);
            json_t *close = run_of(*s, "--close-at 300ms", 0);
            json_t *drained = run_of(*s, "--close-at 300ms --drain", 0);
            assert_int_equal(report_whole(close, "taken"), report_whole(drained, "taken"));
            assert_int_equal(report_whole(close, "launched"), report_whole(drained, "launched"));
            assert_true(report_whole(close, "cancelled") > 0);
            assert_int_equal(report_whole(drained, "cancelled"), 0);
            json_t *late = run_of(*s, "--close-at 100s", 0);
            report_check_complete(late, 100);
            json_decref(few);
            json_decref(close);
            json_decref(drained);
            json_decref(late);
        }
}

static void cli_a_slow_consumer_shows_who_holds_back(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            json_t *slow = run_of(*s, "--consume 50ms", 0);
            report_check_complete(slow, 100);
            json_int_t unread = report_whole(slow, "max_unread");
            if ((*s)->slot == AC_SLOT_TO_TAKE)
                assert_true(unread <= 5);
            else if ((*s)->slot == AC_SLOT_TO_ROOM)
                assert_true(unread <= 5 + 5);
            else if (!((*s)->flags & AC_SERIAL))
                assert_true(unread > 50);
            json_decref(slow);
            if ((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
                continue;
            json_t *bounded = run_of(*s, "--consume 50ms --unread 3", 0);
            report_check_complete(bounded, 100);
            assert_true(report_whole(bounded, "max_unread") <= 3);
            json_decref(bounded);
        }
}

static void cli_a_window_below_the_limit_is_said(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"--unread 3", "--unread 3 is below the limit of 5"},
                                           {"--ordered --window 4", "--window 4 is below"},
                                           {"--unread 5", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct program program =
            program_run("run -s callback -n 50 -l 5 --clock virtual %s", cases[i][0]);
        PROGRAM_CHECK(program, program.status == 0 && strstr(program.errors, cases[i][1]));
        PROGRAM_CHECK(program, program.errors_lines == (*cases[i][1] != 0));
        program_free(&program);
    }
}

static void cli_ordered_takes_in_pull_order(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct program program = program_run(
                "run -s %s -n 50 --ordered --clock virtual --format none --trace /dev/stdout",
                (*s)->name);
            PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
            long expected = 0;
            for (char *take = program.output; (take = strstr(take, "\ttake\t")); take++)
                assert_int_equal(strtol(take + 6, NULL, 10), ++expected);
            assert_int_equal(expected, 50);
            program_free(&program);
        }
}

/* A run whose tasks fail, or that is over its time, is a run: its trace is whole, and kept. */
static void cli_a_trace_is_kept_whatever_the_tasks_did(void **state)
{
    (void)state;
    static const char *const ends[][2] = {{"--fail-task 3", "\tfail\t3\n"},
                                          {"--task-timeout 150ms", "\ttimeout\t3\n"},
                                          {"--timeout 100ms", "\tcancel\t3\n"}};
    for
        EACH_STRATEGY(s)
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if ((*s)->flags & AC_SERIAL)
            continue;
        struct program program =
            program_run("run -s %s -n 10 -l 4 --clock virtual --format none --trace %s %s",
                        (*s)->name, scratch_path("trace.tsv"), ends[i][0]);
        PROGRAM_CHECK(program, program.status == 1);
        char *trace = file_read(scratch_path("trace.tsv"), NULL);
        assert_non_null(trace);
        assert_non_null(strstr(trace, ends[i][1]));
        free(trace);
        assert_int_equal(remove(scratch_path("trace.tsv")), 0);
        program_free(&program);
    }
}

static void cli_the_limit_follows_its_schedule(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & (AC_NO_LIMIT | AC_SERIAL | AC_CONTROL))
                continue;
            struct program program =
                program_run("run -s %s -n 1000 -l 2,1s:9,2s:3 --clock virtual --format json",
                            (*s)->name);
            PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
            json_t *report = report_parse(&program);
            assert_int_equal(report_whole(report, "max_in_flight"), 9);
            assert_int_equal(report_whole(report, "limit"), 2);
            report_check_complete(report, 1000);
            json_decref(report);
            program_free(&program);
        }
}

/* Each instant is used up, also one that falls into the use of the last result; and a run that is left then
 * took until then. */
static void cli_an_instant_in_the_use_of_a_result_comes_once(void **state)
{
    (void)state;
    static const struct {
        const char *options;
        int status;
        json_int_t taken, wall_ns;
    } ends[] = {
        {"-n 1 --timeout 5ms", 0, 1, 1000000},
        {"-n 1 --close-at 5ms", 0, 1, 1000000},
        {"-n 1 --for 5ms", 0, 1, 1000000},
        {"-n 1 --for 5ms --timeout 5ms -l 1,5ms:2", 0, 1, 1000000},
        {"-n 1 --timeout 1ms", 0, 1, 1000000},
        {"-n 3 --timeout 5ms --close-at 5ms", 0, 1, 5000000},
        {"-n 3 --timeout 5ms", 1, 1, 5000000},
    };
    for
        EACH_STRATEGY(s)
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        bool limited = strstr(ends[i].options, "-l ");
        if (limited && (*s)->flags & AC_SERIAL)
            continue;
        struct program program = program_run("run -s %s --sleep 1ms --consume 10ms --clock virtual "
                                             "--format json %s",
                                             (*s)->name, ends[i].options);
        PROGRAM_CHECK(program, program.status == ends[i].status);
        json_t *report = report_parse(&program);
        assert_int_equal(report_whole(report, "taken"), ends[i].taken);
        assert_int_equal(report_whole(report, "wall_ns"), ends[i].wall_ns);
        json_decref(report);
        program_free(&program);
    }
    struct program real =
        program_run("run -s callback -n 1 --sleep 1ms --consume 10ms --timeout 5ms");
    PROGRAM_CHECK(real, real.status == 0);
    program_free(&real);
}

static void cli_what_cannot_be_honoured_is_refused(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"-s unbounded --unread 3", "cannot be honoured by unbounded"},
        {"-s semaphore --unread 3", "cannot be honoured by semaphore"},
        {"-s callback --window 3", "--window '3' goes with --ordered"},
        {"-s callback --drain", "--drain goes with"},
        {"-s callback --fail 1.01", "'1.01': must be a probability"},
        {"-s callback --fail .5", "'.5': must be a probability"},
        {"-s callback --fail ''", "'': must be a probability"},
        {"-s callback --fail 101%", "'101%': must be a probability"},
        {"-s callback --fail 0.0000000001", "must be a probability"},
        {"-s callback --fail-task 0", "'0': must be a whole number"},
        {"-s callback --on-error stpo", "did you mean 'stop'"},
        {"-s callback --on-error stop,fail=0", "'stop,fail=0': must be"},
        {"-s callback --on-error continue,fail=1", "'continue,fail=1': must be"},
        {"-s callback --task-timeout 0s", "'0s' is below 1ns: must be"},
        {"-s callback --timeout 5", "'5' has no unit: must be a number with a unit"},
        {"-s callback --take 0", "'0': must be a whole number"},
        {"-s callback --close-at soon", "'soon' has no digits: must be"},
        {"-s callback --consume -1ms", "'-1ms' is negative: must be"},
        {"-s callback --unread 0", "'0': must be a whole number"},
        {"-s callback -l 3,2s:", "'3,2s:': item '2s:' has no limit from 1 behind its colon:"},
        {"-s callback -l 3,2x:5", "'2x:5' has an unknown unit: must be a limit, or a schedule"},
        {"-s callback -l 3,:5", "':5' is empty"},
        {"-s callback -l 3,2s:5,4", "'4' has no :"},
        {"-s callback -l 0,2s:5", "'0' is no limit from 1"},
        {"-s callback -l 3,2s:5,1s:4", "'1s:4' is not later than the one before"},
        {"-s callback -l 3,2s:0", "must be a limit, or a schedule"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct program program = program_run("run -n 5 --clock virtual %s", bad[i][0]);
        PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
        PROGRAM_CHECK(program, !*program.output && strstr(program.errors, bad[i][1]));
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_failed_tasks_are_delivered_and_exit_1),
        cmocka_unit_test(cli_the_same_seed_fails_the_same_share),
        cmocka_unit_test(cli_on_error_stops_the_launches),
        cmocka_unit_test(cli_timeouts_are_counted_apart),
        cmocka_unit_test(cli_leaving_early_is_no_failure),
        cmocka_unit_test(cli_a_slow_consumer_shows_who_holds_back),
        cmocka_unit_test(cli_a_window_below_the_limit_is_said),
        cmocka_unit_test(cli_ordered_takes_in_pull_order),
        cmocka_unit_test(cli_a_trace_is_kept_whatever_the_tasks_did),
        cmocka_unit_test(cli_the_limit_follows_its_schedule),
        cmocka_unit_test(cli_an_instant_in_the_use_of_a_result_comes_once),
        cmocka_unit_test(cli_what_cannot_be_honoured_is_refused),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
