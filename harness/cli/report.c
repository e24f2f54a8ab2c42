/* report.c -- the fields of a report, and JSON and TSV made from them; see report.h. */
#include "report.h"

#include <inttypes.h>
#include <string.h>

struct writer {
    struct ac_field *fields;
    int count;
};

static struct ac_field *add(struct writer *w, const char *column, const char *group,
                            const char *key)
{
    struct ac_field *field = &w->fields[w->count++];
    *field = (struct ac_field){.column = column, .group = group, .key = key};
    return field;
}

static struct ac_field *add_word(struct writer *w, const char *column, const char *word)
{
    struct ac_field *field = add(w, column, NULL, column);
    snprintf(field->value, sizeof field->value, "%s", word);
    return field;
}

static void add_name(struct writer *w, const char *column, const char *name)
{
    add_word(w, column, name)->is_name = true;
}

static void add_count(struct writer *w, const char *column, uint64_t value)
{
    snprintf(add(w, column, NULL, column)->value, sizeof w->fields->value, "%" PRIu64, value);
}

static void add_in(struct writer *w, const char *column, const char *group, const char *key,
                   uint64_t value)
{
    snprintf(add(w, column, group, key)->value, sizeof w->fields->value, "%" PRIu64, value);
}

static void add_mean(struct writer *w, const char *column, const char *key, double value)
{
    snprintf(add(w, column, "displacement", key)->value, sizeof w->fields->value, "%.3f", value);
}

static void add_null(struct writer *w, const char *column)
{
    add_word(w, column, "null");
}

static void add_if(struct writer *w, const char *column, uint64_t value, bool defined)
{
    if (defined)
        add_count(w, column, value);
    else
        add_null(w, column);
}

/* A value in a group, or null where it is of no task. */
static void add_of(struct writer *w, const char *column, const char *group, const char *key,
                   uint64_t value, uint64_t total)
{
    add_in(w, column, group, key, value);
    if (!total)
        snprintf(w->fields[w->count - 1].value, sizeof w->fields->value, "null");
}

static void add_arrivals(struct writer *w, const struct ac_report *r)
{
    const struct ac_spread *q = &r->queueing, *s = &r->response;
    add_of(w, "queueing_p50_ns", "queueing_ns", "p50", q->p50_ns, q->total);
    add_of(w, "queueing_p99_ns", "queueing_ns", "p99", q->p99_ns, q->total);
    add_of(w, "queueing_max_ns", "queueing_ns", "max", q->max_ns, q->total);
    add_of(w, "response_p50_ns", "response_ns", "p50", s->p50_ns, s->total);
    add_of(w, "response_p99_ns", "response_ns", "p99", s->p99_ns, s->total);
    add_of(w, "response_max_ns", "response_ns", "max", s->max_ns, s->total);
}

static void add_ideal(struct writer *w, const struct ac_report *report)
{
    add_if(w, "ideal_ns", report->ideal.wall_ns, report->has_ideal);
    if (!report->has_ideal || !report->complete) {
        add_null(w, "excess_ns");
        return;
    }
    int64_t excess_ns = (int64_t)(report->wall_ns - report->ideal.wall_ns);
    snprintf(add(w, "excess_ns", NULL, "excess_ns")->value, sizeof w->fields->value, "%" PRId64,
             excess_ns);
}

static void add_counts(struct writer *w, const struct ac_report *report)
{
    const struct ac_counts *counts = &report->counts;
    add_count(w, "pulled", counts->pulled);
    add_count(w, "launched", counts->launched);
    add_count(w, "dropped", counts->dropped);
    add_count(w, "completed", counts->finished - counts->failed - counts->timed_out);
    add_count(w, "failed", counts->failed);
    add_count(w, "timed_out", counts->timed_out);
    add_count(w, "cancelled", counts->cancelled);
    add_count(w, "taken", counts->taken);
}

