/* test_attach.c -- runs on a program's own libuv loop, turned by the program alone; for every strategy of
 * the table. Short real sleeps; no time is asserted, only what happened.
 */
#include <errno.h>
#include <string.h>

#include "../harness/engine/engine.h"
#include "../harness/engine/loop.h"
#include "../harness/engine/memory.h"
#include "../harness/loops/attach.h"
#include "../harness/loops/uv.h"
#include "../harness/workloads/arrivals.h"
#include "../harness/workloads/sleep.h"
#include "../strategies/strategies.h"
#include "support/check.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { TASKS = 30, US = 1000 };

static struct {
    uv_loop_t uv;
    struct ac_run *run;
    struct ac_counts counts; /* once detached */
    int error;
    struct ac_sleeps sleeps;
    struct ac_sleep_workload workload;
    struct ac_arrivals arrivals;
    struct ac_config config;
    uint64_t heap_bytes, leave_after, launched_then;
    unsigned taken, failed, detached;
    uint32_t seen[TASKS + 1];
    bool drain, over, complete;
} at;

static void prepare(const struct ac_strategy *strategy)
{
    memset(&at, 0, sizeof at);
    assert_int_equal(uv_loop_init(&at.uv), 0);
    at.heap_bytes = ac_heap_bytes();
    at.sleeps = (struct ac_sleeps){.count = TASKS, .scale_ns = 2000 * US, .tick_ns = 1};
    ac_sleep_workload_init(&at.workload, &at.sleeps);
    at.config = (struct ac_config){.size = sizeof(struct ac_config),
                                   .strategy = strategy,
                                   .workload = &at.workload.workload,
                                   .limit = 4,
                                   .queue = 3};
}

/* The loop must have nothing left to do, and the heap be what it was. */
static void run_loop(void)
{
    uv_run(&at.uv, UV_RUN_DEFAULT);
    assert_int_equal(at.detached, 1);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
    const struct ac_counts *c = &at.counts;
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->taken, at.taken);
}

static void on_detached(struct ac_run *run)
{
    assert_ptr_equal(run, at.run);
    at.counts = *ac_counts(run);
    at.error = ac_error(run);
    at.detached++;
}

static void note(const struct ac_task *task)
{
    at.taken++;
    at.failed += task->error != 0;
    at.seen[task->number]++;
}

static void on_ready(struct ac_run *run)
{
    assert_int_equal(at.detached, 0);
    for (struct ac_task *task; (task = ac_try(run));) {
        note(task);
        ac_arrivals_done(&at.arrivals, run);
        if (at.taken == at.leave_after) {
            at.launched_then = ac_counts(run)->launched;
            ac_detach(run, at.drain, on_detached);
            return;
        }
    }
    at.over = ac_over(run);
    at.complete = ac_complete(run);
    if (at.over)
        ac_detach(run, false, on_detached);
}

static void on_result(struct ac_run *run, const struct ac_task *task)
{
    assert_ptr_equal(run, at.run);
    note(task);
}

static void check_all_seen(void)
{
    assert_int_equal(at.error, 0);
    for (uint32_t i = 1; i <= TASKS; i++)
        assert_int_equal(at.seen[i], 1);
}

static void attach_hands_over_everything(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int ordered = 0; ordered < 2; ordered++) {
        prepare(*s);
        at.config.ordered = ordered;
        at.sleeps.fail_ppb = 300000000;
        ac_sleep_workload_init(&at.workload, &at.sleeps);
        assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
        run_loop();
        check_all_seen();
        assert_true(at.over && at.complete && at.failed > 0 && at.failed < TASKS);
    }
}

static void attach_push_style_calls_back_with_each(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            assert_int_equal(ac_attach_push(&at.run, &at.uv, &at.config, on_result, on_detached),
                             0);
            run_loop();
            check_all_seen();
        }
}

static void attach_leaving_ends_every_launched_task(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int drain = 0; drain < 2; drain++)
        for (uint64_t after = 1; after <= TASKS; after += 7) {
            prepare(*s);
            at.drain = drain;
            at.leave_after = after;
            assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
            run_loop();
            assert_int_equal(at.taken, after);
            assert_int_equal(at.counts.launched, at.launched_then);
            assert_true(!drain || at.counts.cancelled == 0);
        }
}

