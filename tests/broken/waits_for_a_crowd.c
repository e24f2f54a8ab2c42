/* waits_for_a_crowd -- semaphore that opens its gate once more tasks wait than may pass.
 *
 * Wrong: it forgets the case where all of them may pass at once.
 * Caught by: "lost", with limit = N, where every task waits for ever; with more tasks than that it does
 *      as well as semaphore.
 * Compare with: strategies/semaphore.c.
 */
#include "../../strategies/as_completed.h"

struct waits_for_a_crowd_state {
    uint64_t in_use; /* permits handed out */
    bool open;
    struct ac_fifo waiting;
    struct ac_fifo unread;
};

static void waits_for_a_crowd_grant(struct ac_run *run)
{
    struct waits_for_a_crowd_state *state = run->state;
    struct ac_task *task;
    while (state->in_use < run->limit && (task = ac_fifo_get(&state->waiting)) &&
           ac_launch(run, task))
        state->in_use++;
}

static void waits_for_a_crowd_fill(struct ac_run *run)
{
    struct waits_for_a_crowd_state *state = run->state;
    struct ac_task *task;
    while ((task = ac_pull(run)))
        ac_fifo_put(&state->waiting, task);
    state->open |= state->waiting.count > run->limit;
    if (state->open)
        waits_for_a_crowd_grant(run);
}

static void waits_for_a_crowd_done(struct ac_run *run, struct ac_task *task)
{
    struct waits_for_a_crowd_state *state = run->state;
    state->in_use--;
    ac_fifo_put(&state->unread, task);
    waits_for_a_crowd_grant(run);
}

static struct ac_task *waits_for_a_crowd_take(struct ac_run *run)
{
    struct waits_for_a_crowd_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_waits_for_a_crowd = {
    .size = sizeof(struct ac_strategy),
    .name = "waits_for_a_crowd",
    .idea = "wrong: it waits for ever where the limit is N",
    .flags = AC_HOLDS_ALL,
    .state_size = sizeof(struct waits_for_a_crowd_state),
    .fill = waits_for_a_crowd_fill,
    .done = waits_for_a_crowd_done,
    .take = waits_for_a_crowd_take,
};
