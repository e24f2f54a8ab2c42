/* conformance.h -- whether a strategy does what its flags promise: a battery of short days.
 *
 * Each day (battery.h) is run on the virtual clock, with a dozen pairs of N and limit and with a small
 * and a larger queue: plain runs first, then errors, timeouts, slow ends, a moving limit, early ends. A
 * breach of the referee's rules counts before all else. These are no rules, but what users choose a
 * strategy for:
 *
 *     flags             what the flags say is so from the first turn on: all launched, all pulled,
 *                       something queued, not told of finishes
 *     launch order      tasks are launched in the order they were pulled
 *     take order        results are handed over in the order they finished; controls need not, nor
                       who is not told of finishes and has a slow consumer
 *     delivered at once before the run waits, all that has finished was handed over
 *     slots used        before time passes, no slot is free while a task could be launched; and with a
 *                       fast consumer the run takes as long as the greedy schedule
 *     bounded waiting   no task waits; or as many as a queue holds, with AC_QUEUES; or all
 *     bounded unread    a result keeps its slot for as long as the strategy's slot rule says: not at all,
 *                       until there is room in the queue, or until it is taken
 *     kept after take   the strategy no longer points to a task it handed over, nor uses its link
 *
 * That everything is handed over once, and nothing stands still, is the referee's (rules.h).
 */
#ifndef TEST_CONFORMANCE_H
#define TEST_CONFORMANCE_H

#include "../../strategies/as_completed.h"

/* The first day that a strategy fails on, and why. */
struct conformance {
    const char *day;   /* NULL: it conforms */
    const char *check; /* one of the above, or the name of a rule */
    uint64_t count, limit, queue;
};

/* Runs the battery, one at a time, up to the first failure. */
struct conformance conformance_test(const struct ac_strategy *strategy);

/* The names of the checks, without the referee's; ends with NULL. */
extern const char *const conformance_checks[];

#endif
