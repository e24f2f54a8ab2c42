/* battery.c -- see battery.h. */
#include "battery.h"

#include <errno.h>

#define MS UINT64_C(1000000)

const struct ac_day ac_battery[] = {
    {.name = "plain"},
    {.name = "shortest first", .shape = AC_SHAPE_SHORTEST_FIRST},
    {.name = "ties", .shape = AC_SHAPE_EQUAL},
    {.name = "no time", .shape = AC_SHAPE_NO_TIME},
    {.name = "mixed", .shape = AC_SHAPE_MIXED},
    {.name = "failures", .every = 2, .error = -EIO},
    {.name = "cancelled", .every = 2, .error = -ECANCELED},
    {.name = "timeouts", .shape = AC_SHAPE_SHORTEST_FIRST, .timeout_ns = 4 * MS},
    {.name = "not started", .every = 2, .start_error = -EMFILE},
    {.name = "none started", .every = 1, .start_error = -EMFILE},
    {.name = "slow consumer", .think_ns = 20 * MS},
    {.name = "slow consumer", .shape = AC_SHAPE_EQUAL, .think_ns = 2 * MS},
    {.name = "slow source", .shape = AC_SHAPE_MIXED, .interval_ns = 3 * MS},
    {.name = "slow source", .interval_ns = 150 * MS},
    {.name = "slow source", .shape = AC_SHAPE_EQUAL, .interval_ns = 2 * MS},
    {.name = "slow both", .shape = AC_SHAPE_MIXED, .think_ns = 4 * MS, .interval_ns = 3 * MS},
    {.name = "fed", .shape = AC_SHAPE_MIXED, .adds = 1},
    {.name = "fed", .shape = AC_SHAPE_MIXED, .adds = 3},
    {.name = "fed", .adds = 3, .think_ns = 20 * MS},
    {.name = "window", .shape = AC_SHAPE_MIXED, .window = 1},
    {.name = "window", .shape = AC_SHAPE_MIXED, .window = 4},
    {.name = "window", .window = 4, .think_ns = 20 * MS},
    {.name = "limit rises", .shape = AC_SHAPE_EQUAL, .deed = AC_DEED_RAISE, .after = 2},
    {.name = "limit falls", .shape = AC_SHAPE_SHORTEST_FIRST, .deed = AC_DEED_LOWER, .after = 2},
    {.name = "limit swings", .shape = AC_SHAPE_MIXED, .deed = AC_DEED_SWING},
    {.name = "limit swings", .shape = AC_SHAPE_MIXED, .deed = AC_DEED_SWING, .think_ns = MS},
    {.name = "stop", .every = 5, .error = -EIO, .on_error = AC_STOP},
    {.name = "stop", .shape = AC_SHAPE_SHORTEST_FIRST, .deed = AC_DEED_STOP, .after = 3},
    {.name = "now", .every = 5, .error = -EIO, .on_error = AC_NOW},
    {.name = "now", .shape = AC_SHAPE_SHORTEST_FIRST, .deed = AC_DEED_CANCEL, .after = 3},
    {.name = "now", .shape = AC_SHAPE_MIXED, .deed = AC_DEED_CANCEL, .after = 0},
    {.name = "leave", .shape = AC_SHAPE_MIXED, .deed = AC_DEED_LEAVE, .after = 4},
    {.name = "drain", .shape = AC_SHAPE_MIXED, .deed = AC_DEED_DRAIN, .after = 4},
    {.name = NULL},
};

const struct ac_day_size ac_battery_sizes[] = {
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
    {AC_BATTERY_TASKS, 7},
    {0, 0},
};

uint64_t ac_day_duration_ns(const struct ac_day *day, uint32_t number)
{
    switch (day->shape) {
    case AC_SHAPE_LONGEST_FIRST:
        return 1000 * MS / number;
    case AC_SHAPE_SHORTEST_FIRST:
        return number * MS;
    case AC_SHAPE_EQUAL:
        return 5 * MS;
    case AC_SHAPE_MIXED:
        return number * 7 % 5 * MS;
    case AC_SHAPE_NO_TIME:
        break;
    }
    return 0;
}

bool ac_day_fails(const struct ac_day *day, uint32_t number)
{
    return day->every && number % day->every == 0;
}

uint64_t ac_day_limit(const struct ac_day *day, uint64_t limit, uint64_t taken)
{
    if (day->deed == AC_DEED_SWING)
        return 1 + (limit + 3 * taken) % (2 * limit + 1);
    if (taken < day->after)
        return limit;
    if (day->deed == AC_DEED_RAISE)
        return 2 * limit + 1;
    return day->deed == AC_DEED_LOWER ? (limit + 1) / 2 : limit;
}

bool ac_day_is_paced(const struct ac_day *day)
{
    return day->interval_ns || day->adds || day->window;
}

bool ac_day_is_steady(const struct ac_day *day)
{
    return !day->start_error && !day->think_ns && !ac_day_is_paced(day) && !day->on_error &&
           !day->deed;
}

static uint64_t battery_first_free(const uint64_t *free_ns, uint64_t slots)
{
    uint64_t first = 0;
    for (uint64_t slot = 1; slot < slots; slot++)
        if (free_ns[slot] < free_ns[first])
            first = slot;
    return first;
}

uint64_t ac_day_greedy_ns(const struct ac_day *day, uint64_t count, uint64_t slots)
{
    uint64_t free_ns[AC_BATTERY_TASKS] = {0}, end_ns = 0;
    for (uint32_t number = 1; number <= count; number++) {
        uint64_t duration_ns = ac_day_duration_ns(day, number);
        if (day->timeout_ns && duration_ns > day->timeout_ns)
            duration_ns = day->timeout_ns;
        uint64_t slot = battery_first_free(free_ns, slots);
        free_ns[slot] += duration_ns;
        if (free_ns[slot] > end_ns)
            end_ns = free_ns[slot];
    }
    return end_ns;
}
