/* report.h -- the figures of a run that is over, and their three forms: JSON, TSV, text. */
#ifndef AC_REPORT_REPORT_H
#define AC_REPORT_REPORT_H

#include <stdio.h>

#include "../base/process.h"
#include "../engine/measures.h"
#include "../engine/run.h"
#include "../scenario/options.h"
#include "../trace/gantt.h"
#include "columns.h"
#include "cpu_report.h"
#include "print.h"

/* Plain values: nothing here points into the run. */
struct ac_report {
    AC_COLUMNS(AC_COLUMN_FIELD)
    const char *limit_text; /* a limit that changes, as it was given; or NULL */
    bool limit_ignored;     /* the strategy has no limit, or its own */
    bool knows_durations;   /* the workload does: lateness, ideal and excess may be defined */
    bool tells_cpu;         /* the CPU time is the strategy's own; false: people see "-" */
    uint64_t busy_ns;       /* the sum of all durations */
    uint64_t slots;         /* the limit of the run */
    bool precise;
    const struct ac_cpu_report *cpu; /* NULL, or what a run of --work cpu has besides */
};

/* Reads the figures of a run that is over and not closed yet. `before` is the process's CPU time at
 * the start of the run. */
void ac_report_read(struct ac_report *report, const struct ac_run *run,
                    const struct ac_measures *measures, struct ac_cpu before);

/* Adds the figures that take time or memory to compute, above all the ideal. Call it after
 * ac_report_read(). Returns 0, or the error of ac_ideal(); the ideal is then undefined. */
int ac_report_finish(struct ac_report *report, const struct ac_options *options,
                     const struct ac_sleeps *sleeps);

/* What a command that makes tasks of lines does in place of it: there are no sleeps, and no ideal. So many
 * attempts came back. */
void ac_report_finish_lines(struct ac_report *report, const struct ac_options *options,
                            const char *workload, uint64_t retried);

/* Writes one JSON object on one line. */
void ac_report_json(const struct ac_report *report, FILE *stream);

/* Its members only, without braces and newline: for a report that has more. */
void ac_report_json_members(const struct ac_report *report, FILE *stream);

/* Writes a header line and a row. */
void ac_report_tsv(const struct ac_report *report, FILE *stream);

/* Writes them with further columns, whose `values` are in a struct of the caller's. */
void ac_report_tsv_with(const struct ac_report *report, const struct ac_column *columns,
                        size_t count, const void *values, FILE *stream);

/* Writes a header, and every bucket of the histograms that is not empty. */
void ac_report_histograms(const struct ac_measures *measures, FILE *stream);

/* Writes the report for people, with the drawing of the slots unless `gantt` is NULL. */
void ac_report_text(const struct ac_report *report, const struct ac_gantt *gantt, FILE *stream);

#endif
