/* workload.c -- the 1..N sleeps, in order or shuffled; see workload.h. */
#include "workload.h"

#include <errno.h>

#include "durations.h"

uint64_t ac_mix(uint64_t word)
{
    word += 0x9e3779b97f4a7c15;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    return word ^ (word >> 31);
}

/* A seeded bijection of 0..count-1: a balanced Feistel network of four rounds over the smallest
 * even number of bits that holds count, walked until it lands inside (Black and Rogaway, "Ciphers
 * with arbitrary finite domains", 2002): on average fewer than four steps. */
static uint64_t workload_shuffle(uint64_t count, uint64_t seed, uint64_t place)
{
    unsigned half_bits = 1;
    while (half_bits < 32 && count > (uint64_t)1 << 2 * half_bits)
        half_bits++;
    uint64_t mask = ((uint64_t)1 << half_bits) - 1;
    do {
        uint64_t left = place >> half_bits, right = place & mask;
        for (uint64_t round = 0; round < 4; round++) {
            uint64_t next = left ^ (ac_mix(ac_mix(seed) ^ (round << 32 | right)) & mask);
            left = right;
            right = next;
        }
        place = left << half_bits | right;
    } while (place >= count);
    return place;
}

uint32_t ac_workload_number(const struct ac_workload *workload, uint64_t place)
{
    if (workload->count == AC_ENDLESS)
        place %= UINT32_MAX;
    else if (workload->order == AC_REVERSE)
        place = workload->count - 1 - place;
    else if (workload->order == AC_SHUFFLE)
        place = workload_shuffle(workload->count, workload->seed, place);
    return (uint32_t)(place + 1);
}

uint64_t ac_round_up(uint64_t value, uint64_t tick_ns)
{
    uint64_t over = value % tick_ns;
    if (!over)
        return value;
    uint64_t down = value - over;
    return down <= UINT64_MAX - tick_ns ? down + tick_ns : down;
}

static bool workload_fails(const struct ac_workload *workload, uint32_t number)
{
    for (unsigned i = 0; i < workload->fail_task_count; i++)
        if (workload->fail_tasks[i] == number)
            return true;
    if (!workload->fail_ppb)
        return false;
    return ac_mix(ac_mix(~workload->seed) ^ number) % 1000000000 < workload->fail_ppb;
}

/* Fills in how long the task sleeps that is pulled in place `place`. 0 or a negative errno. */
static int workload_find_duration(const struct ac_workload *workload, uint64_t place,
                                  struct ac_item *item)
{
    uint32_t i = item->number;
    if (workload->count == AC_ENDLESS)
        i = (uint32_t)(place % workload->cycle) + 1;
    if (workload->durations)
        return ac_durations_get(workload->durations, i, &item->duration_ns);
    item->duration_ns = workload->scale_ns / (workload->same ? 1 : i);
    return 0;
}

static int workload_next(struct ac_source *base, struct ac_item *item)
{
    struct ac_workload_source *source = (struct ac_workload_source *)base;
    const struct ac_workload *workload = source->workload;
    if (source->pulled == workload->count)
        return AC_SUPPLY_END;
    item->number = ac_workload_number(workload, source->pulled);
    int error = workload_find_duration(workload, source->pulled, item);
    if (error)
        return error;
    if (workload->tick_ns > 1)
        item->duration_ns = ac_round_up(item->duration_ns, workload->tick_ns);
    if (workload_fails(workload, item->number))
        item->error = -EIO;
    source->pulled++;
    return AC_SUPPLY_TASK;
}

/* 1/i in order and nothing else asked for: what the bench runs, millions at a time. */
static int workload_next_plain(struct ac_source *base, struct ac_item *item)
{
    struct ac_workload_source *source = (struct ac_workload_source *)base;
    if (source->pulled == source->source.count)
        return AC_SUPPLY_END;
    item->number = (uint32_t)++source->pulled;
    item->duration_ns = source->workload->scale_ns / item->number;
    return AC_SUPPLY_TASK;
}

/* As workload_next_plain, for sleeps that are all the same. */
static int workload_next_same(struct ac_source *base, struct ac_item *item)
{
    struct ac_workload_source *source = (struct ac_workload_source *)base;
    if (source->pulled == source->source.count)
        return AC_SUPPLY_END;
    item->number = (uint32_t)++source->pulled;
    item->duration_ns = source->workload->scale_ns;
    return AC_SUPPLY_TASK;
}

static bool workload_is_plain(const struct ac_workload *w)
{
    return w->order == AC_FORWARD && w->count != AC_ENDLESS && w->tick_ns == 1 && !w->durations &&
           !w->fail_ppb && !w->fail_task_count;
}

void ac_workload_source_init(struct ac_workload_source *source, const struct ac_workload *workload)
{
    *source = (struct ac_workload_source){
        .source = {.count = workload->count, .next = workload_next},
        .workload = workload,
    };
    if (workload_is_plain(workload))
        source->source.next = workload->same ? workload_next_same : workload_next_plain;
}
