/* launches_after_stop -- semaphore that leaves a task in line until its launch has worked.
 *
 * Wrong: a launch that is refused, because the run was stopped, took the task back; it stays in line,
 *      and the next finish launches it again.
 * Caught by: "launch-once", on the day "stop", at the second finish after it.
 * On record at: cpython #99933, p-map #94.
 * Compare with: strategies/semaphore.c.
 */
#include "../../strategies/as_completed.h"

struct launches_after_stop_state {
    uint64_t in_use; /* permits handed out */
    struct ac_fifo waiting;
    struct ac_fifo unread;
};

static void launches_after_stop_grant(struct ac_run *run)
{
    struct launches_after_stop_state *state = run->state;
    while (state->in_use < run->limit && state->waiting.head &&
           ac_launch(run, state->waiting.head)) {
        ac_fifo_get(&state->waiting);
        state->in_use++;
    }
}

static void launches_after_stop_fill(struct ac_run *run)
{
    struct launches_after_stop_state *state = run->state;
    struct ac_task *task;
    while ((task = ac_pull(run)))
        ac_fifo_put(&state->waiting, task);
    launches_after_stop_grant(run);
}

static void launches_after_stop_done(struct ac_run *run, struct ac_task *task)
{
    struct launches_after_stop_state *state = run->state;
    state->in_use--;
    ac_fifo_put(&state->unread, task);
    launches_after_stop_grant(run);
}

static struct ac_task *launches_after_stop_take(struct ac_run *run)
{
    struct launches_after_stop_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_launches_after_stop = {
    .size = sizeof(struct ac_strategy),
    .name = "launches_after_stop",
    .idea = "wrong: it launches what the run has taken back",
    .flags = AC_HOLDS_ALL,
    .state_size = sizeof(struct launches_after_stop_state),
    .fill = launches_after_stop_fill,
    .done = launches_after_stop_done,
    .take = launches_after_stop_take,
};
