/* watch.h -- what must hold while a world runs, and at its end. */
#ifndef TEST_WATCH_H
#define TEST_WATCH_H

#include "world.h"

enum watch_stage {
    WATCH_TO_COME,
    WATCH_WAITING,
    WATCH_IN_FLIGHT,
    WATCH_UNREAD,
    WATCH_TAKEN,
    WATCH_GONE,
    WATCH_RETRIED, /* its work came back, and the strategy may still have it */
};

struct watched_task {
    uint8_t stage;   /* enum watch_stage */
    bool timed_out;  /* work was asked to end since its timeout had passed */
    uint32_t finish; /* its place among the finishes, from 1 */
    uint32_t launch_turn;
    uint64_t launch_ns, finish_ns;
};

struct watch {
    const struct world *world;
    struct work *work; /* NULL: the world's tasks are sleeps */
    struct world_outcome *outcome;
    uint64_t now_ns;
    uint32_t turns;
    uint64_t limit, highest_limit;
    uint64_t events[AC_EVENT_RETRY + 1];
    uint64_t in_flight, unread, most_in_flight, most_unread;
    uint64_t retried; /* of the unread: their work came back */
    uint32_t last_finished, last_refused, last_taken;
    bool stopping;   /* the launches have been stopped */
    bool cancelling; /* by an error, with all that is in flight */
    bool left;       /* the consumer has left */
    bool drains;     /* and waits for what is in flight */
    struct watched_task tasks[WORLD_TASKS + 1];
};

void watch_begin(struct watch *watch, const struct world *world, struct work *work,
                 struct world_outcome *outcome);

/* The run's trace: what a task may go through, in what order, and when. */
void watch_event(void *watch, uint64_t now_ns, enum ac_event event, uint32_t number);

/* The consumer changes the limit; it has been given a task. */
void watch_limit(struct watch *watch, uint32_t limit);
void watch_taken(struct watch *watch, const struct ac_run *run, const struct ac_task *task);

/* Before each turn of the loop: what may wait, be in flight and be unread, and that no slot is idle. */
void watch_turn(struct watch *watch, const struct ac_counts *counts, uint64_t now_ns);

/* Of work: it is asked to end now, or whether its work comes back; it is released. What it must end as; with what error it is handed over; and what
 * the run knows of it. In watch_work.c. */
void watch_asked(struct watch *watch, uint32_t number);
void watch_asked_again(struct watch *watch, uint32_t number);
void watch_released(struct watch *watch, uint32_t number);
void watch_work_end(struct watch *watch, enum ac_event event, uint32_t number);
int watch_work_error(const struct watch *watch, uint32_t number);
void watch_work_counts(struct watch *watch, const struct ac_counts *counts);

/* The consumer goes: of its own will, or since nothing more will come. */
void watch_consumed(struct watch *watch, const struct ac_counts *counts);

/* Once the run has ended: that everything adds up. */
void watch_end(struct watch *watch, struct ac_run *run);

/* A fault, of task `number` (0: none in particular); the first one counts. */
void watch_fault(struct watch *watch, const char *fault, uint32_t number);

static inline void watch_expect(struct watch *watch, bool holds, const char *fault, uint32_t number)
{
    if (!holds)
        watch_fault(watch, fault, number);
}

/* The loop has failed, since work never ended. */
static inline bool watch_is_stuck(const struct watch *watch)
{
    return watch->work && watch->work->abandoned;
}

/* The most that may have been pulled so far. */
static inline uint32_t watch_most(const struct watch *watch)
{
    return world_most(watch->world) + (watch->work ? watch->work->back : 0);
}

static inline bool watch_flagged(const struct watch *watch, unsigned flags)
{
    return watch->world->strategy->flags & flags;
}

#endif
