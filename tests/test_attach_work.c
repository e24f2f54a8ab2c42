/* test_attach_work.c -- work on a program's own loop, which the program turns: when `ready` and `detached`
 * come, and what it costs to wait. For every strategy of the table.
 *
 * The test says when a task ends, between two turns of the loop. So what a turn brings is exact. The
 * wake-ups are counted: each is a turn of the loop that the run has caused.
 */
#include <errno.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/attach.h"
#include "support/check.h"
#include "support/files.h"
#include "support/work.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { TASKS = 6, LIMIT = 2, IDLE_MS = 20 };

static struct {
    uv_loop_t uv;
    uv_timer_t timer;
    struct ac_attached attached;
    struct work work;
    struct ac_config config;
    struct ac_measures measures;
    uint64_t heap_bytes;
    unsigned descriptors;

    unsigned ready, taken, detached, wakes;
    bool over, keep; /* as `ready` saw it; it does not detach by itself */
    bool chain;      /* see on_event() */
    void (*woken)(struct ac_loop_uv *);
} at;

/* --- the program --- */

static void on_detached(struct ac_attached *attached)
{
    assert_ptr_equal(attached, &at.attached);
    at.detached++;
}

static void on_ready(struct ac_attached *attached)
{
    assert_int_equal(at.detached, 0);
    at.ready++;
    for (const struct ac_task *task; (task = ac_try(attached->run)); at.taken++)
        work_taken(&at.work, task);
    at.over = ac_over(attached->run);
    if (at.over && !at.keep)
        ac_detach(attached, false, on_detached);
}

static void on_woken(struct ac_loop_uv *loop)
{
    at.wakes++;
    at.woken(loop);
}

/* The first task in flight; 0: there is none. */
static uint32_t in_flight(void)
{
    for (uint32_t i = 1; i <= TASKS; i++)
        if (work_is_in_flight(&at.work, i))
            return i;
    return 0;
}

/* The end of each brings the end of the next, which is noticed in the turn after. */
static void on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)now_ns;
    (void)number;
    if (event == AC_EVENT_CANCEL && at.chain && in_flight())
        work_end(&at.work, in_flight(), -ECANCELED);
}

static void prepare(const struct ac_strategy *strategy)
{
    memset(&at, 0, sizeof at);
    assert_int_equal(uv_loop_init(&at.uv), 0);
    uv_timer_init(&at.uv, &at.timer);
    at.heap_bytes = ac_heap_bytes();
    at.descriptors = open_descriptors();
    work_init(&at.work, TASKS);
    for (uint32_t i = 1; i <= TASKS; i++)
        at.work.plans[i].cancel = WORK_STOPS_LATER;
    at.config = (struct ac_config){.strategy = strategy,
                                   .workload = &at.work.workload,
                                   .limit = LIMIT,
                                   .queue = 2,
                                   .measures = &at.measures,
                                   .trace = on_event};
}

static void turn(void)
{
    uv_run(&at.uv, UV_RUN_NOWAIT);
}

/* The first turn launches. */
static void attach(void)
{
    assert_int_equal(ac_attach(&at.attached, &at.uv, &at.config, on_ready), 0);
    at.woken = at.attached.loop.woken;
    at.attached.loop.woken = on_woken;
    turn();
    assert_true(at.ready > 0);
}

static const struct ac_counts *counts(void)
{
    return ac_counts(at.attached.run);
}

static void close_handle(uv_handle_t *handle, void *argument)
{
    (void)argument;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

/* The run is detached: the loop has nothing left of it, and every task is released. */
static void finish(void)
{
    if (!uv_is_closing((uv_handle_t *)&at.timer))
        uv_close((uv_handle_t *)&at.timer, NULL);
    uv_run(&at.uv, UV_RUN_DEFAULT);
    assert_int_equal(at.detached, 1);
    assert_null(at.attached.run);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
    assert_true(open_descriptors() < at.descriptors);
    assert_null(work_close(&at.work));
    const struct ac_counts *c = &at.attached.counts;
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->in_flight + c->waiting + c->cancelling, 0);
    assert_int_equal(c->taken, at.taken);
    assert_int_equal(at.attached.error, 0);
}

/* --- what a turn costs that nothing caused --- */

static void stop_loop(uv_timer_t *timer)
{
    uv_stop(timer->loop);
}

