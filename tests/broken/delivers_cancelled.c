/* delivers_cancelled -- polling that hands over whatever is no longer in flight.
 *
 * Wrong: take asks for the stage instead of ac_finished(): a task that was cancelled is not in flight
 *      either, and never finished.
 * Caught by: "take-done", on the day "now", at the first take after a cancel.
 * Compare with: strategies/polling.c.
 */
#include "../../strategies/as_completed.h"

struct delivers_cancelled_state {
    struct ac_fifo futures; /* in flight or finished, in launch order */
};

static void delivers_cancelled_remove(struct delivers_cancelled_state *state, struct ac_task *task,
                                      struct ac_task *previous)
{
    if (previous)
        previous->link = task->link;
    else
        state->futures.head = task->link;
    if (state->futures.tail == task)
        state->futures.tail = previous;
    state->futures.count--;
}

static void delivers_cancelled_fill(struct ac_run *run)
{
    struct delivers_cancelled_state *state = run->state;
    struct ac_task *task;
    while (state->futures.count < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        ac_fifo_put(&state->futures, task);
}

static struct ac_task *delivers_cancelled_take(struct ac_run *run)
{
    struct delivers_cancelled_state *state = run->state;
    struct ac_task *previous = NULL;
    for (struct ac_task *task = state->futures.head; task; previous = task, task = task->link) {
        if (task->stage == AC_UNREAD || task->stage == AC_GONE) {
            delivers_cancelled_remove(state, task, previous);
            delivers_cancelled_fill(run);
            return task;
        }
    }
    return NULL;
}

const struct ac_strategy ac_strategy_delivers_cancelled = {
    .size = sizeof(struct ac_strategy),
    .name = "delivers_cancelled",
    .idea = "wrong: a cancelled task is handed over",
    .flags = AC_POLLED,
    .slot = AC_SLOT_TO_TAKE,
    .state_size = sizeof(struct delivers_cancelled_state),
    .fill = delivers_cancelled_fill,
    .done = NULL,
    .take = delivers_cancelled_take,
};
