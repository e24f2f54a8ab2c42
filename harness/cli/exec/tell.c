/* tell.c -- what `exec` says of its jobs; see own.h. */
#include <string.h>

#include "../../base/text.h"
#include "../../base/units.h"
#include "../command.h"
#include "joblog.h"
#include "own.h"

enum { EXEC_NAMED = 5 }; /* the most jobs that a line names */

/* The command that could not be started, where all jobs have the same; else NULL. */
static const char *tell_command(const struct ac_options *o)
{
    return o->shell || strstr(o->job[0], "{}") ? NULL : o->job[0];
}

unsigned ac_exec_kinds(const struct ac_counts *c, struct ac_kind *kinds)
{
    const struct ac_exec_figures *f = &ac_exec_own.figures;
    uint64_t waiting = ac_session.retries.pending, again = c->retried - waiting;
    const struct ac_kind all[] = {
        {.count = c->finished - c->failed - c->timed_out, .what = "done", .well = true},
        {.count = f->not_zero, .what = "failed (exit status not 0)"},
        {.count = f->killed, .what = "killed by a signal"},
        {.count = c->timed_out, .what = "timed out"},
        {.count = c->cancelled, .what = "cancelled"},
        {.count = f->unstarted,
         .what = "could not be started",
         .error = f->start_error,
         .of = tell_command(ac_session.options)},
        {.count = f->lost, .what = "whose output could not be kept", .error = f->lost_error},
        {.count = waiting, .what = "failed and not tried again"},
        {.count = again,
         .what = again == 1 ? "attempt tried again" : "attempts tried again",
         .well = true},
        {.count = ac_joblog_skipped(), .what = "skipped (in the job log)"},
        {.count = f->held, .what = "with output held open by a process left behind"},
    };
    _Static_assert(sizeof all / sizeof *all <= AC_SESSION_KINDS, "there is room for all");
    memcpy(kinds, all, sizeof all);
    return sizeof all / sizeof *all;
}

void ac_exec_name_alive(const char *what)
{
    uint64_t count = 0;
    struct text names = {.chars = NULL};
    for (const struct ac_job *job = ac_exec_own.jobs.first; job; job = job->after)
        if (count++ < EXEC_NAMED)
            text_printf(&names, "%s%d", count > 1 ? ", " : "", (int)job->exit.pid);
    if (count)
        complain("%s: %s job%s not ended: %s%s", what, AC_COUNT(count),
                 count == 1 ? " has" : "s have", text_chars(&names),
                 count > EXEC_NAMED ? ", ..." : "");
    text_free(&names);
}
