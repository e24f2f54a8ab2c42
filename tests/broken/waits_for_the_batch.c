/* waits_for_the_batch -- callback that launches the next batch when the last of this one is done.
 *
 * Wrong: done fills only an empty run, so one straggler idles all other slots.
 * Caught by: "slots used". No rule of the referee: every task is launched and handed over.
 * On record at: omicron #8187, Ray's anti-patterns.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct waits_for_the_batch_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void waits_for_the_batch_fill(struct ac_run *run)
{
    struct waits_for_the_batch_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void waits_for_the_batch_done(struct ac_run *run, struct ac_task *task)
{
    struct waits_for_the_batch_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    if (!state->in_flight)
        waits_for_the_batch_fill(run);
}

static struct ac_task *waits_for_the_batch_take(struct ac_run *run)
{
    struct waits_for_the_batch_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_waits_for_the_batch = {
    .size = sizeof(struct ac_strategy),
    .name = "waits_for_the_batch",
    .idea = "wrong: a batch waits for its straggler",
    .flags = 0,
    .state_size = sizeof(struct waits_for_the_batch_state),
    .fill = waits_for_the_batch_fill,
    .done = waits_for_the_batch_done,
    .take = waits_for_the_batch_take,
};
