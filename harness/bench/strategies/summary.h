/* summary.h -- what a table says of one cell: medians over its rounds, and its two verdicts.
 *
 * A verdict is the paired ratio to callback in the same round, by rank (verdict.h), once for
 * wall and once for CPU. Both are the process's own figures of the run: wall_ns, and cpu_user_ns +
 * cpu_sys_ns. hyperfine's figures of the whole process stand beside them, but judge nothing: the
 * start of a process is the same for every strategy and would pull each ratio towards 1.
 *
 * A summary is a row of table.tsv. In order: stage, point, cell and clock; `rounds`, its rows with
 * exit 0, and `failed`, the others; the medians, null where no row has the figure; a verdict's word
 * (null outside the stage `verdict`, and where the reference was not run against itself, or differs
 * from itself), its ratio (0 of what was not compared) and interval; and what limits: "task 1's
 * second", "work over limit", "CPU" or null.
 */
#ifndef AC_BENCH_STRATEGIES_SUMMARY_H
#define AC_BENCH_STRATEGIES_SUMMARY_H

#include "../../base/rows.h"
#include "../stats/verdict.h"

/* Sums up the rows: by stage and point as they ran, and by cell in the order of teaching. The
 * caller frees the summaries. */
struct rows summarize(const struct rows *rows);

/* The summary of that stage, point and cell; SIZE_MAX if there is none. */
size_t summary_find(const struct rows *summaries, const char *stage, const char *point,
                    const char *cell);

/* How the reference at a point stands to itself in a figure: its second run to its first. */
struct verdict summary_again(const struct rows *rows, const char *point, const char *figure);

#endif
