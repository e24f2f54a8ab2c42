/* engine.h -- a run from the inside; for doors.c, unfinished.c, run.c and attach.c only. */
#ifndef AC_ENGINE_H
#define AC_ENGINE_H

#include <errno.h>

#include "pool.h"
#include "reorder.h"
#include "run.h"

/* `in_hand`: pulled by the latest door call of this entry, so that it does not wait yet. */
struct engine {
    struct ac_run run; /* first: what the strategy sees */
    struct ac_config config;
    struct ac_counts counts;
    struct ac_pool pool;
    struct ac_reorder reorder; /* with config.ordered */
    uint64_t launch_limit;     /* the limit as the referee sees it */
    const struct ac_task *in_hand;
    struct ac_task *last; /* taken by the latest take: recycled at the next */
    uint64_t start_ns, end_ns;
    uint64_t wake_ns;                     /* while dry: when to ask the source again */
    struct ac_task *unborn, *last_unborn; /* launched, but not started: see doors.c */
    bool shut;                            /* nothing is pulled any more */
    bool closed;                          /* nothing is handed over any more */
    bool refill;                          /* call fill before the next take */
    bool stirred;                         /* stopped from outside: see attach.c */
    bool dry;                             /* the source had none, and may have more */
    bool gated;                           /* the window was full */
    bool exhausted;                       /* the source has said that there is no more: shut */
    bool stopping;                        /* no launch any more: shut */
    bool ended;                           /* by its consumer */
    bool over;                            /* the end was reached */
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
    e->shut = e->closed = true;
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

static inline void engine_trace(struct engine *e, enum ac_event event, const struct ac_task *task)
{
    e->config.trace(e->config.trace_context, ac_loop_now(e->config.loop), event, task->number);
}

/* Ends the run for a breach of the contract. `task` may be NULL. */
void engine_breach(struct engine *e, enum ac_rule rule, const struct ac_task *task);

#endif
