/* lives.h -- the life of each task of a recorded run: when each of its events came, and which slot it
 * held until when.
 *
 * An instant is the place of an event in the record, from 0: so events of one ns stay in order.
 * A slot is held as the strategy's slot rule says; follow.h says which slot. A record may tell
 * when the strategy handed a task over (AC_EVENT_HAND, which has no place of its own). Where it
 * does not, a task is handed over at its take. What was pulled and launched right before the take
 * was then launched by a strategy that saw the slot free: the hand-over comes before that, unless
 * slots are free at the finish.
 */
#ifndef AC_TRACE_LIVES_H
#define AC_TRACE_LIVES_H

#include "follow.h"

enum { AC_EVENT_HAND = AC_EVENTS };

#define AC_NEVER UINT32_MAX

struct ac_record {
    uint64_t t_ns;
    uint32_t number;     /* from 1 */
    unsigned event : 8;  /* enum ac_event, or AC_EVENT_HAND */
    unsigned other : 24; /* whatever its writer wants to keep */
};

struct ac_life {
    uint32_t pull, launch, finish, hand, take; /* places; AC_NEVER */
    uint32_t free;          /* the place from which its slot is free again, or AC_NEVER */
    uint32_t slot;          /* from 1; 0: it was not launched */
    uint32_t pulled, taken; /* how manieth it was, from 1; 0: never */
    uint32_t last;          /* its last event; AC_EVENTS: it had none */
};

/* Zeroed is empty. */
struct ac_lives {
    struct ac_life *lives; /* by number, from 1 to `most` */
    uint32_t most;
    struct ac_follow follow; /* the counts at the end, and their peaks */
    uint64_t room;           /* how many results do not keep their slots: 0, all, or the queue's */
    uint32_t *finishes;      /* the tasks that finished, in that order */
    uint32_t place, pulled, finished, roomed, handed; /* how many, so far */
};

/* Whether an event may come in a task's life after that one; AC_EVENTS: after none. */
bool ac_event_follows(unsigned last, enum ac_event event);

/* Follows a record of a strategy with this slot rule, whose queue has room for so many results
 * (AC_SLOT_TO_ROOM). Events that cannot follow in their task's life are passed over. The caller
 * closes it. False: out of memory, and it is empty. */
bool ac_lives_open(struct ac_lives *lives, const struct ac_record records[], uint32_t count,
                   enum ac_slot_rule rule, uint64_t queue);

void ac_lives_close(struct ac_lives *lives);

#endif
