/* lanes.h -- the slots of a run as lanes over time, in characters, while it goes on.
 *
 * The picture of gantt.h, made from the left to the right: where time comes to the end of the axis,
 * the axis gets twice as long. Of constant size, whatever the run.
 */
#ifndef AC_TRACE_LANES_H
#define AC_TRACE_LANES_H

#include "follow.h"

enum { AC_LANES_MOST = 40, AC_LANES_COLUMNS = 128 };

struct ac_lanes_cell {
    uint32_t number; /* the task that held the slot then; 0: none */
    bool crowded;    /* more than one did */
    bool failed;     /* it ended here, and not well */
};

struct ac_lanes {
    struct ac_lanes_cell cells[AC_LANES_MOST][AC_LANES_COLUMNS];
    unsigned columns; /* even, at most AC_LANES_COLUMNS */
    uint64_t span_ns; /* the length of the axis; more than 0 */
};

/* Makes the axis reach to now_ns; what is less than a column behind its end is drawn there. */
void ac_lanes_stretch(struct ac_lanes *lanes, uint64_t now_ns);

/* Makes the lanes so narrow, if they are wider; `columns` is even and at least 2. The axis may get
 * longer. */
void ac_lanes_narrow(struct ac_lanes *lanes, unsigned columns);

/* A task has held a slot since its launch, until now_ns; with `ended` it gives it back. The axis reaches
 * that far. */
void ac_lanes_hold(struct ac_lanes *lanes, const struct ac_stay *stay, uint64_t now_ns,
                   uint32_t number, bool ended, bool failed);

/* The lane of a slot, from 1 to AC_LANES_MOST, as `columns` characters and a NUL. A task is its number
 * and a bar, 'x' at its end if that was not a good one; '+' is more than one task, '.' none. */
void ac_lanes_line(const struct ac_lanes *lanes, uint32_t slot, char line[AC_LANES_COLUMNS + 1]);

#endif
