/* unbounded -- launch every task at once, and hand over each result as it finishes.
 *
 * How: fill pulls the whole source and launches all of it; done puts each finished task in line.
 * Costs: memory for N tasks in flight, and N of whatever a task uses (sockets, processes, ...).
 * Holds: waiting 0, in flight N, unread up to N.
 * Read next: polling.c, which adds the limit.
 */
#include "as_completed.h"

struct unbounded_state {
    struct ac_fifo unread;
};

static void unbounded_fill(struct ac_run *run)
{
    struct ac_task *task;
    while ((task = ac_pull(run)) && ac_launch(run, task))
        ;
}

static void unbounded_done(struct ac_run *run, struct ac_task *task)
{
    struct unbounded_state *state = run->state;
    ac_fifo_put(&state->unread, task);
}

static struct ac_task *unbounded_take(struct ac_run *run)
{
    struct unbounded_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_unbounded = {
    .size = sizeof(struct ac_strategy),
    .name = "unbounded",
    .idea = "launch everything at once",
    .colour = 0xD55E00,
    .flags = AC_NO_LIMIT,
    .state_size = sizeof(struct unbounded_state),
    .fill = unbounded_fill,
    .done = unbounded_done,
    .take = unbounded_take,
};
