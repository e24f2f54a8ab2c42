/* run.c -- a run from its opening to its close, and the one loop around ac_try. */
#include "run.h"

#include "engine.h"
#include "memory.h"

static const struct engine *engine_of_const(const struct ac_run *run)
{
    return (const struct engine *)run;
}

/* A task in that stage, for the message of a breach; NULL if there is none. */
static const struct ac_task *find(const struct engine *e, enum ac_stage stage)
{
    for (uint64_t i = 0; i < e->pool.fresh; i++) {
        const struct ac_task *task = ac_pool_at(&e->pool, i);
        if (task->stage == stage)
            return task;
    }
    return NULL;
}

/* Nothing is in flight and take gave nothing: the run is over, or the strategy is at fault. */
static void settle(struct engine *e)
{
    struct ac_task *next = ac_pull(&e->run);
    if (e->error || e->interrupted)
        return;
    if (next)
        engine_breach(e, AC_RULE_STALL, next);
    else if (e->counts.unread)
        engine_breach(e, AC_RULE_LOST, find(e, AC_UNREAD));
    else if (e->counts.waiting)
        engine_breach(e, AC_RULE_LOST, find(e, AC_WAITING));
    else
        e->complete = true;
}

static void turn(struct engine *e, uint64_t until_ns)
{
    e->counts.turns++;
    int error = e->config.loop->turn(e->config.loop, until_ns);
    if (error)
        engine_fail(e, error);
}

static void turn_for(struct engine *e, uint64_t interval_ns)
{
    struct ac_loop *loop = e->config.loop;
    uint64_t now_ns = loop->now(loop), until_ns = now_ns + interval_ns;
    do
        turn(e, until_ns);
    while (!e->error && !e->interrupted && loop->now(loop) < until_ns);
}

struct ac_task *ac_next(struct ac_run *run)
{
    struct engine *e = engine_of(run);
    while (!e->error && !e->interrupted && !e->complete) {
        struct ac_task *task = ac_try(run);
        if (task)
            return task;
        if (e->error)
            break;
        if (!e->counts.in_flight)
            settle(e);
        else if (!(e->config.strategy->flags & AC_SPINS))
            turn(e, AC_FOREVER);
        else if (!e->config.poll_interval_ns)
            turn(e, AC_SPIN);
        else
            turn_for(e, e->config.poll_interval_ns);
    }
    if (!e->complete && e->config.measures)
        e->end_ns = e->config.loop->now(e->config.loop);
    return NULL;
}

uint64_t ac_effective_limit(const struct ac_strategy *strategy, uint64_t limit, uint64_t count)
{
    if (strategy->flags & AC_SERIAL || count == 0)
        return 1;
    return limit < count ? limit : count;
}

/* Blocks from 1,024 tasks, or twice a limit that binds: what is in flight may be unread in one turn.
 * Never more than there are tasks. */
static uint64_t block_tasks(const struct engine *e)
{
    uint64_t most = e->config.source->count;
    uint64_t limit = e->launch_limit < most ? e->launch_limit : 0;
    uint64_t tasks = limit <= UINT64_MAX / 2 ? 2 * limit : UINT64_MAX;
    if (tasks < 1024)
        tasks = 1024;
    return tasks < most || most < 1024 ? tasks : most;
}

int ac_open(struct ac_run **run, const struct ac_config *config)
{
    struct engine *e = ac_calloc(1, sizeof *e);
    void *state = e ? ac_calloc(1, config->strategy->state_size) : NULL;
    if (!state) {
        ac_free(e);
        return -ENOMEM;
    }
    uint64_t limit = ac_effective_limit(config->strategy, config->limit, config->source->count);
    e->config = *config;
    e->run = (struct ac_run){.state = state, .limit = limit, .queue = config->queue};
    e->launch_limit = config->strategy->flags & AC_NO_LIMIT ? UINT64_MAX : limit;
    e->refill = true;
    ac_pool_init(&e->pool, block_tasks(e));
    config->loop->run = &e->run;
    config->loop->pool = &e->pool;
    if (config->measures)
        e->start_ns = e->end_ns = config->loop->now(config->loop);
    *run = &e->run;
    return 0;
}

void ac_interrupt(struct ac_run *run)
{
    engine_of(run)->interrupted = 1;
}

int ac_error(const struct ac_run *run)
{
    return engine_of_const(run)->error;
}

const struct ac_breach *ac_breach(const struct ac_run *run)
{
    return &engine_of_const(run)->breach;
}

bool ac_complete(const struct ac_run *run)
{
    return engine_of_const(run)->complete;
}

const struct ac_counts *ac_counts(const struct ac_run *run)
{
    return &engine_of_const(run)->counts;
}

uint64_t ac_wall_ns(const struct ac_run *run)
{
    const struct engine *e = engine_of_const(run);
    return e->end_ns - e->start_ns;
}

void ac_close(struct ac_run *run)
{
    if (!run)
        return;
    struct engine *e = engine_of(run);
    e->config.loop->cancel_all(e->config.loop);
    ac_pool_free(&e->pool);
    ac_free(e->run.state);
    ac_free(e);
}
