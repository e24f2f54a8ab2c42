/* loop.h -- what a run needs of an event loop; the only place that knows which clock it is.
 *
 * A loop makes tasks finish that only take time: it keeps them by due instant and calls ac_finish()
 * for each, in order of due instant and, where those tie, of launch. Two exist: virtual.h, which jumps to the
 * next due instant, and uv.h, which sleeps until it on libuv.
 */
#ifndef AC_ENGINE_LOOP_H
#define AC_ENGINE_LOOP_H

#include "../../strategies/as_completed.h"

/* For ac_loop.turn: wait as long as it takes. */
#define AC_FOREVER UINT64_MAX

struct ac_pool;

struct ac_loop {
    struct ac_run *run;         /* whose tasks these are; set by ac_open; NULL: nobody's */
    const struct ac_pool *pool; /* where they are, by their index; set by ac_open */

    /* The instant now, in ns; on a real loop one read of CLOCK_MONOTONIC. Ask ac_loop_instant(). */
    uint64_t (*now)(struct ac_loop *loop);

    /* NULL, or the instant now of a clock that stands still between turns. Reading it takes no
     * call, and a call costs as much as a tenth of a task. */
    const uint64_t *standing_ns;

    /* Starts a task that lasts duration_ns. Sets task->time_ns to its due instant, at the latest in
     * `stamp` or in the next turn. 0; -ENOMEM or -EOVERFLOW, which end the run; or another negative
     * errno value: nothing was started, and the task finishes with this error. */
    int (*start)(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns);

    /* NULL, or how a run on it is closed: the program turns the loop itself. See attach.h. */
    void (*detach)(struct ac_run *run);

    /* One pass of the loop: ac_finish() for everything due that was in flight when the pass began.
     * Waits for the next due instant, but not past until_ns. With `spin`, or attached, it does not
     * wait. (On the virtual clock, where nothing else could move time, it jumps all the same.) 0 or
     * a negative errno, which ends the run: -EDEADLK where nothing can happen any more. */
    int (*turn)(struct ac_loop *loop, uint64_t until_ns, bool spin);

    /* NULL, or gives each started task without a due instant one, as if it started at now_ns; 0:
     * now. The run calls it before the thread goes back to the program, which may keep it for
     * long. */
    void (*stamp)(struct ac_loop *loop, uint64_t now_ns);

    /* NULL, or whether nothing but an instant can wake the loop any more. */
    bool (*is_dead)(struct ac_loop *loop);

    /* Forgets every task in flight and finishes none: their work has ended. */
    void (*cancel_all)(struct ac_loop *loop);

    /* Of a loop that ac_loop_open_uv or ac_loop_open_virtual has made: gives it back. */
    void (*close)(struct ac_loop *loop);
};

static inline uint64_t ac_loop_instant(struct ac_loop *loop)
{
    return loop->standing_ns ? *loop->standing_ns : loop->now(loop);
}

/* Loops call this, once for each started task, with a now_ns not before task->time_ns. */
void ac_finish(struct ac_run *run, struct ac_task *task, uint64_t now_ns);

#endif
