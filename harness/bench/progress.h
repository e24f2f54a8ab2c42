/* progress.h -- how long it will take, how far it is, and one live line on a terminal. */
#ifndef AC_BENCH_PROGRESS_H
#define AC_BENCH_PROGRESS_H

#include "strategies/plan.h"

/* The cell that runs from now on; shown again about twice a second, on a terminal only. */
void progress_show(const struct plan *plan, size_t index);

/* Takes the live line away, so that something else can be said. */
void progress_clear(void);

#endif
