/* watch.h -- shows a run on stderr while it goes on. A terminal shows its slots as lanes, drawn again
 * and again. Elsewhere, and where TERM is `dumb` or not set, a line is written for each tenth of the
 * tasks.
 *
 * The virtual clock does not wait, so the drawing does: the run's ideal takes four seconds, and one
 * pause at most two. The run itself knows nothing of it. No mode of the terminal is changed, so
 * none has to be restored.
 */
#ifndef AC_TRACE_WATCH_H
#define AC_TRACE_WATCH_H

#include "lanes.h"

struct ac_watch {
    const char *name;
    uint64_t tasks; /* or AC_ENDLESS */
    bool paced;     /* the run is on the virtual clock */
    bool drawn;     /* on a terminal */
    const struct ac_follow *follow;
    struct ac_lanes lanes;
    double stretch;         /* how long one ns is shown */
    uint64_t now_ns;        /* of the run: how far it has come */
    uint64_t due_ns;        /* on the real clock: when to go on from there */
    uint64_t frame_ns;      /* on the real clock: when it was drawn last; 0: never */
    unsigned lines;         /* that are drawn, above the cursor */
    unsigned rows, columns; /* of the terminal then */
    uint64_t told;          /* tasks taken, by the line that was written last */
};

/* Begins to show a run, and looks whether stderr is a terminal to draw on. `tasks` is how many there
 * will be. `ideal_ns` is how long they take at the least; 0: not known, and a second is shown in
 * one. `follow` is what follows the run's events; it stays the caller's. */
void ac_watch_begin(struct ac_watch *watch, const char *name, const struct ac_follow *follow,
                    uint64_t tasks, bool is_virtual, uint64_t ideal_ns);

/* Call before an event is followed: shows the run up to now_ns, the event's instant. */
void ac_watch_until(struct ac_watch *watch, uint64_t now_ns);

/* Call after an event was followed. */
void ac_watch_event(struct ac_watch *watch, const struct ac_stay *stay, uint64_t now_ns,
                    enum ac_event event, uint32_t number);

/* Draws the last picture, which stays, or writes the last line. */
void ac_watch_end(struct ac_watch *watch);

#endif
