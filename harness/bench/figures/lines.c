/* lines.c -- the figures that are lines over tasks or over the limit, a line a strategy.
 *
 * A panel takes the rows of its stages, and of each x only those at its largest other number (of
 * runs of a million tasks those with the largest limit), so that no line mixes two limits. What
 * is counted, fitted and placed, points.c does.
 */
#include <math.h>
#include <stdlib.h>

#include "../../../strategies/strategies.h"
#include "part.h"
#include "points.h"

enum { STAGES = 2 };

struct panel {
    const char *title;          /* what stands over it, before its limit or its tasks */
    const char *stages[STAGES]; /* where its rows come from */
    bool over_limit;            /* x is the limit, not the tasks */
    const char *value;          /* what is shown, as cells_number() knows it */
    bool slope;                 /* the name tells the bytes per task */
};

/* A figure: its panels, and what its title says. The finding is about `hero`, whose name stands in
 * its place in it; `holds` decides on the first panel that is shown. */
struct lines {
    struct panel panels[2]; /* the second may be empty */
    const char *units;
    unsigned hero; /* flags: the first strategy with one of them */
    const char *finding, *neutral;
    bool (*holds)(const struct point points[], size_t count, int hero, int reference);
};

static bool lines_wanted(const struct panel *panel, const struct rows *rows, size_t row)
{
    for (unsigned i = 0; i < STAGES && panel->stages[i]; i++)
        if (figures_of_stage(rows, row, panel->stages[i]))
            return true;
    return false;
}

/* The rows of a panel. Values that are not above 0 have no place on a logarithmic axis. */
static size_t lines_collect(const struct panel *panel, const struct rows *rows,
                            struct sample samples[])
{
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++) {
        struct sample sample = {.strategy = figures_strategy(rows_get(rows, row, "strategy")),
                                .value = cells_number(rows, row, panel->value)};
        double tasks, limit;
        if (sample.strategy < 0 || !(sample.value > 0) || !lines_wanted(panel, rows, row) ||
            !figures_point(rows, row, &tasks, &limit))
            continue;
        sample.x = panel->over_limit ? limit : tasks;
        sample.other = panel->over_limit ? tasks : limit;
        samples[count++] = sample;
    }
    return count;
}

/* The sample with the smallest x above this one; NULL: none. */
static const struct sample *lines_next_sample(const struct sample samples[], size_t count, double x)
{
    const struct sample *next = NULL;
    for (size_t i = 0; i < count; i++)
        if (samples[i].x > x && (!next || samples[i].x < next->x))
            next = &samples[i];
    return next;
}

/* What stands over a panel: "virtual clock, limit 10", or where there are several limits "real
 * clock, limit 10 (N=100), 1k (N=10k, 1M)". The caller frees it. */
static char *lines_panel_title(const struct panel *panel, const struct sample samples[],
                               size_t count)
{
    const struct sample *sample = NULL, *before;
    struct text title = {0};
    bool several = false;
    for (size_t i = 0; i < count; i++)
        several |= samples[i].other < samples[0].other || samples[i].other > samples[0].other;
    text_printf(&title, "%s, %s", panel->title, panel->over_limit ? "N=" : "limit ");
    while (before = sample, (sample = lines_next_sample(samples, count, before ? before->x : 0))) {
        bool same = before && !(sample->other < before->other || sample->other > before->other);
        if (!same)
            text_printf(&title, "%s%s", before ? "), " : "", AC_SHORT(sample->other));
        if (several)
            text_printf(&title, "%s%s",
                        same                ? ", "
                        : panel->over_limit ? " (limit "
                                            : " (N=",
                        AC_SHORT(sample->x));
    }
    text_add(&title, several ? ")" : "");
    return title.chars;
}

/* The name at the end of a line: "callback", "semaphore 32 B/task". Whole bytes: what a process has
 * resident varies by some pages from run to run. */
static void lines_print_name(struct text *data, const struct panel *panel,
                             const struct point *point)
{
    text_add(data, ac_strategies[point->strategy]->name);
    if (panel->slope && !isnan(point->slope))
        text_printf(data, " %.0f B/task", fabs(point->slope) < 0.5 ? 0 : point->slope);
    text_printf(data, "\t%.6g\n", pow(10, point->name_y));
}

static void lines_print_point(struct text *data, const struct panel *panel,
                              const struct point *point)
{
    text_printf(data, "%s\t%.0f\t%.0f\t%.0f\t%.0f\t", ac_strategies[point->strategy]->name,
                point->x, point->low, point->median, point->high);
    if (point->last)
        lines_print_name(data, panel, point);
    else
        text_add(data, "null\tnull\n");
}

static bool lines_has_line(const struct point points[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!points[i].last)
            return true;
    return false;
}

static void lines_add_title(const struct lines *lines, const struct point points[], size_t count,
                            struct text *title)
{
    const struct ac_strategy *hero = cells_first(lines->hero);
    if (hero && lines->holds(points, count, figures_strategy(hero->name),
                             figures_strategy(CELLS_REFERENCE)))
        text_printf(title, lines->finding, hero->name);
    else
        text_add(title, lines->neutral);
}

