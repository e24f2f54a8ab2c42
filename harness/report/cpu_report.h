/* cpu_report.h -- what a report of `--work cpu` has behind that of a run. */
#ifndef AC_REPORT_CPU_REPORT_H
#define AC_REPORT_CPU_REPORT_H

#include <stdio.h>

#include "../workloads/cpu/break_even.h"
#include "cpu_columns.h"

/* Plain values. */
struct ac_cpu_report {
    AC_CPU_COLUMNS(AC_COLUMN_FIELD)
    bool
        always_inline; /* the break-even is above its `low`, up to which the pool was never quicker */
};

/* Reads what was counted and measured of a run that has ended; its makespan, or AC_NULL. */
void ac_cpu_report_read(struct ac_cpu_report *report, struct ac_workload *workload,
                        uint64_t makespan_ns);

/* Measures the break-even, for a quarter of a second at most. The run is closed, its loop is not. */
void ac_cpu_report_measure(struct ac_cpu_report *report, struct ac_workload *workload,
                           const struct ac_config *config);

/* Its members, names and values, each with what parts it from what stands before. */
void ac_cpu_report_json(const struct ac_cpu_report *report, FILE *stream);
void ac_cpu_report_tsv_names(FILE *stream);
void ac_cpu_report_tsv_values(const struct ac_cpu_report *report, FILE *stream);

/* Lines for people. */
void ac_cpu_report_text(const struct ac_cpu_report *report, FILE *stream);

#endif
