/* modes.h -- what happens in a run in which calls fail, beside that. */
#ifndef TEST_MODES_H
#define TEST_MODES_H

#include "../../harness/engine/run.h"

enum mode {
    PLAIN,
    ORDERED,
    FAILURES,
    STOPS,
    CANCELS,
    TIMEOUTS,
    LEAVES,
    DRAINS,
    DATED,
    NOT_STARTED,
    LISTED, /* sleeps: how their durations are read */
    STREAMED,
    INDEXED,
    RETRIES, /* work: some of it comes back */
};

const char *mode_name(enum mode mode);

/* Some tasks fail. */
static inline bool mode_fails(enum mode mode)
{
    return mode >= FAILURES && mode <= CANCELS;
}

/* The consumer leaves in the middle. */
static inline bool mode_leaves(enum mode mode)
{
    return mode == LEAVES || mode == DRAINS;
}

/* Sets what of the settings follows from the mode; with TIMEOUTS that timeout. */
void mode_set(struct ac_config *config, enum mode mode, uint64_t timeout_ns);

/* And of the run, once it is open. */
void mode_set_run(struct ac_run *run, enum mode mode);

#endif
