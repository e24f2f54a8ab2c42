/* run.h -- one strategy on one workload: the consumer's side of the harness, and what a workload
 * reports.
 *
 *     for (task = ac_next(run); task; task = ac_next(run))
 *         use(task->number, task->error);
 *
 * is in C what `for result in as_completed(...)` is in Python. The referee (rules.h) checks every
 * call in every run. No function here prints, reads a clock itself, or knows libuv.
 *
 * Threads. A run, its loop and its workload belong to one thread at a time: no two calls on them may
 * overlap. ac_interrupt() in a signal handler is the exception. Several threads may have a run each,
 * on a loop each. They share nothing, but that memory without an allocator of the program's is
 * counted together. As with libuv, a program calls uv_replace_allocator() before anything else.
 *
 * Callbacks. The functions of the workload, `trace`, and everything that an iteration of the loop
 * calls, run inside a call of a function of this file. Such a callback may call every function of this file
 * but ac_close, and ac_open on the same loop. It may call anything of another run. The calls do this there:
 *
 *     ac_stop                     no pull and no launch from here on
 *     ac_interrupt                no pull from here on; the call under way is the last
 *     ac_stop with cancel, ac_end, ac_detach, and ac_close of an attached run
 *                                 no pull and no launch from here on; after all but ac_stop no
 *                                 take either, but for one under way. Tasks in flight are cancelled,
 *                                 or drained, after the call under way
 *     ac_set_limit                the new limit holds after the call under way; the last call counts
 *     ac_more                     `fill` is called after the call under way; inside `next` nothing
 *                                 happens: the value that `next` returns counts
 *     ac_done                     the task is finished at once; inside `next`, `start`, `again`, `release`
 *                                 and `trace` in the next turn of the loop
 *     ac_fail                     no pull, launch or take from here on
 *     ac_try, ac_next, ac_next_before, ac_pass, ac_turn
 *                                 nothing, and NULL is returned: the call under way goes on
 *     ac_counts, ac_over, ac_error and the others that only read
 *                                 they read the state in the middle of the call under way
 *
 * Between two calls every function acts at once. That includes `ready`, `result` and `detached` of
 * attach.h.
 *
 * Structs of the caller's. Their first member is `size`, which is sizeof of the struct. So a program
 * works with a later version of the library, whose struct is larger. It works with an earlier one, too,
 * as long as it leaves 0 what that one does not know.
 *
 * Undefined is what no check can find: a call on a run after ac_close, or after `detached` has
 * returned; a task that is used after its ac_done, or after the consumer's next call; ac_close from
 * inside a callback of the run, unless it is attached; a loop, a workload, a strategy or an allocator
 * that is gone before its run; a write to a struct of the caller's during the run, but to what its
 * comment leaves to the caller.
 */
#ifndef AC_ENGINE_RUN_H
#define AC_ENGINE_RUN_H

#include "allocator.h"
#include "rules.h"
#include "workload.h"