/* Lets the loop go on for a while. The run has no part in it: no wake-up is set, and none comes. */
static void check_rest(void)
{
    for (unsigned turns = 0; turns < 3; turns++)
        turn(); /* what there is to tell is told: at the end, that it is over */
    at.wakes = 0;
    assert_true(at.attached.loop.armed_ns == 0);
    unsigned ready = at.ready;
    uint64_t turns = counts()->turns;
    uv_timer_start(&at.timer, stop_loop, IDLE_MS, 0);
    uv_run(&at.uv, UV_RUN_DEFAULT);
    assert_int_equal(at.wakes, 0);
    assert_int_equal(at.ready, ready);
    assert_int_equal(counts()->turns, turns);
}

/* --- the tests --- */

static void ready_comes_in_the_turn_after_each_done(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            attach();
            for (unsigned i = 1; i <= TASKS; i++) {
                assert_false(at.over);
                work_end(&at.work, in_flight(), i % 2 ? 0 : -EIO);
                assert_int_equal(at.ready, i);
                turn();
                assert_int_equal(at.ready, i + 1);
                assert_int_equal(at.taken, i);
            }
            assert_true(at.over);
            assert_int_equal(at.wakes, 0);
            finish();
        }
}

static void ready_comes_once_for_all_that_were_done(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            attach();
            unsigned ends = 0, all = (*s)->flags & AC_SERIAL ? 1 : LIMIT;
            for (; ends < all; ends++)
                work_end(&at.work, in_flight(), 0);
            turn();
            assert_int_equal(at.ready, 2);
            assert_int_equal(at.taken, ends);
            for (uint32_t i; (i = in_flight()); turn())
                work_end(&at.work, i, 0);
            finish();
            assert_int_equal(at.taken, TASKS);
        }
}

/* From a turn of the loop to the next, without a wake-up of the loop in between but the first. */
static void ready_comes_for_work_that_is_done_at_once(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            for (uint32_t i = 1; i <= TASKS; i++)
                at.work.plans[i].start = i % 2 ? AC_DONE : -EMFILE;
            attach();
            uv_run(&at.uv, UV_RUN_DEFAULT);
            finish();
            assert_int_equal(at.taken, TASKS);
            assert_int_equal(at.attached.counts.failed, TASKS / 2);
            assert_true(at.wakes <= TASKS);
        }
}

/* It waits for work, for its source, and for its program after the end. */
static void waiting_costs_nothing(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int lack = AC_SUPPLY_NONE; lack <= AC_SUPPLY_EVENT; lack++) {
        prepare(*s);
        at.keep = true;
        at.work.ready = 1;
        at.work.lack = lack;
        at.work.workload.wake_ns = UINT64_MAX;
        attach();
        check_rest();
        work_end(&at.work, 1, 0);
        check_rest();
        assert_int_equal(at.taken, 1);
        at.work.ready = TASKS;
        ac_more(at.attached.run);
        check_rest();
        for (uint32_t i; (i = in_flight()); turn())
            work_end(&at.work, i, 0);
        assert_true(at.over);
        check_rest();
        ac_detach(&at.attached, false, on_detached);
        finish();
        assert_int_equal(at.taken, TASKS);
    }
}

static void one_timeout_is_one_wake_up(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            at.work.workload.count = at.work.ready = 1;
            at.config.task_timeout_ns = WORK_MS;
            at.keep = true;
            attach();
            while (!at.work.tasks[1].asked)
                uv_run(&at.uv, UV_RUN_ONCE);
            assert_true(at.wakes == 1 || ac_wake_resolution_ns > 1); /* whole ms may be early */
            assert_int_equal(counts()->cancelling, 1);
            check_rest(); /* it takes its time to end */
            work_end(&at.work, 1, 0);
            check_rest();
            assert_int_equal(counts()->timed_out, 1);
            assert_int_equal(at.taken, 1);
            ac_detach(&at.attached, false, on_detached);
            finish();
        }
}

