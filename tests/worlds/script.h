/* script.h -- a loop that finishes what it is told to, and the tale of all it can be told.
 *
 * Each turn is an instant of its own, and finishes some of what is in flight, at least one task, each
 * well or with an error. Which, is a choice; the choices of a run are written down, and the next run
 * makes the same ones but for the last that has another answer left: depth first, until there is
 * none, every sequence of finishes, ties and failures has been run once.
 */
#ifndef TEST_SCRIPT_H
#define TEST_SCRIPT_H

#include "world.h"

enum { SCRIPT_CHOICES = 64, SCRIPT_TURN_MS = 2, SCRIPT_TASKS = 8 };

struct script {
    struct ac_loop loop; /* first */
    struct world *world; /* its sleeps and failures are written as they are chosen */
    uint64_t now_ns;
    uint32_t in_flight, failures;
    struct ac_task *tasks[SCRIPT_TASKS]; /* in flight, in launch order */
    uint64_t launch_ns[SCRIPT_TASKS + 1];
    struct {
        uint32_t answer, answers;
    } choices[SCRIPT_CHOICES];
    uint32_t made, known; /* choices of this run so far, and of those that are laid down */
};

/* For all runs of `world`, which has at most SCRIPT_TASKS tasks. */
void script_begin(struct script *script, struct world *world);

/* One run. The world is then the one that was run: on the virtual clock it gives the same trace. */
void script_run(struct script *script, struct world_outcome *outcome);

/* Lays down the choices of the next run. False: there is none. */
bool script_next(struct script *script);

#endif
