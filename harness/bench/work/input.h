/* input.h -- the lines that a run of the bench of commands reads from stdin. */
#ifndef AC_BENCH_WORK_INPUT_H
#define AC_BENCH_WORK_INPUT_H

#include "../plan.h"

/* Writes the lines of a cell to a file: a number each, or what work-job takes. The sleeps are drawn
 * from the seed, and are the same for every program and round. Returns 0 or a negative errno. */
int work_write_input(const char *path, const struct plan_cell *cell, uint64_t seed, bool quick);

#endif