#ifdef __cplusplus
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow" /* ac_counts is a struct and a function, as stat is */
extern "C" {
#endif
#pragma GCC visibility push(default)

struct ac_loop; /* loops.h makes one */

/* What happens to a task. A task that fails, times out or is cancelled has that event in place of a
 * finish. A drop ends a waiting task. A task whose work comes back as another has a retry in place of
 * its finish, and no take. */
enum ac_event {
    AC_EVENT_PULL,
    AC_EVENT_LAUNCH,
    AC_EVENT_FINISH,
    AC_EVENT_TAKE,
    AC_EVENT_FAIL,
    AC_EVENT_TIMEOUT,
    AC_EVENT_CANCEL,
    AC_EVENT_DROP,
    AC_EVENT_RETRY,
};

/* What a task that fails, or times out, does to the run. */
enum ac_on_error {
    AC_CONTINUE, /* nothing */
    AC_STOP,     /* no launch after it; tasks in flight are finished, and handed over */
    AC_NOW,      /* no launch after it; tasks in flight are cancelled */
};

/* What to run. The run copies it. The caller owns everything that a member points to, and it must
 * outlive the run. */
struct ac_config {
    size_t size; /* sizeof(struct ac_config) */
    const struct ac_strategy *strategy;
    struct ac_workload *workload;   /* that of no other run */
    struct ac_loop *loop;           /* that of no other run at the time */
    struct ac_allocator *allocator; /* of the run's memory; NULL: malloc and free */
    uint64_t limit;                 /* at least 1; if larger than the source's count, that count */
    uint64_t queue;                 /* at least 1 */
    uint64_t poll_interval_ns; /* the pause between two looks of a strategy that polls; 0: none */
    uint64_t task_timeout_ns;  /* a task in flight for longer than this times out, and work is
                                  cancelled; 0: none does */
    uint64_t window;           /* the most tasks pulled and not yet taken; 0: no bound */
    bool ordered; /* the takes are in pull order; needs a window, or a source that ends, and that no
                     work comes back */
    enum ac_on_error on_error;
    uint64_t errors_allowed; /* how many failures and timeouts there may be before on_error acts */

    /* NULL, or called at each event, in order, with the instant of the event on the loop's clock. */
    void (*trace)(void *context, uint64_t now_ns, enum ac_event event, uint32_t number);
    void *trace_context;

    void *data; /* the program's: see ac_data() */
};

/* How many tasks have come how far. When the very next harness call of the same entry point launches a
 * task that was just pulled, the task has not waited, and does not count in max_waiting. */
struct ac_counts {
    uint64_t pulled, launched, finished, taken; /* so far */
    uint64_t failed, timed_out;                 /* of the finished */
    uint64_t cancelled, dropped; /* never taken: of the launched tasks, and of the waiting ones */
    uint64_t retried; /* of the launched: their work came back, so they are not of the finished */
    uint64_t waiting, in_flight; /* now */
    uint64_t unread;     /* now: not taken; retried ones, too, until the strategy hands them over */
    uint64_t cancelling; /* now, of those in flight: asked to end, and not ended yet */
    uint64_t max_waiting, max_in_flight, max_unread; /* the most at one instant */
    uint64_t turns;                                  /* of the loop */
};

/* The strategy of that name: "callback", "semaphore", "bounded_queue", "polling", "unbounded", and the
 * controls "floor" and "serial". NULL: there is none. It lasts for ever. Any thread may ask. */
const struct ac_strategy *ac_strategy_named(const char *name);

/* Makes a run, and pulls and launches nothing yet. It is the caller's, who gives it back to ac_close.
 * Returns 0; or -ENOMEM; or -EINVAL when `config` breaks a rule of struct ac_config, or the `size` of
 * a struct of the caller's is too small; or -E2BIG when such a struct is larger than this version
 * knows, and is not 0 there. After an error *run is NULL: there is no run to close. */
int ac_open(struct ac_run **run, const struct ac_config *config);

/* Returns one finished task, or NULL if there is none now: ac_over() says whether there will be one.
 * It never blocks, and never runs the loop. The caller may read the task until its next call. */
struct ac_task *ac_try(struct ac_run *run);

/* Runs the loop until a task has finished, and returns that task. Returns NULL at the end of the run:
 * all tasks are taken, there was an error (ac_error), or an interrupt. It also returns NULL, with
 * ac_over() false, when nothing is in flight and the source has no task until ac_more(). The caller
 * may then feed the source, and go on. */
struct ac_task *ac_next(struct ac_run *run);

/* As ac_next, but with a deadline. Returns NULL when the loop's clock has reached deadline_ns and
 * every task that was due by then is taken. If the deadline is in the past, the loop makes one
 * iteration. */
struct ac_task *ac_next_before(struct ac_run *run, uint64_t deadline_ns);

/* Runs the loop until its clock has reached until_ns, and takes nothing: a consumer that is busy
 * without blocking the loop. Returns early when the run is over. With UINT64_MAX it also returns
 * when nothing is in flight and the source will not be asked again. */
void ac_pass(struct ac_run *run, uint64_t until_ns);

/* Turns the loop once, and takes nothing: for a consumer that waits for an event of its own, such as
 * room in a pipe. Waits until something happens. Works after the end of the run, too. */
void ac_turn(struct ac_run *run);

/* Changes the limit; 0 counts as 1. A lower limit cancels no task: it holds launches back. With a
 * higher limit, tasks are launched at once, as ac_more() does. */
void ac_set_limit(struct ac_run *run, uint64_t limit);

/* Tells the run that its source may have more tasks now. Before this returns, the source is asked,
 * and its tasks are launched. Before the first take, that take does so. It may be called from inside
 * an iteration of the loop. */
void ac_more(struct ac_run *run);

/* Stops the run: no task is launched after it. Tasks in flight finish, or with `cancel` are
 * cancelled. Finished tasks are still handed over. Waiting tasks are dropped at the end. */
void ac_stop(struct ac_run *run, bool cancel);

/* Ends the run: no task is handed over after it. Tasks in flight are cancelled. With `drain` the loop
 * runs until they have finished; an error then acts as config.on_error says, so with AC_NOW it cancels
 * the others. Where the workload carries tasks out itself, the loop is turned until each has truly
 * ended, however long that takes. Waiting tasks are dropped. Then every launched task has ended, and the counts add up:
 * pulled = launched + dropped, launched = completed + failed + timed_out + cancelled + retried. When the
 * run is over already, the call does nothing. */
void ac_end(struct ac_run *run, bool drain);

/* Makes ac_next return NULL after the iteration of the loop under way; no further task is pulled. It
 * may be called from a signal handler, or from inside an iteration. The caller must also wake a loop
 * that sleeps. */
void ac_interrupt(struct ac_run *run);

/* A workload reports that a task which it has started has ended, truly: with 0, or a negative errno
 * value from -32768 on. Exactly once for each task whose `start` returned AC_STARTED, also after the task has
 * timed out, and after ac_stop, ac_end, ac_fail and ac_detach. A task that has
 * timed out stays timed out. Of a task that the run has cancelled, 0 means that the work was completed
 * all the same: it finishes, and is handed over; with an error it is cancelled. The strategy launches
 * the next task before this returns. Call it on the run's thread. `task` may not be used afterwards,
 * but in `release`. A second time, from inside `start`, or of a task that `start` has answered for, is a breach:
 * it ends the run with -EPROTO. That can be seen until the task is released. Later it is undefined, for the
 * memory may be another task's. */
void ac_done(struct ac_run *run, struct ac_task *task, int error);

/* A workload reports that it has failed as a whole, as when it has lost its server: the run ends with
 * that error, a negative errno value. Tasks in flight must still be reported done. */
void ac_fail(struct ac_run *run, int error);

/* The own_size bytes of the workload for a task. They last as long as the task: until its release. A
 * consumer reads a task's result there. The memory is the run's, and aligned as that of malloc. */
void *ac_own(const struct ac_run *run, const struct ac_task *task);

/* The `data` of the configuration. */
void *ac_data(const struct ac_run *run);

/* Returns 0, or why the run ended early: -ENOMEM, -EPROTO (a breach of the contract, see ac_breach),
 * or the error of the source or the loop. Of several errors it is the first. */
int ac_error(const struct ac_run *run);

/* The breach that ended the run: its rule is AC_RULE_NONE if there was none. It is the run's. */
const struct ac_breach *ac_breach(const struct ac_run *run);

/* True once no further result will come, and after ac_interrupt(). */
bool ac_over(const struct ac_run *run);

/* True once the source has ended and every task of it is taken. */
bool ac_complete(const struct ac_run *run);

/* What the run has done so far. The counts are the run's, and change with it. */
const struct ac_counts *ac_counts(const struct ac_run *run);

/* The time in ns on the loop's clock, from ac_open to the end of the run. Before that it is the time
 * so far. */
uint64_t ac_wall_ns(const struct ac_run *run);

/* Calls ac_end(run, false), and frees all memory: no task or count may be used after it. Of an attached
 * run it is ac_detach(run, false, NULL). `run` may be NULL. */
void ac_close(struct ac_run *run);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#pragma GCC diagnostic pop
#endif

#endif
