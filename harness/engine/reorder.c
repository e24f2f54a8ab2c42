/* reorder.c -- see reorder.h. */
#include "reorder.h"

#include <errno.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

int ac_reorder_grow(struct ac_reorder *reorder, uint64_t pulled, struct ac_allocator *allocator)
{
    struct ac_reorder grown = *reorder;
    grown.count = reorder->count ? 2 * reorder->count : FIRST_SLOTS;
    if (grown.count > SIZE_MAX / sizeof *grown.slots)
        return -ENOMEM;
    grown.slots = ac_resize(allocator, NULL, (size_t)grown.count * sizeof *grown.slots);
    if (!grown.slots)
        return -ENOMEM;
    memset(grown.slots, 0, (size_t)grown.count * sizeof *grown.slots);
    for (uint64_t pull = reorder->next; pull < pulled; pull++)
        *ac_reorder_at(&grown, pull) = *ac_reorder_at(reorder, pull);
    ac_resize(allocator, reorder->slots, 0);
    *reorder = grown;
    return 0;
}

bool ac_reorder_put(struct ac_reorder *reorder, struct ac_task *task)
{
    struct ac_reorder_slot *slot = ac_reorder_at(reorder, task->sequence);
    if (slot->task)
        return false;
    slot->task = task;
    reorder->held++;
    return true;
}

struct ac_task *ac_reorder_get(struct ac_reorder *reorder)
{
    struct ac_reorder_slot *slot = ac_reorder_at(reorder, reorder->next);
    struct ac_task *task = slot->task;
    if (task) {
        slot->task = NULL;
        task->sequence = slot->finish;
        reorder->held--;
        reorder->next++;
    }
    return task;
}
