/* run.h -- one strategy on one source of tasks: the consumer's side of the harness.
 *
 *     for (task = ac_next(run); task; task = ac_next(run))
 *         use(task->number, task->error);
 *
 * is the C reader's `for result in as_completed(...)`. The referee (rules.h) watches every call in
 * every run. Nothing here prints, reads a clock itself, or knows libuv.
 *
 * A run, its loop and its source belong to one thread at a time: no two calls on them may overlap,
 * but for ac_interrupt() in a signal handler. Several threads may have a run each, on a loop each;
 * they share nothing but the count of memory.h. As with libuv, uv_replace_allocator() comes first
 * of all.
 *
 * Callbacks. The source's `next`, `trace`, and everything that a turn of the loop calls run inside
 * a call of the run. There, every function of this file may be called but ac_close, and ac_open on
 * the same loop:
 *
 *     ac_stop                     no pull and no launch from here on
 *     ac_interrupt                no pull from here on; the call under way is the last
 *     ac_stop with cancel, ac_end, ac_detach
 *                                 as ac_stop; ac_end and ac_detach also allow no take after one under way.
 *                                 Tasks in flight are cancelled, or drained, after the call under way
 *     ac_set_limit                another limit after the call under way; the last one counts
 *     ac_more                     fill is called after the call under way; from inside `next` it does
 *                                 nothing: the answer counts
 *     ac_try, ac_next, ac_next_before, ac_pass
 *                                 NULL, or nothing: the call under way goes on
 *     ac_counts, ac_over, ac_error and the others that only read
 *                                 the state in the middle of the call
 *
 * Between two calls, so also in attach.h's `ready` and `result`, everything is done at once.
 */
#ifndef AC_ENGINE_RUN_H
#define AC_ENGINE_RUN_H

#include "loop.h"
#include "measures.h"
#include "rules.h"
#include "source.h"

/* What happens to a task. A fail, timeout or cancel takes the place of the finish; a drop ends a
 * waiting task. */
enum ac_event {
    AC_EVENT_PULL,
    AC_EVENT_LAUNCH,
    AC_EVENT_FINISH,
    AC_EVENT_TAKE,
    AC_EVENT_FAIL,
    AC_EVENT_TIMEOUT,
    AC_EVENT_CANCEL,
    AC_EVENT_DROP,
};

/* What a task that fails, or times out, does to the run. */
enum ac_on_error {
    AC_CONTINUE, /* nothing */
    AC_STOP,     /* no launch after it; tasks in flight are finished, and handed over */
    AC_NOW,      /* no launch after it; tasks in flight are cancelled */
};

/* What to run. Everything pointed to is the caller's and must outlive the run. */
struct ac_config {
    const struct ac_strategy *strategy;
    struct ac_source *source;
    struct ac_loop *loop;
    uint64_t limit;            /* at least 1; larger than the source's count runs as that count */
    uint64_t queue;            /* at least 1 */
    uint64_t poll_interval_ns; /* between the looks of a strategy that polls; 0: it does not wait */
    uint64_t task_timeout_ns;  /* from its launch: a task that lasts longer times out; 0: none */
    uint64_t window;           /* the most tasks pulled and not yet taken; 0: no bound */
    bool ordered;              /* hand over in pull order; needs a window, or a source that ends */
    enum ac_on_error on_error;
    uint64_t errors_allowed;      /* before on_error acts */
    struct ac_measures *measures; /* NULL: the run reads no clock but for its tasks */

    /* NULL, or called at each event, in order, with its instant on the loop's clock. */
    void (*trace)(void *context, uint64_t now_ns, enum ac_event event, uint32_t number);
    void *trace_context;
};

/* When the very next harness call of the same entry point launches a task that was just pulled, the
 * task has not waited, and does not count in max_waiting. */
