#include <as_completed/attach.h>
#include <stdio.h>
#include <uv.h>

static int next(struct ac_workload *tasks, struct ac_item *item)
{
    item->number = (uint32_t)ac_counts(tasks->run)->pulled + 1;
    item->duration_ns = 100000000 / item->number;
    return item->number <= tasks->count ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

static void on_result(struct ac_run *run, const struct ac_task *task)
{
    (void)run;
    printf("task %u: %s\n", task->number, task->error ? "failed" : "done");
}

int main(void)
{
    struct ac_workload tasks = {.size = sizeof tasks};
    struct ac_config config = {.size = sizeof config};
    struct ac_run *run;
    tasks.count = 10;
    tasks.next = next;
    config.strategy = ac_strategy_named("callback");
    config.workload = &tasks;
    config.limit = config.queue = 3;

    uv_loop_t *loop = uv_default_loop();
    int error = ac_attach_push(&run, loop, &config, on_result, NULL);
    if (error)
        fprintf(stderr, "%s\n", uv_strerror(error));
    uv_run(loop, UV_RUN_DEFAULT);
    return error || uv_loop_close(loop);
}
