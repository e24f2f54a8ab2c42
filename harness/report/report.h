/* report.h -- what is known of a run when it is over, and its three forms. */
#ifndef AC_REPORT_REPORT_H
#define AC_REPORT_REPORT_H

#include <stdio.h>

#include "../base/process.h"
#include "../engine/run.h"
#include "../scenario/options.h"
#include "../trace/gantt.h"
#include "columns.h"

/* Plain values: nothing here points into the run. */
struct ac_report {
    AC_COLUMNS(AC_COLUMN_FIELD)
    const char *limit_text; /* of a limit that changes, as it was given; or NULL */
    bool limit_ignored;     /* the strategy has none, or its own */
    bool tells_cpu;         /* of what the strategy takes; false: not for people */
    uint64_t busy_ns;       /* how long all tasks lasted, added up */
    uint64_t slots;         /* the limit that bound it */
    bool precise;
};

/* The figures of a run that is over and not closed yet: `before` is the CPU time that the process had at
 * its start. */
void ac_report_read(struct ac_report *report, const struct ac_run *run,
                    const struct ac_measures *measures, struct ac_cpu before);

/* And what takes time or memory of its own to know, above all the ideal: 0, or the error of
 * ac_ideal(), which leaves it undefined. */
int ac_report_finish(struct ac_report *report, const struct ac_options *options,
                     const struct ac_workload *workload);

/* One object on a line of its own. */
void ac_report_json(const struct ac_report *report, FILE *stream);

/* A header line and a row. */
void ac_report_tsv(const struct ac_report *report, FILE *stream);

/* Every bucket of the histograms that is not empty, under a header. */
void ac_report_histograms(const struct ac_measures *measures, FILE *stream);

/* For people; with the drawing of the slots where `gantt` is not NULL. */
void ac_report_text(const struct ac_report *report, const struct ac_gantt *gantt, FILE *stream);

#endif
