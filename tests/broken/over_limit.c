/* over_limit -- callback with one task too many: `<=` where `<` belongs.
 *
 * Wrong: fill launches while in_flight <= limit, so limit + 1 tasks are in flight.
 * Caught by: "limit", at the launch of task limit + 1.
 * On record at: p-map #76, cpython #131466.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct over_limit_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void over_limit_fill(struct ac_run *run)
{
    struct over_limit_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight <= run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void over_limit_done(struct ac_run *run, struct ac_task *task)
{
    struct over_limit_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    over_limit_fill(run);
}

static struct ac_task *over_limit_take(struct ac_run *run)
{
    struct over_limit_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_over_limit = {
    .size = sizeof(struct ac_strategy),
    .name = "over_limit",
    .idea = "wrong: one task over the limit",
    .flags = 0,
    .state_size = sizeof(struct over_limit_state),
    .fill = over_limit_fill,
    .done = over_limit_done,
    .take = over_limit_take,
};
