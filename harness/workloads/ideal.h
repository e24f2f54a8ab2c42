/* ideal.h -- the shortest a run can take: list scheduling of its durations, with no overhead, and a
 * consumer who takes each result as soon as it can.
 *
 * Each task, in pull order, starts on the slot that is free first (R. L. Graham, "Bounds for
 * certain multiprocessing anomalies", 1966). No schedule in pull order starts any task earlier, so
 * none has an earlier first finish, second finish, and so on. The consumer takes the k-th result
 * when it is there and the result before it is dealt with; with `ordered` the k-th result is that
 * of the k-th task. The ideal is the last take. It is computed from the workload alone, with
 * nothing of the engine.
 */
#ifndef AC_WORKLOADS_IDEAL_H
#define AC_WORKLOADS_IDEAL_H

#include "sleep.h"

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
 * workload reported. While it runs it takes 8 bytes for each of min(limit, count) slots; none if
 * each task has a slot and the order of the finishes does not matter. */
int ac_ideal_for(const struct ac_sleeps *sleeps, uint64_t limit,
                 const struct ac_ideal_consumer *consumer, const volatile int *interrupted,
                 struct ac_ideal *ideal);

/* The ideal for a consumer that is never busy: the last finish. */
int ac_ideal(const struct ac_sleeps *sleeps, uint64_t limit, const volatile int *interrupted,
             struct ac_ideal *ideal);

#endif
