/* cpu_report.c -- see cpu_report.h. */
#include "cpu_report.h"

#include <math.h>

#include "../base/signals.h"
#include "../base/units.h"
#include "print.h"

enum { CPU_REPORT_MOST_NS = 250000000 };

#define AC_COLUMN_STRUCT struct ac_cpu_report
static const struct ac_column columns[] = {AC_CPU_COLUMNS(AC_COLUMN)};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* --- reading --- */

static int64_t whole(double ns)
{
    return isfinite(ns) ? (int64_t)ns : AC_NULL_SIGNED;
}

/* Nothing is known of the break-even yet. */
static void report_clear(struct ac_cpu_report *r)
{
    *r = (struct ac_cpu_report){.hop_median_ns = AC_NULL_SIGNED,
                                .hop_low_ns = AC_NULL_SIGNED,
                                .hop_high_ns = AC_NULL_SIGNED,
                                .break_even_median_ns = AC_NULL_SIGNED,
                                .break_even_low_ns = AC_NULL_SIGNED,
                                .break_even_high_ns = AC_NULL_SIGNED};
}

static void report_lag(struct ac_cpu_report *r, const struct ac_histogram *late)
{
    r->lag_p50_ns = late->total ? ac_histogram_percentile(late, 50) : AC_NULL;
    r->lag_p99_ns = late->total ? ac_histogram_percentile(late, 99) : AC_NULL;
    r->lag_max_ns = late->total ? late->max : AC_NULL;
}

/* A mean over time is what all tasks together have, over the time (Little's law). */
static double mean_over(uint64_t sum_ns, uint64_t makespan_ns)
{
    return makespan_ns && makespan_ns != AC_NULL ? (double)sum_ns / (double)makespan_ns : NAN;
}

void ac_cpu_report_read(struct ac_cpu_report *r, struct ac_workload *workload, uint64_t makespan_ns)
{
    struct ac_cpu_workload *cpu;
    struct ac_cpu_run *run = ac_cpu_run_of(workload, &cpu);
    report_clear(r);
    r->cost_ns = run->cost_ns;
    r->steps = cpu->wish.steps;
    r->computed = cpu->computed;
    r->checksum = cpu->checksum;
    r->is_inline = cpu->wish.on_loop;
    r->threads = run->threads;
    r->max_running = cpu->most_running;
    r->max_queued = cpu->most_queued;
    r->running_mean = mean_over(cpu->running_ns, makespan_ns);
    r->queued_mean = mean_over(cpu->queued_ns, makespan_ns);
    ac_lag_stop(&run->lag);
    report_lag(r, &run->lag.late);
}

void ac_cpu_report_measure(struct ac_cpu_report *r, struct ac_workload *workload,
                           const struct ac_config *config)
{
    struct ac_cpu_workload *cpu;
    const struct ac_cpu_run *run = ac_cpu_run_of(workload, &cpu);
    struct ac_break_even found = ac_break_even_find(&(struct ac_break_even_wish){
        .config = config,
        .uv = cpu->wish.uv,
        .threads = run->threads,
        .speed = run->speed,
        .most_ns = CPU_REPORT_MOST_NS,
        .interrupted = &signals_asked,
    });
    r->hop_median_ns = whole(found.hop.median);
    r->hop_low_ns = whole(found.hop.low);
    r->hop_high_ns = whole(found.hop.high);
    r->break_even_median_ns = whole(found.cost.median);
    r->break_even_low_ns = whole(found.cost.low);
    r->break_even_high_ns = whole(found.cost.high);
    r->always_inline = isinf(found.cost.low);
    if (r->always_inline)
        r->break_even_low_ns = whole(found.tried_ns);
}

/* --- writing --- */

void ac_cpu_report_json(const struct ac_cpu_report *r, FILE *stream)
{
    fputs(", ", stream);
    ac_print_json(columns, COLUMNS, r, stream);
}

void ac_cpu_report_tsv_names(FILE *stream)
{
    fputc('\t', stream);
    ac_print_names(columns, COLUMNS, stream);
}

void ac_cpu_report_tsv_values(const struct ac_cpu_report *r, FILE *stream)
{
    fputc('\t', stream);
    ac_print_tsv(columns, COLUMNS, r, stream);
}

/* --- for people --- */

static void report_work(const struct ac_cpu_report *r, FILE *stream)
{
    char running[32], queued[32];
    snprintf(running, sizeof running, ", %.2f on average", r->running_mean);
    snprintf(queued, sizeof queued, ", %.2f on average", r->queued_mean);
    fprintf(stream,
            "  computing  %s a task: %s steps, by the fastest of %d trials; the checksum of %s "
            "tasks is %llu\n",
            AC_DURATION(r->cost_ns), AC_COUNT(r->steps), AC_COMPUTE_TRIALS, AC_COUNT(r->computed),
            (unsigned long long)r->checksum);
    if (r->is_inline)
        fprintf(stream, "  inline     %s running%s, on the loop's own thread\n",
                AC_COUNT(r->max_running), isnan(r->running_mean) ? "" : running);
    else
        fprintf(stream, "  pool       %s thread%s: at most %s running%s, and %s queued%s\n",
                AC_COUNT(r->threads), r->threads == 1 ? "" : "s", AC_COUNT(r->max_running),
                isnan(r->running_mean) ? "" : running, AC_COUNT(r->max_queued),
                isnan(r->queued_mean) ? "" : queued);
}

static void report_loop(const struct ac_cpu_report *r, FILE *stream)
{
    if (r->lag_max_ns == AC_NULL)
        fputs("  lag        -; the run was over before the loop's first tick\n", stream);
    else
        fprintf(stream,
                "  lag        p50 %s, p99 %s, max %s: how late the loop is, at a tick each %s\n",
                AC_DURATION(r->lag_p50_ns), AC_DURATION(r->lag_p99_ns), AC_DURATION(r->lag_max_ns),
                AC_DURATION(AC_LAG_TICK_NS));
}

static void report_hop(const struct ac_cpu_report *r, FILE *stream)
{
    if (r->hop_low_ns == AC_NULL_SIGNED || r->hop_low_ns < 0)
        fputs("  hop        not resolved\n", stream);
    else
        fprintf(stream,
                "  hop        %s a task, between %s and %s: what the way to %s and back adds\n",
                AC_TIME((double)r->hop_median_ns), AC_TIME((double)r->hop_low_ns),
                AC_TIME((double)r->hop_high_ns), r->threads == 1 ? "one thread" : "threads");
}

static void report_break_even(const struct ac_cpu_report *r, FILE *stream)
{
    if (r->always_inline)
        fprintf(stream, "  break-even above %s: up to there do it inline, on this machine\n",
                AC_TIME((double)r->break_even_low_ns));
    else if (r->break_even_low_ns == AC_NULL_SIGNED || r->break_even_high_ns == AC_NULL_SIGNED)
        fputs("  break-even not resolved: the rounds differ too much, or were too few\n", stream);
    else
        fprintf(stream, "  break-even below %s, between %s and %s, do it inline, on this machine\n",
                AC_TIME((double)r->break_even_median_ns), AC_TIME((double)r->break_even_low_ns),
                AC_TIME((double)r->break_even_high_ns));
}

void ac_cpu_report_text(const struct ac_cpu_report *r, FILE *stream)
{
    report_work(r, stream);
    report_loop(r, stream);
    report_hop(r, stream);
    report_break_even(r, stream);
}
