/* oracle.h -- what a run on the virtual clock must be, worked out in the plainest way.
 *
 * Every task, in pull order, starts on the slot that is free first, found by looking at each slot;
 * finishes are sorted by due instant, then by launch. It shares no code with the harness but the
 * shuffle's numbers, which test_workload.c checks to be a bijection.
 */
#ifndef TEST_ORACLE_H
#define TEST_ORACLE_H

#include "../../harness/workloads/sleep.h"

struct oracle_task {
    uint32_t number;
    uint64_t place; /* among the pulls, and so among the launches, from 0 */
    uint64_t duration_ns, launch_ns, due_ns;
};

struct oracle {
    uint64_t count;
    struct oracle_task *tasks;    /* in pull order */
    struct oracle_task *finished; /* in finish order */
    uint64_t makespan_ns, longest_ns, sum_ns;
};

/* `sleeps_ns`: the durations by number - 1, or NULL for scale / i; `slots` at least 1. */
void oracle_make(struct oracle *oracle, const struct ac_sleeps *sleeps, const uint64_t *sleeps_ns,
                 uint64_t slots);
void oracle_free(struct oracle *oracle);

#endif
