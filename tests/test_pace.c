/* test_pace.c -- runs that are slowed down, held back, put in order, or given another limit. On the virtual
 * clock, for every strategy of the table.
 */
#include <errno.h>

#include "support/scene.h"

static void pace_a_slow_source_is_waited_for(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t limit = 1; limit <= 3; limit++) {
        scene_prepare(*s, 12, limit);
        scene.plan.interval_ns = 15 * MS;
        scene_open();
        assert_int_equal(scene_take_all(), 12);
        assert_true(ac_complete(scene.run));
        assert_int_equal(scene.loop.now_ns, 11 * 15 * MS + scene.plan.durations_ns[11]);
        scene_check_end();
    }
}

static void pace_a_window_bounds_what_is_unread(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t window = 1; window <= 6; window++) {
        if ((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
            continue;
        scene_prepare(*s, 40, 3);
        scene.config.window = window;
        scene_open();
        uint64_t taken = 0;
        for (; ac_next(scene.run); taken++)
            ac_pass(scene.run, scene.loop.now_ns + 20 * MS);
        assert_int_equal(taken, 40);
        assert_true(ac_counts(scene.run)->max_unread <= window);
        scene_check_end();
    }
}

static void pace_in_order_hands_over_in_pull_order(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t window = 0; window <= 8; window += 4) {
        if (window && (*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
            continue;
        scene_prepare(*s, 40, 3);
        scene.config.ordered = true;
        scene.config.window = window;
        scene_open();
        uint32_t number = 0;
        for (struct ac_task *task; (task = ac_next(scene.run));)
            assert_int_equal(task->number, ++number);
        assert_int_equal(number, 40);
        assert_true(ac_complete(scene.run));
        scene_check_end();
    }
}

static void pace_in_order_skips_what_will_never_come(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            scene_prepare(*s, 10, 10);
            scene.config.ordered = true;
            scene.config.on_error = AC_NOW;
            scene.plan.durations_ns[0] = 1000 * MS;
            scene.plan.errors[9] = -EIO;
            scene_open();
            uint32_t before = 0;
            for (struct ac_task *task; (task = ac_next(scene.run)); before = task->number)
                assert_true(task->number > before);
            assert_int_equal(ac_counts(scene.run)->taken, ac_counts(scene.run)->finished);
            scene_check_end();
        }
}

/* A limit that rises is used at once; one that falls binds launches only. */
static void pace_a_changing_limit_is_kept(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & (AC_NO_LIMIT | AC_SERIAL))
                continue;
            scene_prepare(*s, 60, 2);
            scene_open();
            while (ac_next_before(scene.run, 20 * MS))
                ;
            assert_int_equal(ac_counts(scene.run)->max_in_flight, 2);
            ac_set_limit(scene.run, 7);
            while (ac_next_before(scene.run, 40 * MS))
                ;
            assert_int_equal(ac_counts(scene.run)->in_flight, 7);
            ac_set_limit(scene.run, 1);
            while (ac_next_before(scene.run, 60 * MS))
                ;
            assert_int_equal(ac_counts(scene.run)->in_flight, 1);
            scene_take_all();
            assert_int_equal(ac_counts(scene.run)->taken, 60);
            assert_int_equal(ac_counts(scene.run)->max_in_flight, 7);
            scene_check_end();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pace_a_slow_source_is_waited_for),
        cmocka_unit_test(pace_a_window_bounds_what_is_unread),
        cmocka_unit_test(pace_in_order_hands_over_in_pull_order),
        cmocka_unit_test(pace_in_order_skips_what_will_never_come),
        cmocka_unit_test(pace_a_changing_limit_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
