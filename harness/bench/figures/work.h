/* work.h -- what the figures of real work share: figures of the summaries, by stage, limit and cell; private to
 * figures*.c.
 */
#ifndef AC_BENCH_FIGURES_WORK_H
#define AC_BENCH_FIGURES_WORK_H

#include "part.h"

#include <stdint.h>

/* The first summary of a stage, limit (0: any) and cell; SIZE_MAX: there is none. */
size_t work_find(const struct rows *list, const char *stage, uint64_t limit, const char *cell);

/* A figure of it; NAN: it is not there. */
double work_figure(const struct rows *list, const char *stage, uint64_t limit, const char *cell,
                   const char *column);

/* Adds a tab and the number with so many decimals, or null. */
void work_add_figure(struct text *tsv, unsigned decimals, double value);

#endif
