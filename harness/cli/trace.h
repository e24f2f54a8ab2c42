/* trace.h -- what a run's trace hook feeds: a file of events, and the drawing of slots.
 *
 * The file is TSV with the header `t_ns event task`: events pull, launch, finish, take, in order;
 * t_ns from the start of the run.
 */
#ifndef AC_TRACE_H
#define AC_TRACE_H

#include <stdbool.h>

#include "../common/output.h"
#include "../run.h"
#include "gantt.h"

struct ac_trace {
    struct ac_output *file; /* NULL: none */
    struct ac_gantt *gantt; /* NULL: none */
    uint64_t start_ns;      /* what t_ns counts from */
    bool failed;            /* the file could not be written: time to stop */
};

/* Writes the header. */
void ac_trace_begin(struct ac_trace *trace, uint64_t start_ns);

/* For ac_config.trace; the context is a struct ac_trace. */
void ac_trace_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number);

#endif
