/* exec_report.h -- the report of an `exec`: that of a run, and the figures of its jobs. */
#ifndef AC_REPORT_EXEC_REPORT_H
#define AC_REPORT_EXEC_REPORT_H

#include "../engine/measures.h"
#include "../workloads/exec.h"
#include "exec_columns.h"
#include "report.h"

/* Plain values. */
struct ac_exec_report {
    struct ac_report run;
    AC_EXEC_COLUMNS(AC_COLUMN_FIELD)
    uint64_t codes[AC_EXEC_CODES], signals[AC_EXEC_CODES], start_errors[AC_EXEC_CODES];
};

/* CPU times at the start of the run: of this program, and of all children that it has waited for. */
struct ac_exec_before {
    struct ac_cpu own, children;
};
struct ac_exec_before ac_exec_report_before(void);

/* Reads the figures of a run that has ended and is not closed yet. */
void ac_exec_report_read(struct ac_exec_report *report, const struct ac_run *run,
                         const struct ac_measures *measures, const struct ac_exec_before *before,
                         const struct ac_exec *exec, const struct ac_options *options);

/* Writes one JSON object on one line. */
void ac_exec_report_json(const struct ac_exec_report *report, FILE *stream);

/* Writes a header line and a row. They have no counts by a key. */
void ac_exec_report_tsv(const struct ac_exec_report *report, FILE *stream);

#endif
