/* measures.h -- the instruments that a run can carry: online, and of constant size.
 *
 * lateness: from the instant a task is due to the instant its finish is noticed. delivery: from
 * there to its take. Of a dated source, queueing: from a task's arrival to its launch; response:
 * from there to its take. displacement: how far the number of a launch is from that of its pull, or
 * of a take from that of its finish, counted from 0. docs/measuring.md defines them all.
 */
#ifndef AC_ENGINE_MEASURES_H
#define AC_ENGINE_MEASURES_H

#include "histogram.h"

struct ac_run;

struct ac_displacement {
    uint64_t sum;
    uint32_t max;
};

/* Zeroed is empty. */
struct ac_measures {
    struct ac_histogram lateness, delivery; /* ns */
    struct ac_histogram queueing, response; /* ns; of a dated source */
    struct ac_displacement launch, take;
    uint64_t busy_ns;        /* the durations of all started tasks, added up; UINT64_MAX: more */
    uint64_t start_ns;       /* the begin of the wall time, on the loop's clock */
    uint64_t last_finish_ns; /* on the loop's clock */
};

/* Lets a run fill in `measures`, which are zeroed, and outlive it. Call it before the first take and the
 * first turn of the loop. Then ac_wall_ns() goes to the last take. Without measures a run reads no clock
 * but for its tasks and its own two ends. */
void ac_measure(struct ac_run *run, struct ac_measures *measures);

/* Saturates: six tasks of a hundred years are more than 2^64 ns. */
static inline void ac_busy_add(struct ac_measures *measures, uint64_t duration_ns)
{
    uint64_t sum_ns = measures->busy_ns + duration_ns;
    measures->busy_ns = sum_ns < duration_ns ? UINT64_MAX : sum_ns;
}

/* Counters run modulo 2^32, so the difference is exact up to 2^31 either way. */
static inline void ac_displacement_add(struct ac_displacement *displacement, uint64_t now,
                                       uint32_t then)
{
    int32_t difference = (int32_t)((uint32_t)now - then);
    uint32_t distance = difference < 0 ? 0u - (uint32_t)difference : (uint32_t)difference;
    displacement->sum += distance;
    if (distance > displacement->max)
        displacement->max = distance;
}

#endif
