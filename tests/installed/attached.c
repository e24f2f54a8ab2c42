/* attached.c -- a program with a loop of its own: five sleeping tasks, two at a time, each result pushed to it. */
#include <as_completed/attach.h>
#include <stdio.h>
#include <uv.h>

static int next(struct ac_workload *workload, struct ac_item *item)
{
    uint32_t *given = workload->data;
    item->number = ++*given;
    item->duration_ns = 1000;
    return *given <= 5 ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

static void on_result(struct ac_run *run, const struct ac_task *task)
{
    (void)task;
    printf("%u ", (unsigned)ac_counts(run)->taken);
}

int main(void)
{
    uint32_t given = 0;
    struct ac_workload sleeps = {.size = sizeof sleeps, .count = 5, .next = next, .data = &given};
    struct ac_config config = {.size = sizeof config,
                               .strategy = ac_strategy_named("semaphore"),
                               .workload = &sleeps,
                               .limit = 2,
                               .queue = 1};
    struct ac_run *run = NULL;
    if (ac_attach_push(&run, uv_default_loop(), &config, on_result, NULL))
        return 1;
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT) || uv_loop_close(uv_default_loop());
}
