/* floor -- a control: the least that a strategy can do.
 *
 * How: done launches the next task and pushes the finished one on a stack; take pops it. It keeps
 *      no order, and counts only the slots that it does not fill again.
 * Costs: the harness calls, the referee and the instruments; no strategy here can cost less.
 * Holds: waiting 0, in flight `limit`, unread without a bound if the consumer is slow.
 * Read next: serial.c, the other control.
 */
#include "as_completed.h"

struct floor_state {
    uint64_t in_flight;
    struct ac_task *unread;
};

static void floor_fill(struct ac_run *run)
{
    struct floor_state *state = run->state;
    struct ac_task *task;
    while (state->in_flight < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->in_flight++;
}

static void floor_done(struct ac_run *run, struct ac_task *task)
{
    struct floor_state *state = run->state;
    task->link = state->unread;
    state->unread = task;
    if (state->in_flight > run->limit || !(task = ac_pull(run)) || !ac_launch(run, task))
        state->in_flight--;
}

static struct ac_task *floor_take(struct ac_run *run)
{
    struct floor_state *state = run->state;
    struct ac_task *task = state->unread;
    if (task)
        state->unread = task->link;
    return task;
}

const struct ac_strategy ac_strategy_floor = {
    .size = sizeof(struct ac_strategy),
    .name = "floor",
    .idea = "a control: the least that a strategy can do",
    .colour = 0x101010,
    .flags = AC_CONTROL,
    .state_size = sizeof(struct floor_state),
    .fill = floor_fill,
    .done = floor_done,
    .take = floor_take,
};
