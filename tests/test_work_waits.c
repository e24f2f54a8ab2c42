/* test_work_waits.c -- what a run asks of its loop while it waits for work: until when a turn may last, and whether it
 * is to return at once. With every strategy, on the test's own clock.
 */
#include <errno.h>

#include "support/check.h"
#include "support/three_loops.h"

/* The turns of a run, as its loop has seen them. */
static struct {
    int (*turn)(struct ac_loop *loop, uint64_t until_ns, bool spin);
    unsigned turns, spins;
    uint64_t latest_ns; /* of those instants that are no AC_FOREVER */
} seen;

static int see_turn(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    seen.turns++;
    seen.spins += spin;
    if (until_ns != AC_FOREVER && until_ns > seen.latest_ns)
        seen.latest_ns = until_ns;
    return seen.turn(loop, until_ns, spin);
}

/* Two tasks that end 50 ms from now, which is at 10 ms. */
static void open_late(const struct ac_strategy *strategy, uint64_t interval_ms)
{
    three_loops_prepare(strategy);
    at.work.workload.count = at.work.ready = 2;
    at.work.plans[1].end_ms = at.work.plans[2].end_ms = 50;
    at.work.now_ns = 10 * WORK_MS;
    at.config.poll_interval_ns = interval_ms * WORK_MS;
    seen.turn = at.work.loop.turn;
    seen.turns = seen.spins = 0;
    seen.latest_ns = 0;
    at.work.loop.turn = see_turn;
    three_loops_open(OWN_LOOP);
}

static bool is_polled(const struct ac_strategy *strategy)
{
    return strategy->flags & AC_POLLED;
}

static void only_who_looks_at_each_turn_spins(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t interval_ms = 0; interval_ms < 2; interval_ms++) {
        open_late(*s, interval_ms);
        assert_non_null(ac_next(at.run));
        assert_int_equal(seen.spins > 0, is_polled(*s) && !interval_ms);
        assert_true(!is_polled(*s) || interval_ms || seen.spins == seen.turns);
        three_loops_close();
    }
}

/* A consumer that is busy, one that waits for an event of its own, and one that leaves. */
static void who_does_not_look_does_not_spin(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            open_late(*s, 0);
            ac_pass(at.run, 13 * WORK_MS);
            assert_int_equal(at.work.now_ns, 13 * WORK_MS);
            assert_int_equal(seen.latest_ns, 13 * WORK_MS);
            ac_turn(at.run);
            assert_int_equal(at.work.now_ns, 60 * WORK_MS);
            ac_end(at.run, true);
            assert_true(seen.turns > 1);
            assert_int_equal(seen.spins, 0);
            three_loops_close();
        }
}

/* The pauses between the looks end with the last one before the deadline, and then at the deadline. */
static void a_pause_is_no_longer_than_the_interval_and_the_deadline(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            open_late(*s, 4);
            assert_null(ac_next_before(at.run, 17 * WORK_MS));
            assert_int_equal(at.work.now_ns, 17 * WORK_MS);
            assert_int_equal(seen.turns, is_polled(*s) ? 2 : 1);
            assert_null(ac_next_before(at.run, 19 * WORK_MS));
            assert_int_equal(at.work.now_ns, 19 * WORK_MS);
            assert_int_equal(seen.latest_ns, 19 * WORK_MS);
            three_loops_close();
        }
}

/* One look, and no pause. */
static void a_deadline_that_has_passed_is_not_waited_for(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t deadline_ms = 9; deadline_ms <= 10; deadline_ms++) {
        open_late(*s, 4);
        assert_null(ac_next_before(at.run, deadline_ms * WORK_MS));
        assert_int_equal(at.work.now_ns, 10 * WORK_MS);
        assert_int_equal(seen.turns, 1);
        three_loops_close();
    }
}

/* The end of task 1 comes in the middle of a pause, which goes on to its end. */
static void a_pause_goes_on_beyond_the_end_of_a_task(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            open_late(*s, 40);
            at.work.plans[1].end_ms = 5;
            assert_int_equal(ac_next(at.run)->number, 1);
            assert_int_equal(at.work.now_ns, (is_polled(*s) ? 50 : 15) * WORK_MS);
            three_loops_close();
        }
}

/* As long as a timeout is to come, the looks come in their intervals. */
static void a_timeout_to_come_is_looked_for(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            three_loops_prepare(*s);
            at.config.poll_interval_ns = WORK_MS;
            at.config.task_timeout_ns = 5 * WORK_MS;
            three_loops_open(VIRTUAL_LOOP);
            assert_int_equal(ac_next(at.run)->error, -ETIMEDOUT);
            assert_int_equal(at.virtual.now_ns, 5 * WORK_MS);
            assert_int_equal(ac_counts(at.run)->turns >= 5, is_polled(*s));
            three_loops_close();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_who_looks_at_each_turn_spins),
        cmocka_unit_test(who_does_not_look_does_not_spin),
        cmocka_unit_test(a_pause_is_no_longer_than_the_interval_and_the_deadline),
        cmocka_unit_test(a_deadline_that_has_passed_is_not_waited_for),
        cmocka_unit_test(a_pause_goes_on_beyond_the_end_of_a_task),
        cmocka_unit_test(a_timeout_to_come_is_looked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
