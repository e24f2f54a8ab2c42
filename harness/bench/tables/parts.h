/* parts.h -- the parts of a table, shared by the files that fill them.
 *
 * tables.c gathers and writes; points.c fills the grids of the points that ran on the real
 * clock; growth.c those of the virtual clock; python.c the blog's Python; peers.c
 * all of a comparison with peers.
 */
#ifndef AC_BENCH_TABLES_PARTS_H
#define AC_BENCH_TABLES_PARTS_H

#include "../../base/grid.h"
#include "../strategies/summary.h"
#include "tables.h"

/* Says on which machine and commit; and that it is not whole, where it is not. */
void table_heading(struct page *page);

/* Writes a grid to the page and frees it. */
void page_add(struct page *page, struct grid *grid);

/* Adds the grids for the summaries of one stage, if there are any. */
void table_verdicts(struct page *page, const struct summaries *list);
void table_plain(struct page *page, const struct summaries *list, const char *stage,
                 const char *title);
void table_limits(struct page *page, const struct summaries *list);
void table_growth(struct page *page, const struct summaries *list);
void table_per_task(struct page *page, const struct summaries *list);
void table_memory(struct page *page, const struct summaries *list);

/* `skipped`: why the blog's Python did not run, or NULL. */
void table_python(struct page *page, const struct summaries *list, const char *skipped);

/* A tab and a number, or null for NAN. */
void table_number(struct text *out, double value);

/* The limit "1000" of a point "10000,1000", a part of it; "" of one without. */
const char *table_limit(const char *point);

/* "N=10000, limit 1000" of the same; the caller frees it. */
char *table_point(const char *point);

/* Notes below a grid of CPU times on the virtual clock, whose first point is that: of which cells they are
 * without the spinning. */
void table_spinning(struct grid *grid, const struct summaries *list, const char *stage,
                    const char *point);

/* Notes of the failed cells of this stage and point (NULL: any), below a grid. */
void table_failures(struct grid *grid, const struct summaries *list, const char *stage,
                    const char *point);

#endif
