/* test_attach_work_idle.c -- what work on a program's own loop costs while it waits: no turn of the loop that nothing
 * caused, whether the run is idle, dry, cancelling or draining. For every strategy of the table.
 */
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/own_loop.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* It waits for work, for its source, and for its program after the end. */
static void waiting_costs_nothing(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int lack = AC_SUPPLY_NONE; lack <= AC_SUPPLY_EVENT; lack++) {
        own_loop_prepare(*s);
        own_loop.keep = true;
        own_loop.work.ready = 1;
        own_loop.work.lack = lack;
        own_loop.work.workload.wake_ns = UINT64_MAX;
        own_loop_attach();
        own_loop_check_rest();
        work_end(&own_loop.work, 1, 0);
        own_loop_check_rest();
        assert_int_equal(own_loop.taken, 1);
        own_loop.work.ready = OWN_LOOP_TASKS;
        ac_more(own_loop.run);
        own_loop_check_rest();
        for (uint32_t i; (i = own_loop_in_flight()); own_loop_turn())
            work_end(&own_loop.work, i, 0);
        assert_true(own_loop.over);
        own_loop_check_rest();
        ac_detach(own_loop.run, false, own_loop_detached);
        own_loop_finish();
        assert_int_equal(own_loop.taken, OWN_LOOP_TASKS);
    }
}

static void one_timeout_is_one_wake_up(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            own_loop_prepare(*s);
            own_loop.work.workload.count = own_loop.work.ready = 1;
            own_loop.config.task_timeout_ns = WORK_MS;
            own_loop.keep = true;
            own_loop_attach();
            while (!own_loop.work.tasks[1].asked)
                uv_run(&own_loop.uv, UV_RUN_ONCE);
            assert_true(own_loop.wakes == 1 ||
                        ac_wake_resolution_ns > 1); /* whole ms may be early */
            assert_int_equal(own_loop_counts()->cancelling, 1);
            own_loop_check_rest(); /* it takes its time to end */
            work_end(&own_loop.work, 1, 0);
            own_loop_check_rest();
            assert_int_equal(own_loop_counts()->timed_out, 1);
            assert_int_equal(own_loop.taken, 1);
            ac_detach(own_loop.run, false, own_loop_detached);
            own_loop_finish();
        }
}

static void a_stale_deadline_is_no_wake_up(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            own_loop_prepare(*s);
            own_loop.work.workload.count = own_loop.work.ready = 2;
            own_loop.config.task_timeout_ns = UINT64_C(3600000) * WORK_MS;
            own_loop.keep = true;
            own_loop_attach();
            uint64_t first_ns = own_loop_armed_ns();
            assert_true(first_ns > 1);
            work_end(&own_loop.work, 1, 0);
            own_loop_turn();
            uint64_t second_ns = own_loop_armed_ns();
            assert_true(second_ns >= first_ns);
            assert_true(second_ns >= own_loop.config.task_timeout_ns);
            work_end(&own_loop.work, 2, 0);
            own_loop_check_rest();
            assert_int_equal(own_loop.taken, 2);
            ac_detach(own_loop.run, false, own_loop_detached);
            own_loop_finish();
        }
}

/* A source that would be asked again at its instant is not, where nothing is pulled any more. */
static void draining_asks_no_source(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < 3; way++) {
        own_loop_prepare(*s);
        own_loop.work.ready = 1;
        own_loop.work.lack = AC_SUPPLY_NONE;
        own_loop.work.workload.wake_ns = uv_hrtime() + UINT64_C(3600000) * WORK_MS;
        own_loop.keep = true;
        own_loop_attach();
        if (way == 0)
            ac_detach(own_loop.run, true, own_loop_detached);
        else if (way == 1)
            ac_end(own_loop.run, false);
        else
            ac_stop(own_loop.run, false);
        own_loop_turn();
        own_loop_check_rest();
        work_end(&own_loop.work, 1, 0);
        own_loop_turn();
        if (way > 0) {
            assert_true(own_loop.over);
            own_loop_check_rest();
            ac_detach(own_loop.run, false, own_loop_detached);
        }
        own_loop_finish();
    }
}

static void unref_lets_the_loop_go(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int timeout = 0; timeout < 2; timeout++) {
        own_loop_prepare(*s);
        own_loop.config.task_timeout_ns = timeout ? UINT64_C(3600000) * WORK_MS : 0;
        own_loop_attach();
        assert_true(uv_loop_alive(&own_loop.uv));
        ac_run_unref(own_loop.run);
        assert_false(uv_loop_alive(&own_loop.uv));
        assert_int_equal(uv_run(&own_loop.uv, UV_RUN_DEFAULT), 0);
        assert_true(own_loop_counts()->in_flight > 0);
        ac_run_ref(own_loop.run);
        assert_true(uv_loop_alive(&own_loop.uv));
        for (uint32_t i; (i = own_loop_in_flight()); own_loop_turn())
            work_end(&own_loop.work, i, 0);
        own_loop_finish();
        assert_int_equal(own_loop.taken, OWN_LOOP_TASKS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waiting_costs_nothing),
        cmocka_unit_test(one_timeout_is_one_wake_up),
        cmocka_unit_test(a_stale_deadline_is_no_wake_up),
        cmocka_unit_test(draining_asks_no_source),
        cmocka_unit_test(unref_lets_the_loop_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
