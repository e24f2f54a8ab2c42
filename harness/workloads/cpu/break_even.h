/* break_even.h -- below which cost a task is done sooner on the loop's own thread than on a thread of the pool, with
 * one strategy, one limit and one size of the pool, on this machine.
 *
 * Both ways run the same small batches, one after the other, through the same strategy. In each round the hop is
 * what the way to a thread and back adds to a task that computes nothing. Then the cost is looked for at which
 * both ways take equally long. The rounds are independent, so their median has an interval by rank.
 */
#ifndef AC_WORKLOADS_CPU_BREAK_EVEN_H
#define AC_WORKLOADS_CPU_BREAK_EVEN_H

#include "../cpu.h"

enum { AC_BREAK_EVEN_ROUNDS = 9 };

struct ac_break_even_wish {
    const struct ac_config *config; /* strategy, limit, queue and loop are heeded */
    uv_loop_t *uv;
    unsigned threads;
    struct ac_compute_speed speed;
    uint64_t most_ns; /* no batch is begun after it; a round that is not whole is left out */
    const volatile int *interrupted; /* once it is not 0 it ends as well */
};

/* In ns. The interval has the median at 95 % or more; NAN: too few rounds for one. */
struct ac_interval {
    double median, low, high;
};

struct ac_break_even {
    unsigned rounds; /* an odd number, or 0: then all is NAN */
    struct ac_interval hop, cost;
    double tried_ns; /* where a round's cost is INFINITY, the pool was not quicker up to here */
};

/* No run may be open on the loop. */
struct ac_break_even ac_break_even_find(const struct ac_break_even_wish *wish);

#endif
