/* loses_a_slot -- callback that forgets to give a slot back.
 *
 * Wrong: done leaves in_flight as it is, so each slot serves one task.
 * Caught by: "stall", when `limit` tasks are taken and the source has more.
 * On record at: cpython #90155, anyio #947 (a permit lost on cancel).
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct loses_a_slot_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void loses_a_slot_fill(struct ac_run *run)
{
    struct loses_a_slot_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void loses_a_slot_done(struct ac_run *run, struct ac_task *task)
{
    struct loses_a_slot_state *state = run->state;
    ac_fifo_put(&state->unread, task);
    loses_a_slot_fill(run);
}

static struct ac_task *loses_a_slot_take(struct ac_run *run)
{
    struct loses_a_slot_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_loses_a_slot = {
    .size = sizeof(struct ac_strategy),
    .name = "loses_a_slot",
    .idea = "wrong: a slot is never given back",
    .flags = 0,
    .state_size = sizeof(struct loses_a_slot_state),
    .fill = loses_a_slot_fill,
    .done = loses_a_slot_done,
    .take = loses_a_slot_take,
};
