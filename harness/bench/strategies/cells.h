/* cells.h -- what the names of a bench's cells mean.
 *
 * A cell is a strategy of the table, or a word of the bench's own: "callback again" (the reference
 * against itself), "bare_heap", "bare_queue", or a mode of the blog's Python. What is to be done
 * with a strategy follows from its flags, so that one more in the table is one more everywhere.
 */
#ifndef AC_BENCH_STRATEGIES_CELLS_H
#define AC_BENCH_STRATEGIES_CELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "../../../strategies/as_completed.h"
#include "../../base/rows.h"

#define CELLS_REFERENCE  "callback"       /* what the others are compared with */
#define CELLS_AGAIN      "callback again" /* the same once more: the A/A row */
#define CELLS_FLOOR      "floor"          /* the least that a strategy can do */
#define CELLS_BARE_HEAP  "bare_heap" /* the same sleeps over a heap, without strategy and harness */
#define CELLS_BARE_QUEUE "bare_queue" /* the same over the queue of the loops */

/* The strategy a cell runs, the reference for the A/A row; NULL for other words. */
const struct ac_strategy *cells_strategy(const char *cell);

/* Whether that strategy has one of these flags. */
bool cells_has(const char *cell, unsigned flags);

/* The first strategy of the table with one of these flags that is no control; NULL: none. */
const struct ac_strategy *cells_first(unsigned flags);

/* Where a cell stands in a table: strategies as in theirs, the A/A row right below the reference,
 * other words last. */
size_t cells_rank(const char *cell);

/* Whether it is one of the two without a strategy. */
bool cells_is_bare(const char *cell);

/* A figure of a row, or of a summary, as rows_number() gives it. Where there is no such column,
 * "cpu_ns" is user and system time together, "whole_cpu_s" the same of the whole process,
 * "process_ns" its wall less the ideal, and "task_..." any of them, or of the columns, over N. */
double cells_number(const struct rows *rows, size_t row, const char *column);

#endif
