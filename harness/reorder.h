/* reorder.h -- results that came out of order, until their turn in pull order.
 *
 * A ring with a slot for each task pulled and not yet taken, found by the number of its pull. It holds
 * what the strategy handed over, and remembers the number of the finish, which shares its place in
 * the task with that of the pull.
 */
#ifndef AC_REORDER_H
#define AC_REORDER_H

#include "../strategies/as_completed.h"

struct ac_reorder {
    struct ac_reorder_slot {
        struct ac_task *task; /* NULL: not handed over yet */
        uint32_t finish;
    } * slots;
    uint64_t count; /* of slots, a power of two: at least the tasks pulled and not yet taken */
    uint64_t next;  /* the pull whose turn it is */
    uint64_t held;  /* tasks that wait for their turn */
};

/* 0 or -ENOMEM. Zeroed is closed. */
int ac_reorder_init(struct ac_reorder *reorder, uint64_t slots);
void ac_reorder_free(struct ac_reorder *reorder);

static inline struct ac_reorder_slot *ac_reorder_at(struct ac_reorder *reorder, uint64_t pull)
{
    return &reorder->slots[pull & (reorder->count - 1)];
}

#endif
