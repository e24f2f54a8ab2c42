/* battery.h -- the days that every strategy must do well on, good and bad. */
#ifndef TEST_BATTERY_H
#define TEST_BATTERY_H

#include "../../harness/engine/run.h"

/* The most tasks that a day has. */
enum { BATTERY_TASKS = 40 };

/* How long the tasks last. */
enum shape { LONGEST_FIRST, SHORTEST_FIRST, ALL_EQUAL, NO_TIME, MIXED };

/* What the consumer does to the run once it has taken `after` results. */
enum deed { TAKE_ALL, RAISE, LOWER, SWING, STOP, CANCEL, LEAVE, DRAIN };

struct day {
    const char *name;
    enum shape shape;
    unsigned every;  /* each so many-th task has the errors below; 0: none */
    int error;       /* it ends with this one, */
    int start_error; /* or cannot be started, with this one */
    uint64_t timeout_ns;
    enum ac_on_error on_error;
    uint64_t think_ns;    /* between the consumer's takes */
    uint64_t interval_ns; /* between the source's tasks */
    uint64_t adds;        /* each result taken adds so many tasks, to one; 0: all are there */
    uint64_t window;
    enum deed deed;
    uint64_t after;
};

/* Ends with a name of NULL. From the plainest on. */
extern const struct day battery[];

struct size {
    uint64_t count, limit;
};

/* Each day is run with each of these; ends with a limit of 0. */
extern const struct size battery_sizes[];

/* How long task `number` lasts, before any timeout. */
uint64_t day_duration_ns(const struct day *day, uint32_t number);

/* Whether task `number` is one of those with errors. */
bool day_fails(const struct day *day, uint32_t number);

/* The limit after so many takes, where it began as `limit`. */
uint64_t day_limit(const struct day *day, uint64_t limit, uint64_t taken);

/* Whether a strategy may be told, by a fill, that there is more. */
bool day_is_paced(const struct day *day);

/* Whether nothing but the tasks and the limit decides how long the run takes. */
bool day_is_steady(const struct day *day);

/* When the last of `count` tasks is done, where each starts on the slot that is free first. */
uint64_t day_greedy_ns(const struct day *day, uint64_t count, uint64_t slots);

#endif
