/* broken.h -- the strategies that are wrong on purpose, and the rule that must catch each. */
#ifndef TEST_BROKEN_H
#define TEST_BROKEN_H

#include "../../harness/referee.h"
#include "../../strategies/as_completed.h"

/* What it takes for a mistake to show. */
enum broken_when {
    ALWAYS,           /* with any task at all */
    OVER_LIMIT,       /* with more tasks than the limit */
    OVER_TWICE_LIMIT, /* with more tasks than twice the limit */
    WITH_TIES,        /* where several tasks finish at the same instant */
};

struct broken {
    const struct ac_strategy *strategy;
    enum ac_rule rule;
    enum broken_when when;
};

/* Ends with a strategy of NULL. */
extern const struct broken broken_strategies[];

#endif
