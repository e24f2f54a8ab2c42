/* battery.h -- the days that every strategy must do well on, good and bad. */
#ifndef AC_GRADE_BATTERY_H
#define AC_GRADE_BATTERY_H

#include "../engine/run.h"

/* The most tasks that a day has. */
enum { AC_BATTERY_TASKS = 40 };

/* How long the tasks last. */
enum ac_shape {
    AC_SHAPE_LONGEST_FIRST,
    AC_SHAPE_SHORTEST_FIRST,
    AC_SHAPE_EQUAL,
    AC_SHAPE_NO_TIME,
    AC_SHAPE_MIXED,
};

/* What the consumer does to the run once it has taken `after` results. */
enum ac_deed {
    AC_DEED_TAKE_ALL,
    AC_DEED_RAISE,
    AC_DEED_LOWER,
    AC_DEED_SWING,
    AC_DEED_STOP,
    AC_DEED_CANCEL,
    AC_DEED_LEAVE,
    AC_DEED_DRAIN,
};

struct ac_day {
    const char *name;
    enum ac_shape shape;
    unsigned every;  /* each so many-th task has the errors below; 0: none */
    int error;       /* it ends with this one, */
    int start_error; /* or cannot be started, with this one */
    uint64_t timeout_ns;
    enum ac_on_error on_error;
    uint64_t think_ns;    /* between the consumer's takes */
    uint64_t interval_ns; /* between the source's tasks */
    uint64_t adds;        /* each result taken adds so many tasks, to one; 0: all are there */
    uint64_t window;
    enum ac_deed deed;
    uint64_t after;
};

/* Ends with a name of NULL. From the plainest on. */
extern const struct ac_day ac_battery[];

struct ac_day_size {
    uint64_t count, limit;
};

/* Each day is run with each of these; ends with a limit of 0. */
extern const struct ac_day_size ac_battery_sizes[];

/* How long task `number` lasts, before any timeout. */
uint64_t ac_day_duration_ns(const struct ac_day *day, uint32_t number);

/* Whether task `number` is one of those with errors. */
bool ac_day_fails(const struct ac_day *day, uint32_t number);

/* The limit after so many takes, where it began as `limit`. */
uint64_t ac_day_limit(const struct ac_day *day, uint64_t limit, uint64_t taken);

/* Whether a strategy may be told, by a fill, that there is more. */
bool ac_day_is_paced(const struct ac_day *day);

/* Whether nothing but the tasks and the limit decides how long the run takes. */
bool ac_day_is_steady(const struct ac_day *day);

/* When the last of `count` tasks is done, where each starts on the slot that is free first. */
uint64_t ac_day_greedy_ns(const struct ac_day *day, uint64_t count, uint64_t slots);

#endif
