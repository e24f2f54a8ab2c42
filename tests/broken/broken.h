/* broken.h -- the strategies that are wrong on purpose, and what must catch each. */
#ifndef TEST_BROKEN_H
#define TEST_BROKEN_H

#include "../../harness/engine/rules.h"
#include "../../strategies/as_completed.h"

/* What it takes for the referee to catch it in a run of tasks that only sleep, with a limit that
 * stays and a consumer that is fast. */
enum broken_when {
    ALWAYS,           /* any task at all */
    OVER_LIMIT,       /* more tasks than the limit */
    OVER_TWICE_LIMIT, /* more tasks than twice the limit */
    WITHIN_LIMIT,     /* no more tasks than the limit */
    LIMIT_ONE,        /* a limit of 1, and two tasks */
    WITH_TIES,        /* several tasks that finish at the same instant */
    OTHERWISE,        /* such a run is not enough, or it depends on its durations */
};

/* `day` is the first of the battery (harness/grade/) that it fails on: it does well on all before
 * it. `check` is a rule of the referee or a check of its conformance.h. */
struct broken {
    const struct ac_strategy *strategy;
    const char *day, *check;
    enum broken_when when;
};

/* Ends with a strategy of NULL. */
extern const struct broken broken_strategies[];

#endif
