/* run_command.c -- `run`: one strategy, one workload, one report.
 *
 * In this order: everything that can be refused is opened; the run; its figures are read; its
 * memory is given back; and only then the ideal is computed and the report is made, so that neither
 * is in any figure.
 */
#include <errno.h>
#include <stdlib.h>

#include "../common/text.h"
#include "../latencies.h"
#include "../memory.h"
#include "command.h"
#include "consume.h"
#include "progress.h"
#include "report.h"
#include "setup.h"
#include "trace.h"
#include "units.h"

enum { PROGRESS_TASKS = 1 << 14 }; /* between two looks at the clock for the progress line */

struct session {
    const struct ac_options *options;
    struct ac_workload workload;
    struct ac_workload_source source;
    struct ac_pace pace; /* in front of the source where it is slow, or fed */
    struct ac_output trace_file, histogram_file;
    struct ac_trace trace;
    struct ac_gantt gantt;
    enum ac_ended ended;
    uint64_t errors; /* tasks that failed or timed out */
    bool ran;        /* there is something to report */
    bool drawn;      /* the slots are recorded, to be drawn */
    struct ac_measures measures;
    struct ac_progress progress;
    struct ac_run *volatile run; /* NULL: none, for a signal handler */
    struct ac_setup_loop loop;
    struct ac_report report;
    int error;
};

static struct session session; /* one a process; static, so that its size is in no heap figure */

static int open_file(struct ac_output *output, const char *option, const char *path)
{
    int error = path ? ac_output_open(output, path) : 0;
    return error ? ac_complain_about(option, path, error) : 0;
}

static void on_signal(void)
{
    if (session.run)
        ac_interrupt(session.run);
}

static void on_tick(void)
{
    ac_progress_show(&session.progress, ac_counts(session.run)->taken);
}

static bool on_take(void)
{
    static unsigned until_progress = PROGRESS_TASKS;
    if (session.progress.on && --until_progress == 0) {
        on_tick();
        until_progress = PROGRESS_TASKS;
    }
    return !session.trace.failed;
}

static void read_figures(struct session *s, struct ac_cpu before)
{
    struct ac_report *r = &s->report;
    const struct ac_measures *m = &s->measures;
    struct ac_cpu after = ac_process_cpu();
    r->cpu = (struct ac_cpu){after.user_ns - before.user_ns, after.sys_ns - before.sys_ns};
    r->peak_rss_bytes = ac_process_peak_rss_bytes();
    r->peak_heap_bytes = ac_heap_peak_bytes();
    r->counts = *ac_counts(s->run);
    r->complete = ac_complete(s->run);
    r->wall_ns = ac_wall_ns(s->run);
    r->makespan_ns = r->counts.finished ? m->last_finish_ns - s->trace.start_ns : 0;
    r->lateness.p50_ns = ac_histogram_percentile(&m->lateness, 50);
    r->lateness.p99_ns = ac_histogram_percentile(&m->lateness, 99);
    r->lateness.max_ns = m->lateness.max;
    r->delivery.p50_ns = ac_histogram_percentile(&m->delivery, 50);
    r->delivery.p99_ns = ac_histogram_percentile(&m->delivery, 99);
    r->delivery.max_ns = m->delivery.max;
    r->launch.mean = r->counts.launched ? (double)m->launch.sum / (double)r->counts.launched : 0;
    r->launch.max = m->launch.max;
    r->take.mean = r->counts.taken ? (double)m->take.sum / (double)r->counts.taken : 0;
    r->take.max = m->take.max;
}

static void explain(const struct session *s)
{
    const struct ac_counts *c = ac_counts(s->run);
    const struct ac_breach *breach = ac_breach(s->run);
    const char *name = s->options->strategy->name;
    if (breach->rule)
        ac_complain("%s: breach of '%s': task %u %s (%llu in flight, %llu waiting, %llu unread)",
                    name, ac_rule_name(breach->rule), (unsigned)breach->task,
                    ac_rule_text(breach->rule), (unsigned long long)breach->in_flight,
                    (unsigned long long)breach->waiting, (unsigned long long)breach->unread);
    else if (s->error == -ENOMEM)
        ac_complain(
            "%s: out of memory while holding %s tasks (%s waiting, %s in flight, %s unread)", name,
            AC_COUNT(c->waiting + c->in_flight + c->unread), AC_COUNT(c->waiting),
            AC_COUNT(c->in_flight), AC_COUNT(c->unread));
    else if (s->error == -EOVERFLOW)
        ac_complain("%s: task %s would end behind 2^63-1 ns, which is 292 years: must be before",
                    name, AC_COUNT(c->launched + 1));
    else if (s->error == -EIO && s->workload.latencies)
        ac_complain("--sleeps %s: changed while it was read, after task %llu", s->options->sleeps,
                    (unsigned long long)c->pulled);
    else if (s->error)
        ac_complain_about("the run ended early", name, s->error);
}

