/* frees_twice -- callback that frees a slot when its task finishes, and again when it is taken.
 *
 * Wrong: in_flight is counted down in done and in take, so it falls behind the truth.
 * Caught by: "limit", once a take has freed the slot of a task that is still in flight.
 * On record at: curl #21396, jessetane/queue #85.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct frees_twice_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void frees_twice_fill(struct ac_run *run)
{
    struct frees_twice_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void frees_twice_done(struct ac_run *run, struct ac_task *task)
{
    struct frees_twice_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    frees_twice_fill(run);
}

static struct ac_task *frees_twice_take(struct ac_run *run)
{
    struct frees_twice_state *state = run->state;
    struct ac_task *task = ac_fifo_get(&state->unread);
    if (task && state->in_flight) {
        state->in_flight--;
        frees_twice_fill(run);
    }
    return task;
}

const struct ac_strategy ac_strategy_frees_twice = {
    .size = sizeof(struct ac_strategy),
    .name = "frees_twice",
    .idea = "wrong: a slot is freed twice, and used while its task still runs",
    .flags = 0,
    .state_size = sizeof(struct frees_twice_state),
    .fill = frees_twice_fill,
    .done = frees_twice_done,
    .take = frees_twice_take,
};
