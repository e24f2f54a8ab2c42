/* compare_table.h -- the table that `compare` prints for people. */
#ifndef AC_CLI_COMPARE_TABLE_H
#define AC_CLI_COMPARE_TABLE_H

#include "../base/grid.h"
#include "../base/rows.h"
#include "../scenario/options.h"

/* Starts the grid: its title and its columns. */
void ac_compare_table_open(struct grid *grid, const struct ac_options *options);

/* Adds a line for the first row of `rows`, the output of `run --format tsv`. */
void ac_compare_table_add(struct grid *grid, const struct rows *rows,
                          const struct ac_options *options);

#endif
