/* points.c -- the grids of points on the real clock: verdicts, single rounds, limits. */
#include "../strategies/cells.h"
#include "../strategies/summary.h"
#include "parts.h"

#include <stdlib.h>
#include <string.h>

/* What stands in two of them. */
#define PEAKS                                                                    \
    "resident=peak_rss_bytes", "heap=peak_heap_bytes", "waiting=max_waiting",    \
        "flight=max_in_flight", "unread=max_unread", "late p99=lateness_p99_ns", \
        "deliv p99=delivery_p99_ns", "turns=turns"

/* Two grids for a point with verdicts, so that each fits a terminal: time first, then the rest.
 * Wall ratios are so close to 1 that the interval alone says it all; table.tsv has both. */
static const char *const time_columns[] = {"<strategy=cell",
                                           "wall=wall_ns",
                                           "excess=excess_ns",
                                           "process=process_ns",
                                           "CPU=cpu_ns",
                                           "<CPU verdict=cpu_verdict",
                                           "<ratio of CPU=cpu_ratio",
                                           "<wall verdict=wall_verdict",
                                           "<wall interval=wall_interval",
                                           NULL};
static const char *const rest_columns[] = {"<strategy=cell", PEAKS, "process CPU=whole_cpu_s",
                                           "<limited by=limited_by", NULL};
static const char *const plain_columns[] = {"<strategy=cell", "wall=wall_ns", "excess=excess_ns",
                                            "CPU=cpu_ns",     PEAKS,          NULL};
static const char *const limits_columns[] = {"<limit=point",
                                             "wall=wall_ns",
                                             "ideal=ideal_ns",
                                             "excess=excess_ns",
                                             "CPU=cpu_ns",
                                             "resident=peak_rss_bytes",
                                             "<limited by=limited_by",
                                             NULL};

static void points_add(struct page *page, struct grid *grid, const char *const columns[],
                       const char *stage, const char *point)
{
    for (size_t at = 0; at < page->summaries.count; at++)
        if (table_is_at(page, at, stage, point))
            table_line(grid, columns, &page->summaries, at);
}

/* One line for each thing that limits a row of this stage and point, with those it limits. */
static void points_note_limits(struct page *page, struct grid *grid, const char *stage,
                               const char *point)
{
    static const char *const limits[] = {"task 1's second", "work over limit", "CPU"};
    for (size_t limit = 0; limit < sizeof limits / sizeof *limits; limit++) {
        const char *before = "";
        for (size_t at = 0; at < page->summaries.count; at++) {
            if (!table_is_at(page, at, stage, point) ||
                !rows_is(&page->summaries, at, "limited_by", limits[limit]))
                continue;
            if (!*before)
                text_printf(&grid->notes, "Limited by %s: ", limits[limit]);
            text_printf(&grid->notes, "%s%s", before, rows_get(&page->summaries, at, "cell"));
            before = ", ";
        }
        text_add(&grid->notes, *before ? ".\n" : "");
    }
}

/* Says why a column of verdicts is empty, if it is. */
static void points_explain(struct page *page, struct grid *grid, const char *point,
                           const char *what, const char *figure)
{
    struct verdict again = summary_again(page->rows, point, figure);
    if (again.word == VERDICT_FASTER || again.word == VERDICT_SLOWER) {
        char *ratio = grid_ratio(again.ratio, again.low, again.high);
        text_printf(&grid->notes,
                    "No %s verdicts: " CELLS_REFERENCE
                    " differs from itself in this bench: %s, %s.\n",
                    what, verdict_words(again.word), ratio);
        free(ratio);
    } else if (again.word == VERDICT_NONE) {
        text_printf(&grid->notes,
                    "No %s verdicts: %zu of at least six rounds that an interval needs.\n", what,
                    again.pairs);
    }
}

static void points_note_verdicts(struct page *page, struct grid *grid, const char *point)
{
    if (summary_find(&page->summaries, "verdict", point, CELLS_AGAIN) == SIZE_MAX) {
        text_add(&grid->notes, "No verdicts: " CELLS_REFERENCE " was not run against itself.\n");
        return;
    }
    points_explain(page, grid, point, "CPU", "cpu_ns");
    points_explain(page, grid, point, "wall", "wall_ns");
}

/* How many rounds the cell of this point with the most of them has. */
static size_t points_most_rounds(const struct page *page, const char *point)
{
    double most = 0;
    for (size_t at = 0; at < page->summaries.count; at++)
        if (table_is_at(page, at, "verdict", point) &&
            rows_number(&page->summaries, at, "rounds") > most)
            most = rows_number(&page->summaries, at, "rounds");
    return (size_t)most;
}

/* The next point of a stage from that summary on, where it begins, and its name, which the caller
 * frees; or NULL. */
static char *points_next(const struct page *page, const char *stage, size_t *at, const char **point)
{
    for (; *at < page->summaries.count; ++*at) {
        *point = rows_get(&page->summaries, *at, "point");
        if (table_is_at(page, *at, stage, NULL) &&
            (*at == 0 || !table_is_at(page, *at - 1, stage, *point)))
            return text_format("N=%.*s, limit %s", (int)strcspn(*point, ","), *point,
                               table_limit(*point));
    }
    return NULL;
}

void table_verdicts(struct page *page)
{
    const char *point;
    char *name;
    for (size_t at = 0; (name = points_next(page, "verdict", &at, &point)); at++) {
        struct grid times, rest;
        grid_open(&times, text_format("%s, real clock, rounds: %zu, medians", name,
                                      points_most_rounds(page, point)));
        grid_open(&rest, text_format("%s: memory, peaks, lateness, and what limits", name));
        grid_columns(&times, time_columns);
        grid_columns(&rest, rest_columns);
        points_add(page, &times, time_columns, "verdict", point);
        points_add(page, &rest, rest_columns, "verdict", point);
        points_note_verdicts(page, &times, point);
        table_failures(page, &times, "verdict", point);
        page_add(page, &times);
        page_add(page, &rest);
        free(name);
    }
}

void table_plain(struct page *page, const char *stage, const char *title)
{
    const char *point;
    char *name;
    for (size_t at = 0; (name = points_next(page, stage, &at, &point)); at++) {
        struct grid grid;
        grid_open(&grid, text_format("%s, %s", name, title));
        grid_columns(&grid, plain_columns);
        points_add(page, &grid, plain_columns, stage, point);
        points_note_limits(page, &grid, stage, point);
        table_failures(page, &grid, stage, point);
        page_add(page, &grid);
        free(name);
    }
}

void table_limits(struct page *page)
{
    struct grid grid;
    grid_open(&grid,
              text_copy(CELLS_REFERENCE " at N=100 and other limits, real clock, one run each"));
    grid_columns(&grid, limits_columns);
    for (size_t at = 0; at < page->summaries.count; at++)
        if (table_is_at(page, at, "limits", NULL)) {
            grid_add(&grid, text_copy(table_limit(rows_get(&page->summaries, at, "point"))));
            table_line(&grid, limits_columns + 1, &page->summaries, at);
        }
    table_failures(page, &grid, "limits", NULL);
    page_add_filled(page, &grid);
}
