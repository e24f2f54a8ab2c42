/* engine.h -- a run from the inside; for the files of this folder, and for loops/attach.c.
 *
 * Calls go down only: open.c opens and closes a run; next.c takes, for the consumer; run.c turns
 * the loop, and stops and ends the run; work.c carries tasks out whose end nobody knows; again.c is
 * about those whose work comes back; pull.c and task.c move one task on.
 */
#ifndef AC_ENGINE_ENGINE_H
#define AC_ENGINE_ENGINE_H

#include <errno.h>

#include "array.h"
#include "deadlines.h"
#include "loop.h"
#include "measures.h"
#include "pool.h"
#include "reorder.h"
#include "run.h"

/* How far a run has come. A later phase allows less. */
enum engine_phase {
    ENGINE_RUNNING,
    ENGINE_STOPPING, /* nothing is pulled or launched any more */
    ENGINE_CLOSING,  /* nor is anything handed over; tasks may still be in flight */
    ENGINE_ENDED,    /* no task is in flight, and none waits */
    ENGINE_FAILED,   /* `error` says why; ac_end() leads from here to ENGINE_ENDED */
};

/* Why ac_pull has nothing now, as far as is known. */
enum engine_lack {
    ENGINE_LACKS_NOTHING,
    ENGINE_SOURCE_PENDING, /* the source had none: it is asked again at wake_ns, or at a pull */
    ENGINE_SOURCE_EVENT,   /* the source had none: it waits for an event of the loop */
    ENGINE_WINDOW_FULL,    /* the next take makes room */
    ENGINE_SOURCE_ENDED,   /* the source has no more */
};

/* The calls of a run that are under way, and what is put off until they are over. One word, which
 * the hot path looks at once. */
enum engine_calls {
    ENGINE_FILL = 1,   /* call the strategy's fill */
    ENGINE_CANCEL = 2, /* ac_stop() with cancel */
    ENGINE_END = 4,    /* ac_end(), */
    ENGINE_DRAIN = 8,  /* with drain */
    ENGINE_LIMIT = 16, /* ac_set_limit(new_limit) */
    ENGINE_PUT_OFF = 31,
    ENGINE_NEWS = 32,     /* an attached program must be told of a change that is no finish */
    ENGINE_TURNING = 64,  /* under way: a turn of the loop, or the end of the run */
    ENGINE_CALLING = 128, /* under way: a call of the workload, but for cancel, or of the trace */
    ENGINE_INSIDE = ENGINE_TURNING | ENGINE_CALLING,
};

/* Of work: the integral of the tasks in flight over time must be the sum of the times that each was
 * in flight. In ns, modulo 2^64. */
struct engine_conservation {
    uint64_t integral_ns, since_ns; /* up to since_ns */
    uint64_t sum_ns;                /* of the tasks that are not in flight any more */
};

struct engine {
    struct ac_run run; /* first: what the strategy sees */
    struct ac_config config;
    struct ac_measures *measures; /* or NULL: see ac_measure() */
    struct ac_counts counts;
    struct ac_pool pool;
    struct ac_reorder reorder; /* with config.ordered */
    struct ac_array there_ns;  /* since when tasks are there, by pool index; empty: not dated */
    uint64_t launch_limit;     /* the limit as the referee sees it */
    uint64_t new_limit;        /* of ENGINE_LIMIT */
    uint64_t start_ns, end_ns; /* of the wall time */
    uint64_t wake_ns;          /* of ENGINE_SOURCE_PENDING */
    struct ac_task *taken;     /* by the latest take: recycled at the next */
    const struct ac_task *just_pulled; /* by the latest harness call of this entry point, or NULL */
    struct ac_array ended;             /* tasks that are AC_ENDED: engine_ended() of each */
    struct ac_deadlines deadlines;     /* of work with a timeout */
    struct engine_conservation conservation;
    enum engine_phase phase;
    enum engine_lack lack;
    unsigned calls;   /* enum engine_calls */
    bool is_work;     /* the workload carries its tasks out itself: nobody knows their ends */
    bool is_released; /* it wants to hear of it when a task is released */
    bool is_apart;    /* not every task that the strategy hands over is the consumer's next */
    bool loop_failed; /* nothing can be waited for any more */
    int error;        /* why the run failed, or 0 */
    volatile int interrupted; /* apart from the phase: a signal handler may set it at any time */
    struct ac_breach breach;
};

