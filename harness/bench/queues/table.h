/* tables.h -- the tables of the queues, made from the kept rows of a result folder.
 *
 * Reads DIR/rows.tsv, writes DIR/table.md (what a person reads: a table for each load, a row for
 * each queue) and DIR/table.tsv (what plots/queues.gp draws: unrounded, a line for each queue, load
 * and size). A figure is the median over the rounds; its ratio is to the production queue of the
 * same round, as the median, the least and the greatest. A queue whose pops differ from the
 * production queue's, in one round or more, is marked, with the share of its pops that were due
 * before the one popped before them.
 */
#ifndef AC_BENCH_QUEUES_TABLE_H
#define AC_BENCH_QUEUES_TABLE_H

#include "../tables/tables.h"

/* Fills the page. 0, or a negative errno after one line. */
int table_queues(struct page *page);

#endif
