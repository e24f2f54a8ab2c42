/* piles_up_results -- bounded_queue whose workers put results down where there is no room for them.
 *
 * Wrong: done never leaves a result in a worker's hand, so a slow consumer slows nothing, and results
 *      pile up. Unbounded in disguise.
 * Caught by: "bounded unread", on the day "slow consumer".
 * On record at: coffea #97, elixirforum 14803.
 * Compare with: strategies/bounded_queue.c.
 */
#include "../../strategies/as_completed.h"

struct piles_up_results_state {
    uint64_t busy; /* workers with a job in flight */
    struct ac_fifo jobs;
    struct ac_fifo results;
};

static void piles_up_results_produce(struct ac_run *run)
{
    struct piles_up_results_state *state = run->state;
    struct ac_task *task;
    while (state->jobs.count < run->queue && (task = ac_pull(run)))
        ac_fifo_put(&state->jobs, task);
}

static void piles_up_results_work(struct ac_run *run)
{
    struct piles_up_results_state *state = run->state;
    struct ac_task *job;
    while (state->busy < run->limit && (job = ac_fifo_get(&state->jobs)) && ac_launch(run, job)) {
        state->busy++;
        piles_up_results_produce(run);
    }
}

static void piles_up_results_fill(struct ac_run *run)
{
    piles_up_results_produce(run);
    piles_up_results_work(run);
}

static void piles_up_results_done(struct ac_run *run, struct ac_task *task)
{
    struct piles_up_results_state *state = run->state;
    ac_fifo_put(&state->results, task);
    state->busy--;
    piles_up_results_work(run);
}

static struct ac_task *piles_up_results_take(struct ac_run *run)
{
    struct piles_up_results_state *state = run->state;
    return ac_fifo_get(&state->results);
}

const struct ac_strategy ac_strategy_piles_up_results = {
    .size = sizeof(struct ac_strategy),
    .name = "piles_up_results",
    .idea = "wrong: the queue of results has no bound",
    .flags = AC_QUEUES,
    .slot = AC_SLOT_TO_ROOM,
    .state_size = sizeof(struct piles_up_results_state),
    .fill = piles_up_results_fill,
    .done = piles_up_results_done,
    .take = piles_up_results_take,
};
