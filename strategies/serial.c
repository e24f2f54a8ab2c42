/* serial -- a control: one task after the other.
 *
 * How: done notes the finished task; take hands it over and launches the next.
 * Costs: the sum of all durations; next to no memory.
 * Holds: waiting 0, in flight 1, unread 1.
 * Read next: as_completed.h, the contract, and docs/adding-a-strategy.md.
 */
#include "as_completed.h"

struct serial_state {
    bool busy;
    struct ac_task *unread;
};

static void serial_fill(struct ac_run *run)
{
    struct serial_state *state = run->state;
    struct ac_task *task;
    if (!state->busy && (task = ac_pull(run)))
        state->busy = ac_launch(run, task);
}

static void serial_done(struct ac_run *run, struct ac_task *task)
{
    struct serial_state *state = run->state;
    state->unread = task;
}

static struct ac_task *serial_take(struct ac_run *run)
{
    struct serial_state *state = run->state;
    struct ac_task *task = state->unread;
    if (task) {
        state->unread = NULL;
        state->busy = false;
        serial_fill(run);
    }
    return task;
}

const struct ac_strategy ac_strategy_serial = {
    .size = sizeof(struct ac_strategy),
    .name = "serial",
    .idea = "a control: one task after the other",
    .colour = 0x56B4E9,
    .flags = AC_SERIAL | AC_CONTROL,
    .slot = AC_SLOT_TO_TAKE,
    .state_size = sizeof(struct serial_state),
    .fill = serial_fill,
    .done = serial_done,
    .take = serial_take,
};
