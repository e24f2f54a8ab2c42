/* delivers_twice -- callback whose take looks at the result and forgets to remove it, once each.
 *
 * Wrong: take hands over the head of the line twice before it moves on.
 * Caught by: "take-once", at the second time.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct delivers_twice_state {
    uint64_t in_flight;
    struct ac_fifo unread;
    bool again; /* the head was handed over already */
};

static void delivers_twice_fill(struct ac_run *run)
{
    struct delivers_twice_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void delivers_twice_done(struct ac_run *run, struct ac_task *task)
{
    struct delivers_twice_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    delivers_twice_fill(run);
}

static struct ac_task *delivers_twice_take(struct ac_run *run)
{
    struct delivers_twice_state *state = run->state;
    if (!state->unread.head)
        return NULL;
    state->again = !state->again;
    return state->again ? state->unread.head : ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_delivers_twice = {
    .size = sizeof(struct ac_strategy),
    .name = "delivers_twice",
    .idea = "wrong: each result is delivered twice",
    .flags = 0,
    .state_size = sizeof(struct delivers_twice_state),
    .fill = delivers_twice_fill,
    .done = delivers_twice_done,
    .take = delivers_twice_take,
};
