/* test_task.c -- one task is launched, finishes and is measured, on the virtual clock: in each stage but the right one it
 * is refused.
 *
 * The engine's own functions are called where no strategy can be so wrong.
 */
#include <errno.h>

#include "../harness/engine/memory.h"
#include "support/backwards.h"
#include "support/check.h"

/* --- in each stage --- */

static void task_is_launched_only_while_it_waits(void **state)
{
    (void)state;
    for (unsigned stage = AC_FREE; stage <= AC_ENDED; stage++) {
        backwards_open_in_flight();
        engine_of(backwards.run)->launch_limit = BACKWARDS_TASKS + 1;
        backwards_first()->stage = (uint8_t)stage;
        bool launched = ac_launch(backwards.run, backwards_first());
        assert_int_equal(launched, stage == AC_WAITING);
        assert_int_equal(ac_counts(backwards.run)->in_flight, BACKWARDS_TASKS + launched);
        if (!launched)
            backwards_check_breach(AC_RULE_LAUNCH_ONCE);
        engine_of(backwards.run)->counts.in_flight -= launched;
        engine_of(backwards.run)->counts.launched -= launched;
        engine_of(backwards.run)->counts.waiting += launched;
        backwards_first()->stage = AC_IN_FLIGHT;
        backwards_close();
    }
}

/* Also where more are in flight, since the limit has fallen. */
static void task_is_launched_only_below_the_limit(void **state)
{
    (void)state;
    for (uint64_t limit = BACKWARDS_TASKS - 1; limit <= BACKWARDS_TASKS; limit++) {
        backwards_open_in_flight();
        engine_of(backwards.run)->launch_limit = limit;
        backwards_first()->stage = AC_WAITING;
        assert_false(ac_launch(backwards.run, backwards_first()));
        backwards_check_breach(AC_RULE_LIMIT);
        assert_int_equal(ac_counts(backwards.run)->in_flight, BACKWARDS_TASKS);
        backwards_first()->stage = AC_IN_FLIGHT;
        backwards_close();
    }
}

static void task_finishes_only_while_it_is_in_flight(void **state)
{
    (void)state;
    for (unsigned stage = AC_FREE; stage <= AC_ENDED; stage++) {
        backwards_open_in_flight();
        uint64_t late_ns = backwards_first()->time_ns + 5;
        backwards_first()->stage = (uint8_t)stage;
        ac_finish(backwards.run, backwards_first(), late_ns);
        bool finished = stage == AC_IN_FLIGHT;
        assert_int_equal(ac_counts(backwards.run)->finished, finished);
        assert_int_equal(backwards.measures.lateness.total, finished);
        if (finished)
            assert_int_equal(backwards_first()->time_ns, late_ns);
        else
            backwards_check_breach(AC_RULE_FINISH_ONCE);
        if (!finished)
            backwards_first()->stage = AC_IN_FLIGHT;
        backwards_close();
    }
}

static void task_does_not_finish_before_it_is_due(void **state)
{
    (void)state;
    backwards_open_in_flight();
    ac_finish(backwards.run, backwards_first(), backwards_first()->time_ns - 1);
    backwards_check_breach(AC_RULE_NOT_EARLY);
    assert_int_equal(ac_counts(backwards.run)->finished, 0);
    backwards_close();
}

/* Later ones may only follow from it. */
static void the_first_breach_counts(void **state)
{
    (void)state;
    backwards_open_in_flight();
    engine_breach(engine_of(backwards.run), AC_RULE_STALL, NULL);
    engine_breach(engine_of(backwards.run), AC_RULE_LOST, backwards_first());
    backwards_check_breach(AC_RULE_STALL);
    assert_int_equal(ac_breach(backwards.run)->task, 0);
    backwards_close();
}

/* --- what is measured --- */

/* Tasks 3, 2, 1 are launched, and finish in that order. In pull order, they are handed over as 1, 2, 3. */
static void displacements_are_measured(void **state)
{
    (void)state;
    for (int ordered = 0; ordered < 2; ordered++) {
        backwards_prepare();
        backwards.config.ordered = ordered;
        backwards_open();
        for (uint32_t i = 1; i <= BACKWARDS_TASKS; i++)
            assert_int_equal(ac_next(backwards.run)->number, ordered ? i : BACKWARDS_TASKS + 1 - i);
        assert_null(ac_next(backwards.run));
        assert_int_equal(backwards.measures.launch.sum, 4);
        assert_int_equal(backwards.measures.launch.max, 2);
        assert_int_equal(backwards.measures.take.sum, ordered ? 4 : 0);
        assert_int_equal(backwards.measures.take.max, ordered ? 2 : 0);
        backwards_close();
    }
}

/* --- what is opened --- */

static void settings_that_break_a_rule_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint64_t limit, queue, count, window;
        bool ordered, refused;
    } rows[] = {
        {0, 1, BACKWARDS_TASKS, 0, false, true}, {1, 0, BACKWARDS_TASKS, 0, false, true},
        {1, 1, AC_ENDLESS, 0, true, true},       {1, 1, AC_ENDLESS, 1, true, false},
        {1, 1, BACKWARDS_TASKS, 0, true, false}, {1, 1, AC_ENDLESS, 0, false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        backwards_prepare();
        backwards.config.limit = rows[i].limit;
        backwards.config.queue = rows[i].queue;
        backwards.config.window = rows[i].window;
        backwards.config.ordered = rows[i].ordered;
        backwards.workload.count = rows[i].count;
        if (rows[i].refused)
            assert_int_equal(ac_open(&backwards.run, &backwards.config), -EINVAL);
        else
            backwards_open();
        if (backwards.run)
            backwards_close();
        assert_int_equal(ac_heap_bytes(), backwards.heap_bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(task_is_launched_only_while_it_waits),
        cmocka_unit_test(task_is_launched_only_below_the_limit),
        cmocka_unit_test(task_finishes_only_while_it_is_in_flight),
        cmocka_unit_test(task_does_not_finish_before_it_is_due),
        cmocka_unit_test(the_first_breach_counts),
        cmocka_unit_test(displacements_are_measured),
        cmocka_unit_test(settings_that_break_a_rule_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
