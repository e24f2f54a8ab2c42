/* report_read.c -- where the figures of a report come from; see report.h. */
#include "../memory.h"
#include "command.h"
#include "config.h"
#include "report.h"

static struct ac_spread spread_of(const struct ac_histogram *histogram)
{
    return (struct ac_spread){
        .total = histogram->total,
        .p50_ns = ac_histogram_percentile(histogram, 50),
        .p99_ns = ac_histogram_percentile(histogram, 99),
        .max_ns = histogram->max,
    };
}

static struct ac_distance distance_of(const struct ac_displacement *displacement, uint64_t total)
{
    return (struct ac_distance){
        .total = total,
        .max = displacement->max,
        .mean = total ? (double)displacement->sum / (double)total : 0,
    };
}

void ac_report_read(struct ac_report *report, const struct ac_run *run,
                    const struct ac_measures *measures, struct ac_cpu before)
{
    struct ac_report *r = report;
    const struct ac_measures *m = measures;
    struct ac_cpu after = ac_process_cpu();
    r->cpu = (struct ac_cpu){after.user_ns - before.user_ns, after.sys_ns - before.sys_ns};
    r->peak_rss_bytes = ac_process_peak_rss_bytes();
    r->peak_heap_bytes = ac_heap_peak_bytes();
    r->counts = *ac_counts(run);
    r->complete = ac_complete(run);
    r->wall_ns = ac_wall_ns(run);
    r->makespan_ns = r->counts.finished ? m->last_finish_ns - m->start_ns : 0;
    r->busy_ns = m->busy_ns;
    r->lateness = spread_of(&m->lateness);
    r->delivery = spread_of(&m->delivery);
    r->queueing = spread_of(&m->queueing);
    r->response = spread_of(&m->response);
    r->launch = distance_of(&m->launch, r->counts.launched);
    r->take = distance_of(&m->take, r->counts.taken);
}

/* Launched tasks that ended of themselves were busy for as long as they last. */
static void find_idle_slots(struct ac_report *r, const struct ac_options *o)
{
    r->has_idle_slots = r->complete && r->makespan_ns && r->busy_ns != UINT64_MAX && o->limit &&
                        !r->limit_ignored && !o->ends.change_count;
    if (r->has_idle_slots)
        r->idle_slots = (double)r->slots - (double)r->busy_ns / (double)r->makespan_ns;
}

int ac_report_finish(struct ac_report *report, const struct ac_options *options,
                     const struct ac_workload *workload)
{
    struct ac_report *r = report;
    const struct ac_options *o = options;
    r->strategy = o->strategy->name;
    r->clock = o->virtual_clock ? "virtual" : "real";
    r->tells_cpu = ac_config_tells_cpu(o->strategy, o->virtual_clock);
    r->tasks = workload->count;
    r->limit_given = o->limit;
    r->limit_text = o->ends.change_count ? o->limit_text : NULL;
    r->limit_ignored = o->strategy->flags & (AC_NO_LIMIT | AC_SERIAL);
    r->slots = ac_options_limit(o, o->strategy, workload->count);
    find_idle_slots(r, o);
    bool defined = ac_config_has_ideal(o, r->complete, r->counts.timed_out);
    struct ac_ideal_consumer consumer = ac_config_consumer(o);
    int error = defined ? ac_ideal_for(workload, r->slots, &consumer, &ac_signal, &r->ideal) : 0;
    r->has_ideal = defined && !error;
    return error;
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
