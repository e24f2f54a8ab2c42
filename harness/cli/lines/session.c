/* session.c -- see session.h. */
#include "session.h"

#include <unistd.h>

#include "../../scenario/config.h"
#include "../../scenario/consume.h"
#include "../command.h"
#include "checks.h"
#include "report_file.h"
#include "tell.h"
#include "wait.h"

struct ac_session ac_session;

/* --- results --- */

bool ac_session_write(int sink, const char *bytes, size_t count)
{
    struct ac_session *s = &ac_session;
    if (s->seen[sink])
        ac_line_progress_give_way(&s->progress);
    return !ac_sink_write(&s->sinks[sink], s->run, bytes, count, &s->stop);
}

void ac_session_wrote(int sink, char last)
{
    if (ac_session.seen[sink])
        ac_line_progress_wrote(&ac_session.progress, last);
}

static bool session_look(const struct ac_task *task)
{
    struct ac_session *s = &ac_session;
    if (!s->checks)
        return s->command->use(task);
    uint64_t sum = AC_CHECKS_BASIS;
    s->check_error = s->command->check(task, &sum);
    if (!s->check_error)
        s->check_error = ac_checks_put(s->check_file, task->number, sum);
    return !s->check_error;
}

/* --- the run --- */

/* The tasks; as they arrive; and again where they have failed. */
static struct ac_workload *session_chain(struct ac_session *s)
{
    const struct ac_options *o = s->options;
    ac_arrivals_init(&s->arrivals, s->tasks, o->every_ns, 0);
    struct ac_workload *chain = o->every_ns ? &s->arrivals.workload : s->tasks;
    ac_retries_init(&s->retries, chain, s->tasks, s->command->attempts, o->retries,
                    o->retry_delay_ns);
    return o->retries ? &s->retries.workload : chain;
}

/* Takes what comes, and writes it. */
static enum ac_ended session_consume(struct ac_session *s, struct ac_loop *loop)
{
    struct ac_consumer consumer = {.options = s->options,
                                   .run = s->run,
                                   .loop = loop,
                                   .arrivals = &s->arrivals,
                                   .start_ns = ac_loop_instant(loop),
                                   .every = 1,
                                   .look = session_look,
                                   .pause = s->checks ? NULL : s->command->pause};
    enum ac_ended ended = s->stop || signals_asked ? AC_ENDED_ITSELF : ac_consume(&consumer);
    if (consumer.pause)
        consumer.pause();
    return ended;
}

static int session_run(struct ac_session *s, struct ac_loop *loop)
{
    const struct ac_options *o = s->options;
    struct ac_config config = ac_config_run(o, AC_UNCOUNTED);
    struct ac_run *run;
    config.loop = loop;
    config.workload = session_chain(s);
    int error = ac_open(&run, &config);
    if (error)
        return complain_about("cannot begin with", o->strategy->name, error);
    s->run = run;
    ac_report_file_begin(run);
    enum ac_ended ended = session_consume(s, loop);
    ac_line_progress_end(&s->progress);
    ac_session_wait();
    ac_end(run, o->drain && ended == AC_ENDED_AS_ASKED);
    ac_report_file_read(run);
    int status = ac_session_tell(run, ended);
    s->run = NULL;
    ac_close(run);
    ac_retries_close(&s->retries);
    return status;
}

static int session_open_sinks(struct ac_session *s)
{
    for (int i = 0; i < AC_SESSION_SINKS; i++) {
        int descriptor = STDOUT_FILENO + i;
        s->seen[i] = isatty(descriptor);
        int error = ac_sink_open(&s->sinks[i], &s->loop.uv, descriptor);
        if (!error)
            continue;
        if (i)
            ac_sink_close(&s->sinks[0]);
        return complain_about("cannot write to", i ? "stderr" : "stdout", error);
    }
    return 0;
}

static int session_on_loop(struct ac_session *s, struct ac_loop *loop)
{
    const struct ac_options *o = s->options;
    bool all = o->strategy->flags & AC_NO_LIMIT;
    struct ac_line_wish lines = {.uv = &s->loop.uv,
                                 .input = STDIN_FILENO,
                                 .separator = o->null ? '\0' : '\n',
                                 .most = all && !o->yes ? AC_SESSION_UNASKED : 0};
    int error = s->command->open(s, &lines);
    if (error)
        return complain_about("cannot read", "stdin", error);
    int status = session_open_sinks(s);
    if (!status) {
        status = session_run(s, loop);
        for (int i = 0; i < AC_SESSION_SINKS; i++)
            ac_sink_close(&s->sinks[i]);
    }
    s->command->close();
    return status;
}

int ac_session_once(const struct ac_options *options)
{
    struct ac_session *s = &ac_session;
    s->options = options;
    ac_line_progress_begin(&s->progress, options->strategy->name, !options->dry_run);
    struct ac_loop *loop =
        ac_setup_loop_open(&s->loop, false, ac_session_on_signal,
                           s->progress.on ? ac_session_on_tick : NULL, AC_SESSION_TICK_MS);
    if (!loop)
        return AC_EXIT_FAILED;
    s->loop.on_wake = ac_session_on_wake;
    int status = session_on_loop(s, loop);
    ac_setup_loop_close(&s->loop);
    int written = ac_report_file_write();
    status = status ? status : written;
    return signals_asked ? AC_EXIT_SIGNAL + signals_asked : status;
}
