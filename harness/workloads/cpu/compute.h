/* compute.h -- work that needs the processor: steps of integer arithmetic, as many as last for a time that is
 * asked for.
 *
 * Each step needs the result of the one before, and the last result is a checksum. So nothing can be left
 * out, done ahead, or done side by side.
 */
#ifndef AC_WORKLOADS_CPU_COMPUTE_H
#define AC_WORKLOADS_CPU_COMPUTE_H

#include <stdint.h>

enum { AC_COMPUTE_TRIALS = 15 };

/* How fast this thread is: so many steps in so many ns. */
struct ac_compute_speed {
    uint64_t steps, ns;
};

/* The checksum of a task: it depends on its number and its steps only. */
uint32_t ac_compute(uint32_t number, uint64_t steps);

/* Takes about 4 ms. Of AC_COMPUTE_TRIALS trials the fastest counts: it was disturbed the least. */
struct ac_compute_speed ac_compute_calibrate(void);

/* How many steps last for duration_ns, up to 100 years; rounded down. */
uint64_t ac_compute_steps(struct ac_compute_speed speed, uint64_t duration_ns);

#endif
