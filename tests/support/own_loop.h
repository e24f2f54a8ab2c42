/* own_loop.h -- a run of work on a program's own loop, which the test turns, for tests. One at a time.
 *
 * The test says when a task ends, between two turns of the loop. So what a turn brings is exact. The
 * wake-ups are counted: each is a turn of the loop that the run has caused.
 */
#ifndef TEST_OWN_LOOP_H
#define TEST_OWN_LOOP_H

#include "../../harness/engine/measures.h"
#include "../../harness/loops/attach.h"
#include "../../harness/loops/uv.h"
#include "work.h"

enum { OWN_LOOP_TASKS = 6, OWN_LOOP_LIMIT = 2 };

extern struct own_loop {
    uv_loop_t uv;
    uv_timer_t timer;
    struct ac_run *run;
    struct work work;
    struct ac_config config;
    struct ac_measures measures;
    uint64_t heap_bytes;
    unsigned descriptors;

    unsigned ready, taken, detached, wakes;
    struct ac_counts counts; /* once detached; and how long it took */
    uint64_t wall_ns;
    int error;  /* that the run is to end with, or 0 */
    bool over;  /* as `ready` saw it last */
    bool keep;  /* it does not detach by itself then */
    bool chain; /* when a task is cancelled, the next ends: noticed in the turn after */
    void (*woken)(struct ac_loop_uv *);
} own_loop;

/* Makes the settings, for the test to change: tasks end when the test says so, also when asked to. */
void own_loop_prepare(const struct ac_strategy *strategy);

/* Attaches the run. `ready` takes all; the first turn launches. */
void own_loop_attach(void);

void own_loop_turn(void);

const struct ac_counts *own_loop_counts(void);

/* What the wake-up is set to. */
uint64_t own_loop_armed_ns(void);

/* The first task in flight; 0: there is none. */
uint32_t own_loop_in_flight(void);

/* Lets the loop go on for a while. The run has no part in it: no wake-up is set, and none comes. */
void own_loop_check_rest(void);

/* For ac_detach(). */
void own_loop_detached(struct ac_run *run);

/* The run is detached: the loop has nothing left of it, and every task is released. */
void own_loop_finish(void);

#endif
