/* test_work_loop.c -- work, and the loop that it waits on: what can never happen is a deadlock and no endless wait,
 * what may happen is waited for, and nobody is kept waiting. With every strategy.
 */
#include <errno.h>
#include <string.h>

#include <uv.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/uv.h"
#include "../harness/loops/virtual.h"
#include "support/check.h"
#include "support/work.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { TASKS = 4, LIMIT = 2 };

static struct {
    struct work work;
    struct ac_config config;
    struct ac_run *run;
    uint64_t heap_bytes;
    struct ac_loop_virtual virtual;
    uv_loop_t uv;
    struct ac_loop_uv real;
    uv_timer_t timer;
    unsigned timers;
} at;

static void prepare(const struct ac_strategy *strategy)
{
    memset(&at, 0, sizeof at);
    at.heap_bytes = ac_heap_bytes();
    work_init(&at.work, TASKS);
    ac_loop_virtual_init(&at.virtual);
    assert_int_equal(uv_loop_init(&at.uv), 0);
    assert_int_equal(ac_loop_uv_init(&at.real, &at.uv), 0);
    at.config = (struct ac_config){.strategy = strategy,
                                   .workload = &at.work.workload,
                                   .loop = &at.work.loop,
                                   .limit = LIMIT,
                                   .queue = 2};
}

static void close_run(void)
{
    ac_end(at.run, false);
    const struct ac_counts *c = ac_counts(at.run);
    assert_int_equal(c->waiting + c->in_flight + c->cancelling, 0);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    ac_close(at.run);
    assert_null(work_close(&at.work));
    ac_loop_uv_close(&at.real);
    ac_loop_virtual_free(&at.virtual);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
}

/* --- nothing can happen any more --- */

enum { OWN_LOOP, VIRTUAL_LOOP, REAL_LOOP, LOOPS };

static void open_on(unsigned loop)
{
    struct ac_loop *const loops[] = {&at.work.loop, &at.virtual.loop, &at.real.loop};
    at.config.loop = loops[loop];
    assert_int_equal(ac_open(&at.run, &at.config), 0);
}

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
    for (unsigned loop = 0; loop < LOOPS; loop++) {
        prepare(*s);
        at.work.ready = 0;
        open_on(loop);
        check_deadlock();
        close_run();
    }
}

/* Tasks that never end, asked to or not. */
static void prepare_without_end(const struct ac_strategy *strategy)
{
    prepare(strategy);
    at.work.abandoned = true;
    for (uint32_t i = 1; i <= TASKS; i++)
        at.work.plans[i].cancel = WORK_GOES_ON;
}

/* No strategy waits for it by looking again and again. */
static void work_that_cannot_end_is_a_deadlock(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned loop = 0; loop < LOOPS; loop++) {
        prepare_without_end(*s);
        open_on(loop);
        check_deadlock();
        close_run();
    }
}

/* Pauses between the looks would go on for ever. */
static void work_that_cannot_end_is_not_polled_for(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned loop = VIRTUAL_LOOP; loop < LOOPS; loop++) {
        prepare_without_end(*s);
        at.config.poll_interval_ns = WORK_MS;
        open_on(loop);
        check_deadlock();
        close_run();
    }
}

/* Asked to end, it does not; nothing but its timeout was known. */
static void work_that_ignores_its_timeout_is_a_deadlock(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned loop = 0; loop < LOOPS; loop++) {
        prepare_without_end(*s);
        at.config.task_timeout_ns = WORK_MS;
        open_on(loop);
        assert_null(ac_next(at.run));
        assert_int_equal(ac_error(at.run), -EDEADLK);
        if (loop != REAL_LOOP) /* where each launch has an instant of its own */
            assert_int_equal(ac_counts(at.run)->turns, 2);
        close_run();
    }
}

