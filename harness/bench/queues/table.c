/* tables.c -- see tables.h. */
#include "table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/complain.h"
#include "../../base/grid.h"
#include "../../base/rows.h"
#include "../../base/statistics.h"
#include "../kept.h"
#include "../tables/parts.h"
#include "hold.h"
#include "queues.h"

/* One queue under one load at one size, over the rounds; times are ns for an operation. */
struct place {
    size_t rounds; /* 0: not measured */
    double median, low, high;
    double ratio, ratio_low, ratio_high; /* to the production queue of the same round */
    double fill, bytes;                  /* for a task */
    bool another_order;
    double out_of_order; /* share of the pops */
};

static double queues_per_operation(const struct rows *rows, size_t row)
{
    return rows_number(rows, row, "cpu_ns") / rows_number(rows, row, "operations");
}

static bool queues_is_at(const struct rows *rows, size_t row, const char *load, double sleeping,
                         const char *queue)
{
    return rows_is(rows, row, "load", load) && rows_is(rows, row, "queue", queue) &&
           fabs(rows_number(rows, row, "sleeping") - sleeping) < 0.5;
}

/* The production queue's row of the same round, load and size; the count of rows where there is
 * none. */
static size_t queues_reference_of(const struct rows *rows, size_t row)
{
    size_t at = 0;
    while (at < rows->count &&
           !(queues_is_at(rows, at, rows_get(rows, row, "load"), rows_number(rows, row, "sleeping"),
                          queue_kinds[0]->name) &&
             rows_is(rows, at, "round", rows_get(rows, row, "round"))))
        at++;
    return at;
}

static struct place queues_look_at(const struct rows *rows, const char *load, double sleeping,
                                   const char *queue)
{
    struct place place = {0};
    double *times = text_resize(NULL, (3 * rows->count + 1) * sizeof *times);
    double *ratios = times + rows->count, *fills = ratios + rows->count;
    for (size_t row = 0; row < rows->count; row++) {
        if (!queues_is_at(rows, row, load, sleeping, queue))
            continue;
        size_t reference = queues_reference_of(rows, row);
        if (reference == rows->count)
            continue;
        times[place.rounds] = queues_per_operation(rows, row);
        ratios[place.rounds] = times[place.rounds] / queues_per_operation(rows, reference);
        fills[place.rounds++] = rows_number(rows, row, "fill_ns") / sleeping;
        place.bytes = fmax(place.bytes, rows_number(rows, row, "heap_bytes") / sleeping);
        place.another_order |= !rows_is(rows, row, "check", rows_get(rows, reference, "check"));
        place.out_of_order = fmax(place.out_of_order, rows_number(rows, row, "out_of_order") /
                                                          rows_number(rows, row, "operations"));
    }
    if (place.rounds) {
        place.median = statistics_median(times, place.rounds);
        place.low = times[0]; /* sorted now */
        place.high = times[place.rounds - 1];
        place.ratio = statistics_median(ratios, place.rounds);
        place.ratio_low = ratios[0];
        place.ratio_high = ratios[place.rounds - 1];
        place.fill = statistics_median(fills, place.rounds);
    }
    free(times);
    return place;
}

static const char *const columns[] = {"load",      "queue",        "sleeping", "rounds",
                                      "median_ns", "low_ns",       "high_ns",  "ratio",
                                      "ratio_low", "ratio_high",   "fill_ns",  "heap_bytes",
                                      "order",     "out_of_order", NULL};

enum { FIRST_FIGURE = 4 }; /* median_ns */

/* The size after this one, from 0, that was measured; 0: there is none. */
static uint64_t queues_next_size(const struct rows *rows, uint64_t size)
{
    for (size = size > 0 ? size * 10 : 10; size <= 100000000; size *= 10)
        for (size_t row = 0; row < rows->count; row++)
            if (fabs(rows_number(rows, row, "sleeping") - (double)size) < 0.5)
                return size;
    return 0;
}

static void queues_summarize_place(struct rows *all, const struct rows *rows, const char *load,
                                   double sleeping, const char *queue)
{
    struct place p = queues_look_at(rows, load, sleeping, queue);
    const double figures[] = {p.median,    p.low,        p.high, p.ratio,
                              p.ratio_low, p.ratio_high, p.fill, p.bytes};
    if (!p.rounds)
        return;
    size_t row = rows_add(all);
    rows_set(all, row, "load", load);
    rows_set(all, row, "queue", queue);
    rows_set_number(all, row, "sleeping", sleeping);
    rows_set_number(all, row, "rounds", (double)p.rounds);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        rows_set_number(all, row, columns[FIRST_FIGURE + i], figures[i]);
    rows_set(all, row, "order", p.another_order ? "another" : "same");
    rows_set_number(all, row, "out_of_order", p.out_of_order);
}

/* As table.tsv has them. */
static void queues_round(struct rows *all)
{
    static const int decimals[] = {3, 3, 3, 4, 4, 4, 3, 2, 0, 6};
    for (size_t row = 0; row < all->count; row++)
        for (size_t i = 0; i < sizeof decimals / sizeof *decimals; i++) {
            const char *column = columns[FIRST_FIGURE + i];
            if (decimals[i])
                rows_printf(all, row, column, "%.*f", decimals[i], rows_number(all, row, column));
        }
}

static void queues_summarize_all(struct page *page)
{
    rows_init(&page->summaries, columns);
    for (size_t load = 0; load < HOLD_LOADS; load++)
        for (size_t queue = 0; queue_kinds[queue]; queue++)
            for (uint64_t size = 0; (size = queues_next_size(page->rows, size)) > 0;)
                queues_summarize_place(&page->summaries, page->rows, hold_loads[load], (double)size,
                                       queue_kinds[queue]->name);
}