struct ac_counts {
    uint64_t pulled, launched, finished, taken; /* so far */
    uint64_t failed, timed_out;                 /* of the finished */
    uint64_t cancelled, dropped;         /* of the launched, and of the pulled: never handed over */
    uint64_t waiting, in_flight, unread; /* now */
    uint64_t max_waiting, max_in_flight, max_unread;
    uint64_t turns;
};

/* The limit that binds `strategy`, when `limit` was asked for and the source has `count` tasks. */
uint64_t ac_effective_limit(const struct ac_strategy *strategy, uint64_t limit, uint64_t count);

/* Makes a run; nothing is pulled or launched yet. 0; or -ENOMEM, or -EINVAL when `config` breaks a
 * rule of struct ac_config, and there is nothing to close. */
int ac_open(struct ac_run **run, const struct ac_config *config);

/* One finished task, or NULL if there is none now: ac_over() tells whether there will be one. Never
 * blocks, never turns the loop. The task is the caller's to read until its next call. */
struct ac_task *ac_try(struct ac_run *run);

/* One finished task, turning the loop until there is one; NULL at the end of the run: all tasks
 * taken, an error (ac_error), or an interrupt. Also NULL, and ac_over() is false, when nothing is
 * in flight and the source has none until ac_more(): the caller may feed it, and go on. */
struct ac_task *ac_next(struct ac_run *run);

/* As ac_next, but gives up at deadline_ns: NULL when the loop's clock has reached it and everything
 * due by then was handed over. A deadline in the past gives the loop one turn. */
struct ac_task *ac_next_before(struct ac_run *run, uint64_t deadline_ns);

/* Turns the loop until its clock has reached until_ns, and takes nothing: a consumer that is busy
 * without blocking the loop. Returns early when the run is over; and from UINT64_MAX when nothing
 * is in flight and the source will not be asked again. */
void ac_pass(struct ac_run *run, uint64_t until_ns);

/* Changes the limit; 0 counts as 1. A lower limit cancels nothing: it holds launches back. A higher
 * limit launches at once, as ac_more() does. */
void ac_set_limit(struct ac_run *run, uint64_t limit);

/* Tells the run that its source may have more now. Before this returns, the source is asked and its
 * tasks are launched; before the first take, that take does it. May be called from inside a
 * turn. */
void ac_more(struct ac_run *run);

/* Stops the run: no launch after it. Tasks in flight are finished, or with `cancel` cancelled;
 * finished tasks are still handed over; waiting tasks are dropped at the end. */
void ac_stop(struct ac_run *run, bool cancel);

/* Ends the run: nothing is handed over after it. Tasks in flight are cancelled, or with `drain`
 * finished first, turning the loop (an error then acts as config.on_error says: with AC_NOW it
 * cancels the rest). Waiting tasks are dropped. Then every launched task has ended, and the counts
 * add up: pulled = launched + dropped, launched = completed + failed + timed_out + cancelled.
 * Harmless when the run is over. */
void ac_end(struct ac_run *run, bool drain);

/* Makes ac_next return NULL after the turn under way; nothing more is pulled. May be called from a
 * signal handler or from inside a turn. A sleeping loop must also be woken. */
void ac_interrupt(struct ac_run *run);

/* 0, or why the run ended before its time: -ENOMEM, -EPROTO (a breach of the contract, see
 * ac_breach), or what the source or the loop reported. The first error wins. */
int ac_error(const struct ac_run *run);
const struct ac_breach *ac_breach(const struct ac_run *run);

/* True once there is nothing more to come. */
bool ac_over(const struct ac_run *run);

/* True once the source has no more and every task that it had was taken. */
bool ac_complete(const struct ac_run *run);

const struct ac_counts *ac_counts(const struct ac_run *run);

/* From before the first fill to the last take, or to the early end of the run; ns. 0 without
 * `measures`. */
uint64_t ac_wall_ns(const struct ac_run *run);

/* ac_end(run, false), and gives all memory back: no task or count may be used after it. NULL is
 * allowed. */
void ac_close(struct ac_run *run);

#endif