/* A turn that waits for nothing returns at once, and is no error. */
static void a_turn_of_a_loop_at_rest_returns(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned loop = VIRTUAL_LOOP; loop < LOOPS; loop++) {
        prepare(*s);
        at.work.workload.count = 0;
        open_on(loop);
        ac_turn(at.run);
        assert_int_equal(ac_error(at.run), 0);
        assert_null(ac_next(at.run));
        ac_turn(at.run);
        assert_int_equal(ac_error(at.run), 0);
        close_run();
    }
}

/* --- something can --- */

static void a_turn_waits_for_the_next_end(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            for (uint32_t i = 1; i <= TASKS; i++)
                at.work.plans[i].end_ms = i;
            open_on(OWN_LOOP);
            assert_null(ac_try(at.run));
            ac_turn(at.run);
            assert_int_equal(ac_counts(at.run)->finished, 1);
            assert_int_equal(ac_counts(at.run)->taken, 0);
            close_run();
        }
}

/* A timer of the program brings the next task: the loop is turned, although nothing is in flight. */
static void bring_one(uv_timer_t *timer)
{
    at.work.ready++;
    if (at.work.ready == TASKS)
        uv_close((uv_handle_t *)timer, NULL);
    ac_more(at.run);
}

static void an_event_of_a_real_loop_is_waited_for(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            uv_timer_init(&at.uv, &at.timer);
            uv_timer_start(&at.timer, bring_one, 1, 1);
            at.work.ready = 0;
            for (uint32_t i = 1; i <= TASKS; i++)
                at.work.plans[i].start = AC_DONE;
            open_on(REAL_LOOP);
            while (ac_next(at.run))
                ;
            assert_int_equal(ac_error(at.run), 0);
            assert_true(ac_complete(at.run));
            assert_int_equal(ac_counts(at.run)->taken, TASKS);
            close_run();
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
    at.timers++;
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
            struct ac_workload workload = {.count = AC_ENDLESS,
                                           .next = next_of_many,
                                           .start = start_one_of_many,
                                           .data = &given};
            prepare(*s);
            at.config.workload = &workload;
            uv_timer_init(&at.uv, &at.timer);
            uv_timer_start(&at.timer, end_slow, 1, 0);
            open_on(REAL_LOOP);
            const struct ac_task *task;
            do
                task = ac_next(at.run);
            while (task && task->number != 1 && ++taken < MOST);
            assert_non_null(task);
            assert_int_equal(task->number, 1);
            assert_int_equal(at.timers, 1);
            close_run();
        }
}

/* The task ends before its timeout. The loop is not woken for that any more: it waits for the program's timer. */
static void end_task_1(uv_timer_t *timer)
{
    if (++at.timers == 1)
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
            prepare(*s);
            at.work.workload.count = 2;
            at.work.ready = 1;
            at.config.task_timeout_ns = UINT64_C(3600000) * WORK_MS;
            uv_timer_init(&at.uv, &at.timer);
            uv_timer_start(&at.timer, end_task_1, 1, 1);
            open_on(REAL_LOOP);
            assert_int_equal(ac_next(at.run)->number, 1);
            assert_true(at.real.armed_ns > 0); /* for the timeout of task 1 */
            assert_int_equal(ac_next(at.run)->number, 2);
            assert_null(ac_next(at.run));
            assert_int_equal(ac_error(at.run), 0);
            close_run();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_that_cannot_come_is_a_deadlock),
        cmocka_unit_test(work_that_cannot_end_is_a_deadlock),
        cmocka_unit_test(work_that_cannot_end_is_not_polled_for),
        cmocka_unit_test(work_that_ignores_its_timeout_is_a_deadlock),
        cmocka_unit_test(a_turn_of_a_loop_at_rest_returns),
        cmocka_unit_test(a_turn_waits_for_the_next_end),
        cmocka_unit_test(an_event_of_a_real_loop_is_waited_for),
        cmocka_unit_test(work_that_is_done_at_once_keeps_no_other_waiting),
        cmocka_unit_test(a_deadline_that_is_stale_wakes_no_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
