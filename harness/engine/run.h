/* run.h -- one strategy on one source of tasks: the consumer's side of the harness.
 *
 *     for (task = ac_next(run); task; task = ac_next(run))
 *         use(task->number, task->error);
 *
 * is the C reader's `for result in as_completed(...)`. The referee (rules.h) watches every call in
 * every run. Nothing here prints, reads a clock itself, or knows libuv.
 *
 * A run, its loop and its source belong to one thread at a time: no call on them may overlap another,
 * but for ac_interrupt() in a signal handler. Runs on loops of their own may go on in as many threads at once;
 * they share nothing but the count of memory.h. As with libuv, uv_replace_allocator() comes before all.
 *
 * Callbacks. The source's `next`, `trace`, and whatever a turn of the loop calls, run inside a call of
 * the run. From there every function here may be called but ac_open on the same loop and ac_close:
 *
 *     ac_stop                     no pull and no launch after it, at once
 *     ac_interrupt                no pull after it, at once; the call under way is the last
 *     ac_stop with cancel, ac_end, ac_detach
 *                                 the same, and but for ac_stop no take after one under way; what is in
 *                                 flight is cancelled, or drained, when the call under way is over
 *     ac_set_limit                another limit when the call under way is over; the last one counts
 *     ac_more                     fill is called when the call under way is over; from inside `next` it
 *                                 does nothing: the answer counts
 *     ac_try, ac_next, ac_next_before, ac_pass
 *                                 NULL, or nothing: the call under way goes on
 *     ac_counts, ac_over, ac_error and the others that only read
 *                                 what is so then, in the middle of the call
 *
 * From between two calls, so also from attach.h's `ready` and `result`, everything is done at once.
 */
#ifndef AC_ENGINE_RUN_H
#define AC_ENGINE_RUN_H

#include "loop.h"
#include "measures.h"
#include "rules.h"
#include "source.h"

/* Fail, timeout and cancel stand in the place of finish; drop ends a task that waits. */
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
    AC_STOP,     /* no launch after it; what is in flight is finished, and handed over */
    AC_NOW,      /* no launch after it; what is in flight is cancelled */
};

/* What to run. Everything pointed to is the caller's and must outlive the run. */
struct ac_config {
    const struct ac_strategy *strategy;
    struct ac_source *source;
    struct ac_loop *loop;
    uint64_t limit;            /* at least 1; larger than the source's count runs as that count */
    uint64_t queue;            /* at least 1 */
    uint64_t poll_interval_ns; /* between the looks of a strategy that spins; 0: it does not wait */
    uint64_t task_timeout_ns;  /* from its launch: a task that lasts longer times out; 0: none */
    uint64_t window;           /* the most tasks pulled and not yet taken; 0: no bound */
    bool ordered;              /* hand over in pull order; needs a window, or a source that ends */
    enum ac_on_error on_error;
    uint64_t errors_allowed;      /* on_error acts at the error after so many */
    struct ac_measures *measures; /* NULL: the run reads no clock but for its tasks */

    /* NULL, or called at each event, in order, with its instant on the loop's clock. */
    void (*trace)(void *context, uint64_t now_ns, enum ac_event event, uint32_t number);
    void *trace_context;
};

/* A task that is launched by the very next call of a door after its pull, from the same entry point,
 * has not waited, and is in no max_waiting. */
struct ac_counts {
    uint64_t pulled, launched, finished, taken; /* so far */
    uint64_t failed, timed_out;                 /* of the finished */
    uint64_t cancelled, dropped;         /* of the launched, and of the pulled: never handed over */
    uint64_t waiting, in_flight, unread; /* now */
    uint64_t max_waiting, max_in_flight, max_unread;
    uint64_t turns;
};

/* The limit that binds `strategy` where `limit` was asked for and the source has `count` tasks. */
uint64_t ac_effective_limit(const struct ac_strategy *strategy, uint64_t limit, uint64_t count);

/* Makes a run; nothing is pulled or launched yet. 0; or -ENOMEM, or -EINVAL where `config` is not what it
 * must be: then there is nothing to close. */
int ac_open(struct ac_run **run, const struct ac_config *config);

/* One finished task, or NULL if there is none now: ac_over() tells whether there will be one. Never
 * blocks, never turns the loop. The task is the caller's to read until its next call. */
struct ac_task *ac_try(struct ac_run *run);

/* One finished task, turning the loop until there is one; NULL at the end of the run: all tasks
 * taken, an error (ac_error), or an interrupt. NULL too, and ac_over() false, where nothing is in
 * flight and the source has none until ac_more(): the caller may feed it, and go on. */
struct ac_task *ac_next(struct ac_run *run);

/* The same, but it also returns NULL once the loop's clock has reached deadline_ns, and what was due
 * by then was handed over: a deadline that is over already gives the loop one turn. */
struct ac_task *ac_next_before(struct ac_run *run, uint64_t deadline_ns);

/* Turns the loop until its clock has reached until_ns, taking nothing: a consumer that is busy, and
 * does not block the loop. Returns early where the run is over, and, of UINT64_MAX, where nothing is in flight
 * and the source will not be asked again. */
void ac_pass(struct ac_run *run, uint64_t until_ns);

/* Changes the limit; 0 counts as 1. A limit that falls binds launches only. One that rises launches at once,
 * as ac_more() does. */
void ac_set_limit(struct ac_run *run, uint64_t limit);

/* Tells the run that its source may have more now: it is asked, and what it has is launched, before this
 * returns; before the first take, with that. May be called from inside a turn. */
void ac_more(struct ac_run *run);

/* Stops the run: no launch after it. What is in flight is finished, or with `cancel` cancelled; what
 * has finished is still handed over; what waits is dropped at the end. */
void ac_stop(struct ac_run *run, bool cancel);

/* Ends the run: nothing is handed over after it. What is in flight is cancelled, or with `drain`
 * finished first, turning the loop (an error then acts as config.on_error says: with AC_NOW it cancels the
 * rest); what waits is dropped. After it every launched task has ended,
 * and the counts add up: pulled = launched + dropped, launched = completed + failed + timed_out +
 * cancelled. Harmless when the run is over. */
void ac_end(struct ac_run *run, bool drain);

/* Makes ac_next return NULL as soon as the turn under way is over; nothing more is pulled. May be
 * called from a signal handler or from inside a turn; a loop that sleeps must be woken besides. */
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

/* From before the first fill to the last take, or to where the run ended early; ns. 0 without
 * `measures`. */
uint64_t ac_wall_ns(const struct ac_run *run);

/* ac_end(run, false), and all memory is given back: tasks and counts may not be used any more. NULL is
 * allowed. */
void ac_close(struct ac_run *run);

#endif
