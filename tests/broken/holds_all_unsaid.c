/* holds_all_unsaid -- semaphore that does not say that it holds all.
 *
 * Wrong: it passes for one that holds `limit` tasks, and makes every task before the first is launched:
 *      only the middle of their life is limited. Unbounded in disguise.
 * Caught by: "bounded waiting". No rule of the referee: a flag is all that tells it from semaphore.
 * On record at: trio #527, sui #25325.
 * Compare with: strategies/semaphore.c.
 */
#include "../../strategies/as_completed.h"

struct holds_all_unsaid_state {
    uint64_t in_use; /* permits handed out */
    struct ac_fifo waiting;
    struct ac_fifo unread;
};

static void holds_all_unsaid_grant(struct ac_run *run)
{
    struct holds_all_unsaid_state *state = run->state;
    struct ac_task *task;
    while (state->in_use < run->limit && (task = ac_fifo_get(&state->waiting)) &&
           ac_launch(run, task))
        state->in_use++;
}

static void holds_all_unsaid_fill(struct ac_run *run)
{
    struct holds_all_unsaid_state *state = run->state;
    struct ac_task *task;
    while ((task = ac_pull(run)))
        ac_fifo_put(&state->waiting, task);
    holds_all_unsaid_grant(run);
}

static void holds_all_unsaid_done(struct ac_run *run, struct ac_task *task)
{
    struct holds_all_unsaid_state *state = run->state;
    state->in_use--;
    ac_fifo_put(&state->unread, task);
    holds_all_unsaid_grant(run);
}

static struct ac_task *holds_all_unsaid_take(struct ac_run *run)
{
    struct holds_all_unsaid_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_holds_all_unsaid = {
    .size = sizeof(struct ac_strategy),
    .name = "holds_all_unsaid",
    .idea = "wrong: every task waits, and it does not say so",
    .flags = 0,
    .state_size = sizeof(struct holds_all_unsaid_state),
    .fill = holds_all_unsaid_fill,
    .done = holds_all_unsaid_done,
    .take = holds_all_unsaid_take,
};
