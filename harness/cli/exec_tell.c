/* exec_tell.c -- see exec_tell.h. */
#include "exec_tell.h"

#include <errno.h>
#include <stdio.h>

#include "../base/text.h"
#include "../base/units.h"
#include "command.h"
#include "exec_session.h"

/* One line, where something was not well. */
static void exec_sum_up(const struct ac_counts *c, bool timed_out)
{
    const struct ac_exec_session *s = &ac_exec_session;
    struct text text = {.chars = NULL};
    const struct {
        uint64_t count;
        const char *what;
    } kinds[] = {
        {c->failed - s->unstarted - s->killed - s->lost, "exit status not 0"},
        {s->killed, "killed by a signal"},
        {c->timed_out, "timed out"},
        {c->cancelled, "cancelled"},
        {s->unstarted, "could not be started"},
        {s->held, "output held open by a process left behind"},
        {s->lost, "output could not be kept"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].count)
            text_printf(&text, "%s %s %s", *text_chars(&text) ? "," : "", AC_COUNT(kinds[i].count),
                        kinds[i].what);
    if (s->unstarted || s->lost)
        text_printf(&text, " (%s)", uv_strerror(s->lost ? s->lost_error : s->start_error));
    if (*text_chars(&text))
        fprintf(stderr, "as-completed: %s%s jobs:%s\n", timed_out ? "--timeout: " : "",
                AC_COUNT(c->launched), text_chars(&text));
    text_free(&text);
}

/* Says why the run failed. */
static int exec_complain(const struct ac_run *run)
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
        return exec_complain(run);
    for (int i = 0; i < AC_JOB_PIPES; i++) {
        int error = s->sinks[i].error;
        if (error && error != -EPIPE) /* a reader that has closed the pipe needs no message */
            complain_about("cannot write to", i ? "stderr" : "stdout", error);
        if (error)
            return AC_EXIT_FAILED;
    }
    exec_sum_up(c, ended == AC_ENDED_TIMED_OUT);
    return c->failed || c->timed_out || ended == AC_ENDED_TIMED_OUT ? AC_EXIT_FAILED : 0;
}
