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

/* A figure, or that it is of nothing. */
static const char *of(uint64_t total, const char *figure)
{
    return total ? figure : "-";
}

static void print_spread(const char *name, const struct ac_spread *s, const char *what,
                         FILE *stream)
{
    fprintf(stream, "  %-10s p50 %s, p99 %s, max %s%s\n", name,
            of(s->total, AC_DURATION(s->p50_ns)), of(s->total, AC_DURATION(s->p99_ns)),
            of(s->total, AC_DURATION(s->max_ns)), what);
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
    print_spread("lateness", &r->lateness, "", stream);
    if (r->precise)
        fprintf(stream,
                "  wake-up    late by %s, the median of recent ones: so much before a deadline "
                "the clock is watched\n",
                of(r->wakes, AC_DURATION(r->wake_cost_ns)));
    print_spread("delivery", &r->delivery, "", stream);
    if (r->queueing.total)
        print_spread("queueing", &r->queueing, ": from when a task was there to its launch",
                     stream);
    if (r->response.total)
        print_spread("response", &r->response, ": from then to its take", stream);
}

static void print_order(const struct ac_report *r, FILE *stream)
{
    char launch[32], take[32];
    snprintf(launch, sizeof launch, "%.3f", r->launch.mean);
    snprintf(take, sizeof take, "%.3f", r->take.mean);
    fprintf(stream,
            "  order      launches %s from pull order (max %s), takes %s from finish order "
            "(max %s)\n",
            of(r->launch.total, launch), of(r->launch.total, AC_COUNT(r->launch.max)),
            of(r->take.total, take), of(r->take.total, AC_COUNT(r->take.max)));
}

static void print_counts(const struct ac_report *r, FILE *stream)
{
    const struct ac_counts *c = &r->counts;
    fprintf(stream, "  memory     %s resident, %s heap at the peak\n",
            of(r->peak_rss_bytes, AC_BYTES(r->peak_rss_bytes)), AC_BYTES(r->peak_heap_bytes));
    fprintf(stream, "  peaks      %s waiting, %s in flight, %s unread\n", AC_COUNT(c->max_waiting),
            AC_COUNT(c->max_in_flight), AC_COUNT(c->max_unread));
    if (r->has_idle_slots)
        fprintf(stream, "  slots      %.3f of %s idle on average, until the last finish at %s\n",
                r->idle_slots, AC_COUNT(r->slots), AC_DURATION(r->makespan_ns));
    print_order(r, stream);
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
