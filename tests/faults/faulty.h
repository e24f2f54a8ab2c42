/* faulty.h -- one run of work for tests of faults: in one of four ways, of one kind, and what came of it. */
#ifndef TEST_FAULTS_FAULTY_H
#define TEST_FAULTS_FAULTY_H

#include <uv.h>

#include "../support/work.h"
#include "accounts.h"
#include "modes.h"

enum { FAULTY_BACK = 2 }; /* the most tasks whose work comes back */

/* On a clock of the test, on a real loop under ac_next, and attached to a loop, in both styles. */
enum way { OWN_CLOCK, UNDER_NEXT, ATTACHED, PUSHED };

extern struct faulty {
    /* What is run: for the test to set. */
    const struct ac_strategy *strategy;
    enum way way;
    enum mode mode;
    uint32_t count;
    uv_loop_t uv;
    uv_idle_t idle;
    struct work work;

    /* What came of it. */
    struct {
        struct accounts accounts;
        struct ac_counts counts;
        bool opened;
        unsigned detached, turns;
        uint64_t taken;
        int error;
    } result;
} faulty;

/* Makes the plans of the tasks anew. */
void faulty_plan(void);

/* Of a real loop: ends a task in each turn; with timeouts, one that was asked to. */
void faulty_on_idle(uv_idle_t *handle);

/* The run, from its opening to its end. */
void faulty_run(void);

#endif
