/* arrivals.h -- a workload in front of another, which hands out its tasks as they arrive: in
 * queueing theory an arrival process. They are carried out as the other says.
 *
 * Open (every_ns): one task every so often, as from a network, whether or not those before it are
 * done. Closed (adds): each task that is done with makes others known, as in a crawler.
 */
#ifndef AC_WORKLOADS_ARRIVALS_H
#define AC_WORKLOADS_ARRIVALS_H

#include "../engine/run.h"

struct ac_arrivals {
    struct ac_workload workload; /* first; its `from` is the other */
    uint64_t every_ns;           /* between two tasks, the first at once; 0: no wait */
    uint64_t adds; /* tasks that each task adds once it is done with; 0: all are known at once */
    uint64_t pulled, known;
    uint64_t next_ns; /* when the next task arrives, from the first pull on */
};

/* Hands out the tasks of `from`, which must outlive it. With `adds`, one task is known at first,
 * until `from` has no more. Without, the source is dated: a task counts from its arrival, whenever
 * it is asked for. */
void ac_arrivals_init(struct ac_arrivals *arrivals, struct ac_workload *from, uint64_t every_ns,
                      uint64_t adds);

/* The consumer is done with a task of `run`, whose source is `arrivals`. */
void ac_arrivals_done(struct ac_arrivals *arrivals, struct ac_run *run);

#endif
