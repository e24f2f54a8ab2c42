/* delivers_in_order -- polling that looks at the head of its list only.
 *
 * Wrong: results come in launch order, so one slow task stalls all that finished behind it.
 * Caught by: "delivered at once". No rule of the referee: all is handed over in the end. A run that wants
 *      pull order asks the harness for it (ac_config.ordered).
 * On record at: aiostream #89, p-map #72.
 * Compare with: strategies/polling.c.
 */
#include "../../strategies/as_completed.h"

struct delivers_in_order_state {
    struct ac_fifo futures; /* in flight or finished, in launch order */
};

static void delivers_in_order_fill(struct ac_run *run)
{
    struct delivers_in_order_state *state = run->state;
    struct ac_task *task;
    while (state->futures.count < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        ac_fifo_put(&state->futures, task);
}

static struct ac_task *delivers_in_order_take(struct ac_run *run)
{
    struct delivers_in_order_state *state = run->state;
    if (!state->futures.head || !ac_finished(state->futures.head))
        return NULL;
    struct ac_task *task = ac_fifo_get(&state->futures);
    delivers_in_order_fill(run);
    return task;
}

const struct ac_strategy ac_strategy_delivers_in_order = {
    .size = sizeof(struct ac_strategy),
    .name = "delivers_in_order",
    .idea = "wrong: a slow task stalls the results behind it",
    .flags = AC_POLLED,
    .slot = AC_SLOT_TO_TAKE,
    .state_size = sizeof(struct delivers_in_order_state),
    .fill = delivers_in_order_fill,
    .done = NULL,
    .take = delivers_in_order_take,
};
