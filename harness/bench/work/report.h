/* report.h -- what our program says of itself (exec --report), beside what is seen from outside. */
#ifndef AC_BENCH_WORK_REPORT_H
#define AC_BENCH_WORK_REPORT_H

#include "../../base/rows.h"

/* The columns that a report fills. */
#define WORK_REPORT_COLUMNS "own_cpu_ns", "spawn_mean_ns", "own_next_start_ns", "own_max_unread"

/* Reads the report from a file into a row; what is not in it stays null. False: it is no report. */
bool work_read_report(const char *path, struct rows *rows, size_t row);

#endif
