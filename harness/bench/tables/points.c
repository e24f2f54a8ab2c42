/* points.c -- the grids of points on the real clock: verdicts, single rounds, limits. */
#include "../strategies/cells.h"
#include "parts.h"

#include <stdlib.h>
#include <string.h>

/* Two grids for a point with verdicts, so that each fits a terminal: time first, then the rest. */
static const char *const time_headings[] = {
    "<strategy",    "wall",          "excess",        "process",        "CPU",
    "<CPU verdict", "<ratio of CPU", "<wall verdict", "<wall interval", NULL};
/* What stands in both: a heading, and the median below it. */
#define PEAKS(CELL)                    \
    CELL("resident", peak_rss_bytes)   \
    CELL("heap", peak_heap_bytes)      \
    CELL("waiting", max_waiting)       \
    CELL("flight", max_in_flight)      \
    CELL("unread", max_unread)         \
    CELL("late p99", lateness_p99_ns)  \
    CELL("deliv p99", delivery_p99_ns) \
    CELL("turns", turns)
#define HEADING(heading, median) heading,
#define ADD(heading, median)     grid_add(grid, grid_figure(#median, s->median));

static const char *const rest_headings[] = {"<strategy", PEAKS(HEADING) "process CPU",
                                            "<limited by", NULL};
static const char *const plain_headings[] = {"<strategy", "wall", "excess", "CPU",
                                             PEAKS(HEADING) NULL};

static bool is_at(const struct summary *summary, const char *stage, const char *point)
{
    return strcmp(summary->stage, stage) == 0 && (!point || strcmp(summary->point, point) == 0);
}

const char *table_limit(const char *point)
{
    const char *comma = strchr(point, ',');
    return comma ? comma + 1 : "";
}

char *table_point(const char *point)
{
    return text_format("N=%.*s, limit %s", (int)strcspn(point, ","), point, table_limit(point));
}

void table_failures(struct grid *grid, const struct summaries *list, const char *stage,
                    const char *point)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct summary *s = &list->items[i];
        if (is_at(s, stage, point) && s->failed > 0)
            text_printf(&grid->notes, "FAILED: %s at %s, %zu of %zu, exit: %s\n", s->cell, s->point,
                        s->failed, s->failed + s->rounds, s->failure);
    }
}

/* Wall ratios are so close to 1 that the interval alone says it all; table.tsv has both. */
static void add_verdicts(struct grid *grid, const struct summary *s)
{
    const char *cpu = statistics_words(s->cpu.word), *wall = statistics_words(s->wall.word);
    grid_add(grid, text_copy(*cpu ? cpu : "-"));
    grid_add(grid, grid_ratio(s->cpu.ratio, s->cpu.low, s->cpu.high));
    grid_add(grid, text_copy(*wall ? wall : "-"));
    grid_add(grid, grid_interval(s->wall.low, s->wall.high));
}

static void add_time(struct grid *grid, const struct summary *s)
{
    grid_add(grid, text_copy(s->cell));
    grid_add(grid, grid_time(s->wall_ns));
    grid_add(grid, grid_time(s->excess_ns));
    grid_add(grid, grid_time(s->hyperfine_wall_s * 1e9 - s->ideal_ns));
    grid_add(grid, grid_time(s->cpu_ns));
    if (strcmp(s->cell, CELLS_REFERENCE) == 0) {
        grid_add(grid, text_copy("(reference)"));
        grid_add(grid, text_copy("1"));
        grid_add(grid, text_copy("(reference)"));
        grid_add(grid, text_copy("1"));
    } else {
        add_verdicts(grid, s);
    }
}

static void add_rest(struct grid *grid, const struct summary *s)
{
    grid_add(grid, text_copy(s->cell));
    PEAKS(ADD)
    grid_add(grid, grid_time(s->whole_cpu_s * 1e9));
    grid_add(grid, text_copy(*s->limited_by ? s->limited_by : "-"));
}

static void add_plain(struct grid *grid, const struct summary *s)
{
    grid_add(grid, text_copy(s->cell));
    grid_add(grid, grid_time(s->wall_ns));
    grid_add(grid, grid_time(s->excess_ns));
    grid_add(grid, grid_time(s->cpu_ns));
    PEAKS(ADD)
}

/* One line for each thing that limits a row of this stage and point, with those it limits. */
static void note_limits(struct grid *grid, const struct summaries *list, const char *stage,
                        const char *point)
{
    static const char *const limits[] = {"task 1's second", "work over limit", "CPU"};
    for (size_t limit = 0; limit < sizeof limits / sizeof *limits; limit++) {
        const char *before = "";
        for (size_t i = 0; i < list->count; i++) {
            const struct summary *s = &list->items[i];
            if (!is_at(s, stage, point) || strcmp(s->limited_by, limits[limit]) != 0)
                continue;
            if (!*before)
                text_printf(&grid->notes, "Limited by %s: ", limits[limit]);
            text_printf(&grid->notes, "%s%s", before, s->cell);
            before = ", ";
        }
        text_add(&grid->notes, *before ? ".\n" : "");
    }
}

