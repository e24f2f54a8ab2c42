/* trial.h -- one run through the API of harness/engine/run.h, on either clock, with every event written
 * down.
 */
#ifndef TEST_TRIAL_H
#define TEST_TRIAL_H

#include "../../harness/engine/measures.h"
#include "../../harness/engine/run.h"
#include "../../harness/loops/virtual.h"
#include "../../harness/workloads/sleep.h"
#include "check.h"

struct trial {
    const struct ac_strategy *strategy;
    struct ac_sleeps sleeps;
    uint64_t limit, queue, poll_interval_ns;
    const uint64_t *sleeps_ns; /* what workload.durations holds, for the oracle; or NULL */
    bool untraced;             /* count only: for runs too large to write down */
};

struct event {
    uint64_t t_ns; /* from the start of the run */
    uint32_t kind; /* enum ac_event */
    uint32_t number;
};

struct outcome {
    struct event *events;
    size_t event_count, event_capacity;
    uint64_t start_ns;
    struct ac_counts counts;
    struct ac_breach breach;
    struct ac_measures measures;
    uint64_t wall_ns, heap_peak_bytes;
    int error;
    bool complete;
};

/* Runs it to the end on `loop`, takes everything, closes the run. */
void trial_run(const struct trial *trial, struct ac_loop *loop, struct outcome *outcome);

/* The same on a virtual clock of its own; and fails the test unless the heap is then what it was.
 */
void trial_run_virtual(const struct trial *trial, struct outcome *outcome);

void outcome_free(struct outcome *outcome);

/* How many tasks may be in flight in this trial, by its strategy's flags; at least 1. */
uint64_t trial_slots(const struct trial *trial);

/* Fails the test with a line that names the trial. */
void trial_fail(const struct trial *trial, const char *what, const char *file, int line);

#define TRIAL_CHECK(trial, condition)                            \
    do {                                                         \
        if (!(condition))                                        \
            trial_fail((trial), #condition, __FILE__, __LINE__); \
    } while (0)

#endif
