/* open.c -- a run is opened and closed. */
#include <string.h>

#include "engine.h"
#include "memory.h"

enum { OPEN_ALIGN = 16 };

static bool open_is_sound(const struct ac_config *config)
{
    bool bounded = config->window || config->workload->count != AC_ENDLESS;
    bool may_be_ordered = bounded && !config->workload->again;
    return config->limit && config->queue && (may_be_ordered || !config->ordered);
}

/* A strategy without a state has a byte, so that NULL means that there is no memory. */
static void *open_zeroed(const struct ac_config *config, size_t size)
{
    void *block = ac_resize(config->allocator, NULL, size ? size : 1);
    return block ? memset(block, 0, size) : NULL;
}

int ac_open(struct ac_run **run, const struct ac_config *config)
{
    if (!open_is_sound(config))
        return -EINVAL;
    struct engine *e = open_zeroed(config, sizeof *e);
    void *state = e ? open_zeroed(config, config->strategy->state_size) : NULL;
    if (!state || (config->ordered && ac_reorder_reserve(&e->reorder, 0, config->allocator))) {
        ac_resize(config->allocator, state, 0);
        ac_resize(config->allocator, e, 0);
        return -ENOMEM;
    }
    uint64_t limit = ac_effective_limit(config->strategy, config->limit, config->workload->count);
    e->config = *config;
    e->run = (struct ac_run){.state = state, .limit = limit, .queue = config->queue};
    e->launch_limit = config->strategy->flags & AC_NO_LIMIT ? UINT64_MAX : limit;
    e->calls = ENGINE_FILL;
    e->is_work = config->workload->start;
    e->is_released = config->workload->release;
    e->is_apart = config->ordered || config->workload->again;
    e->pool.allocator = config->allocator;
    e->pool.own_size = (config->workload->own_size + OPEN_ALIGN - 1) / OPEN_ALIGN * OPEN_ALIGN;
    config->loop->run = &e->run;
    config->loop->pool = &e->pool;
    for (struct ac_workload *workload = config->workload; workload; workload = workload->from)
        workload->run = &e->run;
    if (config->measures)
        config->measures->start_ns = e->start_ns = e->end_ns = ac_loop_now(config->loop);
    *run = &e->run;
    return 0;
}

/* Of the tasks that were not handed over, and of the last that was. */
static void open_release_all(struct engine *e)
{
    if (!e->is_released)
        return;
    for (uint64_t i = 0; i < e->pool.fresh; i++)
        if (ac_pool_at(&e->pool, i)->stage != AC_FREE)
            engine_release(e, ac_pool_at(&e->pool, i));
}

void ac_close(struct ac_run *run)
{
    if (!run)
        return;
    struct engine *e = engine_of(run);
    ac_end(run, false);
    open_release_all(e);
    ac_pool_free(&e->pool);
    struct ac_allocator *allocator = e->config.allocator;
    void *const blocks[] = {e->reorder.slots, e->there_ns.at, e->ended.at,
                            e->deadlines.at,  e->run.state,   e};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        ac_resize(allocator, blocks[i], 0);
}
