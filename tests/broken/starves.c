/* starves -- semaphore whose waiting line is a stack.
 *
 * Wrong: who comes last goes first, so the first to wait is passed by all others, without a bound.
 * Caught by: "launch order". No rule of the referee: each task is launched in the end, if there is one.
 * On record at: curl #21412.
 * Compare with: strategies/semaphore.c.
 */
#include "../../strategies/as_completed.h"

struct starves_state {
    uint64_t in_use; /* permits handed out */
    struct ac_task *waiting;
    struct ac_fifo unread;
};

static void starves_grant(struct ac_run *run)
{
    struct starves_state *state = run->state;
    while (state->in_use < run->limit && state->waiting) {
        struct ac_task *task = state->waiting;
        state->waiting = task->link;
        if (!ac_launch(run, task))
            return;
        state->in_use++;
    }
}

static void starves_fill(struct ac_run *run)
{
    struct starves_state *state = run->state;
    struct ac_task *task;
    while ((task = ac_pull(run))) {
        task->link = state->waiting;
        state->waiting = task;
    }
    starves_grant(run);
}

static void starves_done(struct ac_run *run, struct ac_task *task)
{
    struct starves_state *state = run->state;
    state->in_use--;
    ac_fifo_put(&state->unread, task);
    starves_grant(run);
}

static struct ac_task *starves_take(struct ac_run *run)
{
    struct starves_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_starves = {
    .size = sizeof(struct ac_strategy),
    .name = "starves",
    .idea = "wrong: the first to wait is the last to be launched",
    .flags = AC_HOLDS_ALL,
    .state_size = sizeof(struct starves_state),
    .fill = starves_fill,
    .done = starves_done,
    .take = starves_take,
};
