/* last_in_first_out -- callback whose line of results is a stack.
 *
 * Wrong: take hands over the newest result; behind a slow consumer the oldest gets ever older.
 * Caught by: "take order", where two tasks finish before a take. The control floor does the same, says
 *      so, and is not compared.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct last_in_first_out_state {
    uint64_t in_flight;
    struct ac_task *unread;
};

static void last_in_first_out_fill(struct ac_run *run)
{
    struct last_in_first_out_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void last_in_first_out_done(struct ac_run *run, struct ac_task *task)
{
    struct last_in_first_out_state *state = run->state;
    state->in_flight--;
    task->link = state->unread;
    state->unread = task;
    last_in_first_out_fill(run);
}

static struct ac_task *last_in_first_out_take(struct ac_run *run)
{
    struct last_in_first_out_state *state = run->state;
    struct ac_task *task = state->unread;
    if (task)
        state->unread = task->link;
    return task;
}

const struct ac_strategy ac_strategy_last_in_first_out = {
    .size = sizeof(struct ac_strategy),
    .name = "last_in_first_out",
    .idea = "wrong: the newest result is handed over first",
    .flags = 0,
    .state_size = sizeof(struct last_in_first_out_state),
    .fill = last_in_first_out_fill,
    .done = last_in_first_out_done,
    .take = last_in_first_out_take,
};
