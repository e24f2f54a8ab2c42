/* compare_trace.h -- joins the Chrome traces of a comparison into one file, a process a strategy.
 *
 * Each child writes its trace to a temporary file. The events between its brackets are appended to
 * the one file.
 */
#ifndef AC_CLI_COMPARE_TRACE_H
#define AC_CLI_COMPARE_TRACE_H

#include <stdbool.h>

#include "../base/output.h"

struct ac_compare_trace {
    const char *name; /* the file's name, as it was given; NULL: no trace is wanted */
    struct ac_output file;
    char part[4096]; /* the file that the next child writes */
    bool begun;
    bool lacking; /* a child has written no trace */
};

/* Opens the file. If name is NULL, this and the functions below do nothing. Returns 0, or the exit
 * status after one line on stderr. */
int ac_compare_trace_open(struct ac_compare_trace *trace, const char *name);

/* Appends a child's trace, and removes its file. A child that failed may have written none. */
void ac_compare_trace_add(struct ac_compare_trace *trace, bool failed);

/* Gives the file its name if it is to be kept and has every child's trace; removes it otherwise.
 * Returns 0, or the exit status after one line on stderr. */
int ac_compare_trace_close(struct ac_compare_trace *trace, bool keep);

#endif
