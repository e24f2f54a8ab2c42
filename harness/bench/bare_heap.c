/* bare_heap.c -- see bare_heap.h. */
#include "bare_heap.h"

#include <inttypes.h>
#include <stdio.h>

#include "../common/process.h"
#include "../common/text.h"
#include "../queue.h"
#include "../workload.h"

/* Returns the instant of the last finish. */
static uint64_t drain(struct ac_queue *queue, struct ac_source *source)
{
    struct ac_item item;
    uint64_t now_ns = 0;
    const struct ac_key *first;
    while ((first = ac_queue_first(queue))) {
        now_ns = first->due_ns;
        uint32_t index = ac_queue_pop(queue);
        if (ac_queue_reserve(queue, 1) == 0 && source->next(source, &item) > 0)
            ac_queue_push(queue, now_ns + item.duration_ns, index);
    }
    return now_ns;
}

int bare_heap(uint64_t tasks, uint64_t limit)
{
    struct ac_workload workload = {.count = tasks, .scale_ns = 1000000000, .tick_ns = 1};
    struct ac_workload_source source;
    struct ac_queue queue = {.keys = NULL};
    struct ac_item item;
    ac_workload_source_init(&source, &workload);
    if (limit > tasks)
        limit = tasks;
    struct ac_cpu before = ac_process_cpu();
    if (ac_queue_reserve(&queue, limit)) {
        text_complain("out of memory for %" PRIu64 " sleeps at once: take a smaller limit", limit);
        return -ENOMEM;
    }
    for (uint32_t i = 0; i < limit && source.source.next(&source.source, &item) > 0; i++)
        ac_queue_push(&queue, item.duration_ns, i);
    uint64_t wall_ns = drain(&queue, &source.source);
    struct ac_cpu after = ac_process_cpu();
    ac_queue_free(&queue);
    printf("strategy\tworkload\tclock\ttasks\tlimit\tcomplete\twall_ns\tcpu_user_ns\tcpu_sys_ns\n"
           "bare_heap\tsleep\tvirtual\t%" PRIu64 "\t%" PRIu64 "\ttrue\t%" PRIu64 "\t%" PRIu64
           "\t%" PRIu64 "\n",
           tasks, limit, wall_ns, after.user_ns - before.user_ns, after.sys_ns - before.sys_ns);
    return 0;
}