static void a_stale_deadline_is_no_wake_up(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            at.work.workload.count = at.work.ready = 2;
            at.config.task_timeout_ns = UINT64_C(3600000) * WORK_MS;
            at.keep = true;
            attach();
            uint64_t first_ns = at.attached.loop.armed_ns;
            assert_true(first_ns > 1);
            work_end(&at.work, 1, 0);
            turn();
            uint64_t second_ns = at.attached.loop.armed_ns;
            assert_true(second_ns >= first_ns);
            assert_true(second_ns >= at.config.task_timeout_ns);
            work_end(&at.work, 2, 0);
            check_rest();
            assert_int_equal(at.taken, 2);
            ac_detach(&at.attached, false, on_detached);
            finish();
        }
}

/* Work that is asked to end takes its time, and counts as cancelled or as completed. */
static void detached_comes_when_the_last_has_ended(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < 4; way++) {
        bool drain = way & 1, ignores = way & 2;
        prepare(*s);
        for (uint32_t i = 1; ignores && i <= TASKS; i++)
            at.work.plans[i].cancel = WORK_GOES_ON;
        attach();
        work_end(&at.work, 1, 0);
        turn();
        uint64_t left = counts()->in_flight, before = counts()->launched;
        assert_true(left > 0);
        ac_detach(&at.attached, drain, on_detached);
        for (uint32_t i; (i = in_flight());) {
            assert_int_equal(at.detached, 0);
            assert_int_equal(counts()->cancelling, drain ? 0 : counts()->in_flight);
            check_rest();
            work_end(&at.work, i, i % 2 ? 0 : -ECANCELED);
            assert_int_equal(at.detached, 0);
        }
        turn();
        assert_null(at.attached.run);
        finish();
        assert_int_equal(at.ready, 2);
        assert_int_equal(at.attached.counts.launched, before);
        assert_int_equal(at.attached.counts.finished + at.attached.counts.cancelled, left + 1);
        assert_int_equal(at.attached.counts.cancelled == 0,
                         drain || at.attached.counts.finished == left + 1);
    }
}

/* At once, and from inside cancel. */
static void detached_comes_when_work_stops_at_once(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            for (uint32_t i = 1; i <= TASKS; i++)
                at.work.plans[i].cancel = WORK_STOPS;
            attach();
            ac_detach(&at.attached, false, on_detached);
            assert_null(at.attached.run);
            finish();
            assert_int_equal(at.attached.counts.cancelled, at.attached.counts.launched);
        }
}

/* A source that would be asked again at its instant is not, where nothing is pulled any more. */
static void draining_asks_no_source(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < 3; way++) {
        prepare(*s);
        at.work.ready = 1;
        at.work.lack = AC_SUPPLY_NONE;
        at.work.workload.wake_ns = uv_hrtime() + UINT64_C(3600000) * WORK_MS;
        at.keep = true;
        attach();
        if (way == 0)
            ac_detach(&at.attached, true, on_detached);
        else if (way == 1)
            ac_end(at.attached.run, false);
        else
            ac_stop(at.attached.run, false);
        turn();
        check_rest();
        work_end(&at.work, 1, 0);
        turn();
        if (way > 0) {
            assert_true(at.over);
            check_rest();
            ac_detach(&at.attached, false, on_detached);
        }
        finish();
    }
}

/* The run is over when the last has ended, and then `ready` comes. */
static void end_without_detach_ends_with_the_last(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            at.keep = true;
            attach();
            ac_end(at.attached.run, false);
            for (uint32_t i; (i = in_flight());) {
                assert_false(ac_over(at.attached.run));
                turn();
                check_rest();
                work_end(&at.work, i, -ECANCELED);
            }
            assert_true(ac_over(at.attached.run));
            turn();
            assert_true(at.over);
            check_rest();
            ac_detach(&at.attached, false, on_detached);
            finish();
        }
}

/* Its end was noticed in a later turn of the loop: it was done at once, or reported inside the trace. */
static void end_without_detach_ends_with_one_that_had_ended(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int traced = 0; traced < 2; traced++) {
        prepare(*s);
        at.keep = true;
        at.work.ready = 0;
        attach();
        for (uint32_t i = 1; i <= TASKS && !traced; i++)
            at.work.plans[i].start = AC_DONE;
        at.work.ready = TASKS;
        ac_more(at.attached.run);
        ac_end(at.attached.run, false);
        at.chain = true;
        if (traced)
            work_end(&at.work, 1, -ECANCELED);
        for (unsigned turns = 0; turns < 4 * TASKS; turns++)
            turn();
        assert_true(at.over);
        ac_detach(&at.attached, false, on_detached);
        finish();
    }
}