/* Functions apart from the hot path, which is shorter without them. */
#define ENGINE_APART  __attribute__((noinline))
#define ENGINE_INLINE inline __attribute__((always_inline))

static inline struct engine *engine_of(struct ac_run *run)
{
    return (struct engine *)run;
}

/* Goes on to `phase`, or stays in a later one. */
static inline void engine_advance(struct engine *e, enum engine_phase phase)
{
    if (e->phase < phase)
        e->phase = phase;
}

/* The first error wins. What has ended stays so. */
static inline void engine_fail(struct engine *e, int error)
{
    if (!e->error)
        e->error = error;
    if (e->phase != ENGINE_ENDED)
        e->phase = ENGINE_FAILED;
}

/* The source says since when its tasks are there, and that is measured. */
static inline bool engine_is_dated(const struct engine *e)
{
    return e->config.workload->dated && e->measures;
}

/* The source has none now, and has not ended. */
static inline bool engine_source_is_pending(const struct engine *e)
{
    return e->lack == ENGINE_SOURCE_PENDING || e->lack == ENGINE_SOURCE_EVENT;
}

static inline uint64_t engine_now(const struct engine *e)
{
    return ac_loop_instant(e->config.loop);
}

/* The instant at which work is launched, or ends. A clock read takes as long as all else that is done for
 * a task. So where nobody wants to know, each of these events is 1 later than the one before:
 * conservation holds of that, too. */
static inline uint64_t engine_work_now(const struct engine *e)
{
    if (e->measures || e->config.task_timeout_ns)
        return engine_now(e);
    return e->conservation.since_ns + 1;
}

/* Whether an outside value is 0 or a negative errno value that a task can keep: other values are
 * refused, never cut. */
static inline bool engine_can_keep(int error)
{
    return error <= 0 && error >= INT16_MIN;
}

static inline void engine_note_waiting(struct engine *e)
{
    if (e->counts.waiting > e->counts.max_waiting)
        e->counts.max_waiting = e->counts.waiting;
}

static inline void engine_trace_at(struct engine *e, uint64_t now_ns, enum ac_event event,
                                   const struct ac_task *task)
{
    e->calls |= ENGINE_CALLING;
    e->config.trace(e->config.trace_context, now_ns, event, task->number);
    e->calls &= ~(unsigned)ENGINE_CALLING;
}

static inline void engine_trace(struct engine *e, enum ac_event event, const struct ac_task *task)
{
    if (e->config.trace)
        engine_trace_at(e, ac_loop_instant(e->config.loop), event, task);
}

/* How long the task has been there by `now_ns`; 0 if its source says that it is there only
 * later. */
static inline uint64_t engine_since_there(const struct engine *e, const struct ac_task *task,
                                          uint64_t now_ns)
{
    uint64_t there_ns = e->there_ns.at[task->index];
    return now_ns > there_ns ? now_ns - there_ns : 0;
}

/* When the first task in flight times out; AC_FOREVER: none does. In work.c. */
uint64_t engine_work_deadline_ns(struct engine *e);

/* The instant by which the next turn must be over, whatever the loop waits for. */
static inline uint64_t engine_wants_ns(struct engine *e)
{
    if (e->ended.count)
        return 0;
    uint64_t wants_ns = e->lack == ENGINE_SOURCE_PENDING ? e->wake_ns : AC_FOREVER;
    if (e->deadlines.tail) {
        uint64_t deadline_ns = engine_work_deadline_ns(e);
        wants_ns = deadline_ns < wants_ns ? deadline_ns : wants_ns;
    }
    return wants_ns;
}

/* Only the consumer, or another thread, can make anything happen. */
static inline bool engine_is_idle(struct engine *e)
{
    return !e->counts.in_flight && e->lack != ENGINE_SOURCE_EVENT &&
           engine_wants_ns(e) == AC_FOREVER;
}

/* Call before the thread goes back to the program: the sleep of each launched task begins here at
 * the latest, whatever the program does next. */
static inline void engine_give_back(struct engine *e)
{
    if (e->config.loop->stamp)
        e->config.loop->stamp(e->config.loop, 0);
}

