/* test_attach_work_leave.c -- a program detaches work from its own loop, which it may have closed before: `detached`
 * comes when the last task has truly ended. For every strategy of the table.
 */
#include <errno.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/own_loop.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* Work that is asked to end takes its time, and counts as cancelled or as completed. */
static void detached_comes_when_the_last_has_ended(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < 4; way++) {
        bool drain = way & 1, ignores = way & 2;
        own_loop_prepare(*s);
        for (uint32_t i = 1; ignores && i <= OWN_LOOP_TASKS; i++)
            own_loop.work.plans[i].cancel = WORK_GOES_ON;
        own_loop_attach();
        work_end(&own_loop.work, 1, 0);
        own_loop_turn();
        uint64_t left = own_loop_counts()->in_flight, before = own_loop_counts()->launched;
        assert_true(left > 0);
        ac_detach(own_loop.run, drain, own_loop_detached);
        for (uint32_t i; (i = own_loop_in_flight());) {
            assert_int_equal(own_loop.detached, 0);
            assert_int_equal(own_loop_counts()->cancelling,
                             drain ? 0 : own_loop_counts()->in_flight);
            own_loop_check_rest();
            work_end(&own_loop.work, i, i % 2 ? 0 : -ECANCELED);
            assert_int_equal(own_loop.detached, 0);
        }
        own_loop_turn();
        assert_int_equal(own_loop.detached, 1);
        own_loop_finish();
        assert_int_equal(own_loop.ready, 2);
        assert_int_equal(own_loop.counts.launched, before);
        assert_int_equal(own_loop.counts.finished + own_loop.counts.cancelled, left + 1);
        assert_int_equal(own_loop.counts.cancelled == 0,
                         drain || own_loop.counts.finished == left + 1);
    }
}

/* At once, and from inside cancel. */
static void detached_comes_when_work_stops_at_once(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            own_loop_prepare(*s);
            for (uint32_t i = 1; i <= OWN_LOOP_TASKS; i++)
                own_loop.work.plans[i].cancel = WORK_STOPS;
            own_loop_attach();
            ac_detach(own_loop.run, false, own_loop_detached);
            assert_true(ac_over(own_loop.run));
            own_loop_finish();
            assert_int_equal(own_loop.counts.cancelled, own_loop.counts.launched);
        }
}

/* To its true end, in either way to wait for it. */
static void wall_time_goes_to_the_true_end(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int drain = 0; drain < 2; drain++) {
        own_loop_prepare(*s);
        own_loop_attach();
        uint64_t begin_ns = uv_hrtime();
        ac_detach(own_loop.run, drain, own_loop_detached);
        uv_sleep(2);
        uint64_t passed_ns = uv_hrtime() - begin_ns;
        for (uint32_t i; (i = own_loop_in_flight());)
            work_end(&own_loop.work, i, -ECANCELED);
        own_loop_turn();
        own_loop_finish();
        assert_true(own_loop.wall_ns >= passed_ns);
    }
}

static void close_handle(uv_handle_t *handle, void *argument)
{
    (void)argument;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

/* The program has closed all handles that it found. Work that takes its time is waited for all the same. */
static void loop_closed_first_waits_for_the_last(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < 8; way++) {
        bool drain = way & 1, turned = way & 2, at_once = way & 4;
        own_loop_prepare(*s);
        for (uint32_t i = 1; i <= OWN_LOOP_TASKS && at_once; i++)
            own_loop.work.plans[i].cancel = WORK_STOPS;
        own_loop_attach();
        uv_walk(&own_loop.uv, close_handle, NULL);
        if (turned)
            own_loop_turn();
        ac_detach(own_loop.run, drain, own_loop_detached);
        for (uint32_t i; (i = own_loop_in_flight()); own_loop_turn()) {
            own_loop_turn();
            assert_int_equal(own_loop.detached, 0);
            work_end(&own_loop.work, i, -ECANCELED);
        }
        own_loop_finish();
        assert_int_equal(own_loop.counts.cancelled, own_loop.counts.launched);
    }
}

static void loop_closed_first_waits_for_what_has_ended_already(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int turned = 0; turned < 2; turned++) {
        own_loop_prepare(*s);
        own_loop.work.ready = 0;
        own_loop_attach();
        for (uint32_t i = 1; i <= OWN_LOOP_TASKS; i++)
            own_loop.work.plans[i].start = AC_DONE;
        uv_walk(&own_loop.uv, close_handle, NULL);
        own_loop.work.ready = OWN_LOOP_TASKS;
        ac_more(own_loop.run);
        if (turned)
            own_loop_turn();
        ac_detach(own_loop.run, false, own_loop_detached);
        own_loop_finish();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(detached_comes_when_the_last_has_ended),
        cmocka_unit_test(detached_comes_when_work_stops_at_once),
        cmocka_unit_test(wall_time_goes_to_the_true_end),
        cmocka_unit_test(loop_closed_first_waits_for_the_last),
        cmocka_unit_test(loop_closed_first_waits_for_what_has_ended_already),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
