/* slot_by_number -- polling over an array of slots, where task i sits in slot i modulo the limit.
 *
 * Wrong: finishes come out of order, so the slot that is free is not the next in number, and the next
 *      task overwrites one that still runs.
 * Caught by: "lost": what was overwritten finishes, and is never found.
 * On record at: rings of requests in C, where the slot that completed is the one to use again.
 * Compare with: strategies/polling.c.
 */
#include "../../strategies/as_completed.h"

enum { SLOT_BY_NUMBER_SLOTS = 64 };

struct slot_by_number_state {
    uint64_t used;
    struct ac_task *slots[SLOT_BY_NUMBER_SLOTS];
};

static uint64_t slot_by_number_slots(const struct ac_run *run)
{
    return run->limit < SLOT_BY_NUMBER_SLOTS ? run->limit : SLOT_BY_NUMBER_SLOTS;
}

static void slot_by_number_fill(struct ac_run *run)
{
    struct slot_by_number_state *state = run->state;
    uint64_t slots = slot_by_number_slots(run);
    struct ac_task *task;
    while (state->used < slots && (task = ac_pull(run)) && ac_launch(run, task)) {
        state->used++;
        state->slots[task->number % slots] = task;
    }
}

static struct ac_task *slot_by_number_take(struct ac_run *run)
{
    struct slot_by_number_state *state = run->state;
    for (uint64_t slot = 0; slot < SLOT_BY_NUMBER_SLOTS; slot++) {
        struct ac_task *task = state->slots[slot];
        if (task && ac_finished(task)) {
            state->slots[slot] = NULL;
            state->used--;
            slot_by_number_fill(run);
            return task;
        }
    }
    return NULL;
}

const struct ac_strategy ac_strategy_slot_by_number = {
    .size = sizeof(struct ac_strategy),
    .name = "slot_by_number",
    .idea = "wrong: a slot is used again by number, while its task still runs",
    .flags = AC_POLLED,
    .slot = AC_SLOT_TO_TAKE,
    .state_size = sizeof(struct slot_by_number_state),
    .fill = slot_by_number_fill,
    .done = NULL,
    .take = slot_by_number_take,
};
