/* keeps_the_taken -- callback that remembers the task it handed over last.
 *
 * Wrong: a reference to finished work keeps it alive as long as the next result takes to come; here the
 *      harness recycles the task, and the pointer is to another one.
 * Caught by: "kept after take".
 * On record at: cpython bpo-27144, pythonfutures #77.
 * Compare with: strategies/callback.c.
 */
#include "../../strategies/as_completed.h"

struct keeps_the_taken_state {
    uint64_t in_flight;
    struct ac_fifo unread;
    struct ac_task *latest;
};

static void keeps_the_taken_fill(struct ac_run *run)
{
    struct keeps_the_taken_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void keeps_the_taken_done(struct ac_run *run, struct ac_task *task)
{
    struct keeps_the_taken_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    keeps_the_taken_fill(run);
}

static struct ac_task *keeps_the_taken_take(struct ac_run *run)
{
    struct keeps_the_taken_state *state = run->state;
    struct ac_task *task = ac_fifo_get(&state->unread);
    if (task)
        state->latest = task;
    return task;
}

const struct ac_strategy ac_strategy_keeps_the_taken = {
    .size = sizeof(struct ac_strategy),
    .name = "keeps_the_taken",
    .idea = "wrong: a finished task is kept after it was handed over",
    .flags = 0,
    .state_size = sizeof(struct keeps_the_taken_state),
    .fill = keeps_the_taken_fill,
    .done = keeps_the_taken_done,
    .take = keeps_the_taken_take,
};
