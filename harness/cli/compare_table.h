/* compare_table.h -- the table that `compare` prints for people. */
#ifndef AC_CLI_COMPARE_TABLE_H
#define AC_CLI_COMPARE_TABLE_H

#include "../base/grid.h"
#include "../base/rows.h"
#include "../scenario/options.h"

/* The title and the columns. */
void ac_compare_table_open(struct grid *grid, const struct ac_options *options);

/* A line for the first of `rows`, which is what `run --format tsv` printed. */
void ac_compare_table_add(struct grid *grid, const struct rows *rows,
                          const struct ac_options *options);

#endif
