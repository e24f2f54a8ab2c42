/* ideal.c -- slots in a heap by the instant they are free; see ideal.h. */
#include "ideal.h"

#include <errno.h>

#include "memory.h"

/* Gives the slot that is free first the new instant, and finds its place again. */
static void occupy(uint64_t *free_ns, uint64_t slots, uint64_t until_ns)
{
    uint64_t at = 0;
    for (;;) {
        uint64_t child = 2 * at + 1;
        if (child >= slots)
            break;
        if (child + 1 < slots && free_ns[child + 1] < free_ns[child])
            child++;
        if (free_ns[child] >= until_ns)
            break;
        free_ns[at] = free_ns[child];
        at = child;
    }
    free_ns[at] = until_ns;
}

int ac_ideal(const struct ac_workload *workload, uint64_t limit, const volatile int *interrupted,
             struct ac_ideal *ideal)
{
    bool enough = limit >= workload->count; /* a slot for each: the longest task is all */
    uint64_t *free_ns = enough ? NULL : ac_calloc((size_t)limit, sizeof *free_ns);
    if (!enough && !free_ns)
        return -ENOMEM;
    struct ac_workload_source source;
    struct ac_item item;
    int more;
    *ideal = (struct ac_ideal){0};
    ac_workload_source_init(&source, workload);
    while ((more = source.source.next(&source.source, &item)) > 0 && !*interrupted) {
        if (item.duration_ns > ideal->longest_ns)
            ideal->longest_ns = item.duration_ns;
        if (enough)
            continue;
        if (item.duration_ns > (uint64_t)INT64_MAX - free_ns[0]) {
            more = -EOVERFLOW;
            break;
        }
        uint64_t end_ns = free_ns[0] + item.duration_ns;
        if (end_ns > ideal->wall_ns)
            ideal->wall_ns = end_ns;
        occupy(free_ns, limit, end_ns);
    }
    if (enough)
        ideal->wall_ns = ideal->longest_ns;
    ac_free(free_ns);
    return more > 0 ? -EINTR : more;
}
