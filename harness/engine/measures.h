/* measures.h -- the instruments that a run can carry: online, and of constant size.
 *
 * lateness: from the instant a task is due to the one its finish is noticed. delivery: from there
 * to its take. Where the source says since when a task is there, queueing: from then to its launch; and
 * response: from then to its take. displacement: how far the number of a launch is from the number of its pull, and of
 * a take from its finish, both counted from 0. All are defined in docs/measuring.md.
 */
#ifndef AC_ENGINE_MEASURES_H
#define AC_ENGINE_MEASURES_H

#include "histogram.h"

struct ac_displacement {
    uint64_t sum;
    uint32_t max;
};

/* Zeroed is empty. */
struct ac_measures {
    struct ac_histogram lateness, delivery; /* ns */
    struct ac_histogram queueing, response; /* ns; of a dated source */
    struct ac_displacement launch, take;
    uint64_t busy_ns;  /* how long all tasks that were started last, added up; UINT64_MAX: longer */
    uint64_t start_ns; /* what the wall time counts from, on the loop's clock */
    uint64_t last_finish_ns; /* on the loop's clock too */
};

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
