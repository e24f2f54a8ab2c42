/* compare_trace.h -- the traces of a comparison, in Chrome's format, as one: a process for each
 * strategy.
 *
 * Each child writes its own to a temporary file; what stands between its brackets is added to the one.
 */
#ifndef AC_CLI_COMPARE_TRACE_H
#define AC_CLI_COMPARE_TRACE_H

#include <stdbool.h>

#include "../base/output.h"

struct ac_compare_trace {
    const char *name; /* of the file, as it was given; NULL: none is wanted */
    struct ac_output file;
    char part[4096]; /* where the next child writes */
    bool begun;
    bool lacking; /* a child has left none */
};

/* Opens the file of that name (NULL: nothing is done, nor by the others). 0, or the exit status after
 * one line on stderr. */
int ac_compare_trace_open(struct ac_compare_trace *trace, const char *name);

/* Adds what a child has left, and takes it away. One that has failed may have left nothing. */
void ac_compare_trace_add(struct ac_compare_trace *trace, bool failed);

/* Gives the file its name; or takes it away, unless it is to be kept and has every child's trace.
 * 0, or the exit status after one line on stderr. */
int ac_compare_trace_close(struct ac_compare_trace *trace, bool keep);

#endif
