/* backwards.h -- a run of a few sleeps on the virtual clock, under a strategy that launches the latest pull first. The
 * first sleeps longest. One run at a time.
 */
#ifndef TEST_BACKWARDS_H
#define TEST_BACKWARDS_H

#include "../../harness/engine/engine.h"
#include "../../harness/loops/virtual.h"

enum { BACKWARDS_TASKS = 3, BACKWARDS_MS = 1000000 };

extern struct backwards {
    struct ac_loop_virtual loop;
    struct ac_workload workload;
    struct ac_measures measures;
    struct ac_config config;
    struct ac_run *run;
    uint64_t heap_bytes;
    uint32_t pulled;
    int answer;        /* of a loop that refuses */
    unsigned launched; /* as ac_launch() has said */
} backwards;

/* Makes the settings, for the test to change. */
void backwards_prepare(void);

/* Has the loop refuse each start, with that answer. */
void backwards_refuse(int answer);

void backwards_open(void);

/* Both, and all are in flight. */
void backwards_open_in_flight(void);

/* The task in the first place of the pool. */
struct ac_task *backwards_first(void);

void backwards_check_breach(enum ac_rule rule);

/* Ends and closes the run: all must add up, and nothing be left. */
void backwards_close(void);

#endif