/* Says why a column of verdicts is empty, if it is. */
static void explain(struct grid *grid, const char *what, const struct statistics_verdict *verdict)
{
    if (verdict->word == STATISTICS_FASTER || verdict->word == STATISTICS_SLOWER) {
        char *ratio = grid_ratio(verdict->ratio, verdict->low, verdict->high);
        text_printf(&grid->notes,
                    "No %s verdicts: " CELLS_REFERENCE
                    " differs from itself in this bench: %s, %s.\n",
                    what, statistics_words(verdict->word), ratio);
        free(ratio);
    } else if (verdict->word == STATISTICS_NONE) {
        text_printf(&grid->notes,
                    "No %s verdicts: %zu of at least six rounds that an interval needs.\n", what,
                    verdict->pairs);
    }
}

static void note_verdicts(struct grid *grid, const struct summaries *list, const char *point)
{
    const struct summary *again = summary_find(list, "verdict", point, CELLS_AGAIN);
    if (!again) {
        text_add(&grid->notes, "No verdicts: " CELLS_REFERENCE " was not run against itself.\n");
        return;
    }
    explain(grid, "CPU", &again->cpu);
    explain(grid, "wall", &again->wall);
}

/* How many rounds the cell of this point with the most of them has. */
static size_t most_rounds(const struct summaries *list, const struct summary *first)
{
    size_t most = 0;
    for (size_t i = 0; i < list->count; i++)
        if (is_at(&list->items[i], first->stage, first->point) && list->items[i].rounds > most)
            most = list->items[i].rounds;
    return most;
}

static void add_point(struct page *page, const struct summaries *list, const struct summary *first)
{
    struct grid times, rest;
    char *point = table_point(first->point);
    grid_open(&times,
              text_format("%s, real clock, rounds: %zu, medians", point, most_rounds(list, first)),
              time_headings);
    grid_open(&rest, text_format("%s: memory, peaks, lateness, and what limits", point),
              rest_headings);
    free(point);
    for (size_t i = 0; i < list->count; i++)
        if (is_at(&list->items[i], first->stage, first->point)) {
            add_time(&times, &list->items[i]);
            add_rest(&rest, &list->items[i]);
        }
    note_verdicts(&times, list, first->point);
    table_failures(&times, list, first->stage, first->point);
    page_add(page, &times);
    page_add(page, &rest);
}

/* Whether this is the first summary of its stage and point. */
static bool opens(const struct summaries *list, size_t index)
{
    return index == 0 ||
           !is_at(&list->items[index - 1], list->items[index].stage, list->items[index].point);
}

void table_verdicts(struct page *page, const struct summaries *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_at(&list->items[i], "verdict", NULL) && opens(list, i))
            add_point(page, list, &list->items[i]);
}

void table_plain(struct page *page, const struct summaries *list, const char *stage,
                 const char *title)
{
    for (size_t i = 0; i < list->count; i++) {
        const char *point_text = list->items[i].point;
        if (!is_at(&list->items[i], stage, NULL) || !opens(list, i))
            continue;
        struct grid grid;
        char *point = table_point(point_text);
        grid_open(&grid, text_format("%s, %s", point, title), plain_headings);
        for (size_t j = i; j < list->count; j++)
            if (is_at(&list->items[j], stage, point_text))
                add_plain(&grid, &list->items[j]);
        note_limits(&grid, list, stage, point_text);
        table_failures(&grid, list, stage, point_text);
        page_add(page, &grid);
        free(point);
    }
}

void table_limits(struct page *page, const struct summaries *list)
{
    static const char *const headings[] = {"<limit", "wall",     "ideal",       "excess",
                                           "CPU",    "resident", "<limited by", NULL};
    struct grid grid;
    grid_open(&grid,
              text_copy(CELLS_REFERENCE " at N=100 and other limits, real clock, one run each"),
              headings);
    for (size_t i = 0; i < list->count; i++) {
        const struct summary *s = &list->items[i];
        if (!is_at(s, "limits", NULL))
            continue;
        grid_add(&grid, text_copy(table_limit(s->point)));
        grid_add(&grid, grid_time(s->wall_ns));
        grid_add(&grid, grid_time(s->ideal_ns));
        grid_add(&grid, grid_time(s->excess_ns));
        grid_add(&grid, grid_time(s->cpu_ns));
        grid_add(&grid, grid_bytes(s->peak_rss_bytes));
        grid_add(&grid, text_copy(*s->limited_by ? s->limited_by : "-"));
    }
    table_failures(&grid, list, "limits", NULL);
    if (grid.rows > 0)
        page_add(page, &grid);
    else
        grid_free(&grid);
}
