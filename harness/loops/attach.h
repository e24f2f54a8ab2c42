/* attach.h -- a run on a program's own libuv loop, which the program turns itself.
 *
 *     static void on_ready(struct ac_attached *attached)
 *     {
 *         for (struct ac_task *task; (task = ac_try(attached->run));)
 *             use(task->number, task->error);
 *         if (ac_over(attached->run))
 *             ac_detach(attached, false, NULL);
 *     }
 *
 *     ac_attach(&attached, uv_default_loop(), &config, on_ready);
 *
 * The rest of run.h works on attached->run too, on the loop's thread. What turns a loop does not turn
 * this one: ac_next and ac_next_before are as ac_try, ac_pass returns at once, and ac_end cancels what it
 * would drain. ac_close is not for it: ac_detach gives the memory back.
 */
#ifndef AC_LOOPS_ATTACH_H
#define AC_LOOPS_ATTACH_H

#include "../engine/run.h"
#include "uv.h"

struct ac_attached {
    struct ac_loop_uv loop; /* first */
    struct ac_run *run;
    void *data;              /* the program's */
    struct ac_counts counts; /* once detached: what it came to */
    int error;               /* and ac_error() */

    void (*ready)(struct ac_attached *attached);
    void (*detached)(struct ac_attached *attached);
    void (*result)(struct ac_attached *attached, const struct ac_task *task);
    uv_prepare_t prepare;
    uv_idle_t last;   /* see ac_detach() where the program has closed the others */
    unsigned handles; /* not closed yet */
    bool told_over, leaving;
};

/* Makes a run as ac_open does, on `uv`; config->loop is not read. `ready` is called from inside
 * uv_run, first in its first turn, and then whenever there may be something to take, or the run is
 * over: call ac_try until it gives NULL. 0, -ENOMEM or a negative UV_E*: then nothing is attached. */
int ac_attach(struct ac_attached *attached, uv_loop_t *uv, const struct ac_config *config,
              void (*ready)(struct ac_attached *attached));

/* The same in push style: `result` is called with each task, its to read until it returns or
 * detaches; and the run is detached at its end. */
int ac_attach_push(struct ac_attached *attached, uv_loop_t *uv, const struct ac_config *config,
                   void (*result)(struct ac_attached *attached, const struct ac_task *task),
                   void (*detached)(struct ac_attached *attached));

/* Ends the run: no launch, no result and no `ready` after it. What is in flight is cancelled, or with
 * `drain` finished first. `detached` (may be NULL) is called once every launched task has ended and
 * the loop holds nothing of the run; its memory is given back by then, and `attached` is the caller's
 * again. May be called from `ready`, and from any callback of the run, where it takes effect once the
 * call under way is over; a second time it does nothing. attached->run may be NULL after it: leave the
 * loop around ac_try. A program that ends by closing every handle it finds, as with uv_walk, may do so, and
 * then call this: what is in flight is cancelled then, and `detached` comes after the next turns of the loop, or
 * at once if it has nothing to do. While a run drains its handles must stay open. */
void ac_detach(struct ac_attached *attached, bool drain,
               void (*detached)(struct ac_attached *attached));

#endif
