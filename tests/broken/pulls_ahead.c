/* pulls_ahead -- callback that pulls the next task before it has a slot for it.
 *
 * Wrong: a task pulled is a task made, so whoever takes k results has paid for one more than runs.
 * Caught by: "bounded waiting": without AC_QUEUES or AC_HOLDS_ALL nothing may wait.
 * On record at: Elixir's Task.async_stream, whose docs warn of what take k starts in vain.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct pulls_ahead_state {
    uint64_t in_flight;
    struct ac_task *ahead; /* pulled, and not launched */
    struct ac_fifo unread;
};

static struct ac_task *pulls_ahead_next(struct ac_run *run)
{
    struct pulls_ahead_state *state = run->state;
    struct ac_task *task = state->ahead ? state->ahead : ac_pull(run);
    state->ahead = NULL;
    return task;
}

static void pulls_ahead_fill(struct ac_run *run)
{
    struct pulls_ahead_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = pulls_ahead_next(run)) && ac_launch(run, task))
        state->in_flight++;
    if (!state->ahead)
        state->ahead = ac_pull(run);
}

static void pulls_ahead_done(struct ac_run *run, struct ac_task *task)
{
    struct pulls_ahead_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    pulls_ahead_fill(run);
}

static struct ac_task *pulls_ahead_take(struct ac_run *run)
{
    struct pulls_ahead_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_pulls_ahead = {
    .size = sizeof(struct ac_strategy),
    .name = "pulls_ahead",
    .idea = "wrong: a task is pulled before there is a slot for it",
    .flags = 0,
    .state_size = sizeof(struct pulls_ahead_state),
    .fill = pulls_ahead_fill,
    .done = pulls_ahead_done,
    .take = pulls_ahead_take,
};
