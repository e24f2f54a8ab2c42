/* loses_a_slot_on_timeout -- callback that leaves the slot of a task that timed out to its true end.
 *
 * Wrong: done waits for an end that has been: a task is done once, timed out or not.
 * Caught by: "stall", on the day "timeouts", once as many tasks have timed out as there are slots.
 * On record at: NodejsStarterKit #63.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct loses_a_slot_on_timeout_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void loses_a_slot_on_timeout_fill(struct ac_run *run)
{
    struct loses_a_slot_on_timeout_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void loses_a_slot_on_timeout_done(struct ac_run *run, struct ac_task *task)
{
    struct loses_a_slot_on_timeout_state *state = run->state;
    ac_fifo_put(&state->unread, task);
    if (!task->timed_out)
        state->in_flight--;
    loses_a_slot_on_timeout_fill(run);
}

static struct ac_task *loses_a_slot_on_timeout_take(struct ac_run *run)
{
    struct loses_a_slot_on_timeout_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_loses_a_slot_on_timeout = {
    .size = sizeof(struct ac_strategy),
    .name = "loses_a_slot_on_timeout",
    .idea = "wrong: the slot of a task that times out is never given back",
    .flags = 0,
    .state_size = sizeof(struct loses_a_slot_on_timeout_state),
    .fill = loses_a_slot_on_timeout_fill,
    .done = loses_a_slot_on_timeout_done,
    .take = loses_a_slot_on_timeout_take,
};