/* Adds a panel's points, where two of them make a line at least; whether they do. */
static bool lines_add_panel(const struct rows *rows, const struct lines *lines, unsigned index,
                            unsigned number, struct figures_data *data)
{
    const struct panel *panel = &lines->panels[index];
    struct sample *samples = text_resize(NULL, (rows->count + 1) * sizeof *samples);
    struct point *points = text_resize(NULL, (rows->count + 1) * sizeof *points);
    size_t taken = figures_keep_largest(samples, lines_collect(panel, rows, samples));
    size_t count = figures_make_points(samples, taken, points);
    bool shown = lines_has_line(points, count);
    char *title = lines_panel_title(panel, samples, taken);
    figures_fit_slopes(points, count);
    figures_place_names(points, count);
    for (size_t i = 0; shown && i < count; i++) {
        text_printf(&data->tsv, "%u\t%s\t", number, title);
        lines_print_point(&data->tsv, panel, &points[i]);
    }
    if (shown && number == 1)
        lines_add_title(lines, points, count, &data->title);
    free(title);
    free(samples);
    free(points);
    return shown;
}

static const char *lines_add_panels(const struct figures_source *source, const struct lines *lines,
                                    struct figures_data *data)
{
    unsigned shown = 0;
    text_printf(&data->tsv,
                "# %s; low, median, high: of the rounds; name, name_y: a text and its height\n"
                "panel\tpanel_title\tstrategy\tx\tlow\tmedian\thigh\tname\tname_y\n",
                lines->units);
    for (unsigned i = 0; i < 2 && lines->panels[i].title; i++)
        shown += lines_add_panel(&source->rows, lines, i, shown + 1, data);
    if (shown)
        return NULL;
    return lines->panels[0].over_limit ? "no rows at two limits or more"
                                       : "no rows at two N or more";
}

/* Comes far above its own beginning, and there far above the reference. */
static bool lines_outgrows(const struct point points[], size_t count, int hero, int reference)
{
    const struct point *first = figures_end(points, count, hero, false);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            if (points[i].strategy == hero && points[k].strategy == reference &&
                !(points[i].x < points[k].x || points[i].x > points[k].x) &&
                points[i].median > 3 * points[k].median && points[i].median > 3 * first->median)
                return true;
    return false;
}

/* Begins far above the reference. */
static bool lines_begins_higher(const struct point points[], size_t count, int hero, int reference)
{
    const struct point *first = figures_end(points, count, hero, false);
    const struct point *other = figures_end(points, count, reference, false);
    return first && other && first->median > 10 * other->median;
}

/* Grows with x, and the reference does not. */
static bool lines_grows_alone(const struct point points[], size_t count, int hero, int reference)
{
    const struct point *last = figures_end(points, count, hero, true);
    const struct point *other = figures_end(points, count, reference, true);
    return last && other && last->slope > 8 && fabs(other->slope) < 1;
}

const char *figures_excess(const struct figures_source *source, struct figures_data *data)
{
    static const struct lines lines = {
        .panels = {{"real clock", {"verdict", "large"}, false, "excess_ns", false}},
        .units = "x: tasks; values: ns of wall time over the ideal",
        .hero = AC_HOLDS_ALL,
        .finding = "%s makes every task before it starts the first: that delay grows with N",
        .neutral = "What each strategy adds to the ideal wall time",
        .holds = lines_outgrows};
    return lines_add_panels(source, &lines, data);
}

const char *figures_cpu_tasks(const struct figures_source *source, struct figures_data *data)
{
    static const struct lines lines = {
        .panels = {{"real clock", {"verdict", "large"}, false, "cpu_ns", false},
                   {"virtual clock (nothing spins)", {"growth-n"}, false, "cpu_ns", false}},
        .units = "x: tasks; values: ns of user and system CPU time",
        .hero = AC_POLLED,
        .finding = "%s keeps a core busy for as long as the run takes; the others pay per task",
        .neutral = "CPU time against N",
        .holds = lines_begins_higher};
    return lines_add_panels(source, &lines, data);
}

const char *figures_cpu_limit(const struct figures_source *source, struct figures_data *data)
{
    static const struct lines lines = {
        .panels = {{"virtual clock (nothing spins)", {"growth-limit"}, true, "cpu_ns", false}},
        .units = "x: limit; values: ns of user and system CPU time",
        .hero = AC_POLLED,
        .finding = "The larger the limit, the more %s has to look through",
        .neutral = "CPU time against the limit",
        .holds = lines_outgrows};
    return lines_add_panels(source, &lines, data);
}

const char *figures_memory(const struct figures_source *source, struct figures_data *data)
{
    static const struct lines lines = {
        .panels = {{"resident, virtual clock", {"growth-n"}, false, "peak_rss_bytes", true},
                   {"heap, virtual clock", {"growth-n"}, false, "peak_heap_bytes", true}},
        .units = "x: tasks; values: bytes at the peak; name: with the fitted bytes per task",
        .hero = AC_NO_LIMIT | AC_HOLDS_ALL,
        .finding = "Memory at the peak grows with N where every task is held, as %s does",
        .neutral = "Peak memory against N",
        .holds = lines_grows_alone};
    return lines_add_panels(source, &lines, data);
}
