/* draw.c -- see draw.h. */
#include "draw.h"

static bool chance(struct random_draws *draws, uint32_t of)
{
    return draw_below(draws, of) == 0;
}

static uint32_t below(struct random_draws *draws, uint32_t bound)
{
    return (uint32_t)draw_below(draws, bound);
}

static uint32_t draw_count(struct random_draws *draws)
{
    static const uint32_t bounds[] = {5, 5, 5, 9, 9, 9, 9, 17, 17, WORLD_TASKS + 1};
    return below(draws, bounds[below(draws, 10)]);
}

static uint32_t draw_capacity(struct random_draws *draws, uint32_t count)
{
    return 1 + below(draws, chance(draws, 4) ? count + 2 : 4);
}

static void draw_tasks(struct world *w, struct random_draws *draws)
{
    static const uint32_t bounds[] = {2, 3, 4, 4, 8, 20};
    uint32_t bound = bounds[below(draws, 6)], failing = below(draws, 4), refused = below(draws, 8);
    for (uint32_t i = 0; i < w->count; i++) {
        w->sleeps_ms[i] = below(draws, bound);
        w->fails[i] = failing == 0 && chance(draws, 3);
        w->refused[i] = refused == 0 && chance(draws, 3);
    }
    w->cancelled = failing == 0 && chance(draws, 3);
    if (chance(draws, 8))
        w->task_timeout_ms = 1 + below(draws, bound);
}

static void draw_ends(struct world *w, struct random_draws *draws)
{
    w->on_error = (enum ac_on_error)below(draws, 3);
    if (w->on_error != AC_CONTINUE && chance(draws, 3))
        w->errors_allowed = below(draws, 3);
    if (chance(draws, 8))
        w->for_ms = 1 + below(draws, 6);
    if (chance(draws, 5))
        w->take = 1 + below(draws, w->count + 1);
    if (chance(draws, 4))
        w->close_at_ms = 1 + below(draws, chance(draws, 3) ? 4 * (w->count + 1) : 6);
    if (chance(draws, 8))
        w->timeout_ms = 1 + below(draws, 2 * (w->count + 1));
    w->drain = (w->take || w->close_at_ms) && chance(draws, 2);
}

static void draw_pace(struct world *w, struct random_draws *draws)
{
    unsigned flags = w->strategy->flags;
    if (chance(draws, 3))
        w->consume_ms = 1 + below(draws, 4);
    if (chance(draws, 6))
        w->every_ms = 1 + below(draws, 3);
    if (chance(draws, 6))
        w->adds = 1 + below(draws, 2);
    w->ordered = chance(draws, 6);
    if (chance(draws, 6) && !(flags & (AC_NO_LIMIT | AC_HOLDS_ALL)))
        w->window = draw_capacity(draws, w->count);
    if (flags & AC_POLLED && chance(draws, 4))
        w->poll_interval_ms = 1 + below(draws, 3);
    if (flags & (AC_NO_LIMIT | AC_SERIAL) || !chance(draws, 5))
        return;
    w->change_count = 1 + below(draws, WORLD_CHANGES);
    for (uint32_t i = 0, at_ms = 0; i < w->change_count; i++) {
        at_ms += 1 + below(draws, 4);
        w->changes[i].at_ms = at_ms;
        w->changes[i].limit = draw_capacity(draws, w->count);
    }
}

/* Of the same tasks, which are then long enough for time to go on. */
static void draw_endless(struct world *w, struct random_draws *draws)
{
    if (w->strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL) || (w->ordered && !w->window))
        return;
    w->endless = true;
    if (!w->close_at_ms && !w->timeout_ms)
        w->for_ms = 1 + below(draws, 6);
    for (uint32_t i = 0; i < w->count; i++) {
        w->sleeps_ms[i] += !w->sleeps_ms[i];
        w->refused[i] = false;
    }
    w->endless = world_is_bounded(w);
}

void world_draw_count(struct world *w, const struct ac_strategy *strategy, uint32_t count,
                      struct random_draws *draws)
{
    *w = (struct world){.strategy = strategy, .count = count};
    w->limit = draw_capacity(draws, count);
    w->queue = chance(draws, 2) ? w->limit : draw_capacity(draws, count);
    draw_tasks(w, draws);
    if (chance(draws, 4)) /* left as it is: all that is to be seen is the strategy */
        return;
    draw_ends(w, draws);
    draw_pace(w, draws);
    if (chance(draws, 4))
        draw_endless(w, draws);
}

void world_draw(struct world *world, const struct ac_strategy *strategy, struct random_draws *draws)
{
    uint32_t count = draw_count(draws);
    world_draw_count(world, strategy, count, draws);
}

bool worlds_random(const struct ac_strategy *const *strategies, uint64_t seed, uint64_t schedules,
                   struct world *world, struct world_outcome *outcome)
{
    const struct ac_strategy *const *strategy = strategies;
    for (uint64_t i = 0; i < schedules; i++) {
        struct random_draws draws = {seed + i};
        world_draw(world, *strategy, &draws);
        world_run_virtual(world, outcome);
        if (outcome->fault)
            return false;
        if (!*++strategy)
            strategy = strategies;
    }
    return true;
}
