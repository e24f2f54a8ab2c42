/* exec_command.c -- `exec`: one command for each line of stdin, under one strategy.
 *
 * The consumer writes what each job has printed, whole, as the results come. While its reader is slow
 * the loop goes on, so results pile up or launches stop, as the strategy decides.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/same.h"
#include "../base/units.h"
#include "../scenario/config.h"
#include "../scenario/consume.h"
#include "../workloads/exec.h"
#include "command.h"
#include "exec_plan.h"
#include "progress.h"
#include "setup.h"
#include "sink.h"

enum {
    EXEC_SHOWN_MS = 200, /* between two looks where a terminal shows the progress, */
    EXEC_TICK_MS = 1000, /* and where none does */
    EXEC_WAITING_S = 5,  /* between two lines that say whom the end waits for */
    EXEC_PIPE_GRACE_MS = 100,
    EXEC_NAMED = 5, /* the most jobs that such a line names */
    EXEC_PART = 65536,
    EXEC_UNASKED = 1000, /* the most jobs of a strategy without a limit */
};

static struct exec_session {
    const struct ac_options *options;
    struct ac_setup_loop loop;
    struct ac_exec exec;
    struct ac_arrivals arrivals;
    struct ac_sink sinks[AC_JOB_PIPES];
    struct ac_progress progress;
    struct ac_run *volatile run; /* for the signal handler; NULL: no run */
    volatile int stop;           /* signals so far */
    uint64_t told_ns;            /* when it last said whom it waits for; 0: it does not wait */
    uint64_t unstarted, killed, held, lost; /* of the jobs that were taken */
    int start_error, lost_error;            /* of the last of them */
    int own_error;                          /* of what the consumer does with a result, or 0 */
    char part[EXEC_PART];
} session;

/* --- while it waits --- */

/* Says which jobs have not ended. */
static void exec_name_alive(const char *what)
{
    uint64_t count = 0;
    struct text names = {.chars = NULL};
    for (const struct ac_job *job = session.exec.jobs.first; job; job = job->after)
        if (count++ < EXEC_NAMED)
            text_printf(&names, "%s%d", count > 1 ? ", " : "", (int)job->process.pid);
    if (count)
        complain("%s: %s jobs have not ended: %s%s", what, AC_COUNT(count), text_chars(&names),
                 count > EXEC_NAMED ? ", ..." : "");
    text_free(&names);
}

static void exec_on_signal(void)
{
    session.stop++;
    if (session.run)
        ac_interrupt(session.run);
}

static void exec_on_tick(void)
{
    struct exec_session *s = &session;
    if (s->stop > 1) {
        exec_name_alive("leaving");
        _exit(AC_EXIT_SIGNAL + signals_asked);
    }
    if (s->told_ns && uv_hrtime() - s->told_ns >= EXEC_WAITING_S * UINT64_C(1000000000)) {
        s->told_ns = uv_hrtime();
        exec_name_alive("waiting");
    }
    if (!s->told_ns && s->run && s->progress.on)
        ac_progress_show(&s->progress, ac_counts(s->run)->taken);
}

/* --- what comes out --- */

/* Writes what a job has printed. False: nothing more can be written. */
static bool exec_write(struct ac_sink *sink, const struct ac_stream *stream)
{
    struct exec_session *s = &session;
    uint64_t length = ac_stream_length(stream);
    for (uint64_t done = 0; done < length;) {
        int64_t got = ac_spool_read(&s->exec.jobs.spool, stream, done, s->part, sizeof s->part);
        if (got < 0)
            s->own_error = (int)got;
        if (got < 0 || ac_sink_write(sink, s->run, s->part, (size_t)got, &s->stop))
            return false;
        done += (uint64_t)got;
    }
    return true;
}

/* Writes the command that would run. */
static bool exec_show(const char *line)
{
    struct exec_session *s = &session;
    char *shown = ac_exec_shown(&s->exec.wish, line);
    bool written = shown && !ac_sink_write(&s->sinks[0], s->run, shown, strlen(shown), &s->stop) &&
                   !ac_sink_write(&s->sinks[0], s->run, "\n", 1, &s->stop);
    s->own_error = shown ? s->own_error : -ENOMEM;
    free(shown);
    return written;
}

static bool exec_use(const struct ac_task *task)
{
    struct exec_session *s = &session;
    const struct ac_exec_task *own = ac_own(s->run, task);
    ac_progress_end(&s->progress);
    if (s->options->dry_run && !task->error)
        return exec_show(own->line);
    if (!own->job) {
        s->unstarted++;
        s->start_error = task->error;
        return true;
    }
    if (own->job->error) {
        s->lost++;
        s->lost_error = own->job->error;
    } else {
        s->killed += own->job->signal && !task->timed_out;
    }
    s->held += own->job->held;
    bool out = exec_write(&s->sinks[0], &own->job->printed[0]);
    return exec_write(&s->sinks[1], &own->job->printed[1]) && out;
}

