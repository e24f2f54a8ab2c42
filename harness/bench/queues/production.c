/* production.c -- the queue of the suite itself, ../../queue.h: whatever that is now, used as the
 * suite's loops use it. */
#include "queues.h"

#include "../../engine/memory.h"
#include "../../loops/queue.h"

static void *production_open(uint64_t capacity)
{
    struct ac_queue *queue = queue_memory(sizeof *queue);
    *queue = (struct ac_queue){.keys = NULL};
    (void)capacity; /* the loops make room for one at a time */
    return queue;
}

static void production_close(void *queue)
{
    ac_queue_free(queue);
    ac_free(queue);
}

static inline void production_push(void *queue, uint64_t due_ns, uint32_t index)
{
    if (ac_queue_reserve(queue, 1))
        queue_memory(UINT64_MAX);
    ac_queue_push(queue, due_ns, index);
}

static inline struct queue_task production_pop(void *queue)
{
    uint64_t due_ns = ac_queue_first(queue)->due_ns;
    return (struct queue_task){due_ns, ac_queue_pop(queue)};
}

QUEUE_LOOPS(production)

const struct queue_kind queue_production = {
    .name = "production",
    .idea = "harness/loops/queue.h, whatever that is now",
    .open = production_open,
    .close = production_close,
    QUEUE_FUNCTIONS(production),
};
