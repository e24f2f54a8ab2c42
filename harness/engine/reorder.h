/* reorder.h -- results that came out of order, until their turn in pull order.
 *
 * A ring with a slot for each task pulled and not yet taken, found by the number of its pull. It holds
 * what the strategy handed over, and remembers the number of the finish, which shares its place in
 * the task with that of the pull. It grows with the most tasks that were so at once, and knows neither how many
 * there will be nor how many might wait.
 */
#ifndef AC_ENGINE_REORDER_H
#define AC_ENGINE_REORDER_H

#include "../../strategies/as_completed.h"

struct ac_reorder {
    struct ac_reorder_slot {
        struct ac_task *task; /* NULL: not handed over yet */
        uint32_t finish;
    } * slots;
    uint64_t count; /* of slots, a power of two: at least the tasks pulled and not yet taken */
    uint64_t next;  /* the pull whose turn it is */
    uint64_t held;  /* tasks that wait for their turn */
};

/* Zeroed is empty. Twice the slots, where the pulls before `pulled` fill them all; 0 or -ENOMEM, and then
 * it is as it was. */
int ac_reorder_grow(struct ac_reorder *reorder, uint64_t pulled);
void ac_reorder_free(struct ac_reorder *reorder);

/* Makes room for the pull with the number `pulled`; 0 or -ENOMEM. */
static inline int ac_reorder_reserve(struct ac_reorder *reorder, uint64_t pulled)
{
    return pulled - reorder->next == reorder->count ? ac_reorder_grow(reorder, pulled) : 0;
}

static inline struct ac_reorder_slot *ac_reorder_at(struct ac_reorder *reorder, uint64_t pull)
{
    return &reorder->slots[pull & (reorder->count - 1)];
}

#endif
