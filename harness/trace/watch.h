/* watch.h -- a run while it goes on, for people, on stderr: on a terminal its slots as lanes, drawn
 * again and again; elsewhere, and where TERM is `dumb` or not set, a line for each tenth of the tasks.
 *
 * The virtual clock does not wait, so whoever draws it does: the run's ideal takes four seconds, one
 * pause at most two, and the run itself knows nothing of it. No mode of the terminal is changed, so there
 * is none to be restored.
 */
#ifndef AC_TRACE_WATCH_H
#define AC_TRACE_WATCH_H

#include "lanes.h"

struct ac_watch {
    const char *name;
    uint64_t tasks; /* or AC_ENDLESS */
    bool paced;     /* it is on the virtual clock */
    bool drawn;     /* on a terminal */
    const struct ac_slots *slots;
    struct ac_lanes lanes;
    double stretch;         /* how long one ns is shown */
    uint64_t now_ns;        /* of the run: how far it has come */
    uint64_t due_ns;        /* on the real clock: when to go on from there */
    uint64_t frame_ns;      /* on the real clock: when it was drawn last; 0: never */
    unsigned lines;         /* that are drawn, above the cursor */
    unsigned rows, columns; /* of the terminal then */
    uint64_t told;          /* tasks taken, by the line that was written last */
};

/* Looks whether stderr is a terminal to draw on. `tasks` is how many there will be; `ideal_ns` how
 * long they take at the least, 0 where that is not known: then a second is shown in one. `slots` are
 * those that the events are followed with. */
void ac_watch_begin(struct ac_watch *watch, const char *name, const struct ac_slots *slots,
                    uint64_t tasks, bool is_virtual, uint64_t ideal_ns);

/* Before the event at that instant is followed: shows what goes on until then. */
void ac_watch_until(struct ac_watch *watch, uint64_t now_ns);

/* After it was followed. */
void ac_watch_event(struct ac_watch *watch, const struct ac_stay *stay, uint64_t now_ns,
                    enum ac_event event, uint32_t number);

/* The last picture, which stays, or the last line. */
void ac_watch_end(struct ac_watch *watch);

#endif