/* --- open.c --- */

/* Looks at a struct of the caller's, whose first member is its size, and of which `known` bytes are known
 * here. 0; -EINVAL: it is too small; -E2BIG: it says something where nothing is known. */
int engine_check_size(const void *outside, size_t known);

/* Ends the run, and releases its tasks: nothing calls the workload any more. */
void engine_leave(struct engine *e);

/* Frees all memory of a run that has been left. */
void engine_free(struct engine *e);

/* --- run.c --- */

/* Does what was put off. Calls fill once at most, since what its callbacks ask for might never
 * end. */
void engine_do_put_off(struct engine *e);

/* One turn of the loop until until_ns; or, when tasks have ended already, their finishes, and of work
 * a turn that does not wait. Then tasks time out, and a pending source is asked, if its instant has
 * come. */
void engine_turn(struct engine *e, uint64_t until_ns, bool spin);

/* The wall time of a run goes on to now: of one that is measured, unless it is complete, and so ends with
 * the last take; of another until it has ended. */
void engine_note_early_end(struct engine *e);

/* Cancels what is in flight, and drops what waits: the run has ended. Of work, nothing is in flight
 * any more, unless the loop has failed. */
void engine_finish(struct engine *e);

/* Of an attached run of work that the program has ended, or that has failed: it is over once the last
 * task has ended. */
void engine_finish_closed(struct engine *e);

/* --- work.c --- */

/* Begins a task that is launched now. Returns its stage: in flight, or ended already. AC_FREE: the
 * run has failed, and nothing was started. */
enum ac_stage engine_work_start(struct engine *e, struct ac_task *task);

/* A task has ended: see ac_done(). */
void engine_work_done(struct engine *e, struct ac_task *task, int error);

/* Asks a task in flight to end. */
void engine_work_cancel(struct engine *e, struct ac_task *task);

/* Cancels the tasks whose timeout has passed. */
void engine_work_time_out(struct engine *e);

/* A task is launched, or ends, at now_ns: call before it is counted. */
static inline void engine_work_note(struct engine *e, uint64_t now_ns)
{
    struct engine_conservation *c = &e->conservation;
    c->integral_ns += e->counts.in_flight * (now_ns - c->since_ns);
    c->since_ns = now_ns;
}

/* --- again.c --- */

/* The error of a task whose work comes back. No other error is positive. */
enum { ENGINE_RETRIED = 1 };

/* Asks the workload whether the work of a task that has ended comes back. */
bool engine_ask_again(struct engine *e, struct ac_task *task);

/* It does: the strategy hears of the task as of any that has finished. */
void engine_finish_retried(struct engine *e, struct ac_task *task);

/* The strategy has handed such a task over: nobody gets it. */
void engine_swallow(struct engine *e, struct ac_task *task);

/* --- task.c --- */

/* Ends the run for a breach of the contract. `task` may be NULL. */
void engine_breach(struct engine *e, enum ac_rule rule, const struct ac_task *task);

/* Notes that a launched task has ended, to be noticed in the next turn. `cancelled`: as the run
 * asked, so that it is not handed over. Room is reserved. */
void engine_end_soon(struct engine *e, const struct ac_task *task, bool cancelled);

/* A task of work in flight has ended. It finishes; or it is dropped, when it was `cancelled` or the
 * run has failed. */
void engine_finish_work(struct engine *e, struct ac_task *task, bool cancelled);

/* Finishes the tasks that had ended before this call. */
void engine_finish_ended(struct engine *e);

/* Ends the life of a task that will never be handed over: waiting, or in flight. */
void engine_drop(struct engine *e, struct ac_task *task);

/* Of the tasks in flight: those of work are asked to end; others have ended with it. */
void engine_cancel_all(struct engine *e);
void engine_drop_all(struct engine *e, bool in_flight); /* of the waiting tasks, or of those */

/* Tells a workload that wants to hear of it that nobody looks at the task again. */
void engine_call_release(struct engine *e, struct ac_task *task);

/* Nobody looks at the task again: its place is free. */
static inline void engine_release(struct engine *e, struct ac_task *task)
{
    if (e->is_released)
        engine_call_release(e, task);
    ac_pool_put(&e->pool, task);
}

#endif
