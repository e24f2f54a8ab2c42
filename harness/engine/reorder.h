/* reorder.h -- results that came out of order, until their turn in pull order.
 *
 * A ring with a slot for each task pulled and not yet taken, found by the number of its pull. A
 * slot holds the task once the strategy has handed it over. It also remembers the number of the
 * finish, which shares a field of the task with that of the pull. The ring grows with the most
 * tasks that were so at once. It knows neither how many there will be nor how many might wait.
 */
#ifndef AC_ENGINE_REORDER_H
#define AC_ENGINE_REORDER_H

#include "../../strategies/as_completed.h"
#include "memory.h"

/* Zeroed is empty. */
struct ac_reorder {
    struct ac_reorder_slot {
        struct ac_task *task; /* NULL: not handed over yet */
        uint32_t finish;
    } * slots;
    uint64_t count; /* of slots, a power of two: at least the tasks pulled and not yet taken */
    uint64_t next;  /* the pull whose turn it is */
    uint64_t held;  /* tasks that wait for their turn */
};

/* Doubles the slots when the pulls before `pulled` fill them all. 0; or -ENOMEM, and nothing has
 * changed. */
int ac_reorder_grow(struct ac_reorder *reorder, uint64_t pulled, struct ac_allocator *allocator);

/* Keeps a task, whose `sequence` is the number of its pull, until its turn. False: it is held
 * already. */
bool ac_reorder_put(struct ac_reorder *reorder, struct ac_task *task);

/* The task whose turn it is, with the number of its finish as its `sequence`; NULL: it is not held
 * yet. */
struct ac_task *ac_reorder_get(struct ac_reorder *reorder);

/* Makes room for the pull with the number `pulled`; 0 or -ENOMEM. */
static inline int ac_reorder_reserve(struct ac_reorder *reorder, uint64_t pulled,
                                     struct ac_allocator *allocator)
{
    return pulled - reorder->next == reorder->count ? ac_reorder_grow(reorder, pulled, allocator)
                                                    : 0;
}

static inline struct ac_reorder_slot *ac_reorder_at(struct ac_reorder *reorder, uint64_t pull)
{
    return &reorder->slots[pull & (reorder->count - 1)];
}

#endif
