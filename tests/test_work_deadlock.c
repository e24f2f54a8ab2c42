/* test_work_deadlock.c -- work that nothing can bring, or end, any more: the run ends with -EDEADLK, and is no endless
 * wait. With every strategy, on three loops.
 */
#include <errno.h>

#include "support/check.h"
#include "support/three_loops.h"

/* The one turn that notices it. */
static void check_deadlock(void)
{
    assert_null(ac_next(at.run));
    assert_int_equal(ac_error(at.run), -EDEADLK);
    assert_true(ac_over(at.run));
    assert_int_equal(ac_counts(at.run)->turns, 1);
}

static void an_event_that_cannot_come_is_a_deadlock(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (enum three_loops loop = 0; loop < LOOPS; loop++) {
        three_loops_prepare(*s);
        at.work.ready = 0;
        three_loops_open(loop);
        check_deadlock();
        three_loops_close();
    }
}

/* No strategy waits for it by looking again and again. */
static void work_that_cannot_end_is_a_deadlock(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (enum three_loops loop = 0; loop < LOOPS; loop++) {
        three_loops_prepare_without_end(*s);
        three_loops_open(loop);
        check_deadlock();
        three_loops_close();
    }
}

/* Pauses between the looks would go on for ever. */
static void work_that_cannot_end_is_not_polled_for(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (enum three_loops loop = VIRTUAL_LOOP; loop < LOOPS; loop++) {
        three_loops_prepare_without_end(*s);
        at.config.poll_interval_ns = WORK_MS;
        three_loops_open(loop);
        check_deadlock();
        three_loops_close();
    }
}

/* Asked to end, it does not; nothing but its timeout was known. */
static void work_that_ignores_its_timeout_is_a_deadlock(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (enum three_loops loop = 0; loop < LOOPS; loop++) {
        three_loops_prepare_without_end(*s);
        at.config.task_timeout_ns = WORK_MS;
        three_loops_open(loop);
        assert_null(ac_next(at.run));
        assert_int_equal(ac_error(at.run), -EDEADLK);
        if (loop != REAL_LOOP) /* where each launch has an instant of its own */
            assert_int_equal(ac_counts(at.run)->turns, 2);
        three_loops_close();
    }
}

/* A consumer that waits until an instant waits: no turn of a loop without an end to come is an error then. */
static void who_waits_until_an_instant_gets_there(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (enum three_loops loop = VIRTUAL_LOOP; loop < LOOPS; loop++)
        for (uint64_t interval_ns = 0; interval_ns <= WORK_MS; interval_ns += WORK_MS) {
            three_loops_prepare_without_end(*s);
            at.config.poll_interval_ns = interval_ns;
            three_loops_open(loop);
            uint64_t until_ns = ac_loop_instant(at.config.loop) + 3 * WORK_MS;
            assert_null(ac_next_before(at.run, until_ns));
            assert_int_equal(ac_error(at.run), 0);
            assert_true(ac_loop_instant(at.config.loop) >= until_ns);
            if (loop ==
                VIRTUAL_LOOP) /* which moves there in one go, since nothing else can happen */
                assert_int_equal(ac_counts(at.run)->turns, 1);
            three_loops_close();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_that_cannot_come_is_a_deadlock),
        cmocka_unit_test(work_that_cannot_end_is_a_deadlock),
        cmocka_unit_test(work_that_cannot_end_is_not_polled_for),
        cmocka_unit_test(work_that_ignores_its_timeout_is_a_deadlock),
        cmocka_unit_test(who_waits_until_an_instant_gets_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
