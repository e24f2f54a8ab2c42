/* own_loop.c -- see own_loop.h. */
#include "own_loop.h"

#include <errno.h>
#include <string.h>

#include "../../harness/engine/engine.h"
#include "../../harness/engine/memory.h"
#include "check.h"
#include "files.h"

enum { OWN_LOOP_IDLE_MS = 20 };

struct own_loop own_loop;

/* --- the program --- */

void own_loop_detached(struct ac_run *run)
{
    assert_ptr_equal(run, own_loop.run);
    own_loop.counts = *ac_counts(run);
    own_loop.wall_ns = ac_wall_ns(run);
    assert_int_equal(ac_error(run), own_loop.error);
    own_loop.detached++;
}

static void own_loop_on_ready(struct ac_run *run)
{
    assert_int_equal(own_loop.detached, 0);
    own_loop.ready++;
    for (const struct ac_task *task; (task = ac_try(run)); own_loop.taken++)
        work_taken(&own_loop.work, task);
    own_loop.over = ac_over(run);
    if (own_loop.over && !own_loop.keep)
        ac_detach(run, false, own_loop_detached);
}

static struct ac_loop_uv *own_loop_uv(void)
{
    return (struct ac_loop_uv *)engine_of(own_loop.run)->config.loop;
}

uint64_t own_loop_armed_ns(void)
{
    return own_loop_uv()->armed_ns;
}

static void own_loop_on_woken(struct ac_loop_uv *loop)
{
    own_loop.wakes++;
    own_loop.woken(loop);
}

uint32_t own_loop_in_flight(void)
{
    for (uint32_t i = 1; i <= OWN_LOOP_TASKS; i++)
        if (work_is_in_flight(&own_loop.work, i))
            return i;
    return 0;
}

/* The end of each brings the end of the next, which is noticed in the turn after. */
static void own_loop_on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)now_ns;
    (void)number;
    if (event == AC_EVENT_CANCEL && own_loop.chain && own_loop_in_flight())
        work_end(&own_loop.work, own_loop_in_flight(), -ECANCELED);
}

void own_loop_prepare(const struct ac_strategy *strategy)
{
    memset(&own_loop, 0, sizeof own_loop);
    assert_int_equal(uv_loop_init(&own_loop.uv), 0);
    uv_timer_init(&own_loop.uv, &own_loop.timer);
    own_loop.heap_bytes = ac_heap_bytes();
    own_loop.descriptors = open_descriptors();
    work_init(&own_loop.work, OWN_LOOP_TASKS);
    for (uint32_t i = 1; i <= OWN_LOOP_TASKS; i++)
        own_loop.work.plans[i].cancel = WORK_STOPS_LATER;
    own_loop.config = (struct ac_config){.size = sizeof(struct ac_config),
                                         .strategy = strategy,
                                         .workload = &own_loop.work.workload,
                                         .limit = OWN_LOOP_LIMIT,
                                         .queue = 2,
                                         .trace = own_loop_on_event};
}

void own_loop_turn(void)
{
    uv_run(&own_loop.uv, UV_RUN_NOWAIT);
}

void own_loop_attach(void)
{
    assert_int_equal(ac_attach(&own_loop.run, &own_loop.uv, &own_loop.config, own_loop_on_ready),
                     0);
    ac_measure(own_loop.run, &own_loop.measures);
    struct ac_loop_uv *loop = own_loop_uv();
    own_loop.woken = loop->woken;
    loop->woken = own_loop_on_woken;
    own_loop_turn();
    assert_true(own_loop.ready > 0);
}

const struct ac_counts *own_loop_counts(void)
{
    return ac_counts(own_loop.run);
}

void own_loop_finish(void)
{
    if (!uv_is_closing((uv_handle_t *)&own_loop.timer))
        uv_close((uv_handle_t *)&own_loop.timer, NULL);
    uv_run(&own_loop.uv, UV_RUN_DEFAULT);
    assert_int_equal(own_loop.detached, 1);
    assert_int_equal(uv_loop_close(&own_loop.uv), 0);
    assert_int_equal(ac_heap_bytes(), own_loop.heap_bytes);
    assert_true(open_descriptors() < own_loop.descriptors);
    assert_null(work_close(&own_loop.work));
    const struct ac_counts *c = &own_loop.counts;
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->in_flight + c->waiting + c->cancelling, 0);
    assert_int_equal(c->taken, own_loop.taken);
}

/* --- what a turn costs that nothing caused --- */

static void own_loop_stop(uv_timer_t *timer)
{
    uv_stop(timer->loop);
}

void own_loop_check_rest(void)
{
    for (unsigned turns = 0; turns < 3; turns++)
        own_loop_turn(); /* what there is to tell is told: at the end, that it is over */
    own_loop.wakes = 0;
    assert_int_equal(own_loop_armed_ns(), 0);
    unsigned ready = own_loop.ready;
    uint64_t turns = own_loop_counts()->turns;
    uv_timer_start(&own_loop.timer, own_loop_stop, OWN_LOOP_IDLE_MS, 0);
    uv_run(&own_loop.uv, UV_RUN_DEFAULT);
    assert_int_equal(own_loop.wakes, 0);
    assert_int_equal(own_loop.ready, ready);
    assert_int_equal(own_loop_counts()->turns, turns);
}
