/* table_growth.c -- growth on the virtual clock: one line a strategy, one column a size. */
#include "cells.h"
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
            by_limit ? text_format("limit %s", table_limit(point))
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

/* CPU per task at each limit, and how many times that of floor in the same bench. */
static void fill_ratios(struct page *page, const struct sizes *sizes, const struct summaries *list)
{
    const char *headings[2 * MOST_SIZES + 2] = {"<strategy"};
    const struct summary *first = summary_find(list, sizes->stage, sizes->points[0], CELLS_FLOOR);
    struct grid grid;
    for (size_t j = 0; j < sizes->count; j++) {
        headings[2 * j + 1] = sizes->headings[j + 1];
        headings[2 * j + 2] = "to " CELLS_FLOOR;
    }
    grid_open(
        &grid,
        text_format(
            "CPU per task at N=%.*s, virtual clock, medians of %zu, and ratio to " CELLS_FLOOR,
            (int)strcspn(sizes->points[0], ","), sizes->points[0], first ? first->rounds : 0),
        headings);
    for (size_t i = 0; i < list->count; i++) {
        const char *cell = list->items[i].cell;
        if (strcmp(list->items[i].stage, sizes->stage) != 0 ||
            strcmp(list->items[i].point, sizes->points[0]) != 0)
            continue;
        grid_add(&grid, text_copy(cell));
        for (size_t j = 0; j < sizes->count; j++) {
            const char *point = sizes->points[j];
            double ns = value(summary_find(list, sizes->stage, point, cell), CPU_PER_TASK);
            double floor_ns =
                value(summary_find(list, sizes->stage, point, CELLS_FLOOR), CPU_PER_TASK);
            grid_add(&grid, grid_time(ns));
            grid_add(&grid,
                     ns / floor_ns > 0 ? text_format("%.2f", ns / floor_ns) : text_copy("-"));
        }
    }
    table_failures(&grid, list, sizes->stage, NULL);
    page_add(page, &grid);
}

void table_per_task(struct page *page, const struct summaries *list)
{
    struct sizes sizes;
    collect(&sizes, list, "per-task", true);
    if (sizes.count > 0)
        fill_ratios(page, &sizes, list);
    sizes_free(&sizes);
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