/* Ends the run, drained if that was asked for. */
static void end(struct session *s)
{
    const struct ac_ends *ends = &s->options->ends;
    const struct ac_counts *c = ac_counts(s->run);
    ac_end(s->run, ends->drain && s->ended == AC_ENDED_AS_ASKED);
    s->errors = c->failed + c->timed_out;
    if (s->ended == AC_ENDED_TIMED_OUT)
        ac_complain("%s: timed out after %s: %s tasks were cancelled, %s dropped",
                    s->options->strategy->name, AC_DURATION(ends->timeout_ns),
                    AC_COUNT(c->cancelled), AC_COUNT(c->dropped));
}

static void run_session(struct session *s, const struct ac_config *config)
{
    struct ac_cpu before = ac_process_cpu();
    struct ac_run *opened;
    s->error = ac_open(&opened, config);
    if (s->error) {
        ac_complain("%s: out of memory while holding 0 tasks", config->strategy->name);
        return;
    }
    s->run = opened;
    s->ran = true;
    struct ac_consumer consumer = {
        .ends = &s->options->ends,
        .run = opened,
        .loop = config->loop,
        .pace = &s->pace,
        .start_ns = s->trace.start_ns,
        .on_take = on_take,
    };
    if (!ac_signal)
        s->ended = ac_consume(&consumer);
    ac_progress_end(&s->progress);
    s->error = ac_error(s->run);
    explain(s); /* what it held when it failed, before the end takes it back */
    end(s);
    if (s->options->format != AC_NONE)
        read_figures(s, before);
    struct ac_run *run = s->run;
    s->run = NULL; /* before it is gone: a signal may come in between */
    ac_close(run);
}

/* Both bound what is pulled and not taken. */
static uint64_t window(const struct ac_ends *ends)
{
    if (!ends->window || !ends->unread)
        return ends->window + ends->unread;
    return ends->window < ends->unread ? ends->window : ends->unread;
}

/* on_error acts at the given error, or at the one that makes the share of all tasks. */
static uint64_t errors_allowed(const struct ac_ends *ends, uint64_t tasks)
{
    uint64_t errors = ends->errors;
    if (ends->errors_ppb)
        errors = (tasks * ends->errors_ppb + 999999999) / 1000000000;
    return errors ? errors - 1 : 0;
}

static int run_on_loop(struct session *s)
{
    const struct ac_options *o = s->options;
    struct ac_loop *loop =
        ac_setup_loop_open(&s->loop, o->virtual_clock, on_signal, s->progress.on ? on_tick : NULL);
    if (!loop)
        return AC_EXIT_FAILED;
    bool paced = o->ends.every_ns || o->ends.adds;
    ac_pace_init(&s->pace, &s->source.source, o->ends.every_ns, o->ends.adds);
    s->drawn = o->format == AC_TEXT && s->workload.count <= AC_GANTT_TASKS;
    s->trace.file = o->trace ? &s->trace_file : NULL;
    s->trace.gantt = s->drawn ? &s->gantt : NULL;
    struct ac_config config = {
        .strategy = o->strategy,
        .source = paced ? &s->pace.source : &s->source.source,
        .loop = loop,
        .limit = ac_options_limit(o, o->strategy, s->workload.count),
        .queue = ac_options_queue(o, s->workload.count),
        .poll_interval_ns = o->poll_interval_ns,
        .task_timeout_ns = o->ends.task_timeout_ns,
        .window = window(&o->ends),
        .ordered = o->ends.ordered,
        .on_error = o->ends.on_error,
        .errors_allowed = errors_allowed(&o->ends, s->workload.count),
        .measures = o->format == AC_NONE ? NULL : &s->measures,
        .trace = s->drawn || o->trace ? ac_trace_event : NULL,
        .trace_context = &s->trace,
    };
    ac_trace_begin(&s->trace, loop->now(loop));
    run_session(s, &config);
    ac_setup_loop_close(&s->loop);
    if (s->error || s->errors || s->ended == AC_ENDED_TIMED_OUT)
        return AC_EXIT_FAILED;
    return 0;
}

static int find_ideal(struct session *s)
{
    struct ac_report *r = &s->report;
    const struct ac_options *o = s->options;
    uint64_t limit = ac_options_limit(o, o->strategy, s->workload.count);
    bool paced = o->ends.every_ns || o->ends.adds;
    bool defined = r->complete && !r->counts.timed_out && !o->ends.change_count && !paced;
    int error = defined ? ac_ideal(&s->workload, limit, &ac_signal, &r->ideal) : 0;
    r->has_ideal = defined && !error;
    if (!error || error == -EINTR)
        return 0;
    return ac_complain_about("cannot compute the ideal of", o->strategy->name, error);
}

