/* figures_lines.c -- the figures that are lines over tasks or over the limit, a line a strategy.
 *
 * A panel takes the rows of its stages, and of each x only those at its largest other number (of
 * runs of a million tasks those with the largest limit), so that no line mixes two limits. What
 * is counted, fitted and placed, figures_points.c does.
 */
#include <math.h>
#include <stdlib.h>

#include "figures_part.h"
#include "figures_points.h"

enum { STAGES = 2 };

struct panel {
    const char *title;          /* what stands over it, before its limit or its tasks */
    const char *stages[STAGES]; /* where its rows come from */
    bool over_limit;            /* x is the limit, not the tasks */
    const char *values[STAGES]; /* the columns whose sum is shown */
    bool slope;                 /* the name tells the bytes per task */
};

static double sum_values(const struct panel *panel, const struct rows *rows, size_t row)
{
    double sum = 0;
    for (unsigned i = 0; i < STAGES && panel->values[i]; i++)
        sum += rows_number(rows, row, panel->values[i]);
    return sum;
}

static bool wanted(const struct panel *panel, const struct rows *rows, size_t row)
{
    for (unsigned i = 0; i < STAGES && panel->stages[i]; i++)
        if (figures_of_stage(rows, row, panel->stages[i]))
            return true;
    return false;
}

/* The rows of a panel. Values that are not above 0 have no place on a logarithmic axis. */
static size_t collect(const struct panel *panel, const struct rows *rows, struct sample samples[])
{
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++) {
        struct sample sample = {.strategy = figures_strategy(rows_get(rows, row, "strategy")),
                                .value = sum_values(panel, rows, row)};
        double tasks, limit;
        if (sample.strategy < 0 || !(sample.value > 0) || !wanted(panel, rows, row) ||
            !figures_point(rows, row, &tasks, &limit))
            continue;
        sample.x = panel->over_limit ? limit : tasks;
        sample.other = panel->over_limit ? tasks : limit;
        samples[count++] = sample;
    }
    return count;
}

/* The sample with the smallest x above this one; NULL: none. */
static const struct sample *next_sample(const struct sample samples[], size_t count, double x)
{
    const struct sample *next = NULL;
    for (size_t i = 0; i < count; i++)
        if (samples[i].x > x && (!next || samples[i].x < next->x))
            next = &samples[i];
    return next;
}

/* What stands over a panel: "virtual clock, limit 10", or where there are several limits "real
 * clock, limit 10 (N=100), 1k (N=10k, 1M)". The caller frees it. */
static char *panel_title(const struct panel *panel, const struct sample samples[], size_t count)
{
    const struct sample *sample = NULL, *before;
    struct text title = {0};
    char room[32];
    bool several = false;
    for (size_t i = 0; i < count; i++)
        several |= samples[i].other < samples[0].other || samples[i].other > samples[0].other;
    text_printf(&title, "%s, %s", panel->title, panel->over_limit ? "N=" : "limit ");
    while (before = sample, (sample = next_sample(samples, count, before ? before->x : 0))) {
        bool same = before && !(sample->other < before->other || sample->other > before->other);
        if (!same)
            text_printf(&title, "%s%s", before ? "), " : "", figures_short(sample->other, room));
        if (several)
            text_printf(&title, "%s%s",
                        same                ? ", "
                        : panel->over_limit ? " (limit "
                                            : " (N=",
                        figures_short(sample->x, room));
    }
    text_add(&title, several ? ")" : "");
    return title.chars;
}

/* The name at the end of a line: "callback", "semaphore 32 B/task". Whole bytes: what a process has
 * resident varies by some pages from run to run. */
static void print_name(struct text *data, const struct panel *panel, const struct point *point)
{
    text_add(data, figures_strategies[point->strategy]);
    if (panel->slope && !isnan(point->slope))
        text_printf(data, " %.0f B/task", fabs(point->slope) < 0.5 ? 0 : point->slope);
    text_printf(data, "\t%.6g\n", pow(10, point->name_y));
}

static void print_point(struct text *data, const struct panel *panel, const struct point *point)
{
    text_printf(data, "%s\t%.0f\t%.0f\t%.0f\t%.0f\t", figures_strategies[point->strategy], point->x,
                point->low, point->median, point->high);
    if (point->last)
        print_name(data, panel, point);
    else
        text_add(data, "null\tnull\n");
}

static bool has_line(const struct point points[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!points[i].last)
            return true;
    return false;
}

/* Adds a panel's points, where two of them make a line at least; whether they do. */
static bool add_panel(const struct rows *rows, const struct panel *panel, unsigned number,
                      struct text *data)
{
    struct sample *samples = text_resize(NULL, (rows->count + 1) * sizeof *samples);
    struct point *points = text_resize(NULL, (rows->count + 1) * sizeof *points);
    size_t taken = figures_keep_largest(samples, collect(panel, rows, samples));
    size_t count = figures_make_points(samples, taken, points);
    bool shown = has_line(points, count);
    char *title = panel_title(panel, samples, taken);
    figures_fit_slopes(points, count);
    figures_place_names(points, count);
    for (size_t i = 0; shown && i < count; i++) {
        text_printf(data, "%u\t%s\t", number, title);
        print_point(data, panel, &points[i]);
    }
    free(title);
    free(samples);
    free(points);
    return shown;
}

static const char *add_panels(const struct figures_source *source, const struct panel panels[2],
                              const char *units, struct text *data)
{
    unsigned shown = 0;
    text_printf(data,
                "# %s; low, median, high: of the rounds; name, name_y: a text and its height\n"
                "panel\tpanel_title\tstrategy\tx\tlow\tmedian\thigh\tname\tname_y\n",
                units);
    for (unsigned i = 0; i < 2 && panels[i].title; i++)
        shown += add_panel(&source->rows, &panels[i], shown + 1, data);
    if (shown)
        return NULL;
    return panels[0].over_limit ? "no rows at two limits or more" : "no rows at two N or more";
}

const char *figures_excess(const struct figures_source *source, struct text *data)
{
    static const struct panel panels[2] = {
        {"real clock", {"verdict", "large"}, false, {"excess_ns"}, false},
    };
    return add_panels(source, panels, "x: tasks; values: ns of wall time over the ideal", data);
}

const char *figures_cpu_tasks(const struct figures_source *source, struct text *data)
{
    static const struct panel panels[2] = {
        {"real clock", {"verdict", "large"}, false, {"cpu_user_ns", "cpu_sys_ns"}, false},
        {"virtual clock", {"growth-n"}, false, {"cpu_user_ns", "cpu_sys_ns"}, false},
    };
    return add_panels(source, panels, "x: tasks; values: ns of user and system CPU time", data);
}

const char *figures_cpu_limit(const struct figures_source *source, struct text *data)
{
    static const struct panel panels[2] = {
        {"virtual clock", {"growth-limit"}, true, {"cpu_user_ns", "cpu_sys_ns"}, false},
    };
    return add_panels(source, panels, "x: limit; values: ns of user and system CPU time", data);
}

const char *figures_memory(const struct figures_source *source, struct text *data)
{
    static const struct panel panels[2] = {
        {"resident, virtual clock", {"growth-n"}, false, {"peak_rss_bytes"}, true},
        {"heap, virtual clock", {"growth-n"}, false, {"peak_heap_bytes"}, true},
    };
    return add_panels(source, panels,
                      "x: tasks; values: bytes at the peak; name: with the fitted bytes per task",
                      data);
}
