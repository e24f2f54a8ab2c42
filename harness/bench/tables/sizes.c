/* sizes.c -- what grows, on the virtual clock: a line for each strategy, a column for each size; N
 * grows, or the limit. */
#include "../../base/statistics.h"
#include "../strategies/cells.h"
#include "../strategies/summary.h"
#include "parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../../strategies/strategies.h"

/* A stage's points, in the order they ran: all, or those with one N. */
struct sizes {
    const char *stage;
    bool by_limit;
    size_t count;
    const char **points;
};

/* A figure of a cell at one of the points; NAN where it did not run. */
static double sizes_number(const struct page *page, const struct sizes *sizes, size_t i,
                           const char *cell, const char *figure)
{
    size_t at = summary_find(&page->summaries, sizes->stage, sizes->points[i], cell);
    return at == SIZE_MAX ? NAN : cells_number(&page->summaries, at, figure);
}

/* The rounds of a cell at the first point; NULL: of any cell there. */
static size_t sizes_rounds(const struct page *page, const struct sizes *sizes, const char *cell)
{
    for (size_t at = 0; at < page->summaries.count; at++)
        if (table_is_at(page, at, sizes->stage, sizes->points[0]) &&
            (!cell || rows_is(&page->summaries, at, "cell", cell)))
            return (size_t)rows_number(&page->summaries, at, "rounds");
    return 0;
}

static int sizes_tasks_length(const char *point)
{
    return (int)strcspn(point, ",");
}

static bool sizes_same_tasks(const char *point, const char *other)
{
    int length = sizes_tasks_length(point);
    return length == sizes_tasks_length(other) && strncmp(point, other, (size_t)length) == 0;
}

static bool sizes_has(const struct sizes *sizes, const char *point)
{
    for (size_t i = 0; i < sizes->count; i++)
        if (strcmp(sizes->points[i], point) == 0)
            return true;
    return false;
}

/* The points of a stage; `like`: those with the same N as this one. The caller frees the list of
 * them. */
static struct sizes sizes_collect(const struct page *page, const char *stage, bool by_limit,
                                  const char *like)
{
    struct sizes sizes = {.stage = stage, .by_limit = by_limit};
    sizes.points = text_resize(NULL, (page->summaries.count + 1) * sizeof *sizes.points);
    for (size_t at = 0; at < page->summaries.count; at++) {
        const char *point = rows_get(&page->summaries, at, "point");
        if (table_is_at(page, at, stage, NULL) && !sizes_has(&sizes, point) &&
            (!like || sizes_same_tasks(like, point)))
            sizes.points[sizes.count++] = point;
    }
    return sizes;
}

/* Bytes per task: the slope over all sizes. */
static char *sizes_slope(const struct page *page, const struct sizes *sizes, const char *cell,
                         const char *figure)
{
    double *x = text_resize(NULL, 2 * sizes->count * sizeof *x), *y = x + sizes->count;
    size_t count = 0;
    for (size_t i = 0; i < sizes->count; i++) {
        x[count] = sizes_number(page, sizes, i, cell, "tasks");
        y[count] = sizes_number(page, sizes, i, cell, figure);
        count += isnan(y[count]) ? 0 : 1;
    }
    double bytes = statistics_slope(x, y, count);
    free(x);
    return isnan(bytes) ? text_copy("-") : text_format("%.1f", fabs(bytes) < 0.05 ? 0 : bytes);
}

/* How many times the CPU per task of floor, in the same bench; NAN where one is missing. */
static double sizes_to_floor(const struct page *page, const struct sizes *sizes, size_t i,
                             const char *cell)
{
    return sizes_number(page, sizes, i, cell, "task_cpu_ns") /
           sizes_number(page, sizes, i, CELLS_FLOOR, "task_cpu_ns");
}

static char *sizes_ratio(double value)
{
    return value > 0 ? text_format("%.2f", value) : text_copy("-");
}

/* How a ratio to floor stands to that of the smaller N at the same limit. */
static char *sizes_over(const struct page *page, const struct sizes *sizes, size_t at,
                        const char *cell, const struct sizes *smaller)
{
    for (size_t i = 0; i < smaller->count; i++)
        if (strcmp(table_limit(smaller->points[i]), table_limit(sizes->points[at])) == 0)
            return sizes_ratio(sizes_to_floor(page, sizes, at, cell) /
                               sizes_to_floor(page, smaller, i, cell));
    return text_copy("-");
}

/* What stands beside a figure: at each point its ratio to floor's, and that over the ratio of a
 * smaller N; behind them all the bytes a task. */
struct sizes_more {
    bool slope, to_floor;
    const struct sizes *smaller; /* or NULL */
};

static void sizes_columns(struct grid *grid, const struct sizes *sizes,
                          const struct sizes_more *more)
{
    grid_column(grid, "<strategy");
    for (size_t i = 0; i < sizes->count; i++) {
        const char *point = sizes->points[i];
        if (sizes->by_limit)
            grid_column(grid, "limit %s", table_limit(point));
        else
            grid_column(grid, "N=%.*s", sizes_tasks_length(point), point);
        if (more->to_floor)
            grid_column(grid, "to " CELLS_FLOOR);
        if (more->smaller)
            grid_column(grid, "over N=%.*s", sizes_tasks_length(more->smaller->points[0]),
                        more->smaller->points[0]);
    }
    if (more->slope)
        grid_column(grid, "bytes per task");
}

