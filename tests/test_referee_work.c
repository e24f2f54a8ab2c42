/* test_referee_work.c -- the rules of the referee of work that no workload can break: the engine's own
 * functions are driven wrongly, and only that rule catches it. With every strategy.
 */
#include "support/check.h"
#include "support/deed.h"

static void cancel_of_what_is_not_in_flight_is_caught(void **state)
{
    (void)state;
    static const enum ac_stage stages[] = {AC_FREE, AC_WAITING, AC_UNREAD,    AC_TAKEN,
                                           AC_GONE, AC_ENDED,   AC_CANCELLING};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, stages)
        {
            deed_prepare_in_flight(*s);
            struct ac_task *task = deed_task(1);
            task->stage = (uint8_t)stages[i];
            engine_work_cancel(deed_engine(), task);
            task->stage = AC_IN_FLIGHT;
            deed_check_breach(AC_RULE_CANCEL, 1);
            assert_int_equal(deed.work.asked, 0);
            deed_close();
        }
}

static void cancel_twice_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_in_flight(*s);
            deed.work.plans[1].cancel = WORK_STOPS_LATER;
            deed.work.plans[1].cancel_ms = 1;
            engine_work_cancel(deed_engine(), deed_task(1));
            assert_int_equal(ac_error(deed.run), 0);
            engine_work_cancel(deed_engine(), deed_task(1));
            deed_check_breach(AC_RULE_CANCEL, 1);
            assert_null(deed.work.fault); /* it was not asked twice */
            deed_close();
        }
}

static void release_twice_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare(*s);
            deed_open();
            struct ac_task *task = ac_next(deed.run);
            uint32_t number = task->number;
            deed_engine()->taken = NULL;
            engine_release(deed_engine(), task);
            assert_int_equal(ac_error(deed.run), 0);
            engine_release(deed_engine(), task);
            deed_check_breach(AC_RULE_RELEASE_ONCE, number);
            deed_close();
        }
}

static void a_stamp_that_moves_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int step = -1; step <= 1; step += 2) {
        deed_prepare(*s);
        deed.work.now_ns = 1000;
        deed_open();
        assert_null(ac_try(deed.run));
        deed_task(1)->time_ns += (uint64_t)(int64_t)step;
        deed_take_all();
        deed_check_breach(AC_RULE_CONSERVED, 0);
        deed_close();
    }
}

/* For a while, one more is counted than is in flight. */
static void a_count_that_is_wrong_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_in_flight(*s);
            deed_engine()->counts.in_flight++;
            deed.work.now_ns = WORK_MS / 2;
            engine_work_note(deed_engine(), deed.work.now_ns);
            deed_engine()->counts.in_flight--;
            deed_take_all();
            deed_check_breach(AC_RULE_CONSERVED, 0);
            deed_close();
        }
}

static void nothing_is_caught_where_nothing_is_wrong(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned way = 0; way < 4; way++) {
        deed_prepare(*s);
        deed.config.task_timeout_ns = way == 1 ? 2 * WORK_MS : 0;
        deed_open();
        if (way >= 2)
            assert_non_null(ac_next(deed.run));
        if (way == 2)
            ac_stop(deed.run, true);
        if (way == 3)
            ac_end(deed.run, false);
        deed_take_all();
        assert_int_equal(ac_error(deed.run), 0);
        deed_close();
        assert_null(deed.work.fault);
    }
}

/* Without a timeout, no deadline is kept. */
static void work_without_a_timeout_has_no_deadlines(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int timeout = 0; timeout < 2; timeout++) {
        deed_prepare(*s);
        deed.config.task_timeout_ns = timeout ? 9 * WORK_MS : 0;
        deed_open();
        deed_take_all();
        assert_int_equal(deed_engine()->deadlines.at != NULL, timeout);
        deed_check_sound();
        deed_close();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cancel_of_what_is_not_in_flight_is_caught),
        cmocka_unit_test(cancel_twice_is_caught),
        cmocka_unit_test(release_twice_is_caught),
        cmocka_unit_test(a_stamp_that_moves_is_caught),
        cmocka_unit_test(a_count_that_is_wrong_is_caught),
        cmocka_unit_test(nothing_is_caught_where_nothing_is_wrong),
        cmocka_unit_test(work_without_a_timeout_has_no_deadlines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
