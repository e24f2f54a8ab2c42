/* as_completed.h -- the contract of a strategy: everything that a strategy may see.
 *
 * A task's life, and the words for it:
 *
 *     source --pull--> waiting --launch--> in flight --finish--> unread --take--> the consumer
 *
 * A strategy decides when to pull and when to launch, and notices which tasks have finished. It is a
 * small state machine with three entry points, which the harness calls. It acts on the harness by two
 * functions only: ac_pull and ac_launch. It never runs the event loop, blocks, allocates, fails,
 * prints or exits. It knows no clock. An error is 0 or a negative errno value, as UV_E* are on Unix.
 */
#ifndef AS_COMPLETED_H
#define AS_COMPLETED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Where a task is in its life. AC_FREE: no strategy has it. AC_GONE: the run ended while the task
 * waited or was in flight, so the consumer never gets it. Two stages are in flight, too.
 * AC_CANCELLING: the task was asked to end, and has not ended yet. AC_ENDED: it has ended, and its
 * finish is noticed in the next turn of the loop. */
enum ac_stage {
    AC_FREE,
    AC_WAITING,
    AC_IN_FLIGHT,
    AC_UNREAD,
    AC_TAKEN,
    AC_GONE,
    AC_CANCELLING,
    AC_ENDED
};

/* One unit of asynchronous work, 32 bytes. A strategy owns `link` from pull to take. It reads nothing
 * else of a task, and calls ac_finished() instead. A consumer may read `number` and `error` of a task
 * that it took, until its next take. The other members belong to the harness. */
struct ac_task {
    struct ac_task *link; /* the strategy's: the next task of the same list */
    uint64_t time_ns;  /* its duration; in flight: when it is due, or of work of any length when it
                          was launched; then when its end was noticed */
    uint32_t number;   /* from 1: the i of 1/i, whatever the order of the pulls */
    uint32_t sequence; /* its place among the pulls, then among the finishes, modulo 2^32 */
    uint32_t index;    /* its place in the pool */
    int16_t error;     /* 0, or the negative errno value it ended with */
    uint8_t stage;     /* enum ac_stage */
    bool timed_out;    /* its timeout passed before it ended */
};

/* What a strategy may read of its run. `limit` and `queue` may change during the run: read them each
 * time. */
struct ac_run {
    void *state;    /* the strategy's own, state_size bytes, zeroed before the first fill */
    uint64_t limit; /* how many tasks may be in flight; at least 1 */
    uint64_t queue; /* the capacity of each queue of the strategy; at least 1 */
};

/* What a strategy is like: one value, or several together. */
enum ac_flags {
    AC_NO_LIMIT = 1,  /* launches everything at once: the limit does not bind it */
    AC_HOLDS_ALL = 2, /* pulls every task at the start, launched or not */
    AC_POLLED = 4,    /* is not told of finishes: the harness calls its take again and again */
    AC_SERIAL = 8,    /* always runs with limit 1 */
    AC_QUEUES = 16,   /* has queues of its own, bounded by ac_run.queue */
    AC_CONTROL = 32,  /* a yardstick, not one of the strategies compared */
};

/* Until when a task holds its slot. There are `limit` slots. */
enum ac_slot_rule {
    AC_SLOT_TO_FINISH, /* until it finishes */
    AC_SLOT_TO_ROOM,   /* until its result has room in the strategy's queue */
    AC_SLOT_TO_TAKE,   /* until its result is taken */
};

/* The row of a strategy. It must outlive every run of it. */
struct ac_strategy {
    size_t size;      /* sizeof(struct ac_strategy) */
    const char *name; /* file name, command-line word and plot label */
    const char *idea; /* one sentence */
    uint32_t colour;  /* in figures and on the page, as 0xRRGGBB; 0: grey */
    unsigned flags;   /* enum ac_flags */
    enum ac_slot_rule slot;
    size_t state_size; /* bytes of the state of a run */

    /* Launches what may be launched now. The harness calls it before the first take, and again when
     * more may be launched for a reason that the strategy cannot see: the limit rose, or the source
     * has more. It is never called from inside another entry point. */
    void (*fill)(struct ac_run *run);

    /* Hears that `task` has finished: it is unread now, and no longer in flight. The harness calls it
     * once for each launched task, never from inside ac_launch. NULL: the strategy is not told of
     * finishes, and looks by itself. */
    void (*done)(struct ac_run *run, struct ac_task *task);

    /* Hands over one finished task, or returns NULL if there is none now. */
    struct ac_task *(*take)(struct ac_run *run);
};

/* Returns the next task of the source, which waits from now on, or NULL if there is none now. Only
 * the harness knows whether the source has ended. This is one of a strategy's two calls. */
struct ac_task *ac_pull(struct ac_run *run);

/* Starts a waiting task. This is the other of a strategy's two calls. True: the task is in flight, and
 * exactly one call of `done` follows, from a later iteration of the loop. A task that could not be
 * started counts as launched: its `done` follows too, with its error. False: the run is ending, and the
 * harness has taken the task back: do not store it. */
bool ac_launch(struct ac_run *run, struct ac_task *task);

/* Whether a task that was launched has finished: a strategy that looks at its tasks may take it then. */
static inline bool ac_finished(const struct ac_task *task)
{
    return task->stage == AC_UNREAD;
}

/* A list of tasks, first in, first out, through their `link`. A zeroed list is empty. */
struct ac_fifo {
    struct ac_task *head, *tail;
    uint64_t count;
};

/* Adds a task at the end of a list. It may be in one list at a time. */
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

/* Removes the first task of a list, and returns it. NULL: the list is empty. */
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

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
