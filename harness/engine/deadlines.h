/* deadlines.h -- when tasks in flight time out, where nobody knows when their work ends.
 *
 * All tasks of a run have the same timeout, so their deadlines come in launch order, and a queue,
 * first in, first out, is sorted. A task that ends earlier leaves its deadline behind. Such a stale
 * one goes when it is the first; when most are stale, all of them go. So the queue holds at most a
 * few more than two for each task in flight, 16 bytes each, and no stale deadline wakes the loop.
 */
#ifndef AC_ENGINE_DEADLINES_H
#define AC_ENGINE_DEADLINES_H

#include "pool.h"

struct ac_deadline {
    uint64_t launch_ns;
    uint32_t index, sequence; /* of the task: its places in the pool, and among the pulls */
};

/* Zeroed is empty. */
struct ac_deadlines {
    struct ac_deadline *at;
    uint32_t head, tail; /* the queue is at[head .. tail - 1] */
    uint32_t capacity;
};

/* Makes room for one more, of a pool with `in_flight` tasks in flight. 0 or -ENOMEM. */
int ac_deadlines_reserve(struct ac_deadlines *deadlines, const struct ac_pool *pool,
                         uint64_t in_flight);

/* Adds a task that was launched now, when task->time_ns says. Room must be reserved. */
static inline void ac_deadlines_put(struct ac_deadlines *deadlines, const struct ac_task *task)
{
    deadlines->at[deadlines->tail++] = (struct ac_deadline){.launch_ns = task->time_ns,
                                                            .index = task->index,
                                                            .sequence = task->sequence};
}

/* The task in flight that was launched first, and is not asked to end yet; NULL: there is none. */
struct ac_task *ac_deadlines_first(struct ac_deadlines *deadlines, const struct ac_pool *pool);

#endif