static void attach_leaving_before_the_first_turn(void **state)
{
    (void)state;
    prepare(ac_strategies[0]);
    assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
    ac_detach(at.run, true, on_detached);
    ac_detach(at.run, false, NULL); /* a second time it does nothing */
    run_loop();
    assert_int_equal(at.counts.pulled, 0);
}

static int refuse_every_third(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    static struct ac_loop_uv plain;
    ac_loop_uv_prepare(&plain, &at.uv);
    return task->number % 3 ? plain.loop.start(loop, task, duration_ns) : -EMFILE;
}

static void attach_what_cannot_be_started_is_done_with_its_error(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
            engine_of(at.run)->config.loop->start = refuse_every_third;
            run_loop();
            check_all_seen();
            assert_int_equal(at.failed, TASKS / 3);
        }
}

static void attach_slow_and_fed_sources_wake_the_loop(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t adds = 0; adds < 3; adds++) {
        prepare(*s);
        ac_arrivals_init(&at.arrivals, &at.workload.workload, 300 * US, adds);
        at.config.workload = &at.arrivals.workload;
        assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
        run_loop();
        check_all_seen();
    }
}

static uv_timer_t feeder;

static void on_feed(uv_timer_t *timer)
{
    ac_arrivals_done(&at.arrivals, at.run);
    if (at.arrivals.known >= TASKS)
        uv_close((uv_handle_t *)timer, NULL);
}

static void on_ready_only_takes(struct ac_run *run)
{
    for (struct ac_task *task; (task = ac_try(run));)
        note(task);
    if (ac_over(run))
        ac_detach(run, false, on_detached);
}

/* The program feeds its run from another handle of the same loop. */
static void attach_is_fed_from_the_same_loop(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            ac_arrivals_init(&at.arrivals, &at.workload.workload, 0, 3);
            at.config.workload = &at.arrivals.workload;
            assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready_only_takes), 0);
            uv_timer_init(&at.uv, &feeder);
            uv_timer_start(&feeder, on_feed, 1, 1);
            run_loop();
            check_all_seen();
        }
}

static uv_timer_t later;
static void (*later_does)(void);

/* A busy machine is late enough for it in the very first turn, before anything is launched. */
static void on_later(uv_timer_t *timer)
{
    if (ac_counts(at.run)->launched == 0)
        return;
    uv_close((uv_handle_t *)timer, NULL);
    later_does();
}

static void stop(void)
{
    ac_stop(at.run, false);
}

static void stop_and_cancel(void)
{
    ac_stop(at.run, true);
}

static void interrupt(void)
{
    ac_interrupt(at.run);
}

/* From elsewhere on the loop, while long tasks are in flight, or while the source is dry. */
static void attach_is_stopped_from_the_same_loop(void **state)
{
    (void)state;
    static void (*const ways[])(void) = {stop, stop_and_cancel, interrupt};
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < 3; way++)
        for (int dry = 0; dry < 2; dry++) {
            prepare(*s);
            /* What is cancelled lasts for hours: a busy machine may look late. */
            at.sleeps.scale_ns = dry ? 100 * US : way == 0 ? 100000 * US : 10000000000 * US;
            ac_arrivals_init(&at.arrivals, &at.workload.workload, 0, 1);
            if (dry)
                at.config.workload = &at.arrivals.workload;
            assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready_only_takes), 0);
            later_does = ways[way];
            uv_timer_init(&at.uv, &later);
            uv_timer_start(&later, on_later, 3, 1);
            run_loop();
            assert_int_equal(at.error, 0);
            assert_true(dry || way == 0 || at.counts.cancelled > 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attach_hands_over_everything),
        cmocka_unit_test(attach_push_style_calls_back_with_each),
        cmocka_unit_test(attach_leaving_ends_every_launched_task),
        cmocka_unit_test(attach_leaving_before_the_first_turn),
        cmocka_unit_test(attach_what_cannot_be_started_is_done_with_its_error),
        cmocka_unit_test(attach_slow_and_fed_sources_wake_the_loop),
        cmocka_unit_test(attach_is_fed_from_the_same_loop),
        cmocka_unit_test(attach_is_stopped_from_the_same_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
