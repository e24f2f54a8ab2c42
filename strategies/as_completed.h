/* as_completed.h -- the contract of a strategy: everything a strategy may see.
 *
 * A task's life, and the words for it:
 *
 *     source --pull--> waiting --launch--> in flight --finish--> unread --take--> the consumer
 *
 * A strategy decides when to pull and when to launch, and notices what has finished. It is a small
 * state machine with three entry points, called by the harness, and it acts through two calls only,
 * ac_pull and ac_launch. It never turns the event loop, blocks, allocates, fails, prints or exits;
 * it knows no clock. Errors are 0 or a negative errno value, which is what UV_E* are on Unix.
 */
#ifndef AS_COMPLETED_H
#define AS_COMPLETED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a task is in its life. AC_FREE: not handed out, or recycled. AC_GONE: the run ended while it
 * waited or was in flight; it is never handed over. */
enum ac_stage { AC_FREE, AC_WAITING, AC_IN_FLIGHT, AC_UNREAD, AC_TAKEN, AC_GONE };

/* One unit of asynchronous work, 32 bytes. A strategy owns `link` from pull to take and reads
 * nothing else but through ac_finished(); a consumer may read `number` and `error` of a task it
 * took, until its next take. The rest belongs to the harness. */
struct ac_task {
    struct ac_task *link; /* the strategy's: next in whatever line it stands in */
    uint64_t time_ns;     /* its duration; once in flight when it is due; then when noticed */
    uint32_t number;      /* from 1: the i of 1/i, whatever the order of the pulls */
    uint32_t sequence;    /* its place among the pulls, then among the finishes, modulo 2^32 */
    uint32_t index;       /* its place in the pool */
    int16_t error;        /* 0, or the negative errno value it ended with */
    uint8_t stage;        /* enum ac_stage */
    bool timed_out;       /* its time was over before it ended of itself */
};

/* What a strategy may read of its run. `limit` and `queue` may change while the run goes on: read
 * them each time. */
struct ac_run {
    void *state;    /* the strategy's own, state_size bytes, zeroed before the first fill */
    uint64_t limit; /* how many tasks may be in flight; at least 1 */
    uint64_t queue; /* the capacity of each queue, for a strategy that has any; at least 1 */
};

enum ac_flags {
    AC_NO_LIMIT = 1,  /* launches everything at once: the limit does not bind it */
    AC_HOLDS_ALL = 2, /* pulls every task at the start, launched or not */
    AC_POLLED = 4,    /* is not told of finishes: its take must be called again and again */
    AC_SERIAL = 8,    /* always runs with limit 1 */
    AC_QUEUES = 16,   /* has queues of its own, bounded by ac_run.queue */
    AC_CONTROL = 32,  /* a yardstick, not one of the strategies compared */
};

/* Until when a task holds its slot, of which there are `limit`. */
enum ac_slot_rule {
    AC_SLOT_TO_FINISH, /* it finishes */
    AC_SLOT_TO_ROOM,   /* its result has found room in the strategy's queue */
    AC_SLOT_TO_TAKE,   /* its result is taken */
};

struct ac_strategy {
    const char *name; /* file name, command-line word and plot label */
    const char *idea; /* one sentence */
    uint32_t colour;  /* in figures and on the page, as 0xRRGGBB; 0: grey */
    unsigned flags;
    enum ac_slot_rule slot;
    size_t state_size;

    /* There may be something to launch. Called before the first take, and again whenever more may
     * be launched for a reason the strategy cannot see: the limit rose, the source has more.
     * Never called from inside another entry point. */
    void (*fill)(struct ac_run *run);

    /* `task` has finished: it is unread now, and no longer in flight. Called once for each task
     * launched, never from inside ac_launch. NULL: the strategy is not told, and looks by itself.
     */
    void (*done)(struct ac_run *run, struct ac_task *task);

    /* Hand over one finished task, or NULL if there is none now. */
    struct ac_task *(*take)(struct ac_run *run);
};

/* Call 1: the next task of the source, waiting, or NULL if there is none now. Only the harness
 * knows whether that is the end. */
struct ac_task *ac_pull(struct ac_run *run);

/* Call 2: start a waiting task. True: it is in flight, and exactly one done follows, from a later
 * turn of the loop; what could not be started is done too, with its error. False: the run is
 * ending, and the task was taken back: forget it. */
bool ac_launch(struct ac_run *run, struct ac_task *task);

static inline bool ac_finished(const struct ac_task *task)
{
    return task->stage == AC_UNREAD;
}

/* A line of tasks, first in first out, threaded through their links. Zeroed is empty. */
struct ac_fifo {
    struct ac_task *head, *tail;
    uint64_t count;
};

static inline void ac_fifo_put(struct ac_fifo *fifo, struct ac_task *task)
{
    task->link = NULL;
    if (fifo->tail)
        fifo->tail->link = task;
    else
        fifo->head = task;
    fifo->tail = task;
    fifo->count++;
}

static inline struct ac_task *ac_fifo_get(struct ac_fifo *fifo)
{
    struct ac_task *task = fifo->head;
    if (task) {
        fifo->head = task->link;
        fifo->count--;
        if (!fifo->head)
            fifo->tail = NULL;
    }
    return task;
}

/* The table of all strategies, in the order of teaching, the controls last; ends with NULL. */
extern const struct ac_strategy *const ac_strategies[];

#endif
