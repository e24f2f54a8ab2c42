/* starts_again -- callback that tries a task again itself, in its slot, when it has failed.
 *
 * Wrong: done launches a task that has ended with an error once more, instead of handing it over. Trying again is
 *     for the workload: the next attempt is another task.
 * Caught by: "launch-once", on the day "failures", at the second launch.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct starts_again_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void starts_again_fill(struct ac_run *run)
{
    struct starts_again_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void starts_again_done(struct ac_run *run, struct ac_task *task)
{
    struct starts_again_state *state = run->state;
    if (task->error && ac_launch(run, task))
        return;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    starts_again_fill(run);
}

static struct ac_task *starts_again_take(struct ac_run *run)
{
    struct starts_again_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_starts_again = {
    .size = sizeof(struct ac_strategy),
    .name = "starts_again",
    .idea = "wrong: a task that fails is launched once more",
    .flags = 0,
    .state_size = sizeof(struct starts_again_state),
    .fill = starts_again_fill,
    .done = starts_again_done,
    .take = starts_again_take,
};
