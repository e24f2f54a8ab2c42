/* timer_ours.c -- tasks that are a timer of 1 ms each, a few at a time, with the library.
 *
 * How: there are `limit` timers. The start of a task takes one that is free. Its callback gives it back, and
 *      reports the task done, which starts the next one.
 */
#include <stdlib.h>
#include <uv.h>

#include "ours.h"
#include "tally.h"

struct slot {
    uv_timer_t timer; /* first */
    struct ac_task *task;
    struct slot *next_free;
};

static struct slot *slots, *first_free;
static struct ac_workload *work;

static void slot_free(struct slot *slot)
{
    slot->next_free = first_free;
    first_free = slot;
}

static void on_timer(uv_timer_t *timer)
{
    struct slot *slot = (struct slot *)timer;
    tally_end();
    slot_free(slot);
    ac_done(work->run, slot->task, 0);
}

static int task_start(struct ac_workload *workload, struct ac_task *task)
{
    struct slot *slot = first_free;
    first_free = slot->next_free;
    work = workload;
    slot->task = task;
    tally_start();
    return uv_timer_start(&slot->timer, on_timer, 1, 0);
}

static void close_timers(struct ac_run *run)
{
    (void)run;
    for (uint64_t i = 0; i < tally.limit; i++)
        uv_close((uv_handle_t *)&slots[i].timer, NULL);
}

int main(int count, char **words)
{
    if (!tally_begin(count, words, 2, "timer_ours " OURS_USAGE))
        return 2;
    slots = tally_calloc(tally.limit, sizeof *slots);
    for (uint64_t i = 0; i < tally.limit; i++) {
        uv_timer_init(uv_default_loop(), &slots[i].timer);
        slot_free(&slots[i]);
    }
    ours_attach(words[1], words[2], task_start, close_timers);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    tally_check(uv_loop_close(uv_default_loop()), "the loop");
    free(slots);
    return tally_print();
}
