/* draw.h -- random worlds, by seed. */
#ifndef TEST_DRAW_H
#define TEST_DRAW_H

#include "../support/random.h"
#include "world.h"

/* A world for `strategy` that the command line accepts, as far as it can be said there, with many ties;
 * mostly small, or with `count` tasks. */
void world_draw(struct world *world, const struct ac_strategy *strategy,
                struct random_draws *draws);
void world_draw_count(struct world *world, const struct ac_strategy *strategy, uint32_t count,
                      struct random_draws *draws);

/* Runs `schedules` worlds from `seed` on, one strategy of the NULL-terminated table after the other.
 * False: one did not hold what must hold; it is in *world. */
bool worlds_random(const struct ac_strategy *const *strategies, uint64_t seed, uint64_t schedules,
                   struct world *world, struct world_outcome *outcome);

#endif
