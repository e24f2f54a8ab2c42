/* report_file.h -- the file of --report: one report, or those of several strategies.
 *
 * Where no report is wanted these functions do nothing.
 */
#ifndef AC_CLI_LINES_REPORT_FILE_H
#define AC_CLI_LINES_REPORT_FILE_H

#include <stdio.h>

#include "../../engine/run.h"
#include "../../scenario/options.h"

/* Opens the file, which appears at ac_report_file_write(), or not at all. 0, or the exit status after one
 * line on stderr. */
int ac_report_file_open(const struct ac_options *options);

/* In a child process: a report is wanted in any case, and goes to `stream`, as two lines of TSV and one
 * of JSON. */
void ac_report_file_pass(FILE *stream);

/* Whether a run is to be measured. */
bool ac_report_file_wanted(void);

/* The run is open, and about to begin. */
void ac_report_file_begin(struct ac_run *run);

/* Reads the figures of the run, which has ended and is not closed yet. */
void ac_report_file_read(const struct ac_run *run);

/* Adds the JSON of a child: the file is a list of them. */
void ac_report_file_add(const char *json);

/* Writes the file, if there is a report. 0, or the exit status after one line on stderr. */
int ac_report_file_write(void);

#endif
