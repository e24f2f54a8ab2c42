/* slots.h -- a run followed by its events: how many tasks are in each count, and which slot each of
 * those in flight holds.
 *
 * A task takes the lowest free slot when it is launched, so there are as many slots as tasks were
 * in flight at the most: under a limit never more than that, without one the lanes into which the
 * tasks can be packed. Memory grows with what is in flight, and is in no heap figure.
 */
#ifndef AC_TRACE_SLOTS_H
#define AC_TRACE_SLOTS_H

#include "../engine/run.h"

struct ac_slot {
    uint64_t launch_ns;
    uint64_t drawn_ns; /* for who draws it: how far it is drawn; 0 at the start */
    uint32_t number;   /* of the task in it; 0: free */
    uint32_t next;     /* slot whose task is in the same bucket; 0: none */
};

/* Zeroed is the start of a run. */
struct ac_slots {
    uint64_t waiting, in_flight, unread, taken; /* now; and so far */
    uint32_t used;                              /* slots 1 to `used` have held a task */
    struct ac_slot *slots;                      /* from 1 to `room` */
    uint32_t room, lowest;                      /* no word of `free` below `lowest` has a bit set */
    uint32_t *buckets; /* by the low bits of a task's number: the first slot, or 0 */
    uint64_t *free;    /* a bit a slot, from slot 1 on */
};

/* A task's time in flight, so far. */
struct ac_stay {
    uint32_t slot; /* 0: the event neither starts nor ends one */
    uint64_t launch_ns;
};

/* Whether a task's time in flight ends with this event. */
bool ac_event_lands(enum ac_event event);

/* Follows the next event. False: out of memory, with errno set; it was not followed then. */
bool ac_slots_follow(struct ac_slots *slots, uint64_t now_ns, enum ac_event event, uint32_t number,
                     struct ac_stay *stay);

void ac_slots_free(struct ac_slots *slots);

#endif
