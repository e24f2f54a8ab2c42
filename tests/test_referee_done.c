/* test_referee_done.c -- a task of work is reported done once, and not before it was started: whatever
 * else a workload does is caught, with every strategy, from wherever it is done.
 */
#include <errno.h>

#include "support/check.h"
#include "support/deed.h"

/* --- done-started --- */

static void report_it_done(void)
{
    ac_done(deed.run, deed_task(deed.number), 0);
}

static void done_from_inside_its_start_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned after = 1; after <= DEED_TASKS; after++) {
        deed_prepare_at(*s, report_it_done, WORK_START, after);
        deed_take_all();
        deed_check_breach(AC_RULE_DONE_STARTED, deed.number);
        assert_int_equal(ac_counts(deed.run)->dropped, 1); /* at once, not at the end only */
        deed_close();
    }
}

static void done_while_it_waits_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned after = 1; after <= DEED_TASKS; after++) {
        deed_prepare_at(*s, report_it_done, DEED_EVENT + AC_EVENT_PULL, after);
        deed_take_all();
        deed_check_breach(AC_RULE_DONE_STARTED, deed.number);
        assert_int_equal(ac_counts(deed.run)->dropped, 1); /* at once, not at the end only */
        deed_close();
    }
}

/* The breach is noticed inside a call of the workload. What else that call asks for is put off. */
static void report_it_done_and_end(void)
{
    report_it_done();
    uint32_t ended = deed.work.ended;
    assert_null(ac_try(deed.run));
    ac_end(deed.run, false);
    assert_int_equal(deed.work.ended, ended); /* what is in flight is cancelled later */
}

static void done_too_early_leaves_the_call_under_way(void **state)
{
    (void)state;
    static const unsigned places[] = {WORK_START, DEED_EVENT + AC_EVENT_PULL};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, places)
    for (unsigned after = 1; after <= DEED_TASKS; after++) {
        deed_prepare_at(*s, report_it_done_and_end, places[i], after);
        deed_take_all();
        deed_check_breach(AC_RULE_DONE_STARTED, deed.number);
        deed_close();
    }
}

/* A task is started once `start` has returned: in the trace of its launch it may be done. */
static void end_it(void)
{
    work_end(&deed.work, deed.number, 0);
}

static void done_in_the_trace_of_its_launch_is_sound(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned after = 1; after <= DEED_TASKS; after++) {
        deed_prepare_at(*s, end_it, DEED_EVENT + AC_EVENT_LAUNCH, after);
        deed_take_all();
        deed_check_sound();
        assert_int_equal(ac_counts(deed.run)->taken, DEED_TASKS);
        deed_close();
    }
}

/* --- done-once --- */

/* Task 1 has ended, in whatever way, and is not given up yet: it is reported a second time. */
static void report_task_1_again(void)
{
    ac_done(deed.run, deed_task(1), 0);
}

static void end_task_1_twice(void)
{
    work_end(&deed.work, 1, 0);
    report_task_1_again();
}

/* From inside each call and each event: where the first report is put off, too. */
static void done_twice_is_caught_from_everywhere(void **state)
{
    (void)state;
    static const unsigned places[] = {WORK_TURN, DEED_EVENT + AC_EVENT_LAUNCH};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, places)
        {
            deed_prepare_at(*s, end_task_1_twice, places[i], 1);
            deed_take_all();
            deed_check_breach(AC_RULE_DONE_ONCE, 1);
            deed_close();
        }
}

/* Once it is in flight, and from inside a call for another task. */
static void end_task_1_twice_in_flight(void)
{
    if (work_is_in_flight(&deed.work, 1))
        end_task_1_twice();
    else
        deed.after++;
}

static void done_twice_is_caught_where_it_is_put_off(void **state)
{
    (void)state;
    static const unsigned places[] = {WORK_NEXT, WORK_START, DEED_EVENT + AC_EVENT_PULL,
                                      DEED_EVENT + AC_EVENT_LAUNCH};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, places)
        {
            deed_prepare_at(*s, end_task_1_twice_in_flight, places[i], 1);
            deed_take_all();
            bool reported = deed.calls == deed.after; /* not all come to this place at that time */
            assert_true(reported || (*s)->flags & (AC_SERIAL | AC_HOLDS_ALL));
            if (reported)
                deed_check_breach(AC_RULE_DONE_ONCE, 1);
            deed_close();
        }
}

static void done_after_it_was_done_at_once_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int failed = 0; failed < 2; failed++) {
        deed_prepare_at(*s, report_task_1_again, DEED_EVENT + AC_EVENT_LAUNCH, 1);
        deed.work.plans[1].start = failed ? -EMFILE : AC_DONE;
        deed_take_all();
        deed_check_breach(AC_RULE_DONE_ONCE, 1);
        deed_close();
    }
}

static void done_after_its_take_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int released = 0; released < 2; released++) {
        deed_prepare(*s);
        deed.config.limit = DEED_TASKS;
        deed_open();
        struct ac_task *task = ac_next(deed.run);
        assert_int_equal(task->number, 1);
        if (released)
            assert_non_null(ac_next(deed.run));
        if (task->stage != AC_IN_FLIGHT) { /* another task has its place already */
            ac_done(deed.run, task, 0);
            deed_check_breach(AC_RULE_DONE_ONCE, 1);
        }
        assert_null(ac_next(deed.run));
        deed_close();
    }
}

static void done_after_it_was_cancelled_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare(*s);
            deed_open();
            assert_int_equal(ac_next(deed.run)->number, 1);
            bool in_flight = work_is_in_flight(&deed.work, 2);
            ac_stop(deed.run, true); /* and it ends at once */
            assert_int_equal(ac_error(deed.run), 0);
            if (in_flight) {
                ac_done(deed.run, deed_task(2), -ECANCELED);
                deed_check_breach(AC_RULE_DONE_ONCE, 2);
            }
            deed_close();
        }
}

static void done_after_the_end_of_the_run_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare(*s);
            deed_open();
            deed_take_all();
            deed_check_sound();
            ac_done(deed.run, deed_task(DEED_TASKS), 0);
            deed_check_breach(AC_RULE_DONE_ONCE, DEED_TASKS);
            deed_close();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(done_from_inside_its_start_is_caught),
        cmocka_unit_test(done_while_it_waits_is_caught),
        cmocka_unit_test(done_too_early_leaves_the_call_under_way),
        cmocka_unit_test(done_in_the_trace_of_its_launch_is_sound),
        cmocka_unit_test(done_twice_is_caught_from_everywhere),
        cmocka_unit_test(done_twice_is_caught_where_it_is_put_off),
        cmocka_unit_test(done_after_it_was_done_at_once_is_caught),
        cmocka_unit_test(done_after_its_take_is_caught),
        cmocka_unit_test(done_after_it_was_cancelled_is_caught),
        cmocka_unit_test(done_after_the_end_of_the_run_is_caught),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
