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
 * The functions of run.h work on attached->run too, on the loop's thread, but none turns the loop:
 * ac_next and ac_next_before are as ac_try, ac_pass and ac_turn return at once, and ac_end cancels
 * what it would drain. Where a workload carries tasks out itself, ac_end returns before they have
 * ended, and the run is over when the last one has. ac_detach takes the place of ac_close.
 *
 * News of a run are noticed before the loop polls, in a uv_prepare_t of its own. So a call of the
 * program from a uv_prepare_t that it had started before is noticed only when the loop wakes again.
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
    uint64_t wall_ns;        /* and ac_wall_ns() */
    int error;               /* and ac_error() */

    void (*ready)(struct ac_attached *attached);
    void (*detached)(struct ac_attached *attached);
    void (*result)(struct ac_attached *attached, const struct ac_task *task);
    uv_prepare_t prepare;
    union {
        uv_handle_t handle;
        uv_idle_t idle;
        uv_prepare_t prepare;
    } last;           /* see ac_detach() where the program has closed the others */
    unsigned handles; /* not closed yet */
    bool told_over, leaving;
    bool watched; /* `last` is in place of `prepare` */
};

/* Makes a run as ac_open does, on `uv`; config->loop is not read. uv_run calls `ready` in its first
 * turn, and then whenever there may be something to take or the run is over: call ac_try until it
 * gives NULL. 0; or -ENOMEM or a negative UV_E*, and nothing is attached. */
int ac_attach(struct ac_attached *attached, uv_loop_t *uv, const struct ac_config *config,
              void (*ready)(struct ac_attached *attached));

/* Attaches in push style: `result` is called with each task, and may read it, and its own memory
 * (ac_own), until it returns or detaches. At its end the run is detached, and `detached` (may be NULL)
 * is called. 0 or an error, as of ac_attach. */
int ac_attach_push(struct ac_attached *attached, uv_loop_t *uv, const struct ac_config *config,
                   void (*result)(struct ac_attached *attached, const struct ac_task *task),
                   void (*detached)(struct ac_attached *attached));

/* As uv_unref and uv_ref: whether the run keeps uv_run going, while it has something to wait for. An
 * attached run does, at first. */
void ac_attached_unref(struct ac_attached *attached);
void ac_attached_ref(struct ac_attached *attached);

/* Ends the run: no launch, no result and no `ready` after it. Tasks in flight are cancelled, or
 * with `drain` finished first. `detached` (may be NULL) is called when every launched task has
 * ended and the loop holds nothing of the run: its memory is given back, and `attached` is the
 * caller's again. May be called from `ready`, and from any callback of the run: then it takes
 * effect after the call under way. A second time it does nothing. attached->run may be NULL after
 * it: leave the loop around ac_try. A program may first close every handle that it finds, as with
 * uv_walk. Then tasks in flight are cancelled, and `detached` comes after the next turns of the
 * loop, or at once if the loop has nothing to do; but never before work has ended. While a run drains, its handles must stay
 * open. */
void ac_detach(struct ac_attached *attached, bool drain,
               void (*detached)(struct ac_attached *attached));

#endif
