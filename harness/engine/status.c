/* status.c -- what a run says of itself. */
#include "engine.h"

static const struct engine *status_of(const struct ac_run *run)
{
    return (const struct engine *)run;
}

int ac_error(const struct ac_run *run)
{
    return status_of(run)->error;
}

const struct ac_breach *ac_breach(const struct ac_run *run)
{
    return &status_of(run)->breach;
}

bool ac_over(const struct ac_run *run)
{
    const struct engine *e = status_of(run);
    return e->phase >= ENGINE_ENDED || e->interrupted;
}

bool ac_complete(const struct ac_run *run)
{
    const struct engine *e = status_of(run);
    const struct ac_counts *c = &e->counts;
    uint64_t work = c->pulled - c->retried; /* that the source gave, each once */
    bool all = e->lack == ENGINE_SOURCE_ENDED || work == e->config.workload->count;
    return all && work == c->taken && !e->error;
}

void *ac_own(const struct ac_run *run, const struct ac_task *task)
{
    return ac_pool_own(&status_of(run)->pool, task);
}

void *ac_data(const struct ac_run *run)
{
    return status_of(run)->config.data;
}

const struct ac_counts *ac_counts(const struct ac_run *run)
{
    return &status_of(run)->counts;
}

uint64_t ac_wall_ns(const struct ac_run *run)
{
    const struct engine *e = status_of(run);
    bool goes_on = !e->measures && e->phase != ENGINE_ENDED;
    return (goes_on ? engine_now(e) : e->end_ns) - e->start_ns;
}
