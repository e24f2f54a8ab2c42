/* simulate.h -- a run on the virtual clock, from options to its figures, with nothing printed: what the quiz
 * asks about, and what the page shows. Freestanding but for the allocator.
 */
#ifndef AC_SCENARIO_SIMULATE_H
#define AC_SCENARIO_SIMULATE_H

#include "../engine/measures.h"
#include "../workloads/ideal.h"
#include "config.h"
#include "consume.h"

struct ac_simulation {
    /* Given: */
    const struct ac_options *options;
    struct ac_durations *durations; /* NULL: none of one's own */
    void (*trace)(void *context, uint64_t now_ns, enum ac_event event, uint32_t number);
    void *trace_context; /* of `trace`, which may be NULL */

    /* Found: */
    enum ac_ended ended;
    bool complete;
    struct ac_counts counts;
    struct ac_breach breach;
    uint64_t slots, queue, wall_ns;
    bool has_ideal;
    struct ac_ideal ideal;
    struct ac_measures measures;
};

/* Runs it to its end. 0, or a negative errno: what ac_error() tells of the run, or of its ideal. */
int ac_simulate(struct ac_simulation *simulation);

#endif
