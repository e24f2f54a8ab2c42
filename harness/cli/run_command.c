/* run_command.c -- `run`: one strategy, one workload, one report.
 *
 * The steps: open everything that may be refused; run; read the figures; free the run's memory;
 * compute the ideal and write the report. So the last step is in no figure.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "../base/text.h"
#include "../loops/wake.h"
#include "../report/report.h"
#include "../scenario/config.h"
#include "../scenario/consume.h"
#include "../trace/trace.h"
#include "../workloads/durations.h"
#include "../workloads/ideal.h"
#include "command.h"
#include "files.h"
#include "messages.h"
#include "progress.h"
#include "setup.h"

enum {
    PROGRESS_MS = 200,
    WATCH_MS = 50,
    LOOK_TAKES = 1 << 14,  /* between two looks at the progress */
    WATCH_TASKS = 1000000, /* the most tasks whose ideal is computed before the run */
};

struct session {
    const struct ac_options *options;
    struct ac_sleeps sleeps;
    struct ac_config_workload workload;
    struct ac_output trace_file, histogram_file;
    struct ac_trace trace;
    struct ac_gantt gantt;
    enum ac_ended ended;
    uint64_t errors; /* tasks that failed or timed out */
    bool ran;        /* the run took place, so there is a report */
    struct ac_measures measures;
    struct ac_progress progress;
    struct ac_watch watch;
    struct ac_run *volatile run;   /* for the signal handler; NULL: no run */
    volatile sig_atomic_t signals; /* so far */
    struct ac_setup_loop loop;
    struct ac_report report;
    struct ac_cpu_report cpu; /* of --work cpu */
    int error;
};

static struct session
    session; /* one for each process; static, so that no heap figure contains it */

static int open_file(struct ac_output *output, const char *option, const char *path)
{
    int error = path ? ac_output_open(output, path) : 0;
    return error ? complain_about(option, path, error) : 0;
}

/* Leaves at once, and no unfinished file behind. */
static void leave(struct session *s)
{
    ac_progress_end(&s->progress);
    ac_output_remove(&s->trace_file);
    ac_output_remove(&s->histogram_file);
    _exit(AC_EXIT_SIGNAL + signals_asked);
}

/* The run waits for work that cannot be stopped, as a task that computes. Who asks twice does not. */
static void on_signal(void)
{
    struct session *s = &session;
    if (s->run)
        ac_interrupt(s->run);
    if (s->signals++ && s->run && !ac_config_row(s->options)->knows_durations)
        leave(s);
}

static void on_tick(void)
{
    struct session *s = &session;
    if (s->trace.watch)
        ac_watch_until(s->trace.watch, ac_loop_instant(&s->loop.real.loop) - s->trace.start_ns);
    else
        ac_progress_show(&s->progress, ac_counts(s->run)->taken);
}

static bool look(const struct ac_task *task)
{
    (void)task;
    if (session.progress.on)
        on_tick();
    return !session.trace.failed;
}

/* The speed at which the virtual clock is shown depends on the ideal. */
static void begin_watch(struct session *s)
{
    const struct ac_options *o = s->options;
    struct ac_ideal ideal = {.wall_ns = 0};
    struct ac_ideal_consumer consumer = ac_config_consumer(o);
    uint64_t slots = ac_config_limit(o, o->strategy, s->sleeps.count);
    if (ac_config_row(o)->knows_durations && s->sleeps.count <= WATCH_TASKS &&
        ac_ideal_for(&s->sleeps, slots, &consumer, &signals_asked, &ideal))
        ideal.wall_ns = 0;
    ac_watch_begin(&s->watch, o->strategy->name, &s->trace.follow, s->sleeps.count,
                   o->virtual_clock, ideal.wall_ns);
    s->trace.watch = &s->watch;
}

static void end_watch(struct session *s)
{
    if (s->trace.watch)
        ac_watch_end(s->trace.watch);
    s->trace.watch = NULL;
}

