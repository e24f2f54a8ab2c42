/* loses_a_slot_when_dry -- callback that occupies a slot before it knows that there is a task for it.
 *
 * Wrong: fill counts up and then pulls; where the source has none now, the slot stays occupied.
 * Caught by: "stall", on the day "slow source"; a source that is dry only at its end hides it.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct loses_a_slot_when_dry_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void loses_a_slot_when_dry_fill(struct ac_run *run)
{
    struct loses_a_slot_when_dry_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit) {
        state->in_flight++;
        if (!(task = ac_pull(run)) || !ac_launch(run, task))
            return;
    }
}

static void loses_a_slot_when_dry_done(struct ac_run *run, struct ac_task *task)
{
    struct loses_a_slot_when_dry_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    loses_a_slot_when_dry_fill(run);
}

static struct ac_task *loses_a_slot_when_dry_take(struct ac_run *run)
{
    struct loses_a_slot_when_dry_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_loses_a_slot_when_dry = {
    .size = sizeof(struct ac_strategy),
    .name = "loses_a_slot_when_dry",
    .idea = "wrong: a slot is lost each time the source has no task",
    .flags = 0,
    .state_size = sizeof(struct loses_a_slot_when_dry_state),
    .fill = loses_a_slot_when_dry_fill,
    .done = loses_a_slot_when_dry_done,
    .take = loses_a_slot_when_dry_take,
};
