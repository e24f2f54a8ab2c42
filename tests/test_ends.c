/* test_ends.c -- how tasks and runs end: errors, timeouts, a run that is stopped or left. On the virtual
 * clock, for every strategy of the table.
 */
#include <errno.h>

#include "support/scene.h"

static void ends_errors_are_delivered_like_any_result(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            scene_prepare(*s, 20, 3);
            scene.plan.errors[4] = -EIO;
            scene.plan.errors[19] = -ECONNRESET;
            scene_open();
            uint64_t failed = 0, taken = 0;
            for (struct ac_task *task; (task = ac_next(scene.run)); taken++) {
                failed += task->error != 0;
                assert_int_equal(task->error, scene.plan.errors[task->number - 1]);
            }
            assert_int_equal(taken, 20);
            assert_int_equal(failed, 2);
            assert_int_equal(ac_counts(scene.run)->failed, 2);
            assert_true(ac_complete(scene.run));
            scene_check_end();
        }
}

static void ends_what_cannot_be_started_is_done_with_its_error(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            scene_prepare(*s, 20, 3);
            for (int i = 0; i < 20; i++)
                scene.plan.start_errors[i] = i % 2 ? -EMFILE : 0;
            scene_open();
            assert_int_equal(scene_take_all(), 20);
            assert_int_equal(ac_counts(scene.run)->failed, 10);
            assert_int_equal(ac_counts(scene.run)->launched, 20);
            assert_true(ac_complete(scene.run));
            scene_check_end();
        }
}

/* An error while a run drains does what an error does. */
static void ends_an_error_while_draining_acts_as_ever(void **state)
{
    (void)state;
    static const enum ac_on_error acts[] = {AC_CONTINUE, AC_STOP, AC_NOW};
    for
        EACH_STRATEGY(s)
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if ((*s)->flags & AC_SERIAL)
            continue; /* there is no other to cancel */
        scene_prepare(*s, 4, 4);
        scene.plan.errors[3] = -EIO; /* the one that ends first: 7 ms */
        scene.config.on_error = acts[i];
        scene_open();
        assert_null(ac_next_before(scene.run, MS));
        ac_end(scene.run, true);
        const struct ac_counts *c = ac_counts(scene.run);
        assert_int_equal(c->failed, 1);
        assert_int_equal(c->cancelled, acts[i] == AC_NOW ? 3 : 0);
        assert_int_equal(c->finished, acts[i] == AC_NOW ? 1 : 4);
        scene_check_end();
    }
}

static void ends_stop_and_now_launch_nothing_more(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int now = 0; now < 2; now++) {
        scene_prepare(*s, 30, 4);
        scene.plan.errors[6] = -EIO;
        scene.config.on_error = now ? AC_NOW : AC_STOP;
        scene_open();
        uint64_t taken = scene_take_all();
        const struct ac_counts *c = ac_counts(scene.run);
        uint64_t launched = c->launched;
        assert_int_equal(taken, c->finished);
        assert_true(now ? c->cancelled > 0 || c->launched == c->finished : c->cancelled == 0);
        if (!((*s)->flags & AC_NO_LIMIT))
            assert_true(launched < 30 && !ac_complete(scene.run));
        scene_check_end();
    }
}

static void ends_a_count_of_errors_is_allowed_first(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            scene_prepare(*s, 30, 4);
            for (int i = 0; i < 30; i++)
                scene.plan.errors[i] = -EIO;
            scene.config.on_error = AC_STOP;
            scene.config.errors_allowed = 2;
            scene_open();
            scene_take_all();
            uint64_t failed = ac_counts(scene.run)->failed;
            assert_true(failed >= 3);
            if (!((*s)->flags & AC_NO_LIMIT))
                assert_true(failed <= 2 + 4);
            scene_check_end();
        }
}

/* With `now`, also where no launch is to come any more: it was left, and is drained. */
static void ends_an_allowed_error_cancels_nothing(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            scene_prepare(*s, 30, 4);
            for (int i = 0; i < 2; i++)
                scene.plan.errors[i] = -EIO;
            scene.config.on_error = AC_NOW;
            scene.config.errors_allowed = 2;
            scene_open();
            assert_null(ac_next_before(scene.run, MS / 2));
            ac_end(scene.run, true);
            const struct ac_counts *c = ac_counts(scene.run);
            assert_int_equal(c->cancelled, 0);
            assert_int_equal(c->finished, c->launched);
            scene_check_end();
        }
}

