/* report_text.c -- a report for people; see report.h. */
#include <math.h>

#include "../base/units.h"
#include "../scenario/config.h"
#include "report.h"

/* Writes a figure, or a note that it is not defined. */
static const char *of(uint64_t value, const char *figure)
{
    return value != AC_NULL ? figure : "-";
}

static void print_head(const struct ac_report *r, FILE *stream)
{
    bool endless = r->tasks == AC_NULL, limited = r->limit != AC_NULL;
    fprintf(stream, "%s: %s tasks%s%s, ", r->strategy, endless ? "endless" : AC_COUNT(r->tasks),
            r->knows_durations ? "" : " of ", r->knows_durations ? "" : r->workload);
    if (limited && !r->limit_ignored)
        fprintf(stream, "limit %s, ", r->limit_text ? r->limit_text : AC_COUNT(r->limit));
    else if (!r->limit_ignored)
        fputs("no limit, ", stream);
    fprintf(stream, "%s clock%s\n", r->clock, r->complete || endless ? "" : " -- INCOMPLETE");
}

static void print_spread(const char *name, uint64_t p50_ns, uint64_t p99_ns, uint64_t max_ns,
                         const char *what, FILE *stream)
{
    fprintf(stream, "  %-10s p50 %s, p99 %s, max %s%s\n", name, of(p50_ns, AC_DURATION(p50_ns)),
            of(p99_ns, AC_DURATION(p99_ns)), of(max_ns, AC_DURATION(max_ns)), what);
}

/* The wall beside the ideal, as far as there is one. */
static void print_wall(const struct ac_report *r, FILE *stream)
{
    fprintf(stream, "  wall       %s", AC_DURATION(r->wall_ns));
    if (!r->knows_durations)
        fputs("; there is no ideal: how long a task takes shows in the run only", stream);
    if (r->ideal_ns != AC_NULL)
        fprintf(stream, "; the ideal is %s", AC_DURATION(r->ideal_ns));
    if (r->excess_ns != AC_NULL_SIGNED) {
        bool early = r->excess_ns < 0;
        uint64_t excess_ns = early ? -(uint64_t)r->excess_ns : (uint64_t)r->excess_ns;
        fprintf(stream, ", excess %s%s", early ? "-" : "", AC_DURATION(excess_ns));
    }
    fputs("\n", stream);
}

static void print_cpu(const struct ac_report *r, FILE *stream)
{
    if (r->tells_cpu)
        fprintf(stream, "  cpu        %s user, %s system\n", AC_DURATION(r->cpu_user_ns),
                AC_DURATION(r->cpu_sys_ns));
    else
        fprintf(stream, "  cpu        -; %s\n", ac_config_why_no_cpu);
}

static void print_times(const struct ac_report *r, FILE *stream)
{
    print_wall(r, stream);
    print_cpu(r, stream);
    if (r->knows_durations)
        print_spread("lateness", r->lateness_p50_ns, r->lateness_p99_ns, r->lateness_max_ns, "",
                     stream);
    else
        fputs("  lateness   -; no task has an instant at which it is due\n", stream);
    if (r->precise)
        fprintf(
            stream,
            "  wake-up    late by %s, the median of the recent ones: for so long before a deadline "
            "the loop watches the clock\n",
            of(r->wake_cost_ns, AC_DURATION(r->wake_cost_ns)));
    print_spread("delivery", r->delivery_p50_ns, r->delivery_p99_ns, r->delivery_max_ns, "",
                 stream);
    if (r->queueing_max_ns != AC_NULL)
        print_spread("queueing", r->queueing_p50_ns, r->queueing_p99_ns, r->queueing_max_ns,
                     ": from a task's arrival to its launch", stream);
    if (r->response_max_ns != AC_NULL)
        print_spread("response", r->response_p50_ns, r->response_p99_ns, r->response_max_ns,
                     ": from a task's arrival to its take", stream);
}

static void print_order(const struct ac_report *r, FILE *stream)
{
    char launch[32], take[32];
    snprintf(launch, sizeof launch, "%.3f", r->displacement_launch_mean);
    snprintf(take, sizeof take, "%.3f", r->displacement_take_mean);
    fprintf(stream,
            "  order      launches %s from pull order (max %s), takes %s from finish order "
            "(max %s)\n",
            of(r->displacement_launch_max, launch),
            of(r->displacement_launch_max, AC_COUNT(r->displacement_launch_max)),
            of(r->displacement_take_max, take),
            of(r->displacement_take_max, AC_COUNT(r->displacement_take_max)));
}

static void print_counts(const struct ac_report *r, FILE *stream)
{
    fprintf(stream, "  memory     %s resident, %s heap at the peak\n",
            of(r->peak_rss_bytes, AC_BYTES(r->peak_rss_bytes)), AC_BYTES(r->peak_heap_bytes));
    fprintf(stream, "  peaks      %s waiting, %s in flight, %s unread\n", AC_COUNT(r->max_waiting),
            AC_COUNT(r->max_in_flight), AC_COUNT(r->max_unread));
    if (!isnan(r->idle_slots))
        fprintf(stream,
                "  slots      %.3f of %s were idle on average, up to the last finish at %s\n",
                r->idle_slots, AC_COUNT(r->slots), AC_DURATION(r->makespan_ns));
    print_order(r, stream);
    fprintf(stream, "  turns      %s\n", AC_COUNT(r->turns));
    if (!r->complete || r->failed || r->timed_out)
        fprintf(
            stream,
            "  counts     %s pulled, %s launched, %s dropped; %s completed, %s failed, %s timed "
            "out, %s cancelled; %s taken\n",
            AC_COUNT(r->pulled), AC_COUNT(r->launched), AC_COUNT(r->dropped),
            AC_COUNT(r->completed), AC_COUNT(r->failed), AC_COUNT(r->timed_out),
            AC_COUNT(r->cancelled), AC_COUNT(r->taken));
}

void ac_report_text(const struct ac_report *report, const struct ac_gantt *gantt, FILE *stream)
{
    print_head(report, stream);
    print_times(report, stream);
    print_counts(report, stream);
    if (report->cpu)
        ac_cpu_report_text(report->cpu, stream);
    if (gantt)
        ac_gantt_draw(gantt, report->wall_ns, stream);
}
