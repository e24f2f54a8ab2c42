/* growth.c -- growth on the virtual clock: one line a strategy, one column a size. */
#include "../strategies/cells.h"
#include "parts.h"
#include "sizes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bytes per task: the slope over all sizes. */
static char *slope(const struct sizes *sizes, const struct summaries *list, const char *cell,
                   enum sizes_figure figure)
{
    double *x = text_resize(NULL, 2 * sizes->count * sizeof *x), *y = x + sizes->count;
    size_t count = 0;
    for (size_t i = 0; i < sizes->count; i++) {
        const struct summary *s = summary_find(list, sizes->stage, sizes->points[i], cell);
        if (!s || isnan(sizes_value(s, figure)))
            continue;
        x[count] = s->tasks;
        y[count++] = sizes_value(s, figure);
    }
    double bytes = statistics_slope(x, y, count);
    free(x);
    return isnan(bytes) ? text_copy("-") : text_format("%.1f", fabs(bytes) < 0.05 ? 0 : bytes);
}

static void fill_lines(struct grid *grid, const struct sizes *sizes, const struct summaries *list,
                       enum sizes_figure figure, bool sloped)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct summary *s = &list->items[i];
        if (strcmp(s->stage, sizes->stage) != 0 || strcmp(s->point, sizes->points[0]) != 0)
            continue;
        grid_add(grid, text_copy(s->cell));
        for (size_t j = 0; j < sizes->count; j++) {
            double v =
                sizes_value(summary_find(list, sizes->stage, sizes->points[j], s->cell), figure);
            grid_add(grid, figure == CPU_PER_TASK ? grid_time(v) : grid_bytes(v));
        }
        if (sloped)
            grid_add(grid, slope(sizes, list, s->cell, figure));
    }
}

void table_spinning(struct grid *grid, const struct summaries *list, const char *stage,
                    const char *point)
{
    for (size_t i = 0; ac_strategies[i]; i++) {
        const char *cell = ac_strategies[i]->name;
        if (cells_has(cell, AC_POLLED) && summary_find(list, stage, point, cell))
            text_printf(
                &grid->notes,
                "%s: without the spinning, which takes a core on the real clock and nothing "
                "on the virtual one.\n",
                cell);
    }
}

static void fill(struct page *page, struct sizes *sizes, const struct summaries *list,
                 enum sizes_figure figure, const char *title)
{
    struct grid grid;
    bool sloped = figure != CPU_PER_TASK && strcmp(sizes->stage, "growth-n") == 0;
    sizes->headings[sizes->count + 1] = sloped ? text_copy("bytes per task") : NULL;
    grid_open(&grid, text_copy(title), (const char *const *)sizes->headings);
    fill_lines(&grid, sizes, list, figure, sloped);
    if (figure == CPU_PER_TASK)
        table_spinning(&grid, list, sizes->stage, sizes->points[0]);
    if (figure == CPU_PER_TASK)
        table_failures(&grid, list, sizes->stage, NULL);
    page_add(page, &grid);
    free(sizes->headings[sizes->count + 1]);
    sizes->headings[sizes->count + 1] = NULL;
}

/* How far the most and the least of a size are apart. */
static double apart(const struct summaries *list, const struct sizes *sizes, const char *point)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < list->count; i++) {
        const struct summary *s = &list->items[i];
        if (strcmp(s->stage, sizes->stage) == 0 && strcmp(s->point, point) == 0 &&
            !isnan(s->peak_rss_bytes)) {
            least = fmin(least, s->peak_rss_bytes);
            most = fmax(most, s->peak_rss_bytes);
        }
    }
    return most >= least ? most - least : NAN;
}

static size_t rounds_at(const struct summaries *list, const struct sizes *sizes)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].stage, sizes->stage) == 0)
            return list->items[i].rounds;
    return 0;
}

void table_memory(struct page *page, const struct summaries *list)
{
    struct sizes sizes;
    struct grid grid;
    sizes_collect(&sizes, list, "memory", false, NULL);
    if (sizes.count > 0) {
        grid_open(&grid,
                  text_format("Resident memory at limit %s, virtual clock, medians of %zu",
                              table_limit(sizes.points[0]), rounds_at(list, &sizes)),
                  (const char *const *)sizes.headings);
        fill_lines(&grid, &sizes, list, RESIDENT, false);
        grid_add(&grid, text_copy("furthest apart"));
        for (size_t j = 0; j < sizes.count; j++)
            grid_add(&grid, grid_bytes(apart(list, &sizes, sizes.points[j])));
        table_failures(&grid, list, sizes.stage, NULL);
        page_add(page, &grid);
    }
    sizes_free(&sizes);
}

void table_growth(struct page *page, const struct summaries *list)
{
    struct sizes sizes;
    sizes_collect(&sizes, list, "growth-n", false, NULL);
    if (sizes.count > 0) {
        fill(page, &sizes, list, CPU_PER_TASK,
             "Growth in N at limit 10, virtual clock: CPU per task");
        fill(page, &sizes, list, HEAP, "Growth in N at limit 10, virtual clock: peak heap");
        fill(page, &sizes, list, RESIDENT, "Growth in N at limit 10, virtual clock: peak resident");
    }
    sizes_free(&sizes);
    sizes_collect(&sizes, list, "growth-limit", true, NULL);
    if (sizes.count > 0) {
        fill(page, &sizes, list, CPU_PER_TASK,
             "Growth in the limit at N=100000, virtual clock: CPU per task");
        fill(page, &sizes, list, HEAP, "Growth in the limit at N=100000, virtual clock: peak heap");
    }
    sizes_free(&sizes);
}
