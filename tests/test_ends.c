/* test_ends.c -- how tasks and runs end: errors, timeouts, a run that is stopped, left, or slowed down.
 *
 * On the virtual clock, for every strategy of the table. The tasks are planned one by one: a duration,
 * an error, and whether the loop refuses to start it.
 */
#include <errno.h>
#include <string.h>

#include "../harness/loop_virtual.h"
#include "../harness/memory.h"
#include "../harness/run.h"
#include "support/check.h"

enum { MS = 1000000, MOST = 64 };

struct plan {
    struct ac_source source; /* first */
    uint64_t durations_ns[MOST];
    int errors[MOST], start_errors[MOST];
    uint64_t pulled, interval_ns; /* of a slow source: a task every interval */
};

static int plan_next(struct ac_source *base, struct ac_item *item)
{
    struct plan *plan = (struct plan *)base;
    if (plan->pulled == plan->source.count)
        return AC_SUPPLY_END;
    if (plan->source.now_ns < plan->pulled * plan->interval_ns) {
        plan->source.wake_ns = plan->pulled * plan->interval_ns;
        return AC_SUPPLY_NONE;
    }
    item->number = (uint32_t)plan->pulled + 1;
    item->duration_ns = plan->durations_ns[plan->pulled];
    item->error = plan->errors[plan->pulled++];
    return AC_SUPPLY_TASK;
}

/* One run, and what came of it. */
struct scene {
    struct plan plan;
    struct ac_config config;
    struct ac_loop_virtual loop;
    int (*start)(struct ac_loop *, struct ac_task *, uint64_t);
    struct ac_run *run;
    uint64_t heap_bytes;
    uint32_t events[AC_EVENT_DROP + 1];
    uint32_t launches_when_stopped;
    bool stopped;
};
static struct scene scene;

static int picky_start(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    int error = scene.plan.start_errors[task->number - 1];
    return error ? error : scene.start(loop, task, duration_ns);
}

static void on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)now_ns;
    (void)number;
    scene.events[event]++;
    if (event == AC_EVENT_LAUNCH && scene.stopped)
        scene.launches_when_stopped++;
}

/* `count` tasks of 10, 9, 8... ms, `limit` at a time; the caller changes what it wants before opening. */
static void prepare(const struct ac_strategy *strategy, uint64_t count, uint64_t limit)
{
    memset(&scene, 0, sizeof scene);
    scene.heap_bytes = ac_heap_bytes();
    scene.plan.source = (struct ac_source){.count = count, .next = plan_next, .timed = true};
    for (uint64_t i = 0; i < count; i++)
        scene.plan.durations_ns[i] = (10 - i % 10) * MS;
    ac_loop_virtual_init(&scene.loop);
    scene.start = scene.loop.loop.start;
    scene.loop.loop.start = picky_start;
    scene.config = (struct ac_config){
        .strategy = strategy,
        .source = &scene.plan.source,
        .loop = &scene.loop.loop,
        .limit = limit,
        .queue = 3,
        .trace = on_event,
    };
}

static void open_run(void)
{
    assert_int_equal(ac_open(&scene.run, &scene.config), 0);
}

static uint64_t take_all(void)
{
    uint64_t taken = 0;
    while (ac_next(scene.run))
        taken++;
    return taken;
}

/* What must hold however a run ended; then gives everything back. */
static void check_end(void)
{
    ac_end(scene.run, false);
    const struct ac_counts *c = ac_counts(scene.run);
    assert_int_equal(ac_breach(scene.run)->rule, AC_RULE_NONE);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_true(c->failed + c->timed_out <= c->finished);
    assert_int_equal(c->waiting + c->in_flight, 0);
    assert_int_equal(scene.events[AC_EVENT_PULL], c->pulled);
    assert_int_equal(scene.events[AC_EVENT_LAUNCH], c->launched);
    assert_int_equal(scene.events[AC_EVENT_FAIL], c->failed);
    assert_int_equal(scene.events[AC_EVENT_TIMEOUT], c->timed_out);
    assert_int_equal(scene.events[AC_EVENT_CANCEL], c->cancelled);
    assert_int_equal(scene.events[AC_EVENT_DROP], c->dropped);
    assert_int_equal(scene.events[AC_EVENT_TAKE], c->taken);
    assert_int_equal(scene.launches_when_stopped, 0);
    assert_null(ac_next(scene.run));
    ac_close(scene.run);
    ac_loop_virtual_free(&scene.loop);
    assert_int_equal(ac_heap_bytes(), scene.heap_bytes);
}

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

static void ends_errors_are_delivered_like_any_result(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, 20, 3);
            scene.plan.errors[4] = -EIO;
            scene.plan.errors[19] = -ECONNRESET;
            open_run();
            uint64_t failed = 0, taken = 0;
            for (struct ac_task *task; (task = ac_next(scene.run)); taken++) {
                failed += task->error != 0;
                assert_int_equal(task->error, scene.plan.errors[task->number - 1]);
            }
            assert_int_equal(taken, 20);
            assert_int_equal(failed, 2);
            assert_int_equal(ac_counts(scene.run)->failed, 2);
            assert_true(ac_complete(scene.run));
            check_end();
        }
}

static void ends_what_cannot_be_started_is_done_with_its_error(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, 20, 3);
            for (int i = 0; i < 20; i++)
                scene.plan.start_errors[i] = i % 2 ? -EMFILE : 0;
            open_run();
            assert_int_equal(take_all(), 20);
            assert_int_equal(ac_counts(scene.run)->failed, 10);
            assert_int_equal(ac_counts(scene.run)->launched, 20);
            assert_true(ac_complete(scene.run));
            check_end();
        }
}

