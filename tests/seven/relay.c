/* relay -- callback under another name, and without a colour: a strategy that nothing else can know.
 *
 * How: as strategies/callback.c, word for word.
 */
#include "../../strategies/as_completed.h"

struct relay_state {
    uint64_t in_flight;
    struct ac_fifo unread;
};

static void relay_fill(struct ac_run *run)
{
    struct relay_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void relay_done(struct ac_run *run, struct ac_task *task)
{
    struct relay_state *state = run->state;
    state->in_flight--;
    ac_fifo_put(&state->unread, task);
    relay_fill(run);
}

static struct ac_task *relay_take(struct ac_run *run)
{
    struct relay_state *state = run->state;
    return ac_fifo_get(&state->unread);
}

const struct ac_strategy ac_strategy_relay = {
    .size = sizeof(struct ac_strategy),
    .name = "relay",
    .idea = "each completion launches the next task",
    .flags = 0,
    .state_size = sizeof(struct relay_state),
    .fill = relay_fill,
    .done = relay_done,
    .take = relay_take,
};