/* The summary of that place; SIZE_MAX: it was not measured. */
static size_t queues_place_of(const struct page *page, const char *load, double sleeping,
                              const char *queue)
{
    for (size_t at = 0; at < page->summaries.count; at++)
        if (queues_is_at(&page->summaries, at, load, sleeping, queue))
            return at;
    return SIZE_MAX;
}

/* The median, and but for the production queue the ratio to that. */
static char *queues_time_word(const struct page *page, const char *load, double sleeping,
                              size_t queue, bool brief)
{
    const struct rows *all = &page->summaries;
    size_t at = queues_place_of(page, load, sleeping, queue_kinds[queue]->name);
    if (at == SIZE_MAX)
        return text_copy("-");
    char *time = grid_time(rows_number(all, at, "median_ns"));
    if (brief || queue == 0)
        return time;
    char *ratio = grid_ratio(rows_number(all, at, "ratio"), rows_number(all, at, "ratio_low"),
                             rows_number(all, at, "ratio_high"));
    char *word = text_format("%s, %s", time, ratio);
    free(ratio);
    free(time);
    return word;
}

/* Says which queues popped in another order than the production queue. */
static void queues_note_order(const struct page *page, struct grid *grid, const char *load)
{
    const struct rows *all = &page->summaries;
    for (size_t queue = 0; queue_kinds[queue]; queue++) {
        const char *name = queue_kinds[queue]->name;
        double share = -1;
        bool another = false;
        for (size_t at = 0; at < all->count; at++) {
            if (!rows_is(all, at, "load", load) || !rows_is(all, at, "queue", name))
                continue;
            another |= rows_is(all, at, "order", "another");
            share = fmax(share, rows_number(all, at, "out_of_order"));
        }
        if (another)
            text_printf(&grid->notes,
                        "%s pops in another order: up to %.1f %% of its pops come "
                        "after one that was due later.\n",
                        name, share * 100);
    }
}

/* What a first look needs: each load where it says most. */
static const struct {
    const char *heading, *load;
    double sleeping;
} brief[] = {
    {"exponential 10", "exponential", 10},
    {"exponential 1k", "exponential", 1000},
    {"exponential 100k", "exponential", 100000},
    {"exponential 10M", "exponential", 1e7},
    {"equal 1k", "equal", 1000},
    {"equal 10M", "equal", 1e7},
    {"harmonic 10", "harmonic", 10},
    {"harmonic 1k", "harmonic", 1000},
    {"harmonic 10M", "harmonic", 1e7},
    {"at_once 1M", "at_once", 1e6},
};
enum { BRIEF = sizeof brief / sizeof *brief };

static void queues_add_brief(struct page *page)
{
    struct grid grid;
    grid_open(&grid, text_copy("in brief: time of an operation, median"));
    grid_column(&grid, "<queue");
    for (size_t i = 0; i < BRIEF; i++)
        grid_column(&grid, "%s", brief[i].heading);
    for (size_t queue = 0; queue_kinds[queue]; queue++) {
        grid_add(&grid, text_copy(queue_kinds[queue]->name));
        for (size_t i = 0; i < BRIEF; i++)
            grid_add(&grid, queues_time_word(page, brief[i].load, brief[i].sleeping, queue, true));
    }
    page_add(page, &grid);
}

/* The most bytes a task under any load. */
static char *queues_bytes_word(const struct page *page, double sleeping, size_t queue)
{
    double bytes = 0;
    for (size_t load = 0; load < HOLD_LOADS; load++) {
        size_t at = queues_place_of(page, hold_loads[load], sleeping, queue_kinds[queue]->name);
        if (at != SIZE_MAX)
            bytes = fmax(bytes, rows_number(&page->summaries, at, "heap_bytes"));
    }
    return text_format("%.1f", bytes);
}

/* A grid with a column for each size: of the times under a load, or (NULL) of the bytes. */
static void queues_add_sizes(struct page *page, char *title, const char *load)
{
    struct grid grid;
    grid_open(&grid, title);
    grid_column(&grid, "<queue");
    for (uint64_t size = 0; (size = queues_next_size(page->rows, size)) > 0;)
        grid_column(&grid, "%.0f", (double)size);
    for (size_t queue = 0; queue_kinds[queue]; queue++) {
        grid_add(&grid, text_copy(queue_kinds[queue]->name));
        for (uint64_t size = 0; (size = queues_next_size(page->rows, size)) > 0;)
            grid_add(&grid, load ? queues_time_word(page, load, (double)size, queue, false)
                                 : queues_bytes_word(page, (double)size, queue));
    }
    if (load)
        queues_note_order(page, &grid, load);
    page_add(page, &grid);
}

int table_queues(struct page *page)
{
    queues_summarize_all(page);
    if (!page->summaries.count) {
        char *path = text_format("%s/rows.tsv", page->dir);
        int error = kept_refuse(path, "no row is of a queue beside the production queue");
        free(path);
        return error;
    }
    queues_add_brief(page);
    for (size_t load = 0; load < HOLD_LOADS; load++)
        queues_add_sizes(page,
                         text_format("%s: time of an operation by sleeping tasks, median; ratio to "
                                     "production [least,greatest]",
                                     hold_loads[load]),
                         hold_loads[load]);
    queues_add_sizes(page, text_copy("bytes for a sleeping task, the most under any load"), NULL);
    queues_round(&page->summaries);
    return 0;
}