/* A grid of one figure: a line for each cell that ran at the first point. */
static void sizes_open(struct grid *grid, char *title, const struct page *page,
                       const struct sizes *sizes, const char *figure, struct sizes_more more)
{
    grid_open(grid, title);
    sizes_columns(grid, sizes, &more);
    for (size_t at = 0; at < page->summaries.count; at++) {
        const char *cell = rows_get(&page->summaries, at, "cell");
        if (!table_is_at(page, at, sizes->stage, sizes->points[0]))
            continue;
        grid_add(grid, text_copy(cell));
        for (size_t i = 0; i < sizes->count; i++) {
            grid_add(grid, grid_figure(figure, sizes_number(page, sizes, i, cell, figure)));
            if (more.to_floor)
                grid_add(grid, sizes_ratio(sizes_to_floor(page, sizes, i, cell)));
            if (more.smaller)
                grid_add(grid, sizes_over(page, sizes, i, cell, more.smaller));
        }
        if (more.slope)
            grid_add(grid, sizes_slope(page, sizes, cell, figure));
    }
}

/* Notes below a grid of CPU times: of which cells they are without the spinning; and what
 * failed. */
static void sizes_note(struct page *page, struct grid *grid, const struct sizes *sizes)
{
    for (size_t i = 0; ac_strategies[i]; i++) {
        const char *cell = ac_strategies[i]->name;
        if (ac_strategies[i]->flags & AC_POLLED &&
            summary_find(&page->summaries, sizes->stage, sizes->points[0], cell) != SIZE_MAX)
            text_printf(
                &grid->notes,
                "%s: without the spinning, which takes a core on the real clock and nothing "
                "on the virtual one.\n",
                cell);
    }
    table_failures(page, grid, sizes->stage, NULL);
}

void table_growth(struct page *page)
{
    static const char cpu[] = "task_cpu_ns", n[] = "growth-n", limit[] = "growth-limit";
    static const struct {
        const char *stage, *figure, *title;
    } grids[] = {
        {n, cpu, "Growth in N at limit 10, virtual clock: CPU per task"},
        {n, "peak_heap_bytes", "Growth in N at limit 10, virtual clock: peak heap"},
        {n, "peak_rss_bytes", "Growth in N at limit 10, virtual clock: peak resident"},
        {limit, cpu, "Growth in the limit at N=100000, virtual clock: CPU per task"},
        {limit, "peak_heap_bytes", "Growth in the limit at N=100000, virtual clock: peak heap"},
    };
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        bool is_cpu = grids[i].figure == cpu, by_limit = grids[i].stage == limit;
        struct sizes sizes = sizes_collect(page, grids[i].stage, by_limit, NULL);
        struct grid grid;
        if (sizes.count > 0) {
            sizes_open(&grid, text_copy(grids[i].title), page, &sizes, grids[i].figure,
                       (struct sizes_more){.slope = !is_cpu && !by_limit});
            if (is_cpu)
                sizes_note(page, &grid, &sizes);
            page_add(page, &grid);
        }
        free(sizes.points);
    }
}

/* How far the most and the least of a size are apart. */
static double sizes_apart(const struct page *page, const char *stage, const char *point)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t at = 0; at < page->summaries.count; at++)
        if (table_is_at(page, at, stage, point)) {
            least = fmin(least, rows_number(&page->summaries, at, "peak_rss_bytes"));
            most = fmax(most, rows_number(&page->summaries, at, "peak_rss_bytes"));
        }
    return most >= least ? most - least : NAN;
}

void table_memory(struct page *page)
{
    struct sizes sizes = sizes_collect(page, "memory", false, NULL);
    struct grid grid;
    if (sizes.count > 0) {
        sizes_open(&grid,
                   text_format("Resident memory at limit %s, virtual clock, medians of %zu",
                               table_limit(sizes.points[0]), sizes_rounds(page, &sizes, NULL)),
                   page, &sizes, "peak_rss_bytes", (struct sizes_more){.slope = false});
        grid_add(&grid, text_copy("furthest apart"));
        for (size_t i = 0; i < sizes.count; i++)
            grid_add(&grid, grid_bytes(sizes_apart(page, sizes.stage, sizes.points[i])));
        table_failures(page, &grid, sizes.stage, NULL);
        page_add(page, &grid);
    }
    free(sizes.points);
}

void table_per_task(struct page *page)
{
    static const char stage[] = "per-task";
    struct sizes all = sizes_collect(page, stage, true, NULL), smaller = {.stage = NULL};
    for (size_t i = 0; i < all.count; i++) {
        if (i > 0 && sizes_same_tasks(all.points[i], all.points[i - 1]))
            continue;
        struct sizes one = sizes_collect(page, stage, true, all.points[i]);
        struct grid grid;
        sizes_open(&grid,
                   text_format("CPU per task at N=%.*s, virtual clock, medians of %zu, and ratio "
                               "to " CELLS_FLOOR,
                               sizes_tasks_length(one.points[0]), one.points[0],
                               sizes_rounds(page, &one, CELLS_FLOOR)),
                   page, &one, "task_cpu_ns",
                   (struct sizes_more){.to_floor = true,
                                       .smaller = smaller.count ? &smaller : NULL});
        sizes_note(page, &grid, &one);
        page_add(page, &grid);
        free(smaller.points);
        smaller = one;
    }
    free(smaller.points);
    free(all.points);
}
