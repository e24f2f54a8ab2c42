/* per_task.c -- CPU per task on the virtual clock, beside floor and the bare cells. */
#include "../../base/text.h"
#include "../strategies/cells.h"
#include "parts.h"
#include "sizes.h"

#include <stdlib.h>
#include <string.h>

/* How many times the CPU per task of floor, in the same bench; NAN where one is missing. */
static double to_floor(const struct summaries *list, const char *stage, const char *point,
                       const char *cell)
{
    return sizes_value(summary_find(list, stage, point, cell), CPU_PER_TASK) /
           sizes_value(summary_find(list, stage, point, CELLS_FLOOR), CPU_PER_TASK);
}

static char *ratio(double value)
{
    return value > 0 ? text_format("%.2f", value) : text_copy("-");
}

/* How a ratio to floor stands to that of the smaller N at the same limit. */
static char *times_as_many(const struct summaries *list, const struct sizes *smaller,
                           const char *point, const char *cell, double here)
{
    for (size_t i = 0; i < smaller->count; i++)
        if (strcmp(table_limit(smaller->points[i]), table_limit(point)) == 0)
            return ratio(here / to_floor(list, smaller->stage, smaller->points[i], cell));
    return text_copy("-");
}

/* CPU per task at each limit, and how many times that of floor; and, beside a smaller N, how many times
 * as many. */
static void fill_ratios(struct page *page, const struct sizes *sizes, const struct sizes *smaller,
                        const struct summaries *list)
{
    enum { COLUMNS = 3 }; /* of a size, at most */
    const char **headings = text_resize(NULL, (COLUMNS * sizes->count + 2) * sizeof *headings);
    const struct summary *first = summary_find(list, sizes->stage, sizes->points[0], CELLS_FLOOR);
    struct grid grid;
    char *tasks = smaller ? sizes_tasks(smaller->points[0]) : NULL;
    char *before = tasks ? text_format("over %s", tasks) : NULL;
    size_t at = 0;
    headings[at++] = "<strategy";
    for (size_t j = 0; j < sizes->count; j++) {
        headings[at++] = sizes->headings[j + 1];
        headings[at++] = "to " CELLS_FLOOR;
        if (before)
            headings[at++] = before;
    }
    headings[at] = NULL;
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
            double here = to_floor(list, sizes->stage, point, cell);
            grid_add(&grid, grid_time(sizes_value(summary_find(list, sizes->stage, point, cell),
                                                  CPU_PER_TASK)));
            grid_add(&grid, ratio(here));
            if (before)
                grid_add(&grid, times_as_many(list, smaller, point, cell, here));
        }
    }
    table_spinning(&grid, list, sizes->stage, sizes->points[0]);
    table_failures(&grid, list, sizes->stage, NULL);
    page_add(page, &grid);
    free(headings);
    free(before);
    free(tasks);
}

void table_per_task(struct page *page, const struct summaries *list)
{
    static const char stage[] = "per-task";
    struct sizes all, one, smaller = {.stage = NULL};
    sizes_collect(&all, list, stage, true, NULL);
    for (size_t i = 0; i < all.count; i++) {
        if (i > 0 && sizes_same_tasks(all.points[i], all.points[i - 1]))
            continue;
        sizes_collect(&one, list, stage, true, all.points[i]);
        fill_ratios(page, &one, smaller.count > 0 ? &smaller : NULL, list);
        sizes_free(&smaller);
        smaller = one;
    }
    sizes_free(&smaller);
    sizes_free(&all);
}
