/* ignores_a_rise -- callback that keeps the limit it has, unless it is given a lower one.
 *
 * Wrong: the limit is read into the state, and a rise later does not reach it.
 * Caught by: "slots used", on the day "limit rises". No rule of the referee: it does less than it may.
 * On record at: caolan/async #747, charto/cwait #8.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct ignores_a_rise_state {
    uint64_t in_flight, limit;
    struct ac_fifo unread;
};

static void ignores_a_rise_fill(struct ac_run *run)
{
    struct ignores_a_rise_state *state = run->state;
    struct ac_task *task;
    if (!state->limit || run->limit < state->limit)
        state->limit = run->limit;
    while (state->in_flight < state->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void ignores_a_rise_done(struct ac_run *run, struct ac_task *task)
{
    struct ignores_a_rise_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    ignores_a_rise_fill(run);
}

static struct ac_task *ignores_a_rise_take(struct ac_run *run)
{
    struct ignores_a_rise_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_ignores_a_rise = {
    .size = sizeof(struct ac_strategy),
    .name = "ignores_a_rise",
    .idea = "wrong: a limit that rises changes nothing",
    .flags = 0,
    .state_size = sizeof(struct ignores_a_rise_state),
    .fill = ignores_a_rise_fill,
    .done = ignores_a_rise_done,
    .take = ignores_a_rise_take,
};
