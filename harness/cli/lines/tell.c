/* tell.c -- see tell.h. */
#include "tell.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../base/text.h"
#include "../../base/units.h"
#include "../command.h"
#include "session.h"

/* Adds each kind of end that there was, as in "3 done, 1 failed (exit status not 0)". Whether all is well. */
static bool tell_kinds(struct text *text, const struct ac_counts *c)
{
    struct ac_kind kinds[AC_SESSION_KINDS];
    bool well = true;
    unsigned count = ac_session.command->kinds(c, kinds);
    for (unsigned i = 0; i < count; i++) {
        if (!kinds[i].count)
            continue;
        well &= kinds[i].well;
        const char *of = kinds[i].of ? kinds[i].of : "";
        text_printf(text, "%s %s %s", *text_chars(text) ? "," : "", AC_COUNT(kinds[i].count),
                    kinds[i].what);
        if (kinds[i].error)
            text_printf(text, " (%s%s%s)", of, *of ? ": " : "", uv_strerror(kinds[i].error));
    }
    return well;
}

static void tell_line(const struct text *kinds, uint64_t tasks, bool timed_out)
{
    const struct ac_session *s = &ac_session;
    if (s->progress.unfinished)
        fputc('\n', stderr);
    fprintf(stderr, "as-completed: %s%s%s%s %s%s", s->checks ? s->options->strategy->name : "",
            s->checks ? ": " : "", timed_out ? "--timeout: " : "", AC_COUNT(tasks),
            ac_command_task(s->options), tasks == 1 ? "" : "s");
    if (s->progress.on)
        fprintf(stderr, " in %.1f s", (double)(uv_hrtime() - s->progress.start_ns) / 1e9);
    fprintf(stderr, "%s%s\n", *text_chars(kinds) ? ":" : "", text_chars(kinds));
}

/* One line on how the tasks ended: on a terminal, or where something was not well. */
static void tell_ends(const struct ac_counts *c, bool timed_out)
{
    const struct ac_session *s = &ac_session;
    uint64_t tasks = c->launched - c->retried + s->retries.pending;
    struct text text = {.chars = NULL};
    bool well = tell_kinds(&text, c) && !timed_out;
    if (!well || (s->progress.on && !s->checks))
        tell_line(&text, tasks, timed_out);
    text_free(&text);
}

/* Says why the run failed. */
static int tell_failure(const struct ac_run *run)
{
    const char *name = ac_session.options->strategy->name;
    const char *task = ac_command_task(ac_session.options);
    int error = ac_error(run);
    if (ac_breach(run)->rule)
        complain("%s: breach of '%s'", name, ac_rule_name(ac_breach(run)->rule));
    else if (error == -E2BIG)
        complain("%s begins every %s at once, and there are more than %s: give --yes, or a "
                 "strategy that has a limit",
                 name, task, AC_COUNT(AC_SESSION_UNASKED));
    else if (error == -ENOMEM || ac_session.own_error == -ENOMEM)
        complain("%s: out of memory", name);
    else if (error)
        complain_about("cannot read", "stdin", error);
    else
        complain_about("cannot read what was printed by", "a job", ac_session.own_error);
    return AC_EXIT_FAILED;
}

int ac_session_tell(const struct ac_run *run, enum ac_ended ended)
{
    const struct ac_session *s = &ac_session;
    const struct ac_counts *c = ac_counts(run);
    if (ac_error(run) || s->own_error)
        return tell_failure(run);
    if (s->check_error)
        return complain_about("cannot write", "a temporary file", s->check_error);
    for (int i = 0; i < AC_SESSION_SINKS; i++) {
        int error = s->sinks[i].error;
        if (error && error != -EPIPE) /* a reader that has closed the pipe needs no message */
            complain_about("cannot write to", i ? "stderr" : "stdout", error);
        if (error)
            return AC_EXIT_FAILED;
    }
    tell_ends(c, ended == AC_ENDED_TIMED_OUT);
    int told = s->command->tell ? s->command->tell(ac_complete(run)) : 0;
    if (told)
        return told;
    return c->failed || c->timed_out || s->retries.pending || ended == AC_ENDED_TIMED_OUT
               ? AC_EXIT_FAILED
               : 0;
}
