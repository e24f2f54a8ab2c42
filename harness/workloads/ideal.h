/* ideal.h -- the shortest a run can take: list scheduling of its durations, with no overhead, and a
 * consumer who takes each result as soon as it can.
 *
 * Each task, in pull order, starts on the slot that is free first (R. L. Graham, "Bounds for certain
 * multiprocessing anomalies", 1966). Among all schedules that launch in pull order that makes each start
 * the earliest there is, and so the first finish, the second, and each after them. The consumer takes the
 * k-th of them not before it is there, and not before it is done with the one before; with `ordered`
 * the k-th result is that of the k-th task. The ideal is the last take. Computed from the workload
 * alone: nothing of the engine is used.
 */
#ifndef AC_WORKLOADS_IDEAL_H
#define AC_WORKLOADS_IDEAL_H

#include "workload.h"

struct ac_ideal {
    uint64_t wall_ns;    /* to the last take */
    uint64_t longest_ns; /* the longest task: no limit makes the run shorter */
};

/* How the results are taken. */
struct ac_ideal_consumer {
    uint64_t busy_ns; /* with each, before it takes the next; at most 2^63 - 1 */
    bool ordered;     /* in pull order */
};

/* 0; -ENOMEM; -EOVERFLOW past 2^63 - 1 ns; -EINTR once *interrupted is not 0; or what reading the
 * workload reported. Takes 8 bytes a slot while it runs, of min(limit, count) slots; none where there is
 * a slot for each and the order of the finishes does not matter. */
int ac_ideal_for(const struct ac_workload *workload, uint64_t limit,
                 const struct ac_ideal_consumer *consumer, const volatile int *interrupted,
                 struct ac_ideal *ideal);

/* The same for a consumer that is never busy: the last finish. */
int ac_ideal(const struct ac_workload *workload, uint64_t limit, const volatile int *interrupted,
             struct ac_ideal *ideal);

#endif