static void ready_comes_for_each_that_was_cancelled(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            at.config.limit = TASKS;
            attach();
            ac_stop(at.attached.run, true);
            at.chain = true;
            work_end(&at.work, 1, -ECANCELED);
            for (unsigned turns = 0; turns < 4 * TASKS; turns++)
                turn();
            assert_true(at.over);
            finish();
        }
}

/* To its true end, in either way to wait for it. */
static void wall_time_goes_to_the_true_end(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int drain = 0; drain < 2; drain++) {
        prepare(*s);
        attach();
        uint64_t begin_ns = uv_hrtime();
        ac_detach(&at.attached, drain, on_detached);
        uv_sleep(2);
        uint64_t passed_ns = uv_hrtime() - begin_ns;
        for (uint32_t i; (i = in_flight());)
            work_end(&at.work, i, -ECANCELED);
        turn();
        finish();
        assert_true(at.attached.wall_ns >= passed_ns);
    }
}

static void unref_lets_the_loop_go(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int timeout = 0; timeout < 2; timeout++) {
        prepare(*s);
        at.config.task_timeout_ns = timeout ? UINT64_C(3600000) * WORK_MS : 0;
        attach();
        assert_true(uv_loop_alive(&at.uv));
        ac_attached_unref(&at.attached);
        assert_false(uv_loop_alive(&at.uv));
        assert_int_equal(uv_run(&at.uv, UV_RUN_DEFAULT), 0);
        assert_true(counts()->in_flight > 0);
        ac_attached_ref(&at.attached);
        assert_true(uv_loop_alive(&at.uv));
        for (uint32_t i; (i = in_flight()); turn())
            work_end(&at.work, i, 0);
        finish();
        assert_int_equal(at.taken, TASKS);
    }
}

/* The program has closed all handles that it found. Work that takes its time is waited for all the same. */
static void loop_closed_first_waits_for_the_last(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < 8; way++) {
        bool drain = way & 1, turned = way & 2, at_once = way & 4;
        prepare(*s);
        for (uint32_t i = 1; i <= TASKS && at_once; i++)
            at.work.plans[i].cancel = WORK_STOPS;
        attach();
        uv_walk(&at.uv, close_handle, NULL);
        if (turned)
            turn();
        ac_detach(&at.attached, drain, on_detached);
        for (uint32_t i; (i = in_flight()); turn()) {
            turn();
            assert_int_equal(at.detached, 0);
            work_end(&at.work, i, -ECANCELED);
        }
        finish();
        assert_int_equal(at.attached.counts.cancelled, at.attached.counts.launched);
    }
}

static void loop_closed_first_waits_for_what_has_ended_already(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int turned = 0; turned < 2; turned++) {
        prepare(*s);
        at.work.ready = 0;
        attach();
        for (uint32_t i = 1; i <= TASKS; i++)
            at.work.plans[i].start = AC_DONE;
        uv_walk(&at.uv, close_handle, NULL);
        at.work.ready = TASKS;
        ac_more(at.attached.run);
        if (turned)
            turn();
        ac_detach(&at.attached, false, on_detached);
        finish();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ready_comes_in_the_turn_after_each_done),
        cmocka_unit_test(ready_comes_once_for_all_that_were_done),
        cmocka_unit_test(ready_comes_for_work_that_is_done_at_once),
        cmocka_unit_test(waiting_costs_nothing),
        cmocka_unit_test(one_timeout_is_one_wake_up),
        cmocka_unit_test(a_stale_deadline_is_no_wake_up),
        cmocka_unit_test(detached_comes_when_the_last_has_ended),
        cmocka_unit_test(detached_comes_when_work_stops_at_once),
        cmocka_unit_test(draining_asks_no_source),
        cmocka_unit_test(end_without_detach_ends_with_the_last),
        cmocka_unit_test(end_without_detach_ends_with_one_that_had_ended),
        cmocka_unit_test(ready_comes_for_each_that_was_cancelled),
        cmocka_unit_test(wall_time_goes_to_the_true_end),
        cmocka_unit_test(unref_lets_the_loop_go),
        cmocka_unit_test(loop_closed_first_waits_for_the_last),
        cmocka_unit_test(loop_closed_first_waits_for_what_has_ended_already),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
