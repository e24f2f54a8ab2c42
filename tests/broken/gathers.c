/* gathers -- callback that hands over nothing until all is done.
 *
 * Wrong: take waits for an empty run; that is gather, not as_completed. An endless run never ends.
 * Caught by: "delivered at once". No rule of the referee: all is handed over in the end.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct gathers_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void gathers_fill(struct ac_run *run)
{
    struct gathers_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void gathers_done(struct ac_run *run, struct ac_task *task)
{
    struct gathers_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    gathers_fill(run);
}

static struct ac_task *gathers_take(struct ac_run *run)
{
    struct gathers_state *state = run->state;
    return state->in_flight ? NULL : ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_gathers = {
    .size = sizeof(struct ac_strategy),
    .name = "gathers",
    .idea = "wrong: nothing is handed over until all is done",
    .flags = 0,
    .state_size = sizeof(struct gathers_state),
    .fill = gathers_fill,
    .done = gathers_done,
    .take = gathers_take,
};
