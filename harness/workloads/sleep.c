/* sleep.c -- the 1..N sleeps, in order or shuffled; see sleep.h. */
#include "sleep.h"

#include <errno.h>

#include "durations.h"
#include "workloads.h"

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
static uint64_t sleep_shuffle(uint64_t count, uint64_t seed, uint64_t place)
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

uint32_t ac_sleeps_number(const struct ac_sleeps *sleeps, uint64_t place)
{
    if (sleeps->count == AC_ENDLESS)
        place %= UINT32_MAX;
    else if (sleeps->order == AC_REVERSE)
        place = sleeps->count - 1 - place;
    else if (sleeps->order == AC_SHUFFLE)
        place = sleep_shuffle(sleeps->count, sleeps->seed, place);
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

static bool sleep_fails(const struct ac_sleeps *sleeps, uint32_t number)
{
    for (unsigned i = 0; i < sleeps->fail_task_count; i++)
        if (sleeps->fail_tasks[i] == number)
            return true;
    if (!sleeps->fail_ppb)
        return false;
    return ac_mix(ac_mix(~sleeps->seed) ^ number) % 1000000000 < sleeps->fail_ppb;
}

/* Fills in how long the task sleeps that is pulled in place `place`. 0 or a negative errno. */
static int sleep_find_duration(const struct ac_sleeps *sleeps, uint64_t place, struct ac_item *item)
{
    uint32_t i = item->number;
    if (sleeps->count == AC_ENDLESS)
        i = (uint32_t)(place % sleeps->cycle) + 1;
    if (sleeps->durations)
        return ac_durations_get(sleeps->durations, i, &item->duration_ns);
    item->duration_ns = sleeps->scale_ns / (sleeps->same ? 1 : i);
    return 0;
}

static int sleep_next(struct ac_workload *base, struct ac_item *item)
{
    struct ac_sleep_workload *workload = (struct ac_sleep_workload *)base;
    const struct ac_sleeps *sleeps = workload->sleeps;
    if (workload->pulled == sleeps->count)
        return AC_SUPPLY_END;
    item->number = ac_sleeps_number(sleeps, workload->pulled);
    int error = sleep_find_duration(sleeps, workload->pulled, item);
    if (error)
        return error;
    if (sleeps->tick_ns > 1)
        item->duration_ns = ac_round_up(item->duration_ns, sleeps->tick_ns);
    if (sleep_fails(sleeps, item->number))
        item->error = -EIO;
    workload->pulled++;
    return AC_SUPPLY_TASK;
}

/* 1/i in order and nothing else asked for: what the bench runs, millions at a time. */
static int sleep_next_plain(struct ac_workload *base, struct ac_item *item)
{
    struct ac_sleep_workload *workload = (struct ac_sleep_workload *)base;
    if (workload->pulled == workload->workload.count)
        return AC_SUPPLY_END;
    item->number = (uint32_t)++workload->pulled;
    item->duration_ns = workload->sleeps->scale_ns / item->number;
    return AC_SUPPLY_TASK;
}

/* As sleep_next_plain, for sleeps that are all the same. */
static int sleep_next_same(struct ac_workload *base, struct ac_item *item)
{
    struct ac_sleep_workload *workload = (struct ac_sleep_workload *)base;
    if (workload->pulled == workload->workload.count)
        return AC_SUPPLY_END;
    item->number = (uint32_t)++workload->pulled;
    item->duration_ns = workload->sleeps->scale_ns;
    return AC_SUPPLY_TASK;
}

static bool sleep_is_plain(const struct ac_sleeps *w)
{
    return w->order == AC_FORWARD && w->count != AC_ENDLESS && w->tick_ns == 1 && !w->durations &&
           !w->fail_ppb && !w->fail_task_count;
}

void ac_sleep_workload_init(struct ac_sleep_workload *workload, const struct ac_sleeps *sleeps)
{
    *workload = (struct ac_sleep_workload){
        .workload = {.size = sizeof(struct ac_workload),
                     .count = sleeps->count,
                     .next = sleep_next},
        .sleeps = sleeps,
    };
    if (sleep_is_plain(sleeps))
        workload->workload.next = sleeps->same ? sleep_next_same : sleep_next_plain;
}

static int sleep_open(struct ac_workload *workload, const struct ac_workload_wish *wish)
{
    _Static_assert(sizeof(struct ac_sleep_workload) <= AC_WORKLOAD_ROOM, "it fits");
    ac_sleep_workload_init((struct ac_sleep_workload *)workload, wish->sleeps);
    return 0;
}

const struct ac_workload_row ac_workload_sleep = {
    .name = "sleep",
    .idea = "each task sleeps",
    .knows_durations = true,
    .open = sleep_open,
};
