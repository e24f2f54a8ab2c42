/* hello_ours.c -- hello_by_hand.c, with a run of one task on the same loop. */
#include <stdio.h>
#include <uv.h>

#include "../../../loops/attach.h"

static int task_next(struct ac_workload *workload, struct ac_item *item)
{
    item->number = (uint32_t)ac_counts(workload->run)->pulled + 1;
    return item->number <= workload->count ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

static int task_start(struct ac_workload *workload, struct ac_task *task)
{
    (void)workload;
    (void)task;
    return AC_DONE;
}

static void on_result(struct ac_run *run, const struct ac_task *task)
{
    (void)run;
    (void)task;
}

static void on_timer(uv_timer_t *timer)
{
    puts("hello");
    uv_close((uv_handle_t *)timer, NULL);
}

int main(void)
{
    uv_timer_t timer;
    struct ac_run *run;
    struct ac_workload workload = {.size = sizeof workload,
                                   .count = 1,
                                   .next = task_next,
                                   .start = task_start};
    struct ac_config config = {.size = sizeof config,
                               .strategy = ac_strategy_named("callback"),
                               .workload = &workload,
                               .limit = 1,
                               .queue = 1};
    uv_timer_init(uv_default_loop(), &timer);
    uv_timer_start(&timer, on_timer, 0, 0);
    if (ac_attach_push(&run, uv_default_loop(), &config, on_result, NULL) != 0)
        return 1;
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    return uv_loop_close(uv_default_loop()) != 0;
}
