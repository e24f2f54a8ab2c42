/* watch.h -- a strategy with someone who looks on: which of its entry points runs, and each event of the run. */
#ifndef PAGE_WATCH_H
#define PAGE_WATCH_H

#include "../harness/trace/lives.h"

enum page_entry { PAGE_NONE, PAGE_FILL, PAGE_DONE, PAGE_TAKE };

/* In the records, `other` is the enum page_entry that runs, or at a finish is about to, and above its
 * two bits how many takes gave nothing since the last record. Where a take hands a task over, the
 * first record of that take is AC_EVENT_HAND; in an ordered run the consumer gets the task later. */

/* From here on `strategy` is looked at. Returns one that does what it does. */
const struct ac_strategy *page_watch(const struct ac_strategy *strategy);

/* For ac_config.trace. */
void page_watch_event(void *unused, uint64_t now_ns, enum ac_event event, uint32_t number);

const struct ac_record *page_watch_records(void);
uint64_t page_watch_count(void);
bool page_watch_overflowed(void); /* there was no memory for all of them */

/* There was more than can be shown, records or looks, and the run was interrupted. */
bool page_watch_cut(void);

#endif
