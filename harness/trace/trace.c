/* trace.c -- see trace.h. */
#include "trace.h"

#include <inttypes.h>

static void trace_check(struct ac_trace *trace, bool written)
{
    if (written)
        return;
    trace->failed = true;
    ac_output_note(trace->file);
}

void ac_trace_begin(struct ac_trace *trace, uint64_t start_ns, const struct ac_strategy *strategy,
                    const char *clock)
{
    trace->start_ns = start_ns;
    if (!trace->file)
        return;
    FILE *stream = trace->file->stream;
    if (trace->format == AC_TRACE_TSV)
        trace_check(trace, fputs("t_ns\tevent\ttask\n", stream) >= 0);
    else
        trace_check(trace, ac_chrome_begin(&trace->chrome, stream, strategy, clock));
}

/* Whether the file is in this format, and could be written so far. */
static bool trace_writes(const struct ac_trace *trace, enum ac_trace_format format)
{
    return trace->file && trace->format == format && !trace->failed;
}

static bool trace_write_line(const struct ac_trace *trace, uint64_t t_ns, enum ac_event event,
                             uint32_t number)
{
    return fprintf(trace->file->stream, "%" PRIu64 "\t%s\t%" PRIu32 "\n", t_ns,
                   ac_event_names[event], number) >= 0;
}

/* Follows the event for those that show slots. If memory runs out, --watch stops showing, the slots
 * are not drawn in the report, and the Chrome file is marked failed. */
static void trace_follow(struct ac_trace *trace, uint64_t t_ns, enum ac_event event,
                         uint32_t number)
{
    struct ac_stay stay;
    bool chrome = trace_writes(trace, AC_TRACE_CHROME);
    if (!chrome && !trace->gantt && !trace->watch)
        return;
    if (trace->watch)
        ac_watch_until(trace->watch, t_ns);
    if (!ac_follow(&trace->follow, t_ns, event, number, &stay)) {
        trace->undrawn = trace->gantt != NULL;
        trace->watch = NULL;
        trace->gantt = NULL;
        if (chrome)
            trace_check(trace, false);
        return;
    }
    if (chrome)
        trace_check(trace,
                    ac_chrome_event(&trace->chrome, &trace->follow, &stay, t_ns, event, number));
    if (trace->gantt)
        ac_gantt_event(trace->gantt, &stay, t_ns, event, number);
    if (trace->watch)
        ac_watch_event(trace->watch, &stay, t_ns, event, number);
}

void ac_trace_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    struct ac_trace *trace = context;
    uint64_t t_ns = now_ns - trace->start_ns;
    if (trace_writes(trace, AC_TRACE_TSV))
        trace_check(trace, trace_write_line(trace, t_ns, event, number));
    trace_follow(trace, t_ns, event, number);
}

void ac_trace_end(struct ac_trace *trace)
{
    if (trace_writes(trace, AC_TRACE_CHROME))
        trace_check(trace, ac_chrome_end(&trace->chrome));
    ac_follow_close(&trace->follow);
}