/* Ends the run; drains it first with --drain. */
static void end(struct session *s)
{
    const struct ac_counts *c = ac_counts(s->run);
    ac_end(s->run, s->options->drain && s->ended == AC_ENDED_AS_ASKED);
    end_watch(s);
    s->errors = c->failed + c->timed_out;
    if (s->ended == AC_ENDED_TIMED_OUT)
        ac_messages_timeout(s->options, c);
}

static void run_session(struct session *s, const struct ac_config *config)
{
    struct ac_cpu before = ac_process_cpu();
    struct ac_run *opened;
    s->error = ac_open(&opened, config);
    if (s->error) {
        complain("%s: out of memory while holding 0 tasks", config->strategy->name);
        return;
    }
    s->run = opened;
    s->ran = true;
    if (s->options->format != AC_NONE) {
        ac_measure(opened, &s->measures);
        s->trace.start_ns = s->measures.start_ns; /* all reported times count from here */
    }
    struct ac_consumer consumer = {
        .options = s->options,
        .run = opened,
        .loop = config->loop,
        .arrivals = &s->workload.arrivals,
        .start_ns = s->trace.start_ns,
        .every = LOOK_TAKES,
        .look = look,
    };
    if (!signals_asked)
        s->ended = ac_consume(&consumer);
    ac_progress_end(&s->progress);
    s->error = ac_error(s->run);
    if (s->error)
        end_watch(s);
    ac_messages_error(
        s->options, &s->sleeps,
        s->run); /* how many tasks it held when it failed, before ac_end() frees them */
    end(s);
    if (s->options->format != AC_NONE)
        ac_report_read(&s->report, s->run, &s->measures, before);
    struct ac_run *run = s->run;
    s->run = NULL; /* set first: a signal may come in between */
    ac_close(run);
}

/* What to run on `loop`, and who is told of what happens. */
static struct ac_config configure(struct session *s, struct ac_loop *loop)
{
    const struct ac_options *o = s->options;
    struct ac_config config = ac_config_run(o, s->sleeps.count);
    config.loop = loop;
    config.workload = s->workload.source;
    bool drawn = o->format == AC_TEXT && s->sleeps.count <= AC_GANTT_TASKS && !s->watch.drawn;
    s->trace.file = o->trace ? &s->trace_file : NULL;
    s->trace.format = o->trace_format;
    s->trace.gantt = drawn ? &s->gantt : NULL;
    config.trace = drawn || o->trace || o->watch ? ac_trace_event : NULL;
    config.trace_context = &s->trace;
    return config;
}

/* What --work cpu has beside the figures of a run. The run is closed. */
static void read_cpu(struct session *s, const struct ac_config *config)
{
    struct ac_workload *workload = ac_config_opened(&s->workload);
    ac_cpu_report_read(&s->cpu, workload, s->report.makespan_ns);
    if (s->report.complete && !signals_asked)
        ac_cpu_report_measure(&s->cpu, workload, config);
    s->report.cpu = &s->cpu;
}

/* Opens the workload on `loop`, and runs it. */
static void run_workload(struct session *s, struct ac_loop *loop)
{
    const struct ac_options *o = s->options;
    s->error = ac_config_open(&s->workload, o, &s->sleeps, o->virtual_clock ? NULL : &s->loop.uv);
    if (s->error) {
        complain_about("--work: cannot begin", ac_config_row(o)->name, s->error);
        return;
    }
    struct ac_config config = configure(s, loop);
    ac_trace_begin(&s->trace, ac_loop_instant(loop), o->strategy,
                   o->virtual_clock ? "virtual" : "real");
    run_session(s, &config);
    ac_trace_end(&s->trace);
    if (s->ran && o->format != AC_NONE && ac_config_row(o) == &ac_workload_cpu)
        read_cpu(s, &config);
    ac_config_close(&s->workload);
}

/* Sleeps of real time are as long as the loop's timer allows. */
static void say_resolution(void)
{
    if (ac_wake_resolution_ns > 1)
        fputs("as-completed: a uv_timer_t wakes the loop, in whole ms: built without timerfd\n",
              stderr);
}

