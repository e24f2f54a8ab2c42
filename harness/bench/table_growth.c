/* table_growth.c -- growth on the virtual clock: one line a strategy, one column a size. */
#include "table_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_SIZES 12

/* The figures shown, each in a grid of its own. */
enum figure { CPU_PER_TASK, HEAP, RESIDENT };

/* One stage's sizes, as columns. */
struct sizes {
    const char *stage;
    const char *points[MOST_SIZES];
    char *headings[MOST_SIZES + 3];
    size_t count;
};

static double value(const struct summary *s, enum figure figure)
{
    if (!s)
        return NAN;
    if (figure == CPU_PER_TASK)
        return s->cpu_ns / s->tasks;
    return figure == HEAP ? s->peak_heap_bytes : s->peak_rss_bytes;
}

/* Collects the points of a stage, in the order they ran; by_limit: the limit is what grows. */
static void collect(struct sizes *sizes, const struct summaries *list, const char *stage,
                    bool by_limit)
{
    *sizes = (struct sizes){.stage = stage};
    sizes->headings[0] = text_copy("<strategy");
    for (size_t i = 0; i < list->count && sizes->count < MOST_SIZES; i++) {
        const char *point = list->items[i].point;
        if (strcmp(list->items[i].stage, stage) != 0 ||
            (sizes->count > 0 && strcmp(sizes->points[sizes->count - 1], point) == 0))
            continue;
        sizes->points[sizes->count++] = point;
        sizes->headings[sizes->count] =
            by_limit ? text_format("limit %s", point + strcspn(point, ",") + 1)
                     : text_format("N=%.*s", (int)strcspn(point, ","), point);
    }
}

static void sizes_free(struct sizes *sizes)
{
    for (size_t i = 0; sizes->headings[i]; i++)
        free(sizes->headings[i]);
}

/* Bytes per task: the slope over all sizes. */
static char *slope(const struct sizes *sizes, const struct summaries *list, const char *cell,
                   enum figure figure)
{
    double x[MOST_SIZES], y[MOST_SIZES];
    size_t count = 0;
    for (size_t i = 0; i < sizes->count; i++) {
        const struct summary *s = summary_find(list, sizes->stage, sizes->points[i], cell);
        if (!s || isnan(value(s, figure)))
            continue;
        x[count] = s->tasks;
        y[count++] = value(s, figure);
    }
    double bytes = statistics_slope(x, y, count);
    return isnan(bytes) ? text_copy("-") : text_format("%.1f", fabs(bytes) < 0.05 ? 0 : bytes);
}

static void fill(struct page *page, struct sizes *sizes, const struct summaries *list,
                 enum figure figure, const char *title)
{
    struct grid grid;
    bool sloped = figure != CPU_PER_TASK && strcmp(sizes->stage, "growth-n") == 0;
    sizes->headings[sizes->count + 1] = sloped ? text_copy("bytes per task") : NULL;
    grid_open(&grid, text_copy(title), (const char *const *)sizes->headings);
    for (size_t i = 0; i < list->count; i++) {
        const struct summary *s = &list->items[i];
        if (strcmp(s->stage, sizes->stage) != 0 || strcmp(s->point, sizes->points[0]) != 0)
            continue;
        grid_add(&grid, text_copy(s->cell));
        for (size_t j = 0; j < sizes->count; j++) {
            double v = value(summary_find(list, sizes->stage, sizes->points[j], s->cell), figure);
            grid_add(&grid, figure == CPU_PER_TASK ? grid_time(v) : grid_bytes(v));
        }
        if (sloped)
            grid_add(&grid, slope(sizes, list, s->cell, figure));
    }
    if (figure == CPU_PER_TASK)
        table_failures(&grid, list, sizes->stage, NULL);
    page_add(page, &grid);
    free(sizes->headings[sizes->count + 1]);
    sizes->headings[sizes->count + 1] = NULL;
}

void table_growth(struct page *page, const struct summaries *list)
{
    struct sizes sizes;
    collect(&sizes, list, "growth-n", false);
    if (sizes.count > 0) {
        fill(page, &sizes, list, CPU_PER_TASK,
             "Growth in N at limit 10, virtual clock: CPU per task");
        fill(page, &sizes, list, HEAP, "Growth in N at limit 10, virtual clock: peak heap");
        fill(page, &sizes, list, RESIDENT, "Growth in N at limit 10, virtual clock: peak resident");
    }
    sizes_free(&sizes);
    collect(&sizes, list, "growth-limit", true);
    if (sizes.count > 0) {
        fill(page, &sizes, list, CPU_PER_TASK,
             "Growth in the limit at N=100000, virtual clock: CPU per task");
        fill(page, &sizes, list, HEAP, "Growth in the limit at N=100000, virtual clock: peak heap");
    }
    sizes_free(&sizes);
}
