/* waits_for_the_next -- callback that hands over a result only when another one stands behind it.
 *
 * Wrong: take leaves the last result in the line.
 * Caught by: "lost", when the source has ended and nothing is in flight.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct waits_for_the_next_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void waits_for_the_next_fill(struct ac_run *run)
{
    struct waits_for_the_next_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void waits_for_the_next_done(struct ac_run *run, struct ac_task *task)
{
    struct waits_for_the_next_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    waits_for_the_next_fill(run);
}

static struct ac_task *waits_for_the_next_take(struct ac_run *run)
{
    struct waits_for_the_next_state *state = run->state;
    return state->unread.count > 1 ? ac_fifo_get(&state->unread) : NULL;
}

const struct ac_strategy ac_strategy_waits_for_the_next = {
    .size = sizeof(struct ac_strategy),
    .name = "waits_for_the_next",
    .idea = "wrong: the last result is never handed over",
    .flags = 0,
    .state_size = sizeof(struct waits_for_the_next_state),
    .fill = waits_for_the_next_fill,
    .done = waits_for_the_next_done,
    .take = waits_for_the_next_take,
};
