/* shrink.h -- a world that fails, made as small as it can be and still fail in the same way. */
#ifndef TEST_SHRINK_H
#define TEST_SHRINK_H

#include "world.h"

/* *world has failed, as *outcome says. Afterwards no task, failure, option or ms of it can be left out,
 * and no smaller one was found among thousands; *outcome is its own. One that does not fail on the
 * virtual clock stays as it is. Returns how many worlds were tried. */
uint32_t world_shrink(struct world *world, struct world_outcome *outcome);

#endif
