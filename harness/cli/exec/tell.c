/* tell.c -- see tell.h. */
#include "tell.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../base/text.h"
#include "../../base/units.h"
#include "../command.h"
#include "joblog.h"
#include "session.h"

/* The command that could not be started, where all jobs have the same; else "". */
static const char *tell_command(const struct ac_options *o)
{
    return o->shell || strstr(o->job[0], "{}") ? "" : o->job[0];
}

/* Adds each kind of end that there was, as in "3 done, 1 failed (exit status not 0)". */
static void tell_kinds(struct text *text, const struct ac_counts *c)
{
    const struct ac_exec_session *s = &ac_exec_session;
    const struct ac_exec_figures *f = &s->exec.figures;
    const struct {
        uint64_t count;
        const char *what;
        int error;
        const char *of; /* whose error it is, or "" */
    } kinds[] = {
        {c->finished - c->failed - c->timed_out, "done", 0, ""},
        {f->not_zero, "failed (exit status not 0)", 0, ""},
        {f->killed, "killed by a signal", 0, ""},
        {c->timed_out, "timed out", 0, ""},
        {c->cancelled, "cancelled", 0, ""},
        {f->unstarted, "could not be started", f->start_error, tell_command(s->options)},
        {f->lost, "whose output could not be kept", f->lost_error, ""},
        {s->retries.pending, "failed and not tried again", 0, ""},
        {c->retried - s->retries.pending, "attempts tried again", 0, ""},
        {ac_joblog_skipped(), "skipped (in the job log)", 0, ""},
        {f->held, "with output held open by a process left behind", 0, ""},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!kinds[i].count)
            continue;
        text_printf(text, "%s %s %s", *text_chars(text) ? "," : "", AC_COUNT(kinds[i].count),
                    kinds[i].what);
        if (kinds[i].error)
            text_printf(text, " (%s%s%s)", kinds[i].of, *kinds[i].of ? ": " : "",
                        uv_strerror(kinds[i].error));
    }
}

/* One line on how the jobs ended: on a terminal, or where something was not well. */
static void tell_ends(const struct ac_counts *c, bool timed_out)
{
    const struct ac_exec_session *s = &ac_exec_session;
    uint64_t waiting = s->retries.pending, jobs = c->launched - c->retried + waiting;
    bool well = !waiting && !ac_joblog_skipped() && !c->failed && !c->timed_out && !c->cancelled &&
                !s->exec.figures.held && !timed_out;
    struct text text = {.chars = NULL};
    if (well && (!s->progress.on || s->checks))
        return;
    tell_kinds(&text, c);
    if (s->progress.unfinished)
        fputc('\n', stderr);
    fprintf(stderr, "as-completed: %s%s%s%s job%s", s->checks ? s->options->strategy->name : "",
            s->checks ? ": " : "", timed_out ? "--timeout: " : "", AC_COUNT(jobs),
            jobs == 1 ? "" : "s");
    if (s->progress.on)
        fprintf(stderr, " in %.1f s", (double)(uv_hrtime() - s->progress.start_ns) / 1e9);
    fprintf(stderr, "%s%s\n", *text_chars(&text) ? ":" : "", text_chars(&text));
    text_free(&text);
}

/* Says why the run failed. */
static int tell_failure(const struct ac_run *run)
{
    const char *name = ac_exec_session.options->strategy->name;
    int error = ac_error(run);
    if (ac_breach(run)->rule)
        complain("%s: breach of '%s'", name, ac_rule_name(ac_breach(run)->rule));
    else if (error == -E2BIG)
        complain("%s begins every job at once, and there are more than %s: give --yes, or a "
                 "strategy that has a limit",
                 name, AC_COUNT(AC_EXEC_UNASKED));
    else if (error == -ENOMEM || ac_exec_session.own_error == -ENOMEM)
        complain("%s: out of memory", name);
    else if (error)
        complain_about("cannot read", "stdin", error);
    else
        complain_about("cannot read what was printed by", "a job", ac_exec_session.own_error);
    return AC_EXIT_FAILED;
}

int ac_exec_tell(const struct ac_run *run, enum ac_ended ended)
{
    const struct ac_exec_session *s = &ac_exec_session;
    const struct ac_counts *c = ac_counts(run);
    if (ac_error(run) || s->own_error)
        return tell_failure(run);
    if (s->check_error)
        return complain_about("cannot write", "a temporary file", s->check_error);
    for (int i = 0; i < AC_JOB_PIPES; i++) {
        int error = s->sinks[i].error;
        if (error && error != -EPIPE) /* a reader that has closed the pipe needs no message */
            complain_about("cannot write to", i ? "stderr" : "stdout", error);
        if (error)
            return AC_EXIT_FAILED;
    }
    tell_ends(c, ended == AC_ENDED_TIMED_OUT);
    int logged = ac_joblog_tell(ac_complete(run));
    if (logged)
        return logged;
    return c->failed || c->timed_out || s->retries.pending || ended == AC_ENDED_TIMED_OUT
               ? AC_EXIT_FAILED
               : 0;
}
