/* script_work.h -- work that does what it is told to, and the tale of all it can be told.
 *
 * As script.h, for tasks that are no sleeps. Each turn is an instant of its own, and ends some of what
 * is in flight, one after another in any order; also what was launched in that turn. What else a
 * task may do is a choice, too, where it is varied.
 */
#ifndef TEST_SCRIPT_WORK_H
#define TEST_SCRIPT_WORK_H

#include "../support/work.h"
#include "choices.h"
#include "script.h"
#include "world.h"

/* What is varied, beside the order of the ends. Otherwise each task is there, is started, ends well,
 * and stops as soon as it is asked to. */
enum script_vary {
    VARY_ERRORS = 1, /* a task ends well, or fails */
    VARY_STARTS = 2, /* it is started, is done at once, or cannot be started */
    VARY_CANCELS =
        4, /* asked to end, it is cancelled at once, or completes at once; or later either */
    VARY_NEVER = 8,   /* or never ends */
    VARY_SUPPLY = 16, /* it is there, or an event of the loop brings it */
    VARY_AGAIN = 32,  /* it is the last attempt, or its work comes back: at once, or by an event */
};

enum { SCRIPT_BACK = 2 }; /* so often work comes back in one run, at most */

struct script_work {
    struct work work; /* first */
    struct world *world;
    unsigned vary; /* enum script_vary */
    struct choices choices;
    bool never[SCRIPT_TASKS + 1]; /* by number: it never ends */
    bool came;                    /* the next task was brought by an event */
    uint32_t failures, refusals;
    bool is_sleeps; /* nothing in this run needed more than durations */
};

/* For all runs of `world`, which has at most SCRIPT_TASKS tasks. */
void script_work_begin(struct script_work *script, struct world *world, unsigned vary);

/* One run. If script->is_sleeps, the world is then one of sleeps with the same trace. */
void script_work_run(struct script_work *script, struct world_outcome *outcome);

/* Lays down the choices of the next run. False: there is none. */
bool script_work_next(struct script_work *script);

#endif
