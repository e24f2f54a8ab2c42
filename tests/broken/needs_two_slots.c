/* needs_two_slots -- callback that takes an empty run for one that is over.
 *
 * Wrong: done fills again only if something is in flight; with limit 1 nothing ever is, right then.
 * Caught by: "stall", with limit 1; with any other limit it does as well as callback.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct needs_two_slots_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void needs_two_slots_fill(struct ac_run *run)
{
    struct needs_two_slots_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void needs_two_slots_done(struct ac_run *run, struct ac_task *task)
{
    struct needs_two_slots_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    if (state->in_flight)
        needs_two_slots_fill(run);
}

static struct ac_task *needs_two_slots_take(struct ac_run *run)
{
    struct needs_two_slots_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_needs_two_slots = {
    .size = sizeof(struct ac_strategy),
    .name = "needs_two_slots",
    .idea = "wrong: it works only for a limit of 2 or more",
    .flags = 0,
    .state_size = sizeof(struct needs_two_slots_state),
    .fill = needs_two_slots_fill,
    .done = needs_two_slots_done,
    .take = needs_two_slots_take,
};
