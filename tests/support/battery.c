/* battery.c -- see battery.h. */
#include "battery.h"

#include <errno.h>

enum { MS = 1000000 };

const struct day battery[] = {
    {.name = "plain"},
    {.name = "shortest first", .shape = SHORTEST_FIRST},
    {.name = "ties", .shape = ALL_EQUAL},
    {.name = "no time", .shape = NO_TIME},
    {.name = "mixed", .shape = MIXED},
    {.name = "failures", .every = 2, .error = -EIO},
    {.name = "cancelled", .every = 2, .error = -ECANCELED},
    {.name = "timeouts", .shape = SHORTEST_FIRST, .timeout_ns = 4 * MS},
    {.name = "not started", .every = 2, .start_error = -EMFILE},
    {.name = "none started", .every = 1, .start_error = -EMFILE},
    {.name = "slow consumer", .think_ns = 20 * MS},
    {.name = "slow consumer", .shape = ALL_EQUAL, .think_ns = 2 * MS},
    {.name = "slow source", .shape = MIXED, .interval_ns = 3 * MS},
    {.name = "slow source", .interval_ns = 150 * MS},
    {.name = "slow source", .shape = ALL_EQUAL, .interval_ns = 2 * MS},
    {.name = "slow both", .shape = MIXED, .think_ns = 4 * MS, .interval_ns = 3 * MS},
    {.name = "fed", .shape = MIXED, .adds = 1},
    {.name = "fed", .shape = MIXED, .adds = 3},
    {.name = "fed", .adds = 3, .think_ns = 20 * MS},
    {.name = "window", .shape = MIXED, .window = 1},
    {.name = "window", .shape = MIXED, .window = 4},
    {.name = "window", .window = 4, .think_ns = 20 * MS},
    {.name = "limit rises", .shape = ALL_EQUAL, .deed = RAISE, .after = 2},
    {.name = "limit falls", .shape = SHORTEST_FIRST, .deed = LOWER, .after = 2},
    {.name = "limit swings", .shape = MIXED, .deed = SWING},
    {.name = "limit swings", .shape = MIXED, .deed = SWING, .think_ns = MS},
    {.name = "stop", .every = 5, .error = -EIO, .on_error = AC_STOP},
    {.name = "stop", .shape = SHORTEST_FIRST, .deed = STOP, .after = 3},
    {.name = "now", .every = 5, .error = -EIO, .on_error = AC_NOW},
    {.name = "now", .shape = SHORTEST_FIRST, .deed = CANCEL, .after = 3},
    {.name = "now", .shape = MIXED, .deed = CANCEL, .after = 0},
    {.name = "leave", .shape = MIXED, .deed = LEAVE, .after = 4},
    {.name = "drain", .shape = MIXED, .deed = DRAIN, .after = 4},
    {.name = NULL},
};

const struct size battery_sizes[] = {
    {0, 1},
    {1, 1},
    {2, 1},
    {2, 2},
    {3, 1},
    {3, 9},
    {5, 2},
    {5, 5},
    {7, 3},
    {20, 1},
    {20, 4},
    {24, 30},
    {BATTERY_TASKS, 7},
    {0, 0},
};

uint64_t day_duration_ns(const struct day *day, uint32_t number)
{
    switch (day->shape) {
    case LONGEST_FIRST:
        return 1000 * MS / number;
    case SHORTEST_FIRST:
        return (uint64_t)number * MS;
    case ALL_EQUAL:
        return 5 * MS;
    case MIXED:
        return (uint64_t)number * 7 % 5 * MS;
    case NO_TIME:
        break;
    }
    return 0;
}

bool day_fails(const struct day *day, uint32_t number)
{
    return day->every && number % day->every == 0;
}

uint64_t day_limit(const struct day *day, uint64_t limit, uint64_t taken)
{
    if (day->deed == SWING)
        return 1 + (limit + 3 * taken) % (2 * limit + 1);
    if (taken < day->after)
        return limit;
    if (day->deed == RAISE)
        return 2 * limit + 1;
    return day->deed == LOWER ? (limit + 1) / 2 : limit;
}

bool day_is_paced(const struct day *day)
{
    return day->interval_ns || day->adds || day->window;
}

bool day_is_steady(const struct day *day)
{
    return !day->start_error && !day->think_ns && !day_is_paced(day) && !day->on_error &&
           !day->deed;
}

static uint64_t first_free(const uint64_t *free_ns, uint64_t slots)
{
    uint64_t first = 0;
    for (uint64_t slot = 1; slot < slots; slot++)
        if (free_ns[slot] < free_ns[first])
            first = slot;
    return first;
}

uint64_t day_greedy_ns(const struct day *day, uint64_t count, uint64_t slots)
{
    uint64_t free_ns[BATTERY_TASKS] = {0}, end_ns = 0;
    for (uint32_t number = 1; number <= count; number++) {
        uint64_t duration_ns = day_duration_ns(day, number);
        if (day->timeout_ns && duration_ns > day->timeout_ns)
            duration_ns = day->timeout_ns;
        uint64_t slot = first_free(free_ns, slots);
        free_ns[slot] += duration_ns;
        if (free_ns[slot] > end_ns)
            end_ns = free_ns[slot];
    }
    return end_ns;
}
