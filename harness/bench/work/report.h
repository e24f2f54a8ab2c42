/* report.h -- what our program says of itself (--report), beside what is seen from outside. */
#ifndef AC_BENCH_WORK_REPORT_H
#define AC_BENCH_WORK_REPORT_H

#include "../../base/rows.h"

/* The columns that a report of commands fills. */
#define WORK_REPORT_COLUMNS "own_cpu_ns", "spawn_mean_ns", "own_next_start_ns", "own_max_unread"

/* A column, and the member of the report that fills it, or a part of that; a list of them ends with one
 * without a column. */
struct work_report_figure {
    const char *column, *name, *part;
};

/* Reads the report from a file into a row: own_cpu_ns, and those of the list; what is not in it stays
 * null. False: it is no report. */
bool work_read_report(const char *path, const struct work_report_figure figures[],
                      struct rows *rows, size_t row);

#endif
