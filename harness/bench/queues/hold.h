/* hold.h -- one queue under one load, timed.
 *
 * The hold model (Jones, "An empirical comparison of priority-queue and event-set implementations",
 * 1986): so many tasks sleep; the first is popped, and pushed again, due so much later. That is a
 * finish that launches the next task. What is drawn, checked and counted is outside the time.
 */
#ifndef AC_BENCH_QUEUES_HOLD_H
#define AC_BENCH_QUEUES_HOLD_H

#include <stdint.h>

#include "queues.h"

enum hold_load {
    HOLD_EXPONENTIAL, /* sleeps of 1 s on average */
    HOLD_UNIFORM,     /* up to 2 s */
    HOLD_EQUAL,       /* each of 1 s; eight are launched at one instant, as the suite stamps them */
    HOLD_HARMONIC,    /* task i sleeps 1 s / i: the suite's own, the limit being the queue's size */
    HOLD_AT_ONCE,     /* the same without a limit: all pushed, then all popped, again and again */
    HOLD_LOADS
};

/* The names of the loads; ends with NULL. */
extern const char *const hold_loads[];

struct hold_plan {
    const struct queue_kind *kind;
    enum hold_load load;
    uint64_t sleeping;   /* tasks in the queue */
    uint64_t operations; /* at least so many are timed: pops, each with its push */
    uint64_t seed;
};

struct hold_result {
    uint64_t operations, cpu_ns; /* processor time, so that sharing the machine does less harm */
    uint64_t fill_ns;            /* of the first `sleeping` pushes, into fresh memory */
    uint64_t heap_bytes;         /* the most that the queue held */
    uint64_t check;              /* of all that was popped, in order */
    uint64_t out_of_order;       /* pops that were due before the one popped before them */
    uint64_t preempted;          /* how often the kernel took the processor away */
};

/* Fills a queue, warms it up (but for at_once) by as many operations as the smaller of `sleeping` and
 * `operations`, and times as many as the larger. */
void hold_measure(const struct hold_plan *plan, struct hold_result *result);

#endif
