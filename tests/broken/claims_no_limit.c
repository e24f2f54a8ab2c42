/* claims_no_limit -- callback that says it launches everything at once.
 *
 * Wrong: the flag AC_NO_LIMIT takes the referee's eye off the limit, and tables tell users that memory
 *      grows with N; neither is so.
 * Caught by: "flags", at the first turn: not all is in flight.
 * Compare with: strategies/callback.c, strategies/unbounded.c.
 */
#include "../../strategies/as_completed.h"

struct claims_no_limit_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void claims_no_limit_fill(struct ac_run *run)
{
    struct claims_no_limit_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void claims_no_limit_done(struct ac_run *run, struct ac_task *task)
{
    struct claims_no_limit_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    claims_no_limit_fill(run);
}

static struct ac_task *claims_no_limit_take(struct ac_run *run)
{
    struct claims_no_limit_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_claims_no_limit = {
    .size = sizeof(struct ac_strategy),
    .name = "claims_no_limit",
    .idea = "wrong: its flags are not true",
    .flags = AC_NO_LIMIT,
    .state_size = sizeof(struct claims_no_limit_state),
    .fill = claims_no_limit_fill,
    .done = claims_no_limit_done,
    .take = claims_no_limit_take,
};
