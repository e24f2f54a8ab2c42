/* drops_last -- semaphore that launches a task only when another one stands behind it.
 *
 * Wrong: the waiting line is never emptied below one, so the last task is never launched.
 * Caught by: "lost", when the source has ended and nothing is in flight.
 * Compare with: strategies/semaphore.c.
 */
#include "../../strategies/as_completed.h"

struct drops_last_state {
    uint64_t in_use; /* permits handed out */
    struct ac_fifo waiting;
    struct ac_fifo unread;
};

static void drops_last_grant(struct ac_run *run)
{
    struct drops_last_state *state = run->state;
    while (state->in_use < run->limit && state->waiting.count > 1 &&
           ac_launch(run, ac_fifo_get(&state->waiting)))
        state->in_use++;
}

static void drops_last_fill(struct ac_run *run)
{
    struct drops_last_state *state = run->state;
    struct ac_task *task;
    while ((task = ac_pull(run)))
        ac_fifo_put(&state->waiting, task);
    drops_last_grant(run);
}

static void drops_last_done(struct ac_run *run, struct ac_task *task)
{
    struct drops_last_state *state = run->state;
    state->in_use--;
    ac_fifo_put(&state->unread, task);
    drops_last_grant(run);
}

static struct ac_task *drops_last_take(struct ac_run *run)
{
    struct drops_last_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_drops_last = {
    .size = sizeof(struct ac_strategy),
    .name = "drops_last",
    .idea = "wrong: the last task is never launched",
    .flags = AC_HOLDS_ALL,
    .state_size = sizeof(struct drops_last_state),
    .fill = drops_last_fill,
    .done = drops_last_done,
    .take = drops_last_take,
};
