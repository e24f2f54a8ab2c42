/* ours.c -- see ours.h. */
#include "ours.h"

#include <string.h>
#include <uv.h>

#include "bytes.h"
#include "tally.h"

static struct ac_workload workload;
static void (*ours_detached)(struct ac_run *run);

static int ours_next(struct ac_workload *self, struct ac_item *item)
{
    item->number = (uint32_t)ac_counts(self->run)->pulled + 1;
    item->duration_ns = 0;
    return item->number <= self->count ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

static void on_result(struct ac_run *run, const struct ac_task *task)
{
    (void)run;
    tally_result(task->number);
}

static void on_detached(struct ac_run *run)
{
    tally_check(ac_error(run), "the run");
    tally.max_in_flight = ac_counts(run)->max_in_flight;
    tally.peak_bytes = bytes.peak;
    if (ours_detached)
        ours_detached(run);
}

static void on_ready(struct ac_run *run)
{
    for (const struct ac_task *task; (task = ac_try(run));)
        tally_result(task->number);
    if (ac_over(run))
        ac_detach(run, false, on_detached);
}

void ours_attach(const char *strategy, const char *style,
                 int (*start)(struct ac_workload *workload, struct ac_task *task),
                 void (*detached)(struct ac_run *run))
{
    static struct ac_run *run;
    struct ac_config config = {.size = sizeof config,
                               .strategy = ac_strategy_named(strategy),
                               .workload = &workload,
                               .allocator = &bytes.allocator,
                               .limit = tally.limit,
                               .queue = tally.limit};
    workload = (struct ac_workload){.size = sizeof workload,
                                    .count = tally.tasks,
                                    .next = ours_next,
                                    .start = start};
    ours_detached = detached;
    tally_check(config.strategy ? 0 : UV_EINVAL, strategy);
    int error = strcmp(style, "pull") == 0
                    ? ac_attach(&run, uv_default_loop(), &config, on_ready)
                    : ac_attach_push(&run, uv_default_loop(), &config, on_result, on_detached);
    tally_check(error, "the run");
    tally.open_bytes = bytes.now;
}
