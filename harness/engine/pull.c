/* pull.c -- ac_pull, called by the strategy: the source is asked for its next task. */
#include <string.h>

#include "engine.h"

/* The window has no room before something is done with. */
ENGINE_APART static bool pull_is_full(struct engine *e)
{
    if (e->counts.pulled - e->counts.taken - e->counts.retried < e->config.window)
        return false;
    e->lack = ENGINE_WINDOW_FULL;
    return true;
}

static inline bool pull_is_allowed(struct engine *e)
{
    if (e->phase != ENGINE_RUNNING || e->lack > ENGINE_SOURCE_EVENT || e->interrupted)
        return false;
    return !e->config.window || !pull_is_full(e);
}

/* The source gave no task: notes whether it may have more, and when. */
static void pull_note_lack(struct engine *e, int answer)
{
    uint64_t wake_ns = e->config.workload->wake_ns;
    const uint64_t *standing_ns = e->config.loop->standing_ns;
    bool for_ever = standing_ns && wake_ns <= *standing_ns; /* the clock would never move on */
    if (answer > AC_SUPPLY_EVENT || answer == AC_SUPPLY_TASK ||
        (answer == AC_SUPPLY_NONE && for_ever))
        answer = -EINVAL;
    e->lack = answer == AC_SUPPLY_NONE    ? ENGINE_SOURCE_PENDING
              : answer == AC_SUPPLY_EVENT ? ENGINE_SOURCE_EVENT
                                          : ENGINE_SOURCE_ENDED;
    e->wake_ns = wake_ns;
    e->calls &= ~(unsigned)ENGINE_FILL; /* its answer counts, whatever it told ac_more() */
    if (e->lack == ENGINE_SOURCE_ENDED && !e->counts.in_flight)
        e->calls |= ENGINE_NEWS; /* no finish will tell that the run may be over */
    if (answer < 0)
        engine_fail(e, answer);
}

/* The task's own memory, zeroed. */
static void *pull_own(struct engine *e, const struct ac_task *task)
{
    return memset(ac_pool_own(&e->pool, task), 0, e->pool.own_size);
}

/* Asks the source for a task, which will be `task`. True: the item is filled in. */
static inline bool pull_ask(struct engine *e, const struct ac_task *task, struct ac_item *item)
{
    struct ac_workload *workload = e->config.workload;
    if (workload->timed)
        workload->now_ns = ac_loop_instant(e->config.loop);
    item->error = 0;
    if (e->pool.own_size)
        item->own = pull_own(e, task);
    e->calls |= ENGINE_CALLING;
    int answer = workload->next(workload, item);
    e->calls &= ~(unsigned)ENGINE_CALLING;
    if (answer == AC_SUPPLY_TASK && engine_can_keep(item->error))
        return true;
    pull_note_lack(e, answer);
    return false;
}

/* Room for one more task, wherever tasks leave a trace. NULL: no memory, and the run has failed. */
static inline struct ac_task *pull_reserve(struct engine *e)
{
    struct ac_task *task = ac_pool_get(&e->pool);
    if (task && (!e->config.ordered ||
                 !ac_reorder_reserve(&e->reorder, e->counts.pulled, e->config.allocator)))
        return task;
    if (task)
        ac_pool_put(&e->pool, task);
    engine_fail(e, -ENOMEM);
    return NULL;
}

/* Keeps since when the task is there. False: no memory, and the run has failed. */
static bool pull_note_arrival(struct engine *e, const struct ac_task *task, uint64_t there_ns)
{
    int error = ac_array_reserve(&e->there_ns, task->index, e->config.allocator);
    if (error)
        engine_fail(e, error);
    else
        e->there_ns.at[task->index] = there_ns;
    return !error;
}

struct ac_task *ac_pull(struct ac_run *run)
{
    struct engine *e = engine_of(run);
    struct ac_item item;
    e->just_pulled = NULL;
    struct ac_task *task = pull_is_allowed(e) ? pull_reserve(e) : NULL;
    if (!task)
        return NULL;
    if (!pull_ask(e, task, &item)) {
        ac_pool_put(&e->pool, task);
        return NULL;
    }
    task->number = item.number;
    task->time_ns = item.duration_ns;
    task->sequence = (uint32_t)e->counts.pulled++;
    task->error = (int16_t)item.error;
    task->timed_out = false;
    task->stage = AC_WAITING;
    engine_note_waiting(e);
    e->counts.waiting++;
    engine_trace(e, AC_EVENT_PULL, task);
    if (engine_is_dated(e) && !pull_note_arrival(e, task, item.there_ns))
        return NULL; /* the task waits, and is dropped with the run */
    e->just_pulled = task;
    return task;
}
