/* callback -- each completion launches the next task.
 *
 * How: fill launches up to the limit; done puts the finished task in line and fills again.
 * Costs: a few instructions per task; memory for `limit` tasks in flight.
 * Holds: waiting 0, in flight `limit`, unread without a bound if the consumer is slow.
 * Read next: semaphore.c, which makes every task first and then lets a few through.
 */
#include "as_completed.h"

struct callback_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void callback_fill(struct ac_run *run)
{
    struct callback_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void callback_done(struct ac_run *run, struct ac_task *task)
{
    struct callback_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    callback_fill(run);
}

static struct ac_task *callback_take(struct ac_run *run)
{
    struct callback_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_callback = {
    .size = sizeof(struct ac_strategy),
    .name = "callback",
    .idea = "each completion launches the next task",
    .colour = 0x0072B2,
    .flags = 0,
    .state_size = sizeof(struct callback_state),
    .fill = callback_fill,
    .done = callback_done,
    .take = callback_take,
};
