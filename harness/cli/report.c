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

/* A value in a group; null where it is of no task. */
static void add_of(struct writer *w, const char *column, const char *group, const char *key,
                   uint64_t value, uint64_t total)
{
    char *text = add(w, column, group, key)->value;
    if (total)
        snprintf(text, sizeof w->fields->value, "%" PRIu64, value);
    else
        snprintf(text, sizeof w->fields->value, "null");
}

#define ADD_SPREAD(w, name, spread)                                                      \
    do {                                                                                 \
        add_of((w), name "_p50_ns", name "_ns", "p50", (spread).p50_ns, (spread).total); \
        add_of((w), name "_p99_ns", name "_ns", "p99", (spread).p99_ns, (spread).total); \
        add_of((w), name "_max_ns", name "_ns", "max", (spread).max_ns, (spread).total); \
    } while (0)

static void add_mean(struct writer *w, const char *column, const char *group, const char *key,
                     double value, bool defined)
{
    char *text = add(w, column, group, key)->value;
    if (defined)
        snprintf(text, sizeof w->fields->value, "%.3f", value);
    else
        snprintf(text, sizeof w->fields->value, "null");
}

#define ADD_DISTANCE(w, name, distance)                                                            \
    do {                                                                                           \
        add_mean((w), "displacement_" name "_mean", "displacement", name "_mean", (distance).mean, \
                 (distance).total);                                                                \
        add_of((w), "displacement_" name "_max", "displacement", name "_max", (distance).max,      \
               (distance).total);                                                                  \
    } while (0)

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
    add_if(&w, "peak_rss_bytes", report->peak_rss_bytes, report->peak_rss_bytes > 0);
    add_count(&w, "peak_heap_bytes", report->peak_heap_bytes);
    add_count(&w, "max_waiting", report->counts.max_waiting);
    add_count(&w, "max_in_flight", report->counts.max_in_flight);
    add_count(&w, "max_unread", report->counts.max_unread);
    add_count(&w, "turns", report->counts.turns);
    ADD_SPREAD(&w, "lateness", report->lateness);
    ADD_SPREAD(&w, "delivery", report->delivery);
    ADD_DISTANCE(&w, "launch", report->launch);
    ADD_DISTANCE(&w, "take", report->take);
    add_if(&w, "makespan_ns", report->makespan_ns, report->counts.finished > 0);
    add_mean(&w, "idle_slots", NULL, "idle_slots", report->idle_slots, report->has_idle_slots);
    add_if(&w, "wake_cost_ns", report->wake_cost_ns, report->wakes > 0);
    ADD_SPREAD(&w, "queueing", report->queueing);
    ADD_SPREAD(&w, "response", report->response);
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
