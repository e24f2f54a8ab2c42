/* takes_none_for_the_end -- callback that never asks a source again that once had none.
 *
 * Wrong: NULL from ac_pull means none now; only the harness knows the end.
 * Caught by: "stall", on the day "slow source", when the next task is there and nobody pulls.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct takes_none_for_the_end_state {
    uint64_t in_flight;
    bool ended;
    struct ac_fifo unread;
};

static void takes_none_for_the_end_fill(struct ac_run *run)
{
    struct takes_none_for_the_end_state *state = run->state;
    while (state->in_flight < run->limit && !state->ended) {
        struct ac_task *task = ac_pull(run);
        state->ended = !task;
        if (!task || !ac_launch(run, task))
            return;
        state->in_flight++;
    }
}

static void takes_none_for_the_end_done(struct ac_run *run, struct ac_task *task)
{
    struct takes_none_for_the_end_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    takes_none_for_the_end_fill(run);
}

static struct ac_task *takes_none_for_the_end_take(struct ac_run *run)
{
    struct takes_none_for_the_end_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_takes_none_for_the_end = {
    .size = sizeof(struct ac_strategy),
    .name = "takes_none_for_the_end",
    .idea = "wrong: a source that has none now is taken for empty",
    .flags = 0,
    .state_size = sizeof(struct takes_none_for_the_end_state),
    .fill = takes_none_for_the_end_fill,
    .done = takes_none_for_the_end_done,
    .take = takes_none_for_the_end_take,
};
