/* ideal.h -- the shortest a run can take: list scheduling of its durations, with no overhead.
 *
 * Each task, in pull order, starts on the slot that is free first; the ideal is when the last one
 * ends (R. L. Graham, "Bounds for certain multiprocessing anomalies", 1966). Computed from the
 * workload alone: nothing of the engine is used.
 */
#ifndef AC_IDEAL_H
#define AC_IDEAL_H

#include "workload.h"

struct ac_ideal {
    uint64_t wall_ns;
    uint64_t longest_ns; /* the longest task: no limit makes the run shorter */
};

/* 0; -ENOMEM; -EOVERFLOW past 2^63 - 1 ns; -EINTR once *interrupted is not 0; or what reading the
 * workload reported. Takes 8 bytes a slot while it runs, of min(limit, count) slots. */
int ac_ideal(const struct ac_workload *workload, uint64_t limit, const volatile int *interrupted,
             struct ac_ideal *ideal);

#endif
