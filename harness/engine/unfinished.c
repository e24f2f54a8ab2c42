/* unfinished.c -- the tasks that do not finish: dropped before their launch, cancelled in flight, or launched
 * and never started.
 *
 * A strategy is not told of the first two, and may still hold them in its lines, so they are not
 * recycled: AC_GONE, until the run is closed.
 */
#include "engine.h"

void engine_drop(struct engine *e, struct ac_task *task)
{
    task->stage = AC_GONE;
    e->counts.waiting--;
    e->counts.dropped++;
    if (e->config.trace)
        engine_trace(e, AC_EVENT_DROP, task);
}

void engine_finish_unborn(struct engine *e)
{
    struct ac_task *task = e->unborn;
    e->unborn = NULL;
    while (task && task->stage == AC_IN_FLIGHT && !e->error) {
        struct ac_task *next = ac_pool_at(&e->pool, task->time_ns);
        bool last = next == task;
        task->time_ns = ac_loop_now(e->config.loop);
        ac_finish(&e->run, task, task->time_ns);
        task = last ? NULL : next;
    }
}

void engine_cancel_all(struct engine *e)
{
    e->config.loop->cancel_all(e->config.loop);
    e->unborn = NULL;
    for (uint64_t i = 0; i < e->pool.fresh && e->counts.in_flight; i++) {
        struct ac_task *task = ac_pool_at(&e->pool, i);
        if (task->stage != AC_IN_FLIGHT)
            continue;
        task->stage = AC_GONE;
        e->counts.in_flight--;
        e->counts.cancelled++;
        if (e->config.trace)
            engine_trace(e, AC_EVENT_CANCEL, task);
    }
}

void engine_drop_all(struct engine *e)
{
    for (uint64_t i = 0; i < e->pool.fresh && e->counts.waiting; i++) {
        struct ac_task *task = ac_pool_at(&e->pool, i);
        if (task->stage == AC_WAITING)
            engine_drop(e, task);
    }
}
