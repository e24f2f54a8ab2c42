/* ignores_a_fall -- callback that keeps the limit it has, unless it is given a higher one.
 *
 * Wrong: the limit is read into the state, and a fall later does not reach it.
 * Caught by: "limit", on the day "limit falls", at the first launch after it.
 * On record at: p-limit #79, in its review.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct ignores_a_fall_state {
    uint64_t in_flight, limit;
    struct ac_fifo unread;
};

static void ignores_a_fall_fill(struct ac_run *run)
{
    struct ignores_a_fall_state *state = run->state;
    struct ac_task *task;
    if (!state->limit || run->limit > state->limit)
        state->limit = run->limit;
    while (state->in_flight < state->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void ignores_a_fall_done(struct ac_run *run, struct ac_task *task)
{
    struct ignores_a_fall_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    ignores_a_fall_fill(run);
}

static struct ac_task *ignores_a_fall_take(struct ac_run *run)
{
    struct ignores_a_fall_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_ignores_a_fall = {
    .size = sizeof(struct ac_strategy),
    .name = "ignores_a_fall",
    .idea = "wrong: a limit that falls changes nothing",
    .flags = 0,
    .state_size = sizeof(struct ignores_a_fall_state),
    .fill = ignores_a_fall_fill,
    .done = ignores_a_fall_done,
    .take = ignores_a_fall_take,
};
