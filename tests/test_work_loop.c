/* test_work_loop.c -- work, and the loop that it waits on: what may happen is waited for, and nobody is kept waiting.
 * With every strategy.
 */
#include "support/check.h"
#include "support/three_loops.h"

static unsigned timers; /* of the program that have fired */

/* A turn that waits for nothing returns at once, and is no error. */
static void a_turn_of_a_loop_at_rest_returns(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (enum three_loops loop = VIRTUAL_LOOP; loop < LOOPS; loop++) {
        three_loops_prepare(*s);
        at.work.workload.count = 0;
        three_loops_open(loop);
        ac_turn(at.run);
        assert_int_equal(ac_error(at.run), 0);
        assert_null(ac_next(at.run));
        ac_turn(at.run);
        assert_int_equal(ac_error(at.run), 0);
        three_loops_close();
    }
}

static void a_turn_waits_for_the_next_end(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            three_loops_prepare(*s);
            for (uint32_t i = 1; i <= THREE_LOOPS_TASKS; i++)
                at.work.plans[i].end_ms = i;
            three_loops_open(OWN_LOOP);
            assert_null(ac_try(at.run));
            ac_turn(at.run);
            assert_int_equal(ac_counts(at.run)->finished, 1);
            assert_int_equal(ac_counts(at.run)->taken, 0);
            three_loops_close();
        }
}

/* A timer of the program brings the next task: the loop is turned, although nothing is in flight. */
static void bring_one(uv_timer_t *timer)
{
    at.work.ready++;
    if (at.work.ready == THREE_LOOPS_TASKS)
        uv_close((uv_handle_t *)timer, NULL);
    ac_more(at.run);
}

static void an_event_of_a_real_loop_is_waited_for(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            three_loops_prepare(*s);
            uv_timer_init(&at.uv, &at.timer);
            uv_timer_start(&at.timer, bring_one, 1, 1);
            at.work.ready = 0;
            for (uint32_t i = 1; i <= THREE_LOOPS_TASKS; i++)
                at.work.plans[i].start = AC_DONE;
            three_loops_open(REAL_LOOP);
            while (ac_next(at.run))
                ;
            assert_int_equal(ac_error(at.run), 0);
            assert_true(ac_complete(at.run));
            assert_int_equal(ac_counts(at.run)->taken, THREE_LOOPS_TASKS);
            three_loops_close();
        }
}

/* Task 1 takes its time, on the same loop. All others are done at once, and there is no end of them. */
static int next_of_many(struct ac_workload *workload, struct ac_item *item)
{
    item->number = *(uint32_t *)workload->data < 1000000000 ? ++*(uint32_t *)workload->data : 1;
    return AC_SUPPLY_TASK;
}

static struct ac_task *slow;

static int start_one_of_many(struct ac_workload *workload, struct ac_task *task)
{
    (void)workload;
    if (task->number > 1)
        return AC_DONE;
    slow = task;
    return AC_STARTED;
}

static void end_slow(uv_timer_t *timer)
{
    timers++;
    uv_close((uv_handle_t *)timer, NULL);
    ac_done(at.run, slow, 0);
}

static void work_that_is_done_at_once_keeps_no_other_waiting(void **state)
{
    (void)state;
    enum { MOST = 50000000 };
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL | AC_SERIAL))
                continue; /* they want all tasks at once, or one */
            uint32_t given = 0, taken = 0;
            struct ac_workload workload = {.size = sizeof(struct ac_workload),
                                           .count = AC_ENDLESS,
                                           .next = next_of_many,
                                           .start = start_one_of_many,
                                           .data = &given};
            three_loops_prepare(*s);
            timers = 0;
            at.config.workload = &workload;
            uv_timer_init(&at.uv, &at.timer);
            uv_timer_start(&at.timer, end_slow, 1, 0);
            three_loops_open(REAL_LOOP);
            const struct ac_task *task;
            do
                task = ac_next(at.run);
            while (task && task->number != 1 && ++taken < MOST);
            assert_non_null(task);
            assert_int_equal(task->number, 1);
            assert_int_equal(timers, 1);
            three_loops_close();
        }
}

/* The task ends before its timeout. The loop is not woken for that any more: it waits for the program's timer. */
static void end_task_1(uv_timer_t *timer)
{
    if (++timers == 1)
        work_end(&at.work, 1, 0);
    if (!ac_counts(at.run)->taken)
        return;
    assert_true(at.real.armed_ns == 0); /* in the turn that waits for this */
    uv_close((uv_handle_t *)timer, NULL);
    at.work.ready = 2;
    at.work.plans[2].start = AC_DONE;
    ac_more(at.run);
}

static void a_deadline_that_is_stale_wakes_no_loop(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & AC_POLLED)
                continue; /* it turns the loop without waiting */
            three_loops_prepare(*s);
            timers = 0;
            at.work.workload.count = 2;
            at.work.ready = 1;
            at.config.task_timeout_ns = UINT64_C(3600000) * WORK_MS;
            uv_timer_init(&at.uv, &at.timer);
            uv_timer_start(&at.timer, end_task_1, 1, 1);
            three_loops_open(REAL_LOOP);
            assert_int_equal(ac_next(at.run)->number, 1);
            assert_true(at.real.armed_ns > 0); /* for the timeout of task 1 */
            assert_int_equal(ac_next(at.run)->number, 2);
            assert_null(ac_next(at.run));
            assert_int_equal(ac_error(at.run), 0);
            three_loops_close();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turn_of_a_loop_at_rest_returns),
        cmocka_unit_test(a_turn_waits_for_the_next_end),
        cmocka_unit_test(an_event_of_a_real_loop_is_waited_for),
        cmocka_unit_test(work_that_is_done_at_once_keeps_no_other_waiting),
        cmocka_unit_test(a_deadline_that_is_stale_wakes_no_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
