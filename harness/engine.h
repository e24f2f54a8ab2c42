/* engine.h -- a run from the inside; for doors.c and run.c only. */
#ifndef AC_ENGINE_H
#define AC_ENGINE_H

#include <errno.h>

#include "pool.h"
#include "run.h"

/* `in_hand`: pulled by the latest door call of this entry, so that it does not wait yet. */
struct engine {
    struct ac_run run; /* first: what the strategy sees */
    struct ac_config config;
    struct ac_counts counts;
    struct ac_pool pool;
    uint64_t launch_limit; /* the limit as the referee sees it */
    const struct ac_task *in_hand;
    struct ac_task *last; /* taken by the latest take: recycled at the next */
    uint64_t start_ns, end_ns;
    bool refill;    /* call fill before the next take */
    bool exhausted; /* the source has said that there is no more */
    bool complete;
    int error; /* not 0: the run is ending, and the doors are shut */
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
}

/* Ends the run for a breach of the contract. `task` may be NULL. */
void engine_breach(struct engine *e, enum ac_rule rule, const struct ac_task *task);

#endif
