/* engine.h -- a run from the inside; for doors.c, unfinished.c, run.c and attach.c only. */
#ifndef AC_ENGINE_ENGINE_H
#define AC_ENGINE_ENGINE_H

#include <errno.h>

#include "array.h"
#include "pool.h"
#include "reorder.h"
#include "run.h"

/* What is to be done once no call of the run is under way any more; and what the run is like. One word, so
 * that the hot path looks at all of it at once. */
enum engine_state {
    ENGINE_FILL = 1,   /* call the strategy's fill */
    ENGINE_CANCEL = 2, /* cancel what is in flight */
    ENGINE_END = 4,    /* ac_end(), */
    ENGINE_DRAIN = 8,  /* with drain */
    ENGINE_LIMIT = 16, /* ac_set_limit(new_limit) */
    ENGINE_DEFERRED = 31,
    ENGINE_ATTACHED = 32, /* its program turns the loop */
    ENGINE_CLOSED = 64,   /* nothing is handed over any more */
    ENGINE_TURNING = 128, /* the loop, or cancelling, or dropping */
    ENGINE_CALLING = 256, /* the source, or the trace */
    ENGINE_STAMPS = 512,  /* the loop has a stamp */
    ENGINE_INSIDE = ENGINE_TURNING | ENGINE_CALLING,
};

/* `in_hand`: pulled by the latest door call of this entry, so that it does not wait yet. */
struct engine {
    struct ac_run run; /* first: what the strategy sees */
    struct ac_config config;
    struct ac_counts counts;
    struct ac_pool pool;
    struct ac_reorder reorder; /* with config.ordered */
    struct ac_array there_ns;  /* if dated: since when each task is there, by its pool index */
    uint64_t launch_limit;     /* the limit as the referee sees it */
    uint64_t new_limit;        /* of ENGINE_LIMIT */
    const struct ac_task *in_hand;
    struct ac_task *last; /* taken by the latest take: recycled at the next */
    uint64_t start_ns, end_ns;
    uint64_t wake_ns;                     /* while dry: when to ask the source again */
    struct ac_task *unborn, *last_unborn; /* launched, but not started: see doors.c */
    bool shut;                            /* nothing is pulled any more */
    unsigned state;                       /* enum engine_state */
    bool stirred;                         /* there may be news from no finish: see attach.c */
    bool dry;                             /* the source had none, and may have more */
    bool gated;                           /* the window was full */
    bool exhausted;                       /* the source has said that there is no more: shut */
    bool stopping;                        /* no launch any more: shut */
    bool ended;                           /* by its consumer */
    bool over;                            /* the end was reached */
    bool dated;                           /* the source says since when, and it is measured */
    int error;                            /* not 0: the run is ending, and the doors are shut */
    volatile int interrupted;
    struct ac_breach breach;
};

static inline struct engine *engine_of(struct ac_run *run)
{
    return (struct engine *)run;
}

/* Shuts the doors; the first error wins. */
static inline void engine_fail(struct engine *e, int error)
{
    if (!e->error)
        e->error = error;
    e->shut = true;
    e->state |= ENGINE_CLOSED;
}

/* Does what is to be done; a fill at most once, since what its callbacks ask for might never end. */
void engine_act(struct engine *e);

/* Around what may call the program back, but for the source and the trace. What it asks for there that would
 * pull the ground from under the call, a cancel, an end, another limit, is done when it is over. */
static inline void engine_enter(struct engine *e)
{
    e->state |= ENGINE_TURNING;
}

static inline void engine_leave(struct engine *e)
{
    e->state &= ~(unsigned)ENGINE_TURNING;
    if (e->state & ENGINE_DEFERRED)
        engine_act(e);
}

/* As ac_try(), for who goes on with the run. */
struct ac_task *engine_try(struct engine *e);

/* The thread goes back to the program: what was launched sleeps from now on, whatever that does. */
static inline void engine_give_back(struct engine *e)
{
    if (e->state & ENGINE_STAMPS)
        e->config.loop->stamp(e->config.loop, 0);
}

/* Nothing is in flight and take gave nothing: the run is over, or waits for its source, or the
 * strategy is at fault. */
void engine_settle(struct engine *e);

/* When the next turn must be over at the latest, whatever the loop waits for. */
uint64_t engine_wants_ns(const struct engine *e);

/* The loop has turned: what the run itself was waiting for happens. */
void engine_turned(struct engine *e);

/* Finishes what could not be started before this turn. */
void engine_finish_unborn(struct engine *e);

/* Takes a task back that waits; all that wait; cancels all that is in flight. */
void engine_drop(struct engine *e, struct ac_task *task);
void engine_drop_all(struct engine *e);
void engine_cancel_all(struct engine *e);

/* Whether an outside value is 0 or a negative errno value that a task can keep: what is not is refused,
 * never cut. */
static inline bool engine_is_error(int error)
{
    return error <= 0 && error >= INT16_MIN;
}

static inline void engine_trace_at(struct engine *e, uint64_t now_ns, enum ac_event event,
                                   const struct ac_task *task)
{
    e->state |= ENGINE_CALLING;
    e->config.trace(e->config.trace_context, now_ns, event, task->number);
    e->state &= ~(unsigned)ENGINE_CALLING;
}

static inline void engine_trace(struct engine *e, enum ac_event event, const struct ac_task *task)
{
    engine_trace_at(e, ac_loop_now(e->config.loop), event, task);
}

/* Ends the run for a breach of the contract. `task` may be NULL. */
void engine_breach(struct engine *e, enum ac_rule rule, const struct ac_task *task);

#endif
