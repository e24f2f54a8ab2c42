/* watch.h -- looks on at one run of a strategy on one day: what it has shown so far, and the first
 * thing that was not as expected.
 *
 * It hears of every event by the trace. Slots are judged before each turn of the loop, when all has
 * been done that can be done at that instant.
 */
#ifndef AC_GRADE_WATCH_H
#define AC_GRADE_WATCH_H

#include "battery.h"

/* What users choose a strategy for. None of these is a rule of the referee. */
enum ac_expected {
    AC_EXPECTED_NOTHING,
    AC_EXPECTED_FLAGS,
    AC_EXPECTED_LAUNCH_ORDER,
    AC_EXPECTED_TAKE_ORDER,
    AC_EXPECTED_AT_ONCE,
    AC_EXPECTED_SLOTS,
    AC_EXPECTED_WAITING,
    AC_EXPECTED_UNREAD,
    AC_EXPECTED_LET_GO,
};

struct ac_watch {
    const struct ac_day *day;
    const struct ac_strategy *strategy;
    struct ac_run *run;                         /* NULL until it is open */
    uint64_t count;                             /* of tasks */
    uint64_t limit, limit_most;                 /* as the strategy has it, now and at the most */
    uint64_t pulled, launched, taken;           /* so far */
    uint64_t waiting, in_flight, unread;        /* now */
    uint32_t finished[AC_BATTERY_TASKS], ended; /* their numbers, in that order; how many */
    struct ac_task *last;                       /* taken by the latest take */
    struct ac_task nobody;                      /* what its link is made to point to */
    bool turned, busy, stopped; /* a turn was; the consumer is busy; no launches any more */
    enum ac_expected failed;    /* the first that did */
};

bool ac_watch_has(const struct ac_watch *watch, unsigned flags);

/* The limit is this from now on, as the strategy has it. */
void ac_watch_limit(struct ac_watch *watch, uint64_t limit);

/* Whether the source of the day has a task at that instant. */
bool ac_watch_supplies(const struct ac_watch *watch, uint64_t now_ns);

void ac_watch_event(struct ac_watch *watch, enum ac_event event, uint32_t number);

/* Call before each turn of the loop. */
void ac_watch_turn(struct ac_watch *watch, uint64_t now_ns);

/* The strategy has handed over a task, or NULL. */
void ac_watch_take(struct ac_watch *watch, const struct ac_task *task);

/* The run has ended, by no breach. */
void ac_watch_end(struct ac_watch *watch, uint64_t now_ns);

#endif
