/* takes_early -- callback that hands over tasks as they are launched.
 *
 * Wrong: fill puts the task in the line of results, and done does not.
 * Caught by: "take-done", at the first take.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct takes_early_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void takes_early_fill(struct ac_run *run)
{
    struct takes_early_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task)) {
        state->in_flight++;
        ac_fifo_put(&state->unread, task);
    }
}

static void takes_early_done(struct ac_run *run, struct ac_task *task)
{
    struct takes_early_state *state = run->state;
    (void)task;
    state->in_flight--;
    takes_early_fill(run);
}

static struct ac_task *takes_early_take(struct ac_run *run)
{
    struct takes_early_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_takes_early = {
    .size = sizeof(struct ac_strategy),
    .name = "takes_early",
    .idea = "wrong: a task is handed over before it has finished",
    .flags = 0,
    .state_size = sizeof(struct takes_early_state),
    .fill = takes_early_fill,
    .done = takes_early_done,
    .take = takes_early_take,
};
