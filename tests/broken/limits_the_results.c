/* limits_the_results -- launches everything, and lets only `limit` tasks at a time into a list that it looks at.
 *
 * Wrong: the gate stands around work that has started already; it limits nothing.
 * Caught by: "limit", at the launch of task limit + 1.
 * On record at: linkinator #847.
 * Compare with: strategies/polling.c.
 */
#include "../../strategies/as_completed.h"

struct limits_the_results_state {
    struct ac_fifo started; /* in flight or finished, not looked at yet */
    struct ac_fifo gate;    /* at most `limit` */
};

static void limits_the_results_fill(struct ac_run *run)
{
    struct limits_the_results_state *state = run->state;
    struct ac_task *task;
    while ((task = ac_pull(run)) && ac_launch(run, task))
        ac_fifo_put(&state->started, task);
}

static struct ac_task *limits_the_results_take(struct ac_run *run)
{
    struct limits_the_results_state *state = run->state;
    struct ac_task *task;
    while (state->gate.count < run->limit && (task = ac_fifo_get(&state->started)))
        ac_fifo_put(&state->gate, task);
    for (uint64_t looks = state->gate.count; looks; looks--) {
        task = ac_fifo_get(&state->gate);
        if (ac_finished(task))
            return task;
        ac_fifo_put(&state->gate, task);
    }
    return NULL;
}

const struct ac_strategy ac_strategy_limits_the_results = {
    .size = sizeof(struct ac_strategy),
    .name = "limits_the_results",
    .idea = "wrong: what it limits has started already",
    .flags = AC_POLLED,
    .slot = AC_SLOT_TO_TAKE,
    .state_size = sizeof(struct limits_the_results_state),
    .fill = limits_the_results_fill,
    .done = NULL,
    .take = limits_the_results_take,
};
