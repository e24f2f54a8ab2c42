/* ideal.c -- slots in a heap by the instant they are free; see ideal.h. */
#include "ideal.h"

#include <errno.h>

#include "../engine/memory.h"

struct ideal_schedule {
    uint64_t
        *free_ns; /* a heap: until when each slot is taken; NULL: there is a slot for each task */
    uint64_t slots;
    uint64_t consumer_free_ns; /* until when the consumer is busy with the result before */
    const struct ac_ideal_consumer *consumer;
    const volatile int *interrupted;
    struct ac_ideal *ideal;
};

/* The consumer takes the next result. 0 or -EOVERFLOW. */
static int ideal_take(struct ideal_schedule *s, uint64_t finish_ns)
{
    uint64_t take_ns = finish_ns > s->consumer_free_ns ? finish_ns : s->consumer_free_ns;
    if (take_ns > (uint64_t)INT64_MAX)
        return -EOVERFLOW;
    s->ideal->wall_ns = take_ns;
    s->consumer_free_ns = take_ns + s->consumer->busy_ns;
    return 0;
}

/* Gives the slot that is free first the new instant, and finds its place in the heap again. */
static void ideal_occupy(struct ideal_schedule *s, uint64_t until_ns)
{
    uint64_t *free_ns = s->free_ns, slots = s->slots, at = 0, child;
    while ((child = 2 * at + 1) < slots) {
        if (child + 1 < slots && free_ns[child + 1] < free_ns[child])
            child++;
        if (free_ns[child] >= until_ns)
            break;
        free_ns[at] = free_ns[child];
        at = child;
    }
    free_ns[at] = until_ns;
}

/* Launches each task on the slot that is free first. The instants at which slots come free are the
 * finishes in rising order. With `sorted` the results are taken at those, but for the first of each
 * slot, which held nothing before. */
static int ideal_launch_all(struct ideal_schedule *s, const struct ac_sleeps *sleeps, bool sorted)
{
    struct ac_sleep_workload workload;
    struct ac_item item;
    int more, error = 0;
    uint64_t launched = 0;
    ac_sleep_workload_init(&workload, sleeps);
    while (!error && (more = workload.workload.next(&workload.workload, &item)) > 0) {
        uint64_t begin_ns = s->free_ns ? s->free_ns[0] : 0, end_ns = begin_ns + item.duration_ns;
        if (*s->interrupted)
            return -EINTR;
        if (item.duration_ns > (uint64_t)INT64_MAX - begin_ns)
            return -EOVERFLOW;
        if (item.duration_ns > s->ideal->longest_ns)
            s->ideal->longest_ns = item.duration_ns;
        if (!sorted || launched++ >= s->slots)
            error = ideal_take(s, sorted ? begin_ns : end_ns);
        if (s->free_ns)
            ideal_occupy(s, end_ns);
    }
    return error ? error : more;
}

/* Takes the results that the slots still hold, the earliest first. */
static int ideal_take_rest(struct ideal_schedule *s)
{
    int error = 0;
    while (s->slots && !error) {
        error = *s->interrupted ? -EINTR : ideal_take(s, s->free_ns[0]);
        s->slots--;
        ideal_occupy(s, s->free_ns[s->slots]);
    }
    return error;
}

int ac_ideal_for(const struct ac_sleeps *sleeps, uint64_t limit,
                 const struct ac_ideal_consumer *consumer, const volatile int *interrupted,
                 struct ac_ideal *ideal)
{
    /* A consumer that is never busy has the last finish, in whatever order the results are
     * taken. */
    bool sorted = consumer->busy_ns && !consumer->ordered && sleeps->count;
    bool enough = limit >= sleeps->count; /* a slot for each */
    struct ideal_schedule s = {.slots = enough ? sleeps->count : limit,
                               .consumer = consumer,
                               .interrupted = interrupted,
                               .ideal = ideal};
    *ideal = (struct ac_ideal){0};
    if ((sorted || !enough) && !(s.free_ns = ac_calloc((size_t)s.slots, sizeof *s.free_ns)))
        return -ENOMEM;
    int error = ideal_launch_all(&s, sleeps, sorted);
    if (!error && sorted)
        error = ideal_take_rest(&s);
    ac_free(s.free_ns);
    return error;
}

int ac_ideal(const struct ac_sleeps *sleeps, uint64_t limit, const volatile int *interrupted,
             struct ac_ideal *ideal)
{
    return ac_ideal_for(sleeps, limit, &(struct ac_ideal_consumer){.busy_ns = 0}, interrupted,
                        ideal);
}
