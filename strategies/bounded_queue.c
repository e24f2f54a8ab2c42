/* bounded_queue -- `limit` workers between two bounded queues.
 *
 * How: fill keeps the queue of jobs full; a free worker takes a job, runs it and puts its result in
 *      the queue of results. Where that is full the worker stands with the result in its hand, and
 *      starts nothing, until take makes room.
 * Costs: two queue operations more per task than callback.
 * Holds: waiting at most `queue`, in flight at most `limit`, unread at most `queue` and one in each
 *      worker's hand: a slow consumer slows the launches, and memory stays bounded.
 * Read next: floor.c, the least that any strategy can do.
 */
#include "as_completed.h"

struct bounded_queue_state {
    uint64_t busy; /* workers with a job in flight, or a result in hand */
    struct ac_fifo jobs;
    struct ac_fifo results;
    struct ac_fifo in_hand; /* results that found no room */
};

static void bounded_queue_produce(struct ac_run *run)
{
    struct bounded_queue_state *state = run->state;
    struct ac_task *task;
    while (state->jobs.count < run->queue && (task = ac_pull(run)))
        ac_fifo_put(&state->jobs, task);
}

static void bounded_queue_work(struct ac_run *run)
{
    struct bounded_queue_state *state = run->state;
    struct ac_task *job;
    while (state->busy < run->limit && (job = ac_fifo_get(&state->jobs)) && ac_launch(run, job)) {
        state->busy++;
        bounded_queue_produce(run);
    }
}

static void bounded_queue_fill(struct ac_run *run)
{
    bounded_queue_produce(run);
    bounded_queue_work(run);
}

static void bounded_queue_done(struct ac_run *run, struct ac_task *task)
{
    struct bounded_queue_state *state = run->state;
    if (state->results.count >= run->queue) {
        ac_fifo_put(&state->in_hand, task);
        return;
    }
    ac_fifo_put(&state->results, task);
    state->busy--;
    bounded_queue_work(run);
}

static struct ac_task *bounded_queue_take(struct ac_run *run)
{
    struct bounded_queue_state *state = run->state;
    struct ac_task *taken = ac_fifo_get(&state->results);
    struct ac_task *held = taken ? ac_fifo_get(&state->in_hand) : NULL;
    if (held) {
        ac_fifo_put(&state->results, held);
        state->busy--;
        bounded_queue_work(run);
    }
    return taken;
}

const struct ac_strategy ac_strategy_bounded_queue = {
    .size = sizeof(struct ac_strategy),
    .name = "bounded_queue",
    .idea = "a fixed number of workers between two bounded queues",
    .colour = 0x009E73,
    .flags = AC_QUEUES,
    .slot = AC_SLOT_TO_ROOM,
    .state_size = sizeof(struct bounded_queue_state),
    .fill = bounded_queue_fill,
    .done = bounded_queue_done,
    .take = bounded_queue_take,
};
