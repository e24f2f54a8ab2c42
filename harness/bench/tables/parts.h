/* parts.h -- what the files that fill the tables share.
 *
 * What a grid shows is in table.tsv as well, unrounded: a line of it is a summary, and a column of
 * a grid is written HEADING=NAME, of a column there. tables.c gathers and writes; points.c fills
 * the grids of the points that ran on the real clock; sizes.c those of the virtual clock; python.c
 * the blog's Python; peers.c all of a comparison with peers, and
 * work.c of the benches of real work.
 */
#ifndef AC_BENCH_TABLES_PARTS_H
#define AC_BENCH_TABLES_PARTS_H

#include "../../base/grid.h"
#include "tables.h"

/* What stands in a grid under a column of such a name, of that summary. Of a verdict, NAME_verdict
 * is the word, NAME_ratio the ratio with its interval, and NAME_interval that alone; cells_number()
 * knows the other names. The caller frees it. */
char *table_word(const struct rows *summaries, size_t at, const char *name);

/* Adds a line to a grid of these columns. */
void table_line(struct grid *grid, const char *const columns[], const struct rows *summaries,
                size_t at);

/* Says on which machine and commit; and that it is not whole, where it is not. */
void table_heading(struct page *page);

/* Writes a grid to the page, as text and as Markdown, and frees it; the second only if it says
 * anything. */
void page_add(struct page *page, struct grid *grid);
void page_add_filled(struct page *page, struct grid *grid);

/* Add the grids for the summaries of one stage, if there are any. */
void table_verdicts(struct page *page);
void table_plain(struct page *page, const char *stage, const char *title);
void table_limits(struct page *page);
void table_growth(struct page *page);
void table_per_task(struct page *page);
void table_memory(struct page *page);
void table_python(struct page *page);

/* The limit "1000" of a point "10000,1000", a part of it; "" of one without. */
const char *table_limit(const char *point);

/* Whether a summary is of this stage and point (NULL: any). */
bool table_is_at(const struct page *page, size_t at, const char *stage, const char *point);

/* Notes of the failed cells of this stage and point (NULL: any), below a grid. */
void table_failures(struct page *page, struct grid *grid, const char *stage, const char *point);

#endif
