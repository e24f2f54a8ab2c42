/* own_strategy.c -- a strategy of one's own, and a test of two lines: does it keep what it promises?
 *
 * How: a credit for each task, which is spent at its launch and returned when its result is taken.
 * Costs: a few instructions a task; slots idle while results wait for a slow consumer.
 * Holds: waiting 0, in flight and unread together at most `limit`.
 */
#include <as_completed.h>
#include <as_completed/check.h>
#include <stdio.h>

struct credits_state {
    uint64_t spent;
    struct ac_fifo unread;
};

static void credits_fill(struct ac_run *run)
{
    struct credits_state *state = run->state;
    struct ac_task *task;
    while (state->spent < run->limit && (task = ac_pull(run)) && ac_launch(run, task))
        state->spent++;
}

static void credits_done(struct ac_run *run, struct ac_task *task)
{
    struct credits_state *state = run->state;
    ac_fifo_put(&state->unread, task);
}

static struct ac_task *credits_take(struct ac_run *run)
{
    struct credits_state *state = run->state;
    struct ac_task *task = ac_fifo_get(&state->unread);
    if (task) {
        state->spent--;
        credits_fill(run);
    }
    return task;
}

static const struct ac_strategy credits = {
    .size = sizeof(struct ac_strategy),
    .name = "credits",
    .idea = "a credit for each task, returned when its result is taken",
    .slot = AC_SLOT_TO_TAKE,
    .state_size = sizeof(struct credits_state),
    .fill = credits_fill,
    .done = credits_done,
    .take = credits_take,
};

static char why[256];

int main(void)
{
    int error = ac_check_strategy(&credits, why, sizeof why);
    return printf("%s: %s\n", credits.name, why) < 0 || error;
}
