/* conformance.h -- the battery, run on a strategy: the first day that it fails on, and why.
 *
 * Each day (battery.h) is run on the virtual clock, with a dozen pairs of N and limit and with a small
 * and a larger queue. A breach of the referee's rules counts before all else. check.h has the list of the
 * other checks; watch.c makes them.
 */
#ifndef AC_GRADE_CONFORMANCE_H
#define AC_GRADE_CONFORMANCE_H

#include "../../strategies/as_completed.h"

/* The first day that a strategy fails on, and why. */
struct ac_conformance {
    const char *day;
    const char *check; /* one of ac_conformance_checks, or the name of a rule */
    const char
        *expected; /* what the check expects; of a rule, what a task did: "was taken twice" */
    uint32_t task; /* of a rule: the number of the task, from 1; or 0: none in particular */
    bool is_rule;
    uint64_t count, limit, queue;
};

/* Runs the battery, up to the first failure. 0: the strategy conforms. -EPROTO: it does not, and *found
 * says why. -ENOMEM, or why no run can be opened with it: that says nothing about it. */
int ac_conformance(const struct ac_strategy *strategy, struct ac_conformance *found);

/* The names of the checks, without the referee's; ends with NULL. */
extern const char *const ac_conformance_checks[];

#endif
