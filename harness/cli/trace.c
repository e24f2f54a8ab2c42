/* trace.c -- see trace.h. */
#include "trace.h"

#include <inttypes.h>

static void check(struct ac_trace *trace, int written)
{
    if (written >= 0)
        return;
    trace->failed = true;
    ac_output_note(trace->file);
}

void ac_trace_begin(struct ac_trace *trace, uint64_t start_ns)
{
    trace->start_ns = start_ns;
    if (trace->file)
        check(trace, fputs("t_ns\tevent\ttask\n", trace->file->stream));
}

void ac_trace_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    static const char *const names[] = {
        [AC_EVENT_PULL] = "pull", [AC_EVENT_LAUNCH] = "launch",   [AC_EVENT_FINISH] = "finish",
        [AC_EVENT_FAIL] = "fail", [AC_EVENT_TIMEOUT] = "timeout", [AC_EVENT_CANCEL] = "cancel",
        [AC_EVENT_DROP] = "drop", [AC_EVENT_TAKE] = "take",
    };
    struct ac_trace *trace = context;
    uint64_t t_ns = now_ns - trace->start_ns;
    if (trace->file)
        check(trace, fprintf(trace->file->stream, "%" PRIu64 "\t%s\t%" PRIu32 "\n", t_ns,
                             names[event], number));
    if (trace->gantt && event == AC_EVENT_LAUNCH)
        ac_gantt_launch(trace->gantt, number, t_ns);
    bool ends = event == AC_EVENT_FINISH || event == AC_EVENT_FAIL || event == AC_EVENT_TIMEOUT ||
                event == AC_EVENT_CANCEL;
    if (trace->gantt && ends)
        ac_gantt_finish(trace->gantt, number, t_ns);
}
