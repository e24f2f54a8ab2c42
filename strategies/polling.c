/* polling -- keep the futures in a list, and look at each of them again and again.
 *
 * How: take walks the list for a finished task; where it finds one it launches the next at the end
 *      of the list. It is told nothing: the harness spins, or looks every --poll-interval. (The
 *      blog's list also moves its tail for each result removed; a linked list does not.)
 * Costs: a look at up to `limit` tasks per result, and a whole core while it spins.
 * Holds: waiting 0, in flight and unread together at most `limit`: a slot frees when it is taken.
 * Read next: callback.c, which is told instead of looking.
 */
#include "as_completed.h"

struct polling_state {
    struct ac_fifo futures; /* in flight or finished, in launch order */
};

static void polling_remove(struct polling_state *state, struct ac_task *task,
                           struct ac_task *previous)
{
    if (previous)
        previous->link = task->link;
    else
        state->futures.head = task->link;
    if (state->futures.tail == task)
        state->futures.tail = previous;
    state->futures.count--;
}

static void polling_fill(struct ac_run *run)
{
    struct polling_state *state = run->state;
    struct ac_task *task;
    while (state->futures.count < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        ac_fifo_put(&state->futures, task);
}

static struct ac_task *polling_take(struct ac_run *run)
{
    struct polling_state *state = run->state;
    struct ac_task *previous = NULL;
    for (struct ac_task *task = state->futures.head; task; previous = task, task = task->link) {
        if (ac_finished(task)) {
            polling_remove(state, task, previous);
            polling_fill(run);
            return task;
        }
    }
    return NULL;
}

const struct ac_strategy ac_strategy_polling = {
    .size = sizeof(struct ac_strategy),
    .name = "polling",
    .idea = "look at every future in the list, again and again",
    .colour = 0xE69F00,
    .flags = AC_POLLED,
    .slot = AC_SLOT_TO_TAKE,
    .state_size = sizeof(struct polling_state),
    .fill = polling_fill,
    .done = NULL,
    .take = polling_take,
};
