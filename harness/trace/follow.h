/* follow.h -- a run followed by its events: how many tasks are in each count, and which slot each
 * task holds.
 *
 * A task takes the lowest free slot when it is launched. It gives the slot back when it ends, or,
 * where `keeps` is set, when ac_follow_free() says so. Without a limit the slots are the lanes into
 * which the tasks can be packed. Memory grows with the slots in use, and is in no heap figure.
 */
#ifndef AC_TRACE_FOLLOW_H
#define AC_TRACE_FOLLOW_H

#include "../engine/run.h"

/* The events of a trace. Sleeps are not tried again: AC_EVENT_RETRY is in no trace. */
enum { AC_EVENTS = AC_EVENT_DROP + 1 };

/* As a trace has them. */
extern const char *const ac_event_names[AC_EVENTS];

struct ac_slot {
    uint64_t launch_ns;
    uint64_t drawn_ns; /* how far chrome.c has drawn the slot; 0 at the start */
    uint32_t number;   /* of the task in it; 0: free */
    uint32_t next;     /* slot whose task is in the same bucket; 0: none */
    uint32_t first;    /* of the bucket that stands here: a slot; 0: the bucket is empty */
};

/* Zeroed is the start of a run. */
struct ac_follow {
    uint64_t waiting, in_flight, unread;                /* tasks in each count now */
    uint64_t most_waiting, most_in_flight, most_unread; /* and at the most */
    uint64_t taken;                                     /* tasks so far */
    uint32_t pulled;       /* the task that the last event pulled; 0: it was no pull */
    bool waited;           /* the last event did not launch the task that was pulled right before */
    bool keeps;            /* set by the caller: tasks keep their slots when they end */
    uint32_t used;         /* slots 1 to `used` have held a task */
    uint32_t held;         /* slots that hold one */
    uint32_t room, lowest; /* no word of `free` below `lowest` has a bit set */
    struct ac_slot *slots; /* from 1 to `room`; the buckets from 0 to `room` - 1 */
    uint64_t *free;        /* a bit a slot, from slot 1 on */
};

/* A task's time in a slot, so far. */
struct ac_stay {
    uint32_t slot; /* 0: the event neither starts nor ends one */
    uint64_t launch_ns;
};

/* Whether a task's time in flight ends with this event. */
bool ac_event_lands(enum ac_event event);

/* Follows the next event. False: out of memory, with errno set; the event was not followed then. */
bool ac_follow(struct ac_follow *follow, uint64_t now_ns, enum ac_event event, uint32_t number,
               struct ac_stay *stay);

/* The task with this number, which holds a slot, gives it back. Returns how it held the slot. */
struct ac_stay ac_follow_free(struct ac_follow *follow, uint32_t number);

/* Gives the memory back. */
void ac_follow_close(struct ac_follow *follow);

#endif
