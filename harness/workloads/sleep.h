/* sleep.h -- tasks that sleep: for how long, and in what order they are pulled.
 *
 * The blog's workload is 1..N: task i sleeps scale / i ns. An engineer's own durations
 * (durations.h) take its place; an endless workload repeats the first of either. Everything is
 * computed on demand: a workload of any size takes no memory of its own. Deterministic: no floating
 * point, and no other randomness than the seed.
 */
#ifndef AC_WORKLOADS_SLEEP_H
#define AC_WORKLOADS_SLEEP_H

#include "../engine/workload.h"

enum ac_order { AC_FORWARD, AC_REVERSE, AC_SHUFFLE };

struct ac_durations;

struct ac_sleeps {
    uint64_t count;                 /* how many tasks, or AC_ENDLESS: in forward order only */
    uint64_t cycle;                 /* of an endless one: the durations repeat after so many */
    uint64_t scale_ns;              /* task i sleeps scale / i, rounded down */
    bool same;                      /* instead each sleeps scale_ns */
    uint64_t tick_ns;               /* then up to a multiple of this; at least 1 */
    enum ac_order order;            /* of the pulls */
    uint64_t seed;                  /* of a shuffle */
    struct ac_durations *durations; /* NULL, or durations that replace scale / i; the caller's */
    uint64_t fail_ppb;          /* of 1e9 tasks so many fail with -EIO, drawn by seed and number */
    const uint32_t *fail_tasks; /* these fail, too, by number; the caller's */
    unsigned fail_task_count;
};

/* A source that hands out a workload's tasks, in its order. */
struct ac_sleep_workload {
    struct ac_workload workload; /* first */
    const struct ac_sleeps *sleeps;
    uint64_t pulled;
};

/* Starts at the first task; may be called again to start over. The workload must outlive it, and
 * stay as it is. */
void ac_sleep_workload_init(struct ac_sleep_workload *workload, const struct ac_sleeps *sleeps);

/* Which task is pulled in place `place` (from 0): a bijection onto 1..count. An endless workload
 * counts on, and after 2^32-1 from 1 again. */
uint32_t ac_sleeps_number(const struct ac_sleeps *sleeps, uint64_t place);

/* A bijection of 64-bit words in which every bit depends on every bit: one step of SplitMix64
 * (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). */
uint64_t ac_mix(uint64_t word);

/* value, rounded up to a multiple of tick_ns; saturates at the largest multiple. */
uint64_t ac_round_up(uint64_t value, uint64_t tick_ns);

#endif
