/* loses_a_slot_on_cancel -- callback that gives no slot back for a task that was cancelled.
 *
 * Wrong: done takes a cancelled task for one that never had its slot.
 * Caught by: "stall", on the day "cancelled", where tasks end with ECANCELED and the run goes on.
 * On record at: cpython #90155, #93222, anyio #947.
 * Compare with: strategies/callback.c.
 */
#include <errno.h>

#include "../../strategies/as_completed.h"

struct loses_a_slot_on_cancel_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void loses_a_slot_on_cancel_fill(struct ac_run *run)
{
    struct loses_a_slot_on_cancel_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void loses_a_slot_on_cancel_done(struct ac_run *run, struct ac_task *task)
{
    struct loses_a_slot_on_cancel_state *state = run->state;
    ac_fifo_put(&state->unread, task);
    if (task->error != -ECANCELED)
        state->in_flight--;
    loses_a_slot_on_cancel_fill(run);
}

static struct ac_task *loses_a_slot_on_cancel_take(struct ac_run *run)
{
    struct loses_a_slot_on_cancel_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_loses_a_slot_on_cancel = {
    .size = sizeof(struct ac_strategy),
    .name = "loses_a_slot_on_cancel",
    .idea = "wrong: the slot of a task that is cancelled is never given back",
    .flags = 0,
    .state_size = sizeof(struct loses_a_slot_on_cancel_state),
    .fill = loses_a_slot_on_cancel_fill,
    .done = loses_a_slot_on_cancel_done,
    .take = loses_a_slot_on_cancel_take,
};
