/* oracle.c -- see oracle.h. */
#include "oracle.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

static void *zeroed(uint64_t count, size_t size)
{
    void *block = calloc((size_t)count + 1, size);
    assert_non_null(block);
    return block;
}

static uint32_t number_of(const struct ac_sleeps *sleeps, uint64_t place)
{
    if (sleeps->order == AC_FORWARD)
        return (uint32_t)place + 1;
    if (sleeps->order == AC_REVERSE)
        return (uint32_t)(sleeps->count - place);
    return ac_sleeps_number(sleeps, place);
}

static uint64_t duration_of(const struct ac_sleeps *sleeps, const uint64_t *sleeps_ns,
                            uint32_t number)
{
    uint64_t duration_ns = sleeps_ns ? sleeps_ns[number - 1] : sleeps->scale_ns / number;
    return (duration_ns + sleeps->tick_ns - 1) / sleeps->tick_ns * sleeps->tick_ns;
}

static uint64_t first_free(const uint64_t *free_ns, uint64_t slots)
{
    uint64_t first = 0;
    for (uint64_t slot = 1; slot < slots; slot++)
        if (free_ns[slot] < free_ns[first])
            first = slot;
    return first;
}

static int by_due_then_launch(const void *a, const void *b)
{
    const struct oracle_task *x = a, *y = b;
    if (x->due_ns != y->due_ns)
        return x->due_ns < y->due_ns ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

void oracle_make(struct oracle *oracle, const struct ac_sleeps *sleeps, const uint64_t *sleeps_ns,
                 uint64_t slots)
{
    uint64_t *free_ns = zeroed(slots, sizeof *free_ns), count = sleeps->count;
    *oracle = (struct oracle){.count = count};
    oracle->tasks = zeroed(count, sizeof *oracle->tasks);
    oracle->finished = zeroed(count, sizeof *oracle->finished);
    for (uint64_t place = 0; place < count; place++) {
        struct oracle_task *task = &oracle->tasks[place];
        uint64_t slot = first_free(free_ns, slots);
        task->place = place;
        task->number = number_of(sleeps, place);
        task->duration_ns = duration_of(sleeps, sleeps_ns, task->number);
        task->launch_ns = free_ns[slot];
        task->due_ns = free_ns[slot] += task->duration_ns;
        oracle->sum_ns += task->duration_ns;
        if (task->duration_ns > oracle->longest_ns)
            oracle->longest_ns = task->duration_ns;
        if (task->due_ns > oracle->makespan_ns)
            oracle->makespan_ns = task->due_ns;
    }
    memcpy(oracle->finished, oracle->tasks, (size_t)count * sizeof *oracle->tasks);
    qsort(oracle->finished, (size_t)count, sizeof *oracle->finished, by_due_then_launch);
    free(free_ns);
}

void oracle_free(struct oracle *oracle)
{
    free(oracle->tasks);
    free(oracle->finished);
}
