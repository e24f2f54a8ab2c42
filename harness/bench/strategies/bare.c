/* bare.c -- see bare.h. */
#include "bare.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../../base/complain.h"
#include "../../base/process.h"
#include "../../base/text.h"
#include "../../engine/memory.h"
#include "../../loops/queue.h"
#include "../../workloads/sleep.h"
#include "cells.h"

static uint64_t next_ns(struct ac_workload *workload)
{
    struct ac_item item;
    return workload->next(workload, &item) > 0 ? item.duration_ns : UINT64_MAX;
}

/* Pops and pushes each by itself: a pop moves the last key to the root and sifts it down (Williams,
 * "Algorithm 232: Heapsort", 1964). Sets the instant of the last finish; 0 or -ENOMEM. */
static int drain_heap(struct ac_workload *workload, uint64_t limit, uint64_t *now_ns)
{
    uint64_t count = 0, launches = 0, sleep_ns;
    struct ac_key *keys = ac_malloc((size_t)(limit + 1) * sizeof *keys);
    if (!keys)
        return -ENOMEM;
    while (count < limit && (sleep_ns = next_ns(workload)) != UINT64_MAX) {
        ac_queue_sift_up(keys, count++, (struct ac_key){sleep_ns, launches});
        launches++;
    }
    while (count > 0) {
        *now_ns = keys[0].due_ns;
        if (--count > 0)
            ac_queue_sift_down(keys, count, keys[count]);
        if ((sleep_ns = next_ns(workload)) == UINT64_MAX)
            continue;
        ac_queue_sift_up(keys, count++, (struct ac_key){*now_ns + sleep_ns, launches});
        launches++;
    }
    ac_free(keys);
    return 0;
}

/* Makes room for one at a time, as the loops do. */
static int bare_push(struct ac_queue *queue, struct ac_workload *workload, uint64_t now_ns,
                     uint32_t index)
{
    uint64_t sleep_ns;
    int error = ac_queue_reserve(queue, 1);
    if (!error && (sleep_ns = next_ns(workload)) != UINT64_MAX)
        ac_queue_push(queue, now_ns + sleep_ns, index);
    return error;
}

static int drain_queue(struct ac_workload *workload, uint64_t limit, uint64_t *now_ns)
{
    struct ac_queue queue = {.keys = NULL};
    const struct ac_key *first;
    int error = 0;
    for (uint32_t i = 0; !error && i < limit; i++)
        error = bare_push(&queue, workload, 0, i);
    while (!error && (first = ac_queue_first(&queue))) {
        *now_ns = first->due_ns;
        error = bare_push(&queue, workload, *now_ns, ac_queue_pop(&queue));
    }
    ac_queue_free(&queue);
    return error;
}

int bare_run(const char *cell, uint64_t tasks, uint64_t limit)
{
    struct ac_sleeps sleeps = {.count = tasks, .scale_ns = 1000000000, .tick_ns = 1};
    struct ac_sleep_workload workload;
    uint64_t wall_ns = 0;
    ac_sleep_workload_init(&workload, &sleeps);
    if (limit > tasks)
        limit = tasks;
    struct ac_cpu before = ac_process_cpu();
    int error = strcmp(cell, CELLS_BARE_HEAP) == 0
                    ? drain_heap(&workload.workload, limit, &wall_ns)
                    : drain_queue(&workload.workload, limit, &wall_ns);
    if (error) {
        complain("out of memory for %" PRIu64 " sleeps at once: take a smaller limit", limit);
        return error;
    }
    struct ac_cpu after = ac_process_cpu();
    printf("strategy\tworkload\tclock\ttasks\tlimit\tcomplete\twall_ns\tcpu_user_ns\tcpu_sys_ns\n"
           "%s\tsleep\tvirtual\t%" PRIu64 "\t%" PRIu64 "\ttrue\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
           "\n",
           cell, tasks, limit, wall_ns, after.user_ns - before.user_ns,
           after.sys_ns - before.sys_ns);
    return 0;
}
