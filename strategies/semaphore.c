/* semaphore -- make every task, and let only `limit` of them through a gate.
 *
 * How: fill pulls the whole source into a waiting line; a task is launched when it gets one of
 *      `limit` permits, first in first out; done gives the permit back, to the next in line. A
 *      counter with a waiting line on the loop: a semaphore that blocks its thread would stop the
 *      very completions that return the permits.
 * Costs: memory for all N tasks from the start: only the middle of their life is limited.
 * Holds: waiting N, in flight `limit`, unread without a bound if the consumer is slow.
 * Read next: bounded_queue.c, which bounds what waits on both sides.
 */
#include "as_completed.h"

struct semaphore_state {
    uint64_t in_use; /* permits handed out */
    struct ac_fifo waiting;
    struct ac_fifo unread;
};

static void semaphore_grant(struct ac_run *run)
{
    struct semaphore_state *state = run->state;
    struct ac_task *task;
    while (state->in_use < run->limit && (task = ac_fifo_get(&state->waiting)) &&
           ac_launch(run, task))
        state->in_use++;
}

static void semaphore_fill(struct ac_run *run)
{
    struct semaphore_state *state = run->state;
    struct ac_task *task;
    while ((task = ac_pull(run)))
        ac_fifo_put(&state->waiting, task);
    semaphore_grant(run);
}

static void semaphore_done(struct ac_run *run, struct ac_task *task)
{
    struct semaphore_state *state = run->state;
    state->in_use--;
    ac_fifo_put(&state->unread, task);
    semaphore_grant(run);
}

static struct ac_task *semaphore_take(struct ac_run *run)
{
    struct semaphore_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_semaphore = {
    .size = sizeof(struct ac_strategy),
    .name = "semaphore",
    .idea = "make every task, let only a few through a gate",
    .colour = 0xCC79A7,
    .flags = AC_HOLDS_ALL,
    .state_size = sizeof(struct semaphore_state),
    .fill = semaphore_fill,
    .done = semaphore_done,
    .take = semaphore_take,
};
