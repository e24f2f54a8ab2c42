/* every_work.h -- every small world of work: all sequences of what its tasks may do, in all settings of
 * one kind after the other. */
#ifndef TEST_EVERY_WORK_H
#define TEST_EVERY_WORK_H

#include "world.h"

struct every_work {
    uint32_t most_tasks, most_limit; /* at most; some kinds of settings are for fewer tasks */
    uint32_t replay;  /* one run in so many is run again as sleeps, if nothing in it needs more */
    uint64_t runs;    /* so far, each another schedule */
    uint64_t sleeps;  /* so far: runs that needed nothing more than durations */
    uint64_t replays; /* so far */
};

/* How many kinds of settings there are, and what kind `kind` is. */
uint32_t every_work_kinds(void);
const char *every_work_kind(uint32_t kind);

/* Runs all worlds of a kind with `strategy`. False: one did not hold what must hold; it is in
 * *world. */
bool every_work(struct every_work *every, uint32_t kind, const struct ac_strategy *strategy,
                struct world *world, struct world_outcome *outcome);

#endif
