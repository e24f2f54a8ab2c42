/* script.h -- a loop that finishes what it is told to, and the tale of all it can be told.
 *
 * Each turn is an instant of its own, and finishes some of what is in flight, at least one task, each
 * well or with an error. Which, is a choice (choices.h): in the end every sequence of finishes, ties
 * and failures has been run once.
 */
#ifndef TEST_SCRIPT_H
#define TEST_SCRIPT_H

#include "choices.h"
#include "world.h"

enum { SCRIPT_TURN_MS = 2, SCRIPT_TASKS = 8 };

struct script {
    struct ac_loop loop; /* first */
    struct world *world; /* its sleeps and failures are written as they are chosen */
    uint64_t now_ns;
    uint32_t in_flight, failures;
    struct ac_task *tasks[SCRIPT_TASKS]; /* in flight, in launch order */
    uint64_t launch_ns[SCRIPT_TASKS + 1];
    struct choices choices;
};

/* For all runs of `world`, which has at most SCRIPT_TASKS tasks. */
void script_begin(struct script *script, struct world *world);

/* One run. The world is then the one that was run: on the virtual clock it gives the same trace. */
void script_run(struct script *script, struct world_outcome *outcome);

/* Lays down the choices of the next run. False: there is none. */
bool script_next(struct script *script);

#endif
