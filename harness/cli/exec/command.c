/* command.c -- `exec`: one command for each line of stdin, under one strategy. */
#include <unistd.h>

#include "../../scenario/config.h"
#include "../../scenario/consume.h"
#include "../command.h"
#include "all.h"
#include "file.h"
#include "joblog.h"
#include "output.h"
#include "plan.h"
#include "session.h"
#include "tell.h"
#include "wait.h"

enum { EXEC_PIPE_GRACE_MS = 100 };

struct ac_exec_session ac_exec_session;

/* The jobs; as they arrive; and again where they have failed. */
static struct ac_workload *exec_chain(struct ac_exec_session *s)
{
    const struct ac_options *o = s->options;
    struct ac_workload *jobs = &s->exec.workload;
    ac_arrivals_init(&s->arrivals, jobs, o->every_ns, 0);
    struct ac_workload *chain = o->every_ns ? &s->arrivals.workload : jobs;
    ac_retries_init(&s->retries, chain, jobs, &ac_exec_attempts, o->retries, o->retry_delay_ns);
    return o->retries ? &s->retries.workload : chain;
}

static int exec_consume(struct ac_loop *loop)
{
    struct ac_exec_session *s = &ac_exec_session;
    const struct ac_options *o = s->options;
    struct ac_config config = ac_config_run(o, AC_UNCOUNTED);
    struct ac_run *run;
    config.loop = loop;
    config.workload = exec_chain(s);
    ac_exec_file_begin(&config);
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
                                   .look = ac_exec_use};
    enum ac_ended ended = s->stop || signals_asked ? AC_ENDED_ITSELF : ac_consume(&consumer);
    ac_exec_progress_end(&s->progress);
    ac_exec_wait();
    ac_end(run, o->drain && ended == AC_ENDED_AS_ASKED);
    ac_exec_file_read(run);
    int status = ac_exec_tell(run, ended);
    s->run = NULL;
    ac_close(run);
    ac_retries_close(&s->retries);
    return status;
}

static int exec_open_sinks(uv_loop_t *uv)
{
    for (int i = 0; i < AC_JOB_PIPES; i++)
        ac_exec_session.seen[i] = isatty(STDOUT_FILENO + i);
    int error = ac_sink_open(&ac_exec_session.sinks[0], uv, STDOUT_FILENO);
    if (error)
        return complain_about("cannot write to", "stdout", error);
    error = ac_sink_open(&ac_exec_session.sinks[1], uv, STDERR_FILENO);
    if (!error)
        return 0;
    ac_sink_close(&ac_exec_session.sinks[0]);
    return complain_about("cannot write to", "stderr", error);
}

static int exec_run(const struct ac_exec_wish *wish, struct ac_loop *loop)
{
    struct ac_exec_session *s = &ac_exec_session;
    int error = ac_exec_open(&s->exec, wish);
    if (error)
        return complain_about("cannot read", "stdin", error);
    int status = exec_open_sinks(wish->lines.uv);
    if (!status) {
        status = exec_consume(loop);
        for (int i = 0; i < AC_JOB_PIPES; i++)
            ac_sink_close(&s->sinks[i]);
    }
    ac_exec_close(&s->exec);
    return status;
}

struct ac_exec_wish ac_exec_wish_of(const struct ac_options *o)
{
    bool all = o->strategy && o->strategy->flags & AC_NO_LIMIT;
    return (struct ac_exec_wish){
        .lines = {.input = STDIN_FILENO,
                  .separator = o->null ? '\0' : '\n',
                  .most = all && !o->yes ? AC_EXEC_UNASKED : 0},
        .words = o->job,
        .shell = o->shell,
        .alone = true,
        .grace_ms = o->grace_ns / 1000000,
        .pipe_grace_ms = EXEC_PIPE_GRACE_MS,
        .dry = o->dry_run,
        .timed = ac_exec_file_wanted(),
    };
}

int ac_exec_once(const struct ac_options *options)
{
    struct ac_exec_session *s = &ac_exec_session;
    s->options = options;
    struct ac_exec_wish wish = ac_exec_wish_of(options);
    ac_exec_progress_begin(&s->progress, options->strategy->name, !options->dry_run);
    struct ac_loop *loop =
        ac_setup_loop_open(&s->loop, false, ac_exec_on_signal,
                           s->progress.on ? ac_exec_on_tick : NULL, AC_EXEC_TICK_MS);
    if (!loop)
        return AC_EXIT_FAILED;
    s->loop.on_wake = ac_exec_on_wake;
    wish.lines.uv = &s->loop.uv;
    ac_joblog_wish(&wish);
    int status = exec_run(&wish, loop);
    ac_setup_loop_close(&s->loop);
    int written = ac_exec_file_write();
    status = status ? status : written;
    return signals_asked ? AC_EXIT_SIGNAL + signals_asked : status;
}

int ac_command_exec(const struct ac_options *options)
{
    if (!ac_exec_possible(options))
        return AC_EXIT_USAGE;
    int status = ac_exec_file_open(options);
    if (!status)
        status = ac_joblog_open(options);
    if (!status && !options->compared)
        status = ac_exec_once(options);
    ac_joblog_close();
    if (status || !options->compared)
        return status;
    return options->dry_run ? ac_exec_dry(options) : ac_exec_all(options);
}
