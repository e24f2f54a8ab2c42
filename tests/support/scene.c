/* scene.c -- see scene.h. */
#include "scene.h"

#include <string.h>

#include "../../harness/engine/memory.h"

static int plan_next(struct ac_workload *base, struct ac_item *item)
{
    struct plan *plan = (struct plan *)base;
    if (plan->pulled == plan->workload.count)
        return AC_SUPPLY_END;
    if (plan->workload.now_ns < plan->pulled * plan->interval_ns) {
        plan->workload.wake_ns = plan->pulled * plan->interval_ns;
        return AC_SUPPLY_NONE;
    }
    item->number = (uint32_t)plan->pulled + 1;
    item->duration_ns = plan->durations_ns[plan->pulled];
    item->error = plan->errors[plan->pulled++];
    return AC_SUPPLY_TASK;
}

struct scene scene;

static int picky_start(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    int error = task->number <= MOST ? scene.plan.start_errors[task->number - 1] : 0;
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

void scene_prepare(const struct ac_strategy *strategy, uint64_t count, uint64_t limit)
{
    memset(&scene, 0, sizeof scene);
    scene.heap_bytes = ac_heap_bytes();
    scene.plan.workload = (struct ac_workload){.size = sizeof(struct ac_workload),
                                               .count = count,
                                               .next = plan_next,
                                               .timed = true};
    for (uint64_t i = 0; i < count; i++)
        scene.plan.durations_ns[i] = (10 - i % 10) * MS;
    ac_loop_virtual_init(&scene.loop);
    scene.start = scene.loop.loop.start;
    scene.loop.loop.start = picky_start;
    scene.config = (struct ac_config){
        .size = sizeof(struct ac_config),
        .strategy = strategy,
        .workload = &scene.plan.workload,
        .loop = &scene.loop.loop,
        .limit = limit,
        .queue = 3,
        .trace = on_event,
    };
}

void scene_open(void)
{
    assert_int_equal(ac_open(&scene.run, &scene.config), 0);
}

uint64_t scene_take_all(void)
{
    uint64_t taken = 0;
    while (ac_next(scene.run))
        taken++;
    return taken;
}

void scene_check_end(void)
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