int ac_report_fields(const struct ac_report *report, struct ac_field fields[AC_REPORT_FIELDS])
{
    struct writer w = {fields, 0};
    add_name(&w, "strategy", report->strategy);
    add_name(&w, "workload", "sleep");
    add_name(&w, "clock", report->clock);
    add_if(&w, "tasks", report->tasks, report->tasks != AC_ENDLESS);
    add_if(&w, "limit", report->limit_given, report->limit_given > 0);
    add_word(&w, "complete", report->complete ? "true" : "false");
    add_counts(&w, report);
    add_count(&w, "wall_ns", report->wall_ns);
    add_ideal(&w, report);
    add_count(&w, "cpu_user_ns", report->cpu.user_ns);
    add_count(&w, "cpu_sys_ns", report->cpu.sys_ns);
    add_count(&w, "peak_rss_bytes", report->peak_rss_bytes);
    add_count(&w, "peak_heap_bytes", report->peak_heap_bytes);
    add_count(&w, "max_waiting", report->counts.max_waiting);
    add_count(&w, "max_in_flight", report->counts.max_in_flight);
    add_count(&w, "max_unread", report->counts.max_unread);
    add_count(&w, "turns", report->counts.turns);
    add_in(&w, "lateness_p50_ns", "lateness_ns", "p50", report->lateness.p50_ns);
    add_in(&w, "lateness_p99_ns", "lateness_ns", "p99", report->lateness.p99_ns);
    add_in(&w, "lateness_max_ns", "lateness_ns", "max", report->lateness.max_ns);
    add_in(&w, "delivery_p50_ns", "delivery_ns", "p50", report->delivery.p50_ns);
    add_in(&w, "delivery_p99_ns", "delivery_ns", "p99", report->delivery.p99_ns);
    add_in(&w, "delivery_max_ns", "delivery_ns", "max", report->delivery.max_ns);
    add_mean(&w, "displacement_launch_mean", "launch_mean", report->launch.mean);
    add_in(&w, "displacement_launch_max", "displacement", "launch_max", report->launch.max);
    add_mean(&w, "displacement_take_mean", "take_mean", report->take.mean);
    add_in(&w, "displacement_take_max", "displacement", "take_max", report->take.max);
    add_if(&w, "makespan_ns", report->makespan_ns, report->counts.finished > 0);
    if (report->has_idle_slots)
        snprintf(add(&w, "idle_slots", NULL, "idle_slots")->value, sizeof w.fields->value, "%.3f",
                 report->idle_slots);
    else
        add_null(&w, "idle_slots");
    add_if(&w, "wake_cost_ns", report->wake_cost_ns, report->precise);
    add_arrivals(&w, report);
    return w.count;
}

static bool same_group(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

void ac_report_json(const struct ac_report *report, FILE *stream)
{
    struct ac_field fields[AC_REPORT_FIELDS];
    int count = ac_report_fields(report, fields);
    const char *group = NULL;
    for (int i = 0; i < count; i++) {
        const struct ac_field *field = &fields[i];
        bool entering = !same_group(field->group, group);
        fprintf(stream, "%s%s", entering && group ? "}" : "", i ? ", " : "{");
        if (entering && field->group)
            fprintf(stream, "\"%s\": {", field->group);
        const char *quote = field->is_name ? "\"" : "";
        fprintf(stream, "\"%s\": %s%s%s", field->key, quote, field->value, quote);
        group = field->group;
    }
    fprintf(stream, "%s}\n", group ? "}" : "");
}

void ac_report_tsv(const struct ac_report *report, FILE *stream)
{
    struct ac_field fields[AC_REPORT_FIELDS];
    int count = ac_report_fields(report, fields);
    for (int i = 0; i < count; i++)
        fprintf(stream, "%s%c", fields[i].column, i + 1 < count ? '\t' : '\n');
    for (int i = 0; i < count; i++)
        fprintf(stream, "%s%c", fields[i].value, i + 1 < count ? '\t' : '\n');
}
