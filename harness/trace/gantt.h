/* gantt.h -- the slots of a small run, drawn in characters. */
#ifndef AC_TRACE_GANTT_H
#define AC_TRACE_GANTT_H

#include <stdio.h>

#include "follow.h"

#define AC_GANTT_TASKS 100 /* the most it can draw */

/* Zeroed is empty. */
struct ac_gantt {
    struct ac_stay stays[AC_GANTT_TASKS + 1]; /* by task number; slot 0: not launched */
    uint64_t end_ns[AC_GANTT_TASKS + 1];      /* of each stay */
};

/* Notes the event at which a stay begins or ends, as ac_follow() gave it; ns from the start of the
 * run. Numbers go from 1 to AC_GANTT_TASKS. */
void ac_gantt_event(struct ac_gantt *gantt, const struct ac_stay *stay, uint64_t now_ns,
                    enum ac_event event, uint32_t number);

/* Draws a line a slot, at most 20 of them, over a time axis of 0 to end_ns, 78 columns wide. A task
 * is its number and a bar; '+' is more than one task in a column, '.' an idle slot. */
void ac_gantt_draw(const struct ac_gantt *gantt, uint64_t end_ns, FILE *stream);

#endif
