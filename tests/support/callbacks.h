/* callbacks.h -- whatever a program calls, from wherever it is called back. A trial is one run, in which the program
 * makes one call (the deed) at the so many-th call from one place.
 *
 * The events of the trace are places, by their numbers, and a test adds its own. First come those inside a
 * call of the run. What is checked is the same for all: nobody is blamed, each task ends once, the counts
 * add up, what was stopped pulls and launches nothing more, and what was ended hands nothing more over.
 */
#ifndef TEST_CALLBACKS_H
#define TEST_CALLBACKS_H

#include <uv.h>

#include "../../harness/loops/attach.h"

enum { CALLBACKS_MOST = 16, CALLBACKS_LIMIT = 3, CALLBACKS_EVENTS = AC_EVENT_RETRY + 1 };

/* First those that end the run, then those that stop it. */
enum deed {
    DETACH,
    DETACH_DRAIN, /* these two: attached runs only */
    END,
    END_DRAIN,
    FAIL,
    STOP,
    CANCEL,
    INTERRUPT,
    RAISE,
    LOWER,
    MORE,
    TRY,
    WAIT,
    PASS,
    TURN,
    DONE, /* work only */
    DEEDS,
};

/* What a test brings along. */
struct callbacks_test {
    bool is_attached, is_work;
    unsigned places, ready; /* so many; the first between two calls */
    unsigned next, start;   /* the places inside these calls of the workload */
    unsigned tasks;
    unsigned back;    /* so much work comes back, in runs that are not ordered */
    uint64_t pass_ns; /* of the deed PASS */

    void (*run)(const struct ac_strategy *strategy);
    void (*detached)(struct ac_run *run);      /* of an attached run */
    void (*taken)(const struct ac_task *task); /* by a deed, outside any call of the run */
    void (*end_one)(void);                     /* the deed DONE */
    bool (*is_outside)(void); /* NULL, or whether this place is outside, though before `ready` */
};

/* The trial under way. */
extern struct callbacks {
    const struct callbacks_test *test;
    enum deed deed;
    unsigned place, after; /* the deed is done at the so many-th call from there, from 1 */
    bool ordered, early;   /* in pull order, in a window; stopped in the middle */

    unsigned calls; /* from the place, so far */
    bool done;      /* the deed */
    struct ac_run *run;
    unsigned events[CALLBACKS_MOST + 1][CALLBACKS_EVENTS];
    unsigned pulled_after, launched_after, taken_after, detached;
    struct ac_counts counts;
    int error;
} callbacks;

/* Call from each place. */
void callbacks_from(unsigned place);

/* The settings of the run, but for the loop and the timeout. */
struct ac_config callbacks_config(const struct ac_strategy *strategy, struct ac_workload *workload);

/* Takes all tasks with ac_next: each is given to `consume`, from between two calls. */
void callbacks_take_all(const struct ac_config *config, void (*consume)(const struct ac_task *));

/* The run is attached with 0: turns the loop until the run is detached. */
void callbacks_turn_all(uv_loop_t *uv, int attached);

/* For `detached` to call. */
void callbacks_note_detached(struct ac_run *run);

/* The deed was done, and nothing may be pulled or launched after it. */
bool callbacks_stopped(void);

/* With each strategy and each deed, from each place, at its first, second and fifth call. Returns how many
 * deeds were done. */
unsigned callbacks_try_all(const struct callbacks_test *test);

#endif
