/* loses_a_slot_on_failure -- callback that gives a slot back only for a task that went well.
 *
 * Wrong: done leaves at the first error, before the line that counts down; each failure costs a slot.
 * Caught by: "stall", on the day "failures", once as many tasks have failed as there are slots.
 * On record at: uber/swift-concurrency #31, AutoMQ #2382, SlimMessageBus #438.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct loses_a_slot_on_failure_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void loses_a_slot_on_failure_fill(struct ac_run *run)
{
    struct loses_a_slot_on_failure_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void loses_a_slot_on_failure_done(struct ac_run *run, struct ac_task *task)
{
    struct loses_a_slot_on_failure_state *state = run->state;
    ac_fifo_put(&state->unread, task);
    if (!task->error)
        state->in_flight--;
    loses_a_slot_on_failure_fill(run);
}

static struct ac_task *loses_a_slot_on_failure_take(struct ac_run *run)
{
    struct loses_a_slot_on_failure_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_loses_a_slot_on_failure = {
    .size = sizeof(struct ac_strategy),
    .name = "loses_a_slot_on_failure",
    .idea = "wrong: the slot of a task that fails is never given back",
    .flags = 0,
    .state_size = sizeof(struct loses_a_slot_on_failure_state),
    .fill = loses_a_slot_on_failure_fill,
    .done = loses_a_slot_on_failure_done,
    .take = loses_a_slot_on_failure_take,
};
