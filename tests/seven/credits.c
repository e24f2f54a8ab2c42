/* credits -- a credit for each task, which is spent at its launch and returned when its result is
 * taken.
 *
 * How: fill launches while there are credits; done puts the finished task in line; take hands it
 *      over, and its credit launches the next. So does buffer_unordered of futures-rs.
 * Costs: a few instructions per task; slots idle while results wait for a slow consumer.
 * Holds: waiting 0, in flight and unread together at most `limit`.
 * Read next: polling.c, which holds the same and is not told; callback.c, where the slot is free at
 *      the finish.
 */
#include "../../strategies/as_completed.h"

struct credits_state {
    uint64_t spent;
    struct ac_fifo unread;
};

static void credits_fill(struct ac_run *run)
{
    struct credits_state *state = run->state;
    struct ac_task *task;
    while (state->spent < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->spent++;
}

static void credits_done(struct ac_run *run, struct ac_task *task)
{
    struct credits_state *state = run->state;
    ac_fifo_put(&state->unread, task);
}

static struct ac_task *credits_take(struct ac_run *run)
{
    struct credits_state *state = run->state;
    struct ac_task *task = ac_fifo_get(&state->unread);
    if (task) {
        state->spent--;
        credits_fill(run);
    }
    return task;
}

const struct ac_strategy ac_strategy_credits = {
    .size = sizeof(struct ac_strategy),
    .name = "credits",
    .idea = "a credit for each task, returned when its result is taken",
    .colour = 0x882255,
    .flags = 0,
    .slot = AC_SLOT_TO_TAKE,
    .state_size = sizeof(struct credits_state),
    .fill = credits_fill,
    .done = credits_done,
    .take = credits_take,
};
