/* uv.h -- a loop on libuv and CLOCK_MONOTONIC: sleeping tasks with deadlines in ns.
 *
 * libuv's own timers count whole ms and fire up to 1 ms early. So the tasks stand in a queue
 * (queue.h), and the loop is woken for the first of them (wake.h). A clock read after a small batch
 * of launches stamps them: an earlier stamp would make every task early by what the turn took. The
 * last batch is stamped before the consumer has the thread again, so that no sleep begins late,
 * whatever the consumer does. A turn reads the clock once for all its finishes, and once more to
 * know whether it has to sleep.
 *
 * A sleeping thread wakes tens of us late. With `precise` the loop sleeps until that much before
 * the first deadline, and watches the clock for the rest: exact, for the CPU time of the watching.
 * A deadline nearer than the two system calls of a sleep is watched for in any case.
 */
#ifndef AC_LOOPS_UV_H
#define AC_LOOPS_UV_H

#include <uv.h>

#include "../engine/loop.h"
#include "queue.h"
#include "wake.h"

#define AC_STAMP_BATCH  8
#define AC_RECENT_WAKES 15

struct ac_loop_uv {
    struct ac_loop loop;   /* first */
    uv_loop_t *uv;         /* the caller's */
    struct ac_queue queue; /* its allocator is the caller's to set after the init; NULL at first */
    struct ac_wake wake;
    bool precise;                     /* the caller's, before the first turn */
    uint64_t wake_cost_ns;            /* the median of recent wake-ups: now less deadline */
    uint64_t recent[AC_RECENT_WAKES]; /* in turn; 0: not yet */
    unsigned wakes;
    uint64_t polled_ns;                     /* when uv last had a turn */
    uint64_t armed_ns;                      /* what the wake is set to; 0: it has fired */
    void (*woken)(struct ac_loop_uv *loop); /* NULL, or called from inside uv_run: see attach.h */
    struct {
        struct ac_task *task;
        uint64_t duration_ns;
    } launched[AC_STAMP_BATCH]; /* not stamped yet */
    unsigned launched_count;
};

/* Puts the loop on `uv`, which must outlive it and is turned by it. 0 or a negative UV_E*. */
int ac_loop_uv_init(struct ac_loop_uv *loop, uv_loop_t *uv);

/* For attach.c: the two halves of ac_loop_uv_init; and the wake-up for the first due instant, or
 * for until_ns, or none. */
void ac_loop_uv_prepare(struct ac_loop_uv *loop, uv_loop_t *uv);
int ac_loop_uv_start(struct ac_loop_uv *loop);
int ac_loop_uv_arm(struct ac_loop_uv *loop, uint64_t until_ns);

/* Forgets the tasks in flight and closes its handles; turns `uv` until they are closed. */
void ac_loop_uv_close(struct ac_loop_uv *loop);

#endif
