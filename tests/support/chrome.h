/* chrome.h -- checks a trace in Chrome's format: the fields of each event, that the events add up, and
 * what those who open it make of it (viewers.h).
 */
#ifndef TEST_CHROME_H
#define TEST_CHROME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewers.h"

enum { CHROME_TASKS = 4096, CHROME_WHY = VIEWERS_WHY };

/* One `X`. */
struct chrome_task {
    uint64_t launch_ns, end_ns;
    unsigned slot; /* from 1; 0: there is no such task */
    bool handed_over, taken;
};

/* What the events of one trace add up to. */
struct chrome {
    char process[64];
    struct chrome_task tasks[CHROME_TASKS + 1]; /* by number */
    uint64_t launched, taken, failed, timed_out, cancelled, flow_starts, flow_ends;
    uint64_t slots;
    int64_t now[3], most[3]; /* waiting, in flight, unread: at the end, and at the most */
    uint64_t launches;       /* as the counter of those in flight rose */
    struct viewers viewers;
};

/* False, with the reason in one line, where `text` is not such a trace of a run with this limit (0: none) and
 * at most CHROME_TASKS tasks. */
bool chrome_check(const char *text, uint64_t limit, struct chrome *chrome, char why[CHROME_WHY]);

#endif
