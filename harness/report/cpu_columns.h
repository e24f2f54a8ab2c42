/* cpu_columns.h -- the columns that a report of `--work cpu` has behind those of a run; see columns.h. */
#ifndef AC_REPORT_CPU_COLUMNS_H
#define AC_REPORT_CPU_COLUMNS_H

#include "columns.h"

#define AC_CPU_COLUMNS(ROW)                                                 \
    ROW(AC_NUMBER, cost_ns, "", "cost_ns")                                  \
    ROW(AC_NUMBER, steps, "", "steps")                                      \
    ROW(AC_NUMBER, computed, "", "computed")                                \
    ROW(AC_NUMBER, checksum, "", "checksum")                                \
    ROW(AC_FLAG, is_inline, "", "is_inline")                                \
    ROW(AC_NUMBER, threads, "", "threads")                                  \
    ROW(AC_NUMBER, max_running, "", "max_running")                          \
    ROW(AC_NUMBER, max_queued, "", "max_queued")                            \
    ROW(AC_MEAN_OR_NULL, running_mean, "", "running_mean")                  \
    ROW(AC_MEAN_OR_NULL, queued_mean, "", "queued_mean")                    \
    ROW(AC_NUMBER_OR_NULL, lag_p50_ns, "lag_ns", "p50")                     \
    ROW(AC_NUMBER_OR_NULL, lag_p99_ns, "lag_ns", "p99")                     \
    ROW(AC_NUMBER_OR_NULL, lag_max_ns, "lag_ns", "max")                     \
    ROW(AC_SIGNED_OR_NULL, hop_median_ns, "hop_ns", "median")               \
    ROW(AC_SIGNED_OR_NULL, hop_low_ns, "hop_ns", "low")                     \
    ROW(AC_SIGNED_OR_NULL, hop_high_ns, "hop_ns", "high")                   \
    ROW(AC_SIGNED_OR_NULL, break_even_median_ns, "break_even_ns", "median") \
    ROW(AC_SIGNED_OR_NULL, break_even_low_ns, "break_even_ns", "low")       \
    ROW(AC_SIGNED_OR_NULL, break_even_high_ns, "break_even_ns", "high")

#endif
