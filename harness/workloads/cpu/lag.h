/* lag.h -- how late a loop is with what is due: a clock ticks on it, and each tick tells.
 *
 * A tick is late by what the loop does meanwhile, and by what waking costs. Ticks are due at fixed instants.
 * So where the loop was away for many ticks, each of them was late, and is counted.
 *
 * Costs: two system calls a tick. It does not hold the loop open.
 */
#ifndef AC_WORKLOADS_CPU_LAG_H
#define AC_WORKLOADS_CPU_LAG_H

#include <uv.h>

#include "../../engine/histogram.h"
#include "../../loops/wake.h"

#define AC_LAG_TICK_NS UINT64_C(1000000)

struct ac_lag {
    struct ac_wake wake;
    struct ac_histogram late; /* ns, a value for each tick */
    uint64_t due_ns;          /* of the next tick; 0: it does not tick */
};

/* 0 or a negative UV_E*; then there is nothing to close. It does not tick yet. */
int ac_lag_open(struct ac_lag *lag, uv_loop_t *uv);

/* The first tick is due one tick from now. Does nothing where it ticks already. */
void ac_lag_start(struct ac_lag *lag);

/* Ticks that were due and are not noticed yet are as late as they are now. */
void ac_lag_stop(struct ac_lag *lag);

/* Turns the loop until its handle is closed. */
void ac_lag_close(struct ac_lag *lag, uv_loop_t *uv);

#endif
