/* open.c -- a run is opened and closed. */
#include <string.h>

#include "engine.h"
#include "limit.h"
#include "memory.h"

enum { OPEN_ALIGN = 16 };

int engine_check_size(const void *outside, size_t known)
{
    const unsigned char *bytes = outside;
    size_t size = *(const size_t *)outside;
    if (size < known)
        return -EINVAL;
    for (size_t i = known; i < size; i++)
        if (bytes[i])
            return -E2BIG;
    return 0;
}

static int open_check_sizes(const struct ac_config *config)
{
    int error = engine_check_size(config->strategy, sizeof *config->strategy);
    const struct ac_workload *workload = config->workload;
    for (; workload && !error; workload = error ? NULL : workload->from)
        error = engine_check_size(workload, sizeof *workload);
    return error;
}

static bool open_is_sound(const struct ac_config *config)
{
    bool bounded = config->window || config->workload->count != AC_ENDLESS;
    bool may_be_ordered = bounded && !config->workload->again;
    return config->workload->next && config->limit && config->queue &&
           (may_be_ordered || !config->ordered);
}

/* 0, or the error of ac_open. */
static int open_check(const struct ac_config *config)
{
    int error = engine_check_size(config, sizeof *config);
    if (!error && !(config->strategy && config->workload && config->loop))
        error = -EINVAL;
    if (!error)
        error = open_check_sizes(config);
    if (!error && !open_is_sound(config))
        error = -EINVAL;
    if (!error && config->loop->run)
        error = -EBUSY;
    return error;
}

/* A strategy without a state has a byte, so that NULL means that there is no memory. */
static void *open_zeroed(const struct ac_config *config, size_t size)
{
    void *block = ac_resize(config->allocator, NULL, size ? size : 1);
    return block ? memset(block, 0, size) : NULL;
}

/* The run belongs to its loop and its workloads, and they to it. */
static void open_join(struct engine *e)
{
    struct ac_loop *loop = e->config.loop;
    loop->run = &e->run;
    loop->pool = &e->pool;
    for (struct ac_workload *workload = e->config.workload; workload; workload = workload->from)
        workload->run = &e->run;
    e->start_ns = e->end_ns = engine_now(e);
}

int ac_open(struct ac_run **run, const struct ac_config *config)
{
    *run = NULL;
    int error = open_check(config);
    if (error)
        return error;
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
    open_join(e);
    *run = &e->run;
    return 0;
}

void ac_measure(struct ac_run *run, struct ac_measures *measures)
{
    struct engine *e = engine_of(run);
    e->measures = measures;
    measures->start_ns = e->start_ns;
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

void engine_leave(struct engine *e)
{
    ac_end(&e->run, false);
    open_release_all(e);
    e->config.loop->run = NULL;
}

void engine_free(struct engine *e)
{
    ac_pool_free(&e->pool);
    struct ac_allocator *allocator = e->config.allocator;
    void *const blocks[] = {e->reorder.slots, e->there_ns.at, e->ended.at,
                            e->deadlines.at,  e->run.state,   e};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        ac_resize(allocator, blocks[i], 0);
}

void ac_close(struct ac_run *run)
{
    if (!run)
        return;
    struct engine *e = engine_of(run);
    if (e->config.loop->detach) {
        e->config.loop->detach(run);
        return;
    }
    engine_leave(e);
    engine_free(e);
}
