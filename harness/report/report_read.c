/* report_read.c -- where the figures of a report come from; see report.h. */
#include <math.h>

#include "../base/signals.h"
#include "../engine/memory.h"
#include "../scenario/config.h"
#include "../workloads/ideal.h"
#include "report.h"

/* Reads the 50th and 99th percentiles and the maximum; null if the histogram is empty. */
static void read_spread(const struct ac_histogram *histogram, uint64_t *p50_ns, uint64_t *p99_ns,
                        uint64_t *max_ns)
{
    bool defined = histogram->total > 0;
    *p50_ns = defined ? ac_histogram_percentile(histogram, 50) : AC_NULL;
    *p99_ns = defined ? ac_histogram_percentile(histogram, 99) : AC_NULL;
    *max_ns = defined ? histogram->max : AC_NULL;
}

static void read_distance(const struct ac_displacement *displacement, uint64_t total, double *mean,
                          uint64_t *max)
{
    *mean = total ? (double)displacement->sum / (double)total : NAN;
    *max = total ? displacement->max : AC_NULL;
}

static void read_counts(struct ac_report *r, const struct ac_counts *counts)
{
    r->pulled = counts->pulled;
    r->launched = counts->launched;
    r->dropped = counts->dropped;
    r->completed = counts->finished - counts->failed - counts->timed_out;
    r->failed = counts->failed;
    r->timed_out = counts->timed_out;
    r->cancelled = counts->cancelled;
    r->taken = counts->taken;
    r->max_waiting = counts->max_waiting;
    r->max_in_flight = counts->max_in_flight;
    r->max_unread = counts->max_unread;
    r->turns = counts->turns;
}

void ac_report_read(struct ac_report *report, const struct ac_run *run,
                    const struct ac_measures *measures, struct ac_cpu before)
{
    struct ac_report *r = report;
    const struct ac_measures *m = measures;
    struct ac_cpu after = ac_process_cpu();
    r->cpu_user_ns = after.user_ns - before.user_ns;
    r->cpu_sys_ns = after.sys_ns - before.sys_ns;
    uint64_t rss_bytes = ac_process_peak_rss_bytes();
    r->peak_rss_bytes = rss_bytes ? rss_bytes : AC_NULL;
    r->peak_heap_bytes = ac_heap_peak_bytes();
    read_counts(r, ac_counts(run));
    r->complete = ac_complete(run);
    r->wall_ns = ac_wall_ns(run);
    r->makespan_ns = ac_counts(run)->finished ? m->last_finish_ns - m->start_ns : AC_NULL;
    r->busy_ns = m->busy_ns;
    read_spread(&m->lateness, &r->lateness_p50_ns, &r->lateness_p99_ns, &r->lateness_max_ns);
    read_spread(&m->delivery, &r->delivery_p50_ns, &r->delivery_p99_ns, &r->delivery_max_ns);
    read_spread(&m->queueing, &r->queueing_p50_ns, &r->queueing_p99_ns, &r->queueing_max_ns);
    read_spread(&m->response, &r->response_p50_ns, &r->response_p99_ns, &r->response_max_ns);
    read_distance(&m->launch, r->launched, &r->displacement_launch_mean,
                  &r->displacement_launch_max);
    read_distance(&m->take, r->taken, &r->displacement_take_mean, &r->displacement_take_max);
}

/* A launched task that ended by itself was busy for its whole duration. */
static void find_idle_slots(struct ac_report *r, const struct ac_options *o)
{
    bool defined = r->complete && r->makespan_ns != AC_NULL && r->makespan_ns &&
                   r->busy_ns != UINT64_MAX && o->limit && !r->limit_ignored && !o->change_count;
    r->idle_slots = defined ? (double)r->slots - (double)r->busy_ns / (double)r->makespan_ns : NAN;
}

/* What was asked for. */
static void report_describe(struct ac_report *r, const struct ac_options *o, uint64_t tasks)
{
    r->strategy = o->strategy->name;
    r->clock = o->virtual_clock ? "virtual" : "real";
    r->tells_cpu = ac_config_tells_cpu(o->strategy, o->virtual_clock);
    r->limit = o->limit ? o->limit : AC_NULL;
    r->limit_text = o->change_count ? o->schedule : NULL;
    r->limit_ignored = o->strategy->flags & (AC_NO_LIMIT | AC_SERIAL);
    r->slots = ac_config_limit(o, o->strategy, tasks);
    find_idle_slots(r, o);
}

int ac_report_finish(struct ac_report *report, const struct ac_options *options,
                     const struct ac_sleeps *sleeps)
{
    struct ac_report *r = report;
    const struct ac_options *o = options;
    struct ac_ideal ideal;
    r->workload = ac_config_row(o)->name;
    r->knows_durations = ac_config_row(o)->knows_durations;
    r->tasks = sleeps->count != AC_ENDLESS ? sleeps->count : AC_NULL;
    report_describe(r, o, sleeps->count);
    bool defined = ac_config_has_ideal(o, r->complete, r->timed_out);
    struct ac_ideal_consumer consumer = ac_config_consumer(o);
    int error = defined ? ac_ideal_for(sleeps, r->slots, &consumer, &signals_asked, &ideal) : 0;
    defined = defined && !error;
    r->ideal_ns = defined ? ideal.wall_ns : AC_NULL;
    r->excess_ns = defined && r->complete ? (int64_t)(r->wall_ns - ideal.wall_ns) : AC_NULL_SIGNED;
    return error;
}

void ac_report_finish_lines(struct ac_report *report, const struct ac_options *options,
                            const char *workload, uint64_t retried)
{
    struct ac_report *r = report;
    r->workload = workload;
    r->knows_durations = false;
    r->tasks = r->complete ? r->pulled - retried : AC_NULL;
    report_describe(r, options, r->complete ? r->tasks : AC_UNCOUNTED);
    r->ideal_ns = AC_NULL;
    r->excess_ns = AC_NULL_SIGNED;
    r->wake_cost_ns = AC_NULL;
}

static void print_histogram(const char *measure, const struct ac_histogram *histogram, FILE *stream)
{
    for (unsigned i = 0; i < AC_HISTOGRAM_BUCKETS; i++)
        if (histogram->buckets[i])
            fprintf(stream, "%s\t%llu\t%llu\n", measure, (unsigned long long)ac_histogram_upper(i),
                    (unsigned long long)histogram->buckets[i]);
}

void ac_report_histograms(const struct ac_measures *measures, FILE *stream)
{
    fputs("measure\tupper_ns\tcount\n", stream);
    print_histogram("lateness", &measures->lateness, stream);
    print_histogram("delivery", &measures->delivery, stream);
    print_histogram("queueing", &measures->queueing, stream);
    print_histogram("response", &measures->response, stream);
}
