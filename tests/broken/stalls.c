/* stalls -- callback that does not fill again.
 *
 * Wrong: done frees the slot and launches nothing: the first `limit` tasks are all there will be.
 * Caught by: "stall", when those are taken and the source has more.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct stalls_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void stalls_fill(struct ac_run *run)
{
    struct stalls_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void stalls_done(struct ac_run *run, struct ac_task *task)
{
    struct stalls_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
}

static struct ac_task *stalls_take(struct ac_run *run)
{
    struct stalls_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_stalls = {
    .size = sizeof(struct ac_strategy),
    .name = "stalls",
    .idea = "wrong: it stops pulling while the source has more",
    .flags = 0,
    .state_size = sizeof(struct stalls_state),
    .fill = stalls_fill,
    .done = stalls_done,
    .take = stalls_take,
};
