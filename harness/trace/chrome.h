/* chrome.h -- a run as Chrome Trace Event JSON, which Perfetto and chrome://tracing open; written as
 * it happens.
 *
 * The strategy is a process and each slot a thread of it, which has one complete event (`X`) for
 * each task it held. The takes are instants (`i`) on a thread of their own; a flow leads from each
 * finish (`s`) to its take (`f`). Three counters (`C`). An event stands in the file where it
 * happened; an `X`, where it ends.
 *
 * Viewers bind a flow to the slice that they find at its stamp, and lay what touches inside each
 * other: tests/support/viewers.h has their rules. So every task is drawn at least 2 ns long, one
 * after another in its slot, with the start of its flow inside; and every take has a stamp of its
 * own. What has no room is drawn later than it happened, by as few ns as will do. (Beyond 78 hours
 * the ns are doubled, and so on, as a double of ms has no more digits.) Stamps are exact elsewhere,
 * and those of the counters always.
 */
#ifndef AC_TRACE_CHROME_H
#define AC_TRACE_CHROME_H

#include <stdio.h>

#include "follow.h"

enum { AC_CHROME_COUNTERS = 3 };

struct ac_chrome {
    FILE *stream;
    const char *between; /* what stands before the next event */
    const char *strategy;
    unsigned pid;
    uint32_t named; /* slots 1 to `named` have a thread with a name */
    uint64_t shown[AC_CHROME_COUNTERS];
    uint64_t end_ns, take_ns; /* as drawn: the latest end of a task so far, and the last take */
    uint64_t pull_ns, pull_waiting; /* of the event before: shown only if its task waits */
};

/* Each returns false once a write has failed, with errno set. */
bool ac_chrome_begin(struct ac_chrome *chrome, FILE *stream, const struct ac_strategy *strategy,
                     const char *clock);

/* Writes an event, of which a pull is shown with the next one, unless that launches its task: the
 * task has not waited then. `follow` and `stay` are as ac_follow() left them after the event;
 * drawn_ns of the slots is kept here. */
bool ac_chrome_event(struct ac_chrome *chrome, struct ac_follow *follow, const struct ac_stay *stay,
                     uint64_t now_ns, enum ac_event event, uint32_t number);

/* Closes what was begun, however the run ended: without it there is no JSON. */
bool ac_chrome_end(struct ac_chrome *chrome);

#endif
