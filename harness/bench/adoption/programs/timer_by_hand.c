/* timer_by_hand.c -- tasks that are a timer of 1 ms each, a few at a time, on libuv alone.
 *
 * How: there are `limit` timers. The callback of each counts a result, and starts the next task on that timer.
 */
#include <stdlib.h>
#include <uv.h>

#include "tally.h"

struct slot {
    uv_timer_t timer; /* first */
    uint64_t number;  /* of its task */
};

static uint64_t next = 1;

static void on_timer(uv_timer_t *timer);

/* Starts the next task in a slot; without one, the slot is given back. */
static void slot_start(struct slot *slot)
{
    if (next > tally.tasks) {
        uv_close((uv_handle_t *)&slot->timer, NULL);
        return;
    }
    slot->number = next++;
    tally_start();
    uv_timer_start(&slot->timer, on_timer, 1, 0);
}

static void on_timer(uv_timer_t *timer)
{
    struct slot *slot = (struct slot *)timer;
    tally_end();
    tally_result(slot->number);
    slot_start(slot);
}

int main(int count, char **words)
{
    if (!tally_begin(count, words, 0, "timer_by_hand TASKS LIMIT"))
        return 2;
    struct slot *slots = tally_calloc(tally.limit, sizeof *slots);
    for (uint64_t i = 0; i < tally.limit; i++) {
        uv_timer_init(uv_default_loop(), &slots[i].timer);
        slot_start(&slots[i]);
    }
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    tally_check(uv_loop_close(uv_default_loop()), "the loop");
    free(slots);
    return tally_print();
}
