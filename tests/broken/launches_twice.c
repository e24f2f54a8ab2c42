/* launches_twice -- callback that starts a task again, to be sure.
 *
 * Wrong: fill launches each task it pulled two times.
 * Caught by: "launch-once", at the second launch.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct launches_twice_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void launches_twice_fill(struct ac_run *run)
{
    struct launches_twice_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task) &&
           ac_launch(run, task))
        state->in_flight++;
}

static void launches_twice_done(struct ac_run *run, struct ac_task *task)
{
    struct launches_twice_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    launches_twice_fill(run);
}

static struct ac_task *launches_twice_take(struct ac_run *run)
{
    struct launches_twice_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_launches_twice = {
    .size = sizeof(struct ac_strategy),
    .name = "launches_twice",
    .idea = "wrong: each task is launched twice",
    .flags = 0,
    .state_size = sizeof(struct launches_twice_state),
    .fill = launches_twice_fill,
    .done = launches_twice_done,
    .take = launches_twice_take,
};