/* Launched tasks that ended of themselves were busy for as long as they last. */
static void find_idle_slots(struct session *s)
{
    struct ac_report *r = &s->report;
    const struct ac_options *o = s->options;
    r->slots = ac_options_limit(o, o->strategy, s->workload.count);
    r->has_idle_slots =
        r->complete && r->makespan_ns && o->limit && !r->limit_ignored && !o->ends.change_count;
    if (r->has_idle_slots)
        r->idle_slots = (double)r->slots - (double)s->measures.busy_ns / (double)r->makespan_ns;
}

static int print_report(struct session *s)
{
    struct ac_report *r = &s->report;
    r->strategy = s->options->strategy->name;
    r->clock = s->options->virtual_clock ? "virtual" : "real";
    r->tasks = s->workload.count;
    r->limit_given = s->options->limit;
    r->limit_ignored = s->options->strategy->flags & (AC_NO_LIMIT | AC_SERIAL);
    int status = find_ideal(s);
    find_idle_slots(s);
    /* The trace may be where the report goes; its errors show at its commit. */
    if (s->trace_file.stream && fflush(s->trace_file.stream))
        ac_output_note(&s->trace_file);
    if (s->options->format == AC_JSON)
        ac_report_json(r, stdout);
    else if (s->options->format == AC_TSV)
        ac_report_tsv(r, stdout);
    else
        ac_report_text(r, s->drawn ? &s->gantt : NULL, stdout);
    return status;
}

static void print_histogram(const char *measure, const struct ac_histogram *histogram, FILE *stream)
{
    for (unsigned i = 0; i < AC_HISTOGRAM_BUCKETS; i++)
        if (histogram->buckets[i])
            fprintf(stream, "%s\t%llu\t%llu\n", measure, (unsigned long long)ac_histogram_upper(i),
                    (unsigned long long)histogram->buckets[i]);
}

static int commit(struct ac_output *output, const char *option, const char *path)
{
    int error = path ? ac_output_commit(output) : 0;
    if (error == -EPIPE)
        return AC_EXIT_FAILED; /* a reader that has left needs no message */
    return error ? ac_complain_about(option, path, error) : 0;
}

static int keep_files(struct session *s)
{
    const struct ac_options *o = s->options;
    if (o->histogram) {
        fputs("measure\tupper_ns\tcount\n", s->histogram_file.stream);
        print_histogram("lateness", &s->measures.lateness, s->histogram_file.stream);
        print_histogram("delivery", &s->measures.delivery, s->histogram_file.stream);
    }
    int trace_status = commit(&s->trace_file, "--trace: cannot write", o->trace);
    int histogram_status = commit(&s->histogram_file, "--histogram: cannot write", o->histogram);
    return trace_status ? trace_status : histogram_status;
}

/* What of the command line does not do what one might expect. */
static void say_notes(const struct ac_options *o)
{
    unsigned flags = o->strategy->flags;
    const char *name = o->strategy->name;
    if (o->limit && flags & (AC_NO_LIMIT | AC_SERIAL))
        fprintf(stderr, "as-completed: -l is ignored: %s\n",
                flags & AC_SERIAL ? "serial runs one task at a time" : "unbounded has no limit");
    if (o->queue && !(flags & AC_QUEUES))
        fprintf(stderr, "as-completed: --queue is ignored: %s has no queues of its own\n", name);
    if (o->poll_interval_given && !(flags & AC_SPINS))
        fprintf(stderr, "as-completed: --poll-interval is ignored: %s does not poll\n", name);
    uint64_t pulled = window(&o->ends);
    if (pulled && pulled < o->limit && !(flags & AC_SERIAL))
        fprintf(stderr, "as-completed: --%s %s is below the limit of %s: no more than that run\n",
                pulled == o->ends.unread ? "unread" : "window", AC_COUNT(pulled),
                AC_COUNT(o->limit));
}

static int open_all(struct session *s)
{
    const struct ac_options *o = s->options;
    int status = ac_setup_workload(&s->workload, o);
    ac_workload_source_init(&s->source, &s->workload);
    if (!status)
        status = open_file(&s->trace_file, "--trace: cannot write", o->trace);
    if (!status)
        status = open_file(&s->histogram_file, "--histogram: cannot write", o->histogram);
    return status;
}

/* At the end of the process, whoever ends it: no unfinished file is left behind. */
static void release(void)
{
    ac_output_abandon(&session.trace_file);
    ac_output_abandon(&session.histogram_file);
    ac_latencies_close(session.workload.latencies);
}

int ac_command_run(const struct ac_options *options)
{
    struct session *s = &session;
    s->options = options;
    say_notes(options);
    ac_catch_signals(NULL);
    atexit(release);
    int status = open_all(s);
    if (!status && !ac_signal) {
        ac_progress_begin(&s->progress, options->strategy->name, s->workload.count);
        status = run_on_loop(s);
        int reported = s->ran && options->format != AC_NONE ? print_report(s) : 0;
        int written = text_finish_stdout();
        if (s->ran && !s->error && !written && !ac_signal)
            written = keep_files(s);
        if (!status)
            status = reported ? reported : written;
    }
    return ac_signal ? AC_EXIT_SIGNAL + ac_signal : status;
}
