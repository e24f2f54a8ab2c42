/* keeps_one_result -- callback with room for one result instead of a line.
 *
 * Wrong: done overwrites the result before, where two tasks finish in one turn.
 * Caught by: "lost", at the end; and only where finishes coincide, which on a real clock is luck.
 * On record as: a live slot is overwritten, because finishes come out of order.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct keeps_one_result_state {
    uint64_t in_flight;
    struct ac_task *unread;
};

static void keeps_one_result_fill(struct ac_run *run)
{
    struct keeps_one_result_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void keeps_one_result_done(struct ac_run *run, struct ac_task *task)
{
    struct keeps_one_result_state *state = run->state;
    state->in_flight--;
    state->unread = task;
    keeps_one_result_fill(run);
}

static struct ac_task *keeps_one_result_take(struct ac_run *run)
{
    struct keeps_one_result_state *state = run->state;
    struct ac_task *task = state->unread;
    state->unread = NULL;
    return task;
}

const struct ac_strategy ac_strategy_keeps_one_result = {
    .size = sizeof(struct ac_strategy),
    .name = "keeps_one_result",
    .idea = "wrong: of the results of one turn only the last is kept",
    .flags = 0,
    .state_size = sizeof(struct keeps_one_result_state),
    .fill = keeps_one_result_fill,
    .done = keeps_one_result_done,
    .take = keeps_one_result_take,
};
