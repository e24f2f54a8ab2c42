/* attach.h -- a run on a program's own libuv loop, which the program turns itself.
 *
 *     static void on_ready(struct ac_run *run)
 *     {
 *         for (struct ac_task *task; (task = ac_try(run));)
 *             use(task->number, task->error);
 *         if (ac_over(run))
 *             ac_detach(run, false, NULL);
 *     }
 *
 *     struct ac_run *run;
 *     ac_attach(&run, uv_default_loop(), &config, on_ready);
 *
 * The functions of run.h work on an attached run too, on the loop's thread, but none turns the loop:
 * ac_next and ac_next_before are as ac_try, ac_pass and ac_turn return at once, and ac_end cancels
 * what it would drain. Where a workload carries tasks out itself, ac_end returns before they have
 * ended, and the run is over when the last one has. ac_detach takes the place of ac_close.
 *
 * There may be any number of runs on one loop, beside other handles and requests of the program. A run
 * waits for nothing but its own, and stops no loop. While it has nothing to do it costs no turn of the loop.
 *
 * News of a run are noticed before the loop polls, in a uv_prepare_t of its own. So a call of the
 * program from a uv_prepare_t that it had started before is noticed only when the loop wakes again.
 *
 * The end. From ac_detach on, nothing is pulled, launched or handed over: ac_try gives NULL. ac_done
 * is still owed for each task in flight, and works as before. When the last has ended, each task is
 * released, the run's handles are closed, and `detached` is called: the last call that the program
 * gets. In it the run can be read for the last time, with ac_counts, ac_error, ac_wall_ns, ac_data and
 * the others that only read. Its tasks are gone. When `detached` returns, the run is gone, too. Until
 * then every call on it is allowed, and most have no effect any more.
 *
 * The loop must live until then, and be turned: without a turn no handle is closed. So uv_loop_close()
 * says UV_EBUSY as long as a run is attached, which changes nothing. A program may also first
 * close every handle that it finds, as with uv_walk(). Then tasks in flight are cancelled, and
 * `detached` comes after the next turns of the loop, or inside ac_detach if the loop has nothing to
 * do; but never before work has ended. While a run drains, its handles must stay open.
 */
#ifndef AC_LOOPS_ATTACH_H
#define AC_LOOPS_ATTACH_H

#include "../engine/run.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

struct uv_loop_s; /* a uv_loop_t is one */

/* Makes a run as ac_open does, on `uv`; config->loop is not read. uv_run() calls `ready` in its first
 * turn, and then whenever there may be something to take or the run is over: call ac_try until it
 * gives NULL. *run is set before the first call. Returns 0; or an error of ac_open, or a negative UV_E*:
 * then *run is NULL, and nothing is attached. May be called from inside a turn of the loop, and from a
 * callback of another run. */
int ac_attach(struct ac_run **run, struct uv_loop_s *uv, const struct ac_config *config,
              void (*ready)(struct ac_run *run));

/* Attaches in push style: `result` is called with each task, and may read it, and its own memory
 * (ac_own), until it returns or detaches. At its end the run is detached, and `detached` (may be NULL)
 * is called. Returns 0 or an error, as ac_attach does. */
int ac_attach_push(struct ac_run **run, struct uv_loop_s *uv, const struct ac_config *config,
                   void (*result)(struct ac_run *run, const struct ac_task *task),
                   void (*detached)(struct ac_run *run));

/* Whether the run keeps uv_run() going while it has something to wait for, as uv_ref() and uv_unref()
 * say of a handle. An attached run does, at first. Other runs are not changed. */
void ac_run_ref(struct ac_run *run);
void ac_run_unref(struct ac_run *run);

/* Ends an attached run: no launch, no result and no `ready` after it. Tasks in flight are cancelled, or
 * with `drain` finished first. `detached` (may be NULL) is called when every launched task has ended and
 * the loop holds nothing of the run; then the run's memory is given back. May be called from anywhere
 * on the loop's thread: from `ready` and `result`, and from any callback of the run, where it takes effect
 * after the call under way. A second time it does nothing: the first `drain` and `detached` count. Of
 * a run that is not attached it does nothing. */
void ac_detach(struct ac_run *run, bool drain, void (*detached)(struct ac_run *run));

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
