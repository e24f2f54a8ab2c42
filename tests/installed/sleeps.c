/* sleeps.c -- a program with nothing but the library: ten tasks, three at a time, on the virtual clock. */
#include <as_completed/loops.h>
#include <as_completed/run.h>
#include <stdio.h>

static int next(struct ac_workload *workload, struct ac_item *item)
{
    uint32_t *given = workload->data;
    item->number = ++*given;
    item->duration_ns = 1000000000 / item->number;
    return *given <= 10 ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

int main(void)
{
    uint32_t given = 0;
    struct ac_workload sleeps = {.size = sizeof sleeps, .count = 10, .next = next, .data = &given};
    struct ac_config config = {.size = sizeof config,
                               .strategy = ac_strategy_named("callback"),
                               .workload = &sleeps,
                               .limit = 3,
                               .queue = 1};
    struct ac_run *run = NULL;
    if (ac_loop_open_virtual(&config.loop, NULL) || ac_open(&run, &config))
        return 1;
    for (struct ac_task *task = ac_next(run); task; task = ac_next(run))
        printf("%u ", (unsigned)task->number);
    ac_close(run);
    ac_loop_close(config.loop);
    return 0;
}
