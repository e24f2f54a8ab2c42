/* world.h -- a small world: one run, small enough to be tried by the million, with all that may happen
 * to it; and what must hold in any.
 *
 * Nearly everything in it is an option of `as-completed run`, so that a world that fails is a command
 * (command.h). What must hold is said once, in watch.c, and for every strategy: it follows from the
 * strategy's flags.
 */
#ifndef TEST_WORLD_H
#define TEST_WORLD_H

#include "../../harness/engine/run.h"
#include "../support/work.h"

enum { WORLD_TASKS = 64, WORLD_CHANGES = 3, WORLD_EVENTS = 4 * WORLD_TASKS };

/* All times are in ms. 0 stands for none, but in sleeps, where it is a task that ends at once. */
struct world {
    const struct ac_strategy *strategy;
    uint32_t count;
    bool endless; /* the tasks come again and again, under new numbers; see world_is_bounded */
    uint32_t limit, queue; /* at least 1 */
    uint32_t sleeps_ms[WORLD_TASKS];
    bool fails[WORLD_TASKS];
    bool cancelled;            /* those end with ECANCELED, not EIO: no option says so */
    bool refused[WORLD_TASKS]; /* cannot be started: no option says that either */
    enum ac_on_error on_error;
    uint32_t errors_allowed;
    uint32_t task_timeout_ms;
    uint32_t for_ms;            /* none is launched after that */
    bool stop_cancels;          /* and what is in flight is cancelled: no option says so */
    uint32_t take, close_at_ms; /* the consumer leaves after so many results, or then */
    bool drain;
    uint32_t timeout_ms; /* the run is cancelled then */
    uint32_t every_ms,
        adds; /* of a source that is slow, or fed: see harness/workloads/arrivals.h */
    uint32_t consume_ms;
    bool ordered;
    uint32_t window;
    uint32_t poll_interval_ms;
    uint32_t change_count; /* of the limit, at rising instants */
    struct {
        uint32_t at_ms, limit;
    } changes[WORLD_CHANGES];
};

struct world_event {
    uint64_t t_ns;
    uint32_t kind; /* enum ac_event */
    uint32_t number;
};

/* What came of a world. */
struct world_outcome {
    const char *fault;   /* NULL: all was well; else the referee's rule, or what did not hold */
    bool breach;         /* it was the referee who saw it */
    uint32_t fault_task; /* 0: none in particular */
    bool left;           /* the consumer left, as take, close_at or timeout said */
    bool timed_out;      /* as timeout said */
    struct ac_counts counts;
    uint32_t event_count;
    struct world_event events[WORLD_EVENTS];
};

/* Runs it on `loop`, which must be at instant 0 and empty, and is so again but for its clock. The
 * world may be one that the loop makes up while it runs. */
void world_run(const struct world *world, struct ac_loop *loop, struct world_outcome *outcome);

/* Runs it on work in place of sleeps, of as many tasks; its sleeps and failures are not read. The
 * work starts over, on its own loop, and its hook decides what happens: work->data is the watch. */
void world_run_work(const struct world *world, struct work *work, struct world_outcome *outcome);

/* Runs it on the virtual clock. */
void world_run_virtual(const struct world *world, struct world_outcome *outcome);

/* Gives back the memory that world_run_virtual() keeps between runs. */
void worlds_end(void);

/* What task `number` ends with: 0 or a negative errno value; and what it would if it had the time. As
 * --fail-task says, those that come again in its place do not fail. */
int world_error(const struct world *world, uint32_t number);
int world_failure(const struct world *world, uint32_t number);

/* How long task `number` lasts where nothing ends it before, and whether it cannot be started. */
uint32_t world_sleep_ms(const struct world *world, uint32_t number);
bool world_refuses(const struct world *world, uint32_t number);

/* How many tasks the source has, or AC_ENDLESS; and the most that may ever be pulled. */
uint64_t world_count(const struct world *world);
uint32_t world_most(const struct world *world);

/* Whether an endless world comes to its end before it has pulled WORLD_TASKS: an instant ends it, and the
 * tasks take time. */
bool world_is_bounded(const struct world *world);

/* How many may be in flight at first, by the strategy's flags. */
uint64_t world_slots(const struct world *world);

#define MS UINT64_C(1000000)

#endif
