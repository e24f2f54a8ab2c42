/* accounts.h -- what a run with faults must have to show for itself: every task launched has ended once,
 * the counts add up, and the error is that of the first fault.
 */
#ifndef TEST_ACCOUNTS_H
#define TEST_ACCOUNTS_H

#include "../../harness/engine/run.h"

enum { ACCOUNTS_TASKS = 3000 };

struct accounts {
    uint8_t launched[ACCOUNTS_TASKS + 1], ended[ACCOUNTS_TASKS + 1], taken[ACCOUNTS_TASKS + 1];
};

/* The run's trace, with a zeroed struct accounts as its context. */
void accounts_note(void *accounts, uint64_t now_ns, enum ac_event event, uint32_t number);

/* Of a run that has ended, with tasks 1 to `count`: NULL, or what does not add up. */
const char *accounts_fault(const struct accounts *accounts, const struct ac_counts *counts,
                           uint64_t count);

/* What the faults since faults_begin() make of a run: 0, or the error of the first. A close() that fails
 * has closed its descriptor all the same. */
int accounts_error(void);

#endif