static int run_on_loop(struct session *s)
{
    const struct ac_options *o = s->options;
    bool ticks = s->progress.on || s->watch.drawn;
    struct ac_loop *loop =
        ac_setup_loop_open(&s->loop, o->virtual_clock, on_signal, ticks ? on_tick : NULL,
                           s->watch.drawn ? WATCH_MS : PROGRESS_MS);
    if (!loop)
        return AC_EXIT_FAILED;
    if (!o->virtual_clock)
        say_resolution();
    s->loop.real.precise = o->precise && !o->virtual_clock;
    run_workload(s, loop);
    s->report.precise = s->loop.real.precise;
    s->report.wake_cost_ns = s->loop.real.wakes ? s->loop.real.wake_cost_ns : AC_NULL;
    ac_setup_loop_close(&s->loop);
    if (s->error || s->errors || s->ended == AC_ENDED_TIMED_OUT)
        return AC_EXIT_FAILED;
    return 0;
}

static int print_report(struct session *s)
{
    struct ac_report *r = &s->report;
    int error = ac_report_finish(r, s->options, &s->sleeps), status = 0;
    if (error && error != -EINTR)
        status = ac_setup_complain(s->options, "cannot compute the ideal of", r->strategy, error);
    if (s->trace.undrawn)
        status = complain_about("cannot draw the slots of", r->strategy, -ENOMEM);
    /* The trace may go to the report's stream. Its errors show at its commit. */
    if (s->trace_file.stream && fflush(s->trace_file.stream))
        ac_output_note(&s->trace_file);
    if (s->options->format == AC_JSON)
        ac_report_json(r, stdout);
    else if (s->options->format == AC_TSV)
        ac_report_tsv(r, stdout);
    else
        ac_report_text(r, s->trace.gantt, ac_files_report(s->options));
    return status;
}

static int commit(struct ac_output *output, const char *option, const char *path)
{
    int error = path ? ac_output_commit(output) : 0;
    if (error == -EPIPE)
        return AC_EXIT_FAILED; /* a reader that has closed the pipe needs no message */
    return error ? complain_about(option, path, error) : 0;
}

static int keep_files(struct session *s)
{
    const struct ac_options *o = s->options;
    if (o->histogram)
        ac_report_histograms(&s->measures, s->histogram_file.stream);
    int trace_status = commit(&s->trace_file, "--trace: cannot write", o->trace);
    int histogram_status = commit(&s->histogram_file, "--histogram: cannot write", o->histogram);
    return trace_status ? trace_status : histogram_status;
}

static int open_all(struct session *s)
{
    const struct ac_options *o = s->options;
    int status = ac_setup_sleeps(&s->sleeps, o);
    if (!status)
        status = ac_setup_threads(o);
    if (!status)
        ac_messages_notes(o, s->sleeps.count);
    if (!status)
        status = open_file(&s->trace_file, "--trace: cannot write", o->trace);
    if (!status)
        status = open_file(&s->histogram_file, "--histogram: cannot write", o->histogram);
    return status;
}

/* Runs at every end of the process: leaves no unfinished file behind. */
static void release(void)
{
    ac_output_abandon(&session.trace_file);
    ac_output_abandon(&session.histogram_file);
    ac_durations_close(session.sleeps.durations);
}

int ac_command_run(const struct ac_options *options)
{
    struct session *s = &session;
    s->options = options;
    signals_catch(NULL);
    atexit(release);
    int status = ac_files_check(options);
    if (!status)
        status = open_all(s);
    if (!status && !signals_asked) {
        if (options->watch)
            begin_watch(s);
        else
            ac_progress_begin(&s->progress, options->strategy->name, s->sleeps.count);
        status = run_on_loop(s);
        int reported = s->ran && options->format != AC_NONE ? print_report(s) : 0;
        int written = text_finish_stdout();
        if (s->ran && !s->error && !written && !signals_asked)
            written = keep_files(s);
        if (!status)
            status = reported ? reported : written;
    }
    return signals_asked ? AC_EXIT_SIGNAL + signals_asked : status;
}
