/* freezes_with_its_consumer -- callback that launches the next task when a result is taken.
 *
 * Wrong: done only notes the finish; while the consumer works on a result, free slots stay free.
 * Caught by: "slots used", on the day "slow consumer"; with a fast one it does as well as callback.
 *      polling does the same, and says so: AC_POLLED.
 * On record at: futures-rs #2387, #2937.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct freezes_with_its_consumer_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void freezes_with_its_consumer_fill(struct ac_run *run)
{
    struct freezes_with_its_consumer_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void freezes_with_its_consumer_done(struct ac_run *run, struct ac_task *task)
{
    struct freezes_with_its_consumer_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
}

static struct ac_task *freezes_with_its_consumer_take(struct ac_run *run)
{
    struct freezes_with_its_consumer_state *state = run->state;
    struct ac_task *task = ac_fifo_get(&state->unread);
    if (task)
        freezes_with_its_consumer_fill(run);
    return task;
}

const struct ac_strategy ac_strategy_freezes_with_its_consumer = {
    .size = sizeof(struct ac_strategy),
    .name = "freezes_with_its_consumer",
    .idea = "wrong: it launches nothing while its consumer is busy",
    .flags = 0,
    .state_size = sizeof(struct freezes_with_its_consumer_state),
    .fill = freezes_with_its_consumer_fill,
    .done = freezes_with_its_consumer_done,
    .take = freezes_with_its_consumer_take,
};
