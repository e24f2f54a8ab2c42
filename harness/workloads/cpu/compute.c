/* compute.c -- see compute.h. */
#include "compute.h"

#include <uv.h>

/* A trial is long enough that two reads of the clock do not count, and short enough that most are not
 * disturbed. */
enum { COMPUTE_TRIAL_NS = 200000, COMPUTE_FEW_STEPS = 1000 };

/* The multipliers are those of SplitMix64. Both are odd, so a word that is not 0 never becomes 0. */
uint32_t ac_compute(uint32_t number, uint64_t steps)
{
    uint64_t word = ((uint64_t)number + 1) * 0x9e3779b97f4a7c15;
    for (uint64_t i = 0; i < steps; i++)
        word = (word ^ (word >> 29)) * 0xbf58476d1ce4e5b9;
    return (uint32_t)(word >> 32);
}

/* The work stands between the two reads of the clock, as each of its ends is volatile. */
static uint64_t compute_time(uint64_t steps)
{
    static volatile uint32_t ends[2]; /* the number, and the checksum */
    uint64_t before_ns = uv_hrtime();
    ends[1] = ac_compute(ends[0], steps);
    return uv_hrtime() - before_ns;
}

struct ac_compute_speed ac_compute_calibrate(void)
{
    struct ac_compute_speed speed = {.steps = COMPUTE_FEW_STEPS};
    while ((speed.ns = compute_time(speed.steps)) < COMPUTE_TRIAL_NS)
        speed.steps *= 2;
    for (int trial = 1; trial < AC_COMPUTE_TRIALS; trial++) {
        uint64_t ns = compute_time(speed.steps);
        speed.ns = ns < speed.ns ? ns : speed.ns;
    }
    speed.ns = speed.ns ? speed.ns : 1;
    return speed;
}

uint64_t ac_compute_steps(struct ac_compute_speed speed, uint64_t duration_ns)
{
    return duration_ns / speed.ns * speed.steps + duration_ns % speed.ns * speed.steps / speed.ns;
}
