/* every.h -- every small world: all sequences of finishes, ties, failures and ways of leaving. */
#ifndef TEST_EVERY_H
#define TEST_EVERY_H

#include "world.h"

struct every {
    uint32_t most_tasks, most_limit; /* at most SCRIPT_TASKS tasks */
    uint32_t most_tasks_busy; /* where the consumer is busy for a turn or two with each result */
    uint32_t replay;  /* one run in so many is run again on the virtual clock, for the same trace */
    uint64_t runs;    /* so far, each another schedule */
    uint64_t replays; /* so far */
};

/* Runs them all with `strategy`. False: one did not hold what must hold; it is in *world. */
bool every_world(struct every *every, const struct ac_strategy *strategy, struct world *world,
                 struct world_outcome *outcome);

#endif
