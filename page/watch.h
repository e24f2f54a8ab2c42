/* watch.h -- a strategy with someone who looks on: which of its entry points runs, and each event of the run. */
#ifndef PAGE_WATCH_H
#define PAGE_WATCH_H

#include "../harness/engine/run.h"

enum page_entry { PAGE_NONE, PAGE_FILL, PAGE_DONE, PAGE_TAKE };

/* Beside the events of a trace: the strategy has handed a task over. In an ordered run its take comes
 * later. */
enum { PAGE_EVENT_HAND = AC_EVENT_DROP + 1 };

struct page_record {
    uint64_t t_ns;
    uint32_t task;
    unsigned event : 8;  /* enum ac_event, or PAGE_EVENT_HAND */
    unsigned entry : 2;  /* enum page_entry: which runs, or at a finish is about to */
    unsigned looks : 22; /* takes that gave nothing since the last record */
};

/* From here on `strategy` is looked at. Returns one that does what it does. */
const struct ac_strategy *page_watch(const struct ac_strategy *strategy);

/* For ac_config.trace. */
void page_watch_event(void *unused, uint64_t now_ns, enum ac_event event, uint32_t number);

const struct page_record *page_watch_records(void);
uint64_t page_watch_count(void);
bool page_watch_overflowed(void); /* there was no memory for all of them */

/* There was more than can be shown, records or looks, and the run was interrupted. */
bool page_watch_cut(void);

#endif
