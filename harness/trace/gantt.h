/* gantt.h -- the slots of a small run, drawn in characters. */
#ifndef AC_TRACE_GANTT_H
#define AC_TRACE_GANTT_H

#include <stdint.h>
#include <stdio.h>

#define AC_GANTT_TASKS 100 /* the most it can draw */

/* Zeroed is empty. A task takes the lowest free slot when it is launched. */
struct ac_gantt {
    uint64_t launch_ns[AC_GANTT_TASKS + 1], finish_ns[AC_GANTT_TASKS + 1]; /* by task number */
    uint8_t slot[AC_GANTT_TASKS + 1]; /* from 1; 0: not launched */
    uint8_t used[AC_GANTT_TASKS + 1]; /* 1: the slot is taken */
};

/* Numbers from 1 to AC_GANTT_TASKS; ns from the start of the run. */
void ac_gantt_launch(struct ac_gantt *gantt, uint32_t number, uint64_t now_ns);
void ac_gantt_finish(struct ac_gantt *gantt, uint32_t number, uint64_t now_ns);

/* A line a slot, at most 20 of them, over a time axis of 0 to end_ns, 78 columns wide. A task is
 * its number and a bar; '+' is more than one task in a column, '.' an idle slot. */
void ac_gantt_draw(const struct ac_gantt *gantt, uint64_t end_ns, FILE *stream);

#endif
