/* http_report.h -- the report of an `http`: that of a run, and the figures of its transfers. */
#ifndef AC_REPORT_HTTP_REPORT_H
#define AC_REPORT_HTTP_REPORT_H

#include "../engine/measures.h"
#include "../workloads/http/http.h"
#include "http_columns.h"
#include "report.h"

/* Plain values. */
struct ac_http_report {
    struct ac_report run;
    AC_HTTP_COLUMNS(AC_COLUMN_FIELD)
    uint64_t classes[AC_HTTP_CLASSES];
};

/* Reads the figures of a run that has ended and is not closed yet. `before` is the CPU time at its start;
 * `libcurl` is the version of that library, and must outlive the report. */
void ac_http_report_read(struct ac_http_report *report, const struct ac_run *run,
                         const struct ac_measures *measures, struct ac_cpu before,
                         const struct ac_http *http, const struct ac_options *options,
                         const char *libcurl);

/* Writes one JSON object on one line. */
void ac_http_report_json(const struct ac_http_report *report, FILE *stream);

/* Writes a header line and a row. They have no counts by a key. */
void ac_http_report_tsv(const struct ac_http_report *report, FILE *stream);

#endif
