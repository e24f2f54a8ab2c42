/* replay.h -- a world run by the program, as its users would. */
#ifndef TEST_REPLAY_H
#define TEST_REPLAY_H

#include "../support/program.h"
#include "world.h"

/* Runs the world's command with `options` behind it (they may contradict it: the last counts), and a
 * trace on stdout. The caller frees. */
struct program world_replay(const struct world *world, const char *options);

/* The events of such a trace. */
void replay_events(const struct program *program, struct world_outcome *outcome);

#endif
