/* world.c -- see world.h. */
#include "world.h"
#include "../../harness/engine/limit.h"

#include <errno.h>

uint64_t world_count(const struct world *world)
{
    return world->endless ? AC_ENDLESS : world->count;
}

uint32_t world_most(const struct world *world)
{
    return world->endless ? WORLD_TASKS : world->count;
}

uint64_t world_slots(const struct world *world)
{
    bool none = world->strategy->flags & AC_NO_LIMIT;
    return ac_effective_limit(world->strategy, none ? UINT64_MAX : world->limit,
                              world_count(world));
}

uint32_t world_sleep_ms(const struct world *world, uint32_t number)
{
    return world->sleeps_ms[(number - 1) % world->count];
}

bool world_refuses(const struct world *world, uint32_t number)
{
    return number <= world->count && world->refused[number - 1];
}

int world_failure(const struct world *world, uint32_t number)
{
    if (number > world->count || !world->fails[number - 1])
        return 0;
    return world->cancelled ? -ECANCELED : -EIO;
}

int world_error(const struct world *world, uint32_t number)
{
    uint32_t lasts_ms = world_sleep_ms(world, number), most_ms = world->task_timeout_ms;
    if (world_refuses(world, number))
        return -EMFILE;
    if (most_ms && lasts_ms > most_ms)
        return -ETIMEDOUT;
    return world_failure(world, number);
}

/* The first of the instants that end a world; 0: none does. */
static uint32_t last_ms(const struct world *world)
{
    const uint32_t instants[] = {world->for_ms, world->close_at_ms, world->timeout_ms};
    uint32_t first = 0;
    for (size_t i = 0; i < 3; i++)
        if (instants[i] && (!first || instants[i] < first))
            first = instants[i];
    return first;
}

bool world_is_bounded(const struct world *world)
{
    uint32_t slots = world->limit, turns = last_ms(world) + 1;
    bool takes_time = world->count > 0;
    for (uint32_t i = 0; i < world->change_count; i++)
        slots = world->changes[i].limit > slots ? world->changes[i].limit : slots;
    for (uint32_t i = 0; i < world->count; i++)
        takes_time &= world->sleeps_ms[i] > 0 && !world->refused[i];
    return !world->endless ||
           (takes_time && turns > 1 && turns * slots + world->queue < WORLD_TASKS);
}