static void ends_a_task_times_out_from_its_launch(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            scene_prepare(*s, 20, 2);
            scene.config.task_timeout_ns = 5 * MS;
            scene_open();
            for (struct ac_task *task; (task = ac_next(scene.run));) {
                bool longer = scene.plan.durations_ns[task->number - 1] > 5 * MS;
                assert_int_equal(task->error, longer ? -ETIMEDOUT : 0);
            }
            assert_int_equal(ac_counts(scene.run)->timed_out, 10);
            assert_int_equal(ac_counts(scene.run)->failed, 0);
            scene_check_end();
        }
}

/* The task that cannot even be timed is the first, or one that follows a finish. */
static void ends_a_task_past_the_end_of_time_ends_the_run(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int i = 0; i < 10; i += 3) {
        scene_prepare(*s, 10, 2);
        scene.plan.durations_ns[i] = UINT64_MAX;
        scene_open();
        scene_take_all();
        assert_int_equal(ac_error(scene.run), -EOVERFLOW);
        assert_true(ac_counts(scene.run)->launched < 10 && !ac_complete(scene.run));
        scene_check_end();
    }
}

/* A strategy still has in its lines what was dropped when the run was over. */
static void ends_nothing_is_launched_once_it_is_over(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            scene_prepare(*s, 30, 2);
            scene_open();
            assert_non_null(ac_next(scene.run));
            scene.stopped = true;
            ac_stop(scene.run, false);
            scene_take_all();
            assert_true(ac_over(scene.run));
            ac_set_limit(scene.run, 20);
            ac_more(scene.run);
            assert_null(ac_try(scene.run));
            assert_int_equal(ac_error(scene.run), 0);
            scene_check_end();
        }
}

/* At every instant of a run, both ways of leaving it. */
static void ends_leaving_at_any_instant_loses_nothing(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t at_ns = 0; at_ns < 60 * MS; at_ns += MS / 2)
        for (int drain = 0; drain < 2; drain++) {
            scene_prepare(*s, 20, 3);
            scene_open();
            uint64_t taken = 0;
            while (ac_next_before(scene.run, at_ns))
                taken++;
            uint64_t launched = ac_counts(scene.run)->launched;
            scene.stopped = true;
            ac_end(scene.run, drain);
            const struct ac_counts *c = ac_counts(scene.run);
            assert_int_equal(c->launched, launched);
            assert_int_equal(c->taken, taken);
            assert_true(!drain || c->cancelled == 0);
            scene_check_end();
        }
}

static void ends_taking_a_few_launches_not_many_more(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & AC_NO_LIMIT)
                continue;
            for (uint64_t limit = 1; limit <= 5; limit++) {
                scene_prepare(*s, 60, limit);
                scene.config.queue = limit;
                scene_open();
                for (int i = 0; i < 7; i++)
                    assert_non_null(ac_next(scene.run));
                assert_true(ac_counts(scene.run)->launched <= 7 + 3 * limit);
                scene_check_end();
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_errors_are_delivered_like_any_result),
        cmocka_unit_test(ends_what_cannot_be_started_is_done_with_its_error),
        cmocka_unit_test(ends_an_error_while_draining_acts_as_ever),
        cmocka_unit_test(ends_stop_and_now_launch_nothing_more),
        cmocka_unit_test(ends_a_count_of_errors_is_allowed_first),
        cmocka_unit_test(ends_an_allowed_error_cancels_nothing),
        cmocka_unit_test(ends_a_task_times_out_from_its_launch),
        cmocka_unit_test(ends_a_task_past_the_end_of_time_ends_the_run),
        cmocka_unit_test(ends_nothing_is_launched_once_it_is_over),
        cmocka_unit_test(ends_leaving_at_any_instant_loses_nothing),
        cmocka_unit_test(ends_taking_a_few_launches_not_many_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
