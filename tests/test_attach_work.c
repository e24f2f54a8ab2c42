/* test_attach_work.c -- work on a program's own loop, which the program turns: when `ready` comes, and when the
 * run is over. For every strategy of the table.
 */
#include <errno.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/own_loop.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

static void ready_comes_in_the_turn_after_each_done(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            own_loop_prepare(*s);
            own_loop_attach();
            for (unsigned i = 1; i <= OWN_LOOP_TASKS; i++) {
                assert_false(own_loop.over);
                work_end(&own_loop.work, own_loop_in_flight(), i % 2 ? 0 : -EIO);
                assert_int_equal(own_loop.ready, i);
                own_loop_turn();
                assert_int_equal(own_loop.ready, i + 1);
                assert_int_equal(own_loop.taken, i);
            }
            assert_true(own_loop.over);
            assert_int_equal(own_loop.wakes, 0);
            own_loop_finish();
        }
}

static void ready_comes_once_for_all_that_were_done(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            own_loop_prepare(*s);
            own_loop_attach();
            unsigned ends = 0, all = (*s)->flags & AC_SERIAL ? 1 : OWN_LOOP_LIMIT;
            for (; ends < all; ends++)
                work_end(&own_loop.work, own_loop_in_flight(), 0);
            own_loop_turn();
            assert_int_equal(own_loop.ready, 2);
            assert_int_equal(own_loop.taken, ends);
            for (uint32_t i; (i = own_loop_in_flight()); own_loop_turn())
                work_end(&own_loop.work, i, 0);
            own_loop_finish();
            assert_int_equal(own_loop.taken, OWN_LOOP_TASKS);
        }
}

/* From a turn of the loop to the next, without a wake-up of the loop in between but the first. */
static void ready_comes_for_work_that_is_done_at_once(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            own_loop_prepare(*s);
            for (uint32_t i = 1; i <= OWN_LOOP_TASKS; i++)
                own_loop.work.plans[i].start = i % 2 ? AC_DONE : -EMFILE;
            own_loop_attach();
            uv_run(&own_loop.uv, UV_RUN_DEFAULT);
            own_loop_finish();
            assert_int_equal(own_loop.taken, OWN_LOOP_TASKS);
            assert_int_equal(own_loop.counts.failed, OWN_LOOP_TASKS / 2);
            assert_true(own_loop.wakes <= OWN_LOOP_TASKS);
        }
}

static void ready_comes_for_each_that_was_cancelled(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            own_loop_prepare(*s);
            own_loop.config.limit = OWN_LOOP_TASKS;
            own_loop_attach();
            ac_stop(own_loop.run, true);
            own_loop.chain = true;
            work_end(&own_loop.work, 1, -ECANCELED);
            for (unsigned turns = 0; turns < 4 * OWN_LOOP_TASKS; turns++)
                own_loop_turn();
            assert_true(own_loop.over);
            own_loop_finish();
        }
}

/* The run is over when the last has ended, and then `ready` comes. */
static void end_without_detach_ends_with_the_last(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            own_loop_prepare(*s);
            own_loop.keep = true;
            own_loop_attach();
            ac_end(own_loop.run, false);
            for (uint32_t i; (i = own_loop_in_flight());) {
                assert_false(ac_over(own_loop.run));
                own_loop_turn();
                own_loop_check_rest();
                work_end(&own_loop.work, i, -ECANCELED);
            }
            assert_true(ac_over(own_loop.run));
            own_loop_turn();
            assert_true(own_loop.over);
            own_loop_check_rest();
            ac_detach(own_loop.run, false, own_loop_detached);
            own_loop_finish();
        }
}

/* Its end was noticed in a later turn of the loop: it was done at once, or reported inside the trace. */
static void end_without_detach_ends_with_one_that_had_ended(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int traced = 0; traced < 2; traced++) {
        own_loop_prepare(*s);
        own_loop.keep = true;
        own_loop.work.ready = 0;
        own_loop_attach();
        for (uint32_t i = 1; i <= OWN_LOOP_TASKS && !traced; i++)
            own_loop.work.plans[i].start = AC_DONE;
        own_loop.work.ready = OWN_LOOP_TASKS;
        ac_more(own_loop.run);
        ac_end(own_loop.run, false);
        own_loop.chain = true;
        if (traced)
            work_end(&own_loop.work, 1, -ECANCELED);
        for (unsigned turns = 0; turns < 4 * OWN_LOOP_TASKS; turns++)
            own_loop_turn();
        assert_true(own_loop.over);
        ac_detach(own_loop.run, false, own_loop_detached);
        own_loop_finish();
    }
}

/* In the turn after it, also where the program was told before that the run is over. */
static void ready_comes_after_a_failure(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int over = 0; over < 2; over++) {
        own_loop_prepare(*s);
        own_loop.keep = true;
        own_loop_attach();
        for (uint32_t i; over && (i = own_loop_in_flight()); own_loop_turn())
            work_end(&own_loop.work, i, 0);
        assert_int_equal(own_loop.over, over);
        own_loop_check_rest();
        unsigned ready = own_loop.ready;
        own_loop.error = -EPIPE;
        ac_fail(own_loop.run, -EPIPE);
        own_loop_turn();
        assert_int_equal(own_loop.ready, ready + 1);
        assert_true(own_loop.over);
        own_loop_check_rest();
        ac_detach(own_loop.run, false, own_loop_detached);
        for (uint32_t i; (i = own_loop_in_flight()); own_loop_turn())
            work_end(&own_loop.work, i, 0);
        own_loop_finish();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ready_comes_in_the_turn_after_each_done),
        cmocka_unit_test(ready_comes_once_for_all_that_were_done),
        cmocka_unit_test(ready_comes_for_work_that_is_done_at_once),
        cmocka_unit_test(ready_comes_for_each_that_was_cancelled),
        cmocka_unit_test(ready_comes_after_a_failure),
        cmocka_unit_test(end_without_detach_ends_with_the_last),
        cmocka_unit_test(end_without_detach_ends_with_one_that_had_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
