/* trace.c -- see trace.h. */
#include "trace.h"

#include <inttypes.h>

static void check(struct ac_trace *trace, bool written)
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
        check(trace, fputs("t_ns\tevent\ttask\n", stream) >= 0);
    else
        check(trace, ac_chrome_begin(&trace->chrome, stream, strategy, clock));
}

static bool write_line(const struct ac_trace *trace, uint64_t t_ns, enum ac_event event,
                       uint32_t number)
{
    static const char *const names[] = {
        [AC_EVENT_PULL] = "pull", [AC_EVENT_LAUNCH] = "launch",   [AC_EVENT_FINISH] = "finish",
        [AC_EVENT_FAIL] = "fail", [AC_EVENT_TIMEOUT] = "timeout", [AC_EVENT_CANCEL] = "cancel",
        [AC_EVENT_DROP] = "drop", [AC_EVENT_TAKE] = "take",
    };
    return fprintf(trace->file->stream, "%" PRIu64 "\t%s\t%" PRIu32 "\n", t_ns, names[event],
                   number) >= 0;
}

static void draw(struct ac_gantt *gantt, uint64_t t_ns, enum ac_event event, uint32_t number)
{
    if (event == AC_EVENT_LAUNCH)
        ac_gantt_launch(gantt, number, t_ns);
    else if (ac_event_lands(event))
        ac_gantt_finish(gantt, number, t_ns);
}

/* For those who want to know the slots. Where memory ends, who watches sees no more of the run. */
static void follow(struct ac_trace *trace, uint64_t t_ns, enum ac_event event, uint32_t number)
{
    struct ac_stay stay;
    bool chrome = trace->file && trace->format == AC_TRACE_CHROME && !trace->failed;
    if (!chrome && !trace->watch)
        return;
    if (trace->watch)
        ac_watch_until(trace->watch, t_ns);
    if (!ac_slots_follow(&trace->slots, t_ns, event, number, &stay)) {
        trace->watch = NULL;
        if (chrome)
            check(trace, false);
        return;
    }
    if (chrome)
        check(trace, ac_chrome_event(&trace->chrome, &trace->slots, &stay, t_ns, event, number));
    if (trace->watch)
        ac_watch_event(trace->watch, &stay, t_ns, event, number);
}

void ac_trace_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    struct ac_trace *trace = context;
    uint64_t t_ns = now_ns - trace->start_ns;
    if (trace->file && trace->format == AC_TRACE_TSV && !trace->failed)
        check(trace, write_line(trace, t_ns, event, number));
    if (trace->gantt)
        draw(trace->gantt, t_ns, event, number);
    follow(trace, t_ns, event, number);
}

void ac_trace_end(struct ac_trace *trace)
{
    if (trace->file && trace->format == AC_TRACE_CHROME && !trace->failed)
        check(trace, ac_chrome_end(&trace->chrome));
    ac_slots_free(&trace->slots);
}
