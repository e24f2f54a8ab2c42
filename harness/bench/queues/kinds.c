/* kinds.c -- the table of the queues that are compared. */
#include "queues.h"

#include <inttypes.h>
#include <stdlib.h>

#include "../../base/complain.h"
#include "../../base/text.h"
#include "../../engine/memory.h"

extern const struct queue_kind queue_production, queue_heap2, queue_heap4, queue_pairing,
    queue_radix, queue_wheel, queue_wheel_ms;

const struct queue_kind *const queue_kinds[QUEUES + 1] = {
    &queue_production, &queue_heap2, &queue_heap4,    &queue_pairing,
    &queue_radix,      &queue_wheel, &queue_wheel_ms,
};

void *queue_memory(uint64_t bytes)
{
    void *memory = bytes <= SIZE_MAX ? ac_malloc((size_t)bytes) : NULL;
    if (!memory) {
        complain("out of memory for %" PRIu64 " bytes: take a smaller --most", bytes);
        exit(1);
    }
    return memory;
}
