/* trace.h -- what a run's trace hook feeds: a file of events, the drawing of slots, and --watch.
 *
 * The file is TSV with the header `t_ns event task`: events pull, launch, finish, take, in order;
 * t_ns from the start of the run. Or it is Chrome's JSON: see chrome.h.
 */
#ifndef AC_TRACE_TRACE_H
#define AC_TRACE_TRACE_H

#include <stdbool.h>

#include "../base/output.h"
#include "../engine/run.h"
#include "../scenario/options.h"
#include "chrome.h"
#include "gantt.h"
#include "watch.h"

struct ac_trace {
    struct ac_output *file; /* NULL: none */
    enum ac_trace_format format;
    struct ac_gantt *gantt;  /* NULL: none */
    struct ac_watch *watch;  /* NULL: nobody */
    struct ac_follow follow; /* for Chrome's format, the drawing, and --watch */
    struct ac_chrome chrome;
    uint64_t start_ns; /* what t_ns counts from */
    bool undrawn;      /* there was no memory for the drawing */
    bool failed;       /* the file could not be written: time to stop */
};

/* Writes the header, for a run of this strategy on this clock. */
void ac_trace_begin(struct ac_trace *trace, uint64_t start_ns, const struct ac_strategy *strategy,
                    const char *clock);

/* For ac_config.trace; the context is a struct ac_trace. */
void ac_trace_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number);

/* Writes what comes last, and gives the memory back. The run is over, however it ended. */
void ac_trace_end(struct ac_trace *trace);

#endif
