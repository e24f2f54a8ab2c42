/* report_text.c -- a report for people; see report.h. */
#include "config.h"
#include "report.h"
#include "units.h"

static void print_head(const struct ac_report *r, FILE *stream)
{
    bool endless = r->tasks == AC_ENDLESS;
    fprintf(stream, "%s: %s tasks, ", r->strategy, endless ? "endless" : AC_COUNT(r->tasks));
    if (r->limit_given && !r->limit_ignored)
        fprintf(stream, "limit %s, ", r->limit_text ? r->limit_text : AC_COUNT(r->limit_given));
    else if (!r->limit_ignored)
        fputs("no limit, ", stream);
    fprintf(stream, "%s clock%s\n", r->clock, r->complete || endless ? "" : " -- INCOMPLETE");
}

/* How it spreads over the tasks; nothing where it is of none. */
static void print_spread(const char *name, const struct ac_spread *spread, const char *what,
                         FILE *stream)
{
    if (spread->total)
        fprintf(stream, "  %-10s p50 %s, p99 %s, max %s: %s\n", name, AC_DURATION(spread->p50_ns),
                AC_DURATION(spread->p99_ns), AC_DURATION(spread->max_ns), what);
}

static void print_times(const struct ac_report *r, FILE *stream)
{
    fprintf(stream, "  wall       %s", AC_DURATION(r->wall_ns));
    if (r->has_ideal)
        fprintf(stream, "; the ideal is %s", AC_DURATION(r->ideal.wall_ns));
    if (r->has_ideal && r->complete) {
        bool early = r->wall_ns < r->ideal.wall_ns;
        uint64_t excess_ns = early ? r->ideal.wall_ns - r->wall_ns : r->wall_ns - r->ideal.wall_ns;
        fprintf(stream, ", excess %s%s", early ? "-" : "", AC_DURATION(excess_ns));
    }
    if (r->tells_cpu)
        fprintf(stream, "\n  cpu        %s user, %s system\n", AC_DURATION(r->cpu.user_ns),
                AC_DURATION(r->cpu.sys_ns));
    else
        fprintf(stream, "\n  cpu        -; %s\n", ac_config_why_no_cpu);
    fprintf(stream, "  lateness   p50 %s, p99 %s, max %s\n", AC_DURATION(r->lateness.p50_ns),
            AC_DURATION(r->lateness.p99_ns), AC_DURATION(r->lateness.max_ns));
    if (r->precise)
        fprintf(stream,
                "  wake-up    late by %s, the median of recent ones: so much before a deadline "
                "the clock is watched\n",
                AC_DURATION(r->wake_cost_ns));
    fprintf(stream, "  delivery   p50 %s, p99 %s, max %s\n", AC_DURATION(r->delivery.p50_ns),
            AC_DURATION(r->delivery.p99_ns), AC_DURATION(r->delivery.max_ns));
    print_spread("queueing", &r->queueing, "from when a task was there to its launch", stream);
    print_spread("response", &r->response, "from then to its take", stream);
}

static void print_counts(const struct ac_report *r, FILE *stream)
{
    const struct ac_counts *c = &r->counts;
    fprintf(stream, "  memory     %s resident, %s heap at the peak\n", AC_BYTES(r->peak_rss_bytes),
            AC_BYTES(r->peak_heap_bytes));
    fprintf(stream, "  peaks      %s waiting, %s in flight, %s unread\n", AC_COUNT(c->max_waiting),
            AC_COUNT(c->max_in_flight), AC_COUNT(c->max_unread));
    if (r->has_idle_slots)
        fprintf(stream, "  slots      %.3f of %s idle on average, until the last finish at %s\n",
                r->idle_slots, AC_COUNT(r->slots), AC_DURATION(r->makespan_ns));
    fprintf(stream,
            "  order      launches %.3f from pull order (max %s), takes %.3f from finish order "
            "(max %s)\n",
            r->launch.mean, AC_COUNT(r->launch.max), r->take.mean, AC_COUNT(r->take.max));
    fprintf(stream, "  turns      %s\n", AC_COUNT(c->turns));
    if (!r->complete || c->failed || c->timed_out)
        fprintf(
            stream,
            "  counts     %s pulled, %s launched, %s dropped; %s completed, %s failed, %s timed "
            "out, %s cancelled; %s taken\n",
            AC_COUNT(c->pulled), AC_COUNT(c->launched), AC_COUNT(c->dropped),
            AC_COUNT(c->finished - c->failed - c->timed_out), AC_COUNT(c->failed),
            AC_COUNT(c->timed_out), AC_COUNT(c->cancelled), AC_COUNT(c->taken));
}

void ac_report_text(const struct ac_report *report, const struct ac_gantt *gantt, FILE *stream)
{
    print_head(report, stream);
    print_times(report, stream);
    print_counts(report, stream);
    if (gantt)
        ac_gantt_draw(gantt, report->wall_ns, stream);
}
