/* ideal.c -- slots in a heap by the instant they are free; see ideal.h. */
#include "ideal.h"

#include <errno.h>

#include "../engine/memory.h"

/* The consumer while it takes, and what came of it. */
struct taking {
    uint64_t busy_ns, free_ns; /* after each result, and so until when */
    struct ac_ideal *ideal;
};

/* The consumer takes the next result. 0 or -EOVERFLOW. */
static int take(struct taking *taking, uint64_t finish_ns)
{
    uint64_t take_ns = finish_ns > taking->free_ns ? finish_ns : taking->free_ns;
    if (take_ns > (uint64_t)INT64_MAX)
        return -EOVERFLOW;
    taking->ideal->wall_ns = take_ns;
    taking->free_ns = take_ns + taking->busy_ns;
    return 0;
}

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

/* Takes what the slots still hold, the earliest first. */
static int take_rest(struct taking *taking, uint64_t *free_ns, uint64_t slots,
                     const volatile int *interrupted)
{
    int error = 0;
    for (; slots && !error; slots--) {
        error = *interrupted ? -EINTR : take(taking, free_ns[0]);
        occupy(free_ns, slots - 1, free_ns[slots - 1]);
    }
    return error;
}

/* Launches each task on the slot that is free first. `free_ns` NULL: on a slot of its own. The instants
 * at which slots come free are the finishes in rising order, so with `sorted` they are taken from there,
 * but for the first of each slot, which held nothing before. */
static int launch_all(struct taking *taking, const struct ac_workload *workload, uint64_t *free_ns,
                      uint64_t slots, bool sorted, const volatile int *interrupted)
{
    struct ac_workload_source source;
    struct ac_item item;
    int more, error = 0;
    uint64_t launched = 0;
    ac_workload_source_init(&source, workload);
    while (!error && (more = source.source.next(&source.source, &item)) > 0) {
        uint64_t begin_ns = free_ns ? free_ns[0] : 0, end_ns = begin_ns + item.duration_ns;
        if (item.duration_ns > taking->ideal->longest_ns)
            taking->ideal->longest_ns = item.duration_ns;
        if (*interrupted)
            error = -EINTR;
        else if (item.duration_ns > (uint64_t)INT64_MAX - begin_ns)
            error = -EOVERFLOW;
        else if (!sorted)
            error = take(taking, end_ns);
        else if (launched++ >= slots)
            error = take(taking, begin_ns);
        if (free_ns && !error)
            occupy(free_ns, slots, end_ns);
    }
    if (!error)
        error = more;
    return error || !sorted ? error : take_rest(taking, free_ns, slots, interrupted);
}

int ac_ideal_for(const struct ac_workload *workload, uint64_t limit,
                 const struct ac_ideal_consumer *consumer, const volatile int *interrupted,
                 struct ac_ideal *ideal)
{
    /* Who is not busy has the last finish, in whatever order they are looked at. */
    bool sorted = consumer->busy_ns && !consumer->ordered && workload->count;
    bool enough = limit >= workload->count; /* a slot for each */
    uint64_t slots = enough ? workload->count : limit, *free_ns = NULL;
    if ((sorted || !enough) && !(free_ns = ac_calloc((size_t)slots, sizeof *free_ns)))
        return -ENOMEM;
    struct taking taking = {.busy_ns = consumer->busy_ns, .ideal = ideal};
    *ideal = (struct ac_ideal){0};
    int error = launch_all(&taking, workload, free_ns, slots, sorted, interrupted);
    ac_free(free_ns);
    return error;
}

int ac_ideal(const struct ac_workload *workload, uint64_t limit, const volatile int *interrupted,
             struct ac_ideal *ideal)
{
    const struct ac_ideal_consumer takes_at_once = {.busy_ns = 0};
    return ac_ideal_for(workload, limit, &takes_at_once, interrupted, ideal);
}