/* One line, where something was not well. */
static void exec_sum_up(const struct ac_counts *c, bool timed_out)
{
    const struct exec_session *s = &session;
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

/* --- the run --- */

/* Says why the run failed. */
static int exec_complain(const struct ac_run *run)
{
    const char *name = session.options->strategy->name;
    int error = ac_error(run);
    if (ac_breach(run)->rule)
        complain("%s: breach of '%s'", name, ac_rule_name(ac_breach(run)->rule));
    else if (error == -E2BIG)
        complain("%s begins every job at once, and there are more than %s: give --yes, or a "
                 "strategy that has a limit",
                 name, AC_COUNT(EXEC_UNASKED));
    else if (error == -ENOMEM || session.own_error == -ENOMEM)
        complain("%s: out of memory", name);
    else if (error)
        complain_about("cannot read", "stdin", error);
    else
        complain_about("cannot read what was printed by", "a job", session.own_error);
    return AC_EXIT_FAILED;
}

/* Says why it ended early, if it did, in one line; else how the jobs ended. Returns the exit status. */
static int exec_tell(const struct ac_run *run, enum ac_ended ended)
{
    const struct exec_session *s = &session;
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

static int exec_consume(struct ac_loop *loop)
{
    struct exec_session *s = &session;
    const struct ac_options *o = s->options;
    struct ac_config config = ac_config_run(o, AC_UNCOUNTED);
    struct ac_run *run;
    ac_arrivals_init(&s->arrivals, &s->exec.workload, o->every_ns, 0);
    config.loop = loop;
    config.workload = o->every_ns ? &s->arrivals.workload : &s->exec.workload;
    int error = ac_open(&run, &config);
    if (error)
        return complain_about("cannot begin with", o->strategy->name, error);
    s->exec.workload.run = run;
    s->run = run;
    struct ac_consumer consumer = {.options = o,
                                   .run = run,
                                   .loop = loop,
                                   .arrivals = &s->arrivals,
                                   .start_ns = ac_loop_now(loop),
                                   .every = 1,
                                   .look = exec_use};
    enum ac_ended ended = s->stop ? AC_ENDED_ITSELF : ac_consume(&consumer);
    ac_progress_end(&s->progress);
    s->told_ns = uv_hrtime();
    ac_end(run, o->drain && ended == AC_ENDED_AS_ASKED);
    int status = exec_tell(run, ended);
    s->run = NULL;
    ac_close(run);
    return status;
}

static int exec_open_sinks(uv_loop_t *uv)
{
    int error = ac_sink_open(&session.sinks[0], uv, STDOUT_FILENO);
    if (error)
        return complain_about("cannot write to", "stdout", error);
    error = ac_sink_open(&session.sinks[1], uv, STDERR_FILENO);
    if (!error)
        return 0;
    ac_sink_close(&session.sinks[0]);
    return complain_about("cannot write to", "stderr", error);
}

static int exec_run(const struct ac_exec_wish *wish, struct ac_loop *loop)
{
    struct exec_session *s = &session;
    int error = ac_exec_open(&s->exec, wish);
    if (error)
        return complain_about("cannot read", "stdin", error);
    int status = exec_open_sinks(wish->uv);
    if (!status) {
        status = exec_consume(loop);
        for (int i = 0; i < AC_JOB_PIPES; i++)
            ac_sink_close(&s->sinks[i]);
    }
    ac_exec_close(&s->exec);
    return status;
}

int ac_command_exec(const struct ac_options *options)
{
    struct exec_session *s = &session;
    s->options = options;
    struct same_file input = same_of_descriptor(STDIN_FILENO);
    struct same_file output = same_of_descriptor(STDOUT_FILENO);
    struct ac_exec_wish wish = {
        .words = options->job,
        .shell = options->shell,
        .input = STDIN_FILENO,
        .separator = options->null ? '\0' : '\n',
        .grace_ms = options->grace_ns / 1000000,
        .pipe_grace_ms = EXEC_PIPE_GRACE_MS,
        .dry = options->dry_run,
        .most = options->strategy->flags & AC_NO_LIMIT && !options->yes ? EXEC_UNASKED : 0,
    };
    if (same_file(&input, &output)) {
        complain("exec: stdin and stdout are one file: must be two");
        return AC_EXIT_USAGE;
    }
    if (!ac_exec_possible(options))
        return AC_EXIT_USAGE;
    ac_progress_begin(&s->progress, options->strategy->name, AC_ENDLESS);
    struct ac_loop *loop = ac_setup_loop_open(&s->loop, false, exec_on_signal, exec_on_tick,
                                              s->progress.on ? EXEC_SHOWN_MS : EXEC_TICK_MS);
    if (!loop)
        return AC_EXIT_FAILED;
    wish.uv = &s->loop.uv;
    int status = exec_run(&wish, loop);
    ac_setup_loop_close(&s->loop);
    return signals_asked ? AC_EXIT_SIGNAL + signals_asked : status;
}
