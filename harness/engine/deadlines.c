/* deadlines.c -- see deadlines.h. */
#include "deadlines.h"

#include <errno.h>
#include <string.h>

enum { DEADLINES_SPARE = 64, DEADLINES_MORE = 128 };

/* The task whose deadline it is; NULL: the task has ended, or was asked to. */
static struct ac_task *deadlines_task(const struct ac_deadline *deadline,
                                      const struct ac_pool *pool)
{
    struct ac_task *task = ac_pool_at(pool, deadline->index);
    bool same = task->sequence == deadline->sequence && task->time_ns == deadline->launch_ns;
    return same && task->stage == AC_IN_FLIGHT ? task : NULL;
}

/* Moves the live ones to the front. */
static void deadlines_sweep(struct ac_deadlines *deadlines, const struct ac_pool *pool)
{
    uint32_t kept = 0;
    for (uint32_t i = deadlines->head; i < deadlines->tail; i++)
        if (deadlines_task(&deadlines->at[i], pool))
            deadlines->at[kept++] = deadlines->at[i];
    deadlines->head = 0;
    deadlines->tail = kept;
}

int ac_deadlines_reserve(struct ac_deadlines *deadlines, const struct ac_pool *pool,
                         uint64_t in_flight)
{
    if (deadlines->tail < deadlines->capacity)
        return 0;
    if (deadlines->capacity >= 2 * in_flight + DEADLINES_SPARE) {
        deadlines_sweep(deadlines, pool);
        return 0;
    }
    uint64_t capacity = 4 * in_flight + DEADLINES_MORE;
    struct ac_deadline *grown = capacity <= UINT32_MAX ? ac_resize(pool->allocator, deadlines->at,
                                                                   (size_t)capacity * sizeof *grown)
                                                       : NULL;
    if (!grown)
        return -ENOMEM;
    deadlines->at = grown;
    deadlines->capacity = (uint32_t)capacity;
    return 0;
}

struct ac_task *ac_deadlines_first(struct ac_deadlines *deadlines, const struct ac_pool *pool)
{
    for (; deadlines->head < deadlines->tail; deadlines->head++) {
        struct ac_task *task = deadlines_task(&deadlines->at[deadlines->head], pool);
        if (task)
            return task;
    }
    deadlines->head = deadlines->tail = 0;
    return NULL;
}