static void ends_stop_and_now_launch_nothing_more(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int now = 0; now < 2; now++) {
        prepare(*s, 30, 4);
        scene.plan.errors[6] = -EIO;
        scene.config.on_error = now ? AC_NOW : AC_STOP;
        open_run();
        uint64_t taken = take_all();
        const struct ac_counts *c = ac_counts(scene.run);
        uint64_t launched = c->launched;
        assert_int_equal(taken, c->finished);
        assert_true(now ? c->cancelled > 0 || c->launched == c->finished : c->cancelled == 0);
        if (!((*s)->flags & AC_NO_LIMIT))
            assert_true(launched < 30 && !ac_complete(scene.run));
        check_end();
    }
}

static void ends_a_count_of_errors_is_allowed_first(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, 30, 4);
            for (int i = 0; i < 30; i++)
                scene.plan.errors[i] = -EIO;
            scene.config.on_error = AC_STOP;
            scene.config.errors_allowed = 2;
            open_run();
            take_all();
            uint64_t failed = ac_counts(scene.run)->failed;
            assert_true(failed >= 3);
            if (!((*s)->flags & AC_NO_LIMIT))
                assert_true(failed <= 2 + 4);
            check_end();
        }
}

static void ends_a_task_times_out_from_its_launch(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, 20, 2);
            scene.config.task_timeout_ns = 5 * MS;
            open_run();
            for (struct ac_task *task; (task = ac_next(scene.run));) {
                bool longer = scene.plan.durations_ns[task->number - 1] > 5 * MS;
                assert_int_equal(task->error, longer ? -ETIMEDOUT : 0);
            }
            assert_int_equal(ac_counts(scene.run)->timed_out, 10);
            assert_int_equal(ac_counts(scene.run)->failed, 0);
            check_end();
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
            prepare(*s, 20, 3);
            open_run();
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
            check_end();
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
                prepare(*s, 60, limit);
                scene.config.queue = limit;
                open_run();
                for (int i = 0; i < 7; i++)
                    assert_non_null(ac_next(scene.run));
                assert_true(ac_counts(scene.run)->launched <= 7 + 3 * limit);
                check_end();
            }
        }
}

static void ends_a_slow_source_is_waited_for(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t limit = 1; limit <= 3; limit++) {
        prepare(*s, 12, limit);
        scene.plan.interval_ns = 15 * MS;
        open_run();
        assert_int_equal(take_all(), 12);
        assert_true(ac_complete(scene.run));
        assert_int_equal(scene.loop.now_ns, 11 * 15 * MS + scene.plan.durations_ns[11]);
        check_end();
    }
}

static void ends_a_window_bounds_what_is_unread(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t window = 1; window <= 6; window++) {
        if ((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
            continue;
        prepare(*s, 40, 3);
        scene.config.window = window;
        open_run();
        uint64_t taken = 0;
        for (; ac_next(scene.run); taken++)
            ac_pass(scene.run, scene.loop.now_ns + 20 * MS);
        assert_int_equal(taken, 40);
        assert_true(ac_counts(scene.run)->max_unread <= window);
        check_end();
    }
}

static void ends_in_order_hands_over_in_pull_order(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t window = 0; window <= 8; window += 4) {
        if (window && (*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
            continue;
        prepare(*s, 40, 3);
        scene.config.ordered = true;
        scene.config.window = window;
        open_run();
        uint32_t number = 0;
        for (struct ac_task *task; (task = ac_next(scene.run));)
            assert_int_equal(task->number, ++number);
        assert_int_equal(number, 40);
        assert_true(ac_complete(scene.run));
        check_end();
    }
}

static void ends_in_order_skips_what_will_never_come(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, 10, 10);
            scene.config.ordered = true;
            scene.config.on_error = AC_NOW;
            scene.plan.durations_ns[0] = 1000 * MS;
            scene.plan.errors[9] = -EIO;
            open_run();
            uint32_t before = 0;
            for (struct ac_task *task; (task = ac_next(scene.run)); before = task->number)
                assert_true(task->number > before);
            assert_int_equal(ac_counts(scene.run)->taken, ac_counts(scene.run)->finished);
            check_end();
        }
}

/* A limit that rises is used at once; one that falls binds launches only. */
static void ends_a_changing_limit_is_kept(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & (AC_NO_LIMIT | AC_SERIAL | AC_CONTROL))
                continue;
            prepare(*s, 60, 2);
            open_run();
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
            take_all();
            assert_int_equal(ac_counts(scene.run)->taken, 60);
            assert_int_equal(ac_counts(scene.run)->max_in_flight, 7);
            check_end();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_errors_are_delivered_like_any_result),
        cmocka_unit_test(ends_what_cannot_be_started_is_done_with_its_error),
        cmocka_unit_test(ends_stop_and_now_launch_nothing_more),
        cmocka_unit_test(ends_a_count_of_errors_is_allowed_first),
        cmocka_unit_test(ends_a_task_times_out_from_its_launch),
        cmocka_unit_test(ends_leaving_at_any_instant_loses_nothing),
        cmocka_unit_test(ends_taking_a_few_launches_not_many_more),
        cmocka_unit_test(ends_a_slow_source_is_waited_for),
        cmocka_unit_test(ends_a_window_bounds_what_is_unread),
        cmocka_unit_test(ends_in_order_hands_over_in_pull_order),
        cmocka_unit_test(ends_in_order_skips_what_will_never_come),
        cmocka_unit_test(ends_a_changing_limit_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
