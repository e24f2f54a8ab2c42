/* tables.c -- see tables.h. */
#include "table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/complain.h"
#include "../../base/grid.h"
#include "../../base/rows.h"
#include "../kept.h"
#include "../stats/statistics.h"
#include "hold.h"
#include "queues.h"

enum { SIZES = 8 }; /* 10 to 100,000,000; the size 0 ends the list */

/* One queue under one load at one size, over the rounds; times are ns for an operation. */
struct place {
    size_t rounds; /* 0: not measured */
    double median, low, high;
    double ratio, ratio_low, ratio_high; /* to the production queue of the same round */
    double fill, bytes;                  /* for a task */
    bool another_order;
    double out_of_order; /* share of the pops */
};

static double per_operation(const struct rows *rows, size_t row)
{
    return rows_number(rows, row, "cpu_ns") / rows_number(rows, row, "operations");
}

static bool is_at(const struct rows *rows, size_t row, const char *load, double sleeping,
                  const char *queue)
{
    return rows_is(rows, row, "load", load) && rows_is(rows, row, "queue", queue) &&
           fabs(rows_number(rows, row, "sleeping") - sleeping) < 0.5;
}

/* The production queue's row of the same round, load and size; the count of rows where there is
 * none. */
static size_t reference_of(const struct rows *rows, size_t row)
{
    size_t at = 0;
    while (at < rows->count && !(is_at(rows, at, rows_get(rows, row, "load"),
                                       rows_number(rows, row, "sleeping"), queue_kinds[0]->name) &&
                                 rows_is(rows, at, "round", rows_get(rows, row, "round"))))
        at++;
    return at;
}

static struct place look_at(const struct rows *rows, const char *load, double sleeping,
                            const char *queue)
{
    struct place place = {0};
    double *times = text_resize(NULL, (3 * rows->count + 1) * sizeof *times);
    double *ratios = times + rows->count, *fills = ratios + rows->count;
    for (size_t row = 0; row < rows->count; row++) {
        if (!is_at(rows, row, load, sleeping, queue))
            continue;
        size_t reference = reference_of(rows, row);
        if (reference == rows->count)
            continue;
        times[place.rounds] = per_operation(rows, row);
        ratios[place.rounds] = times[place.rounds] / per_operation(rows, reference);
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

struct tables {
    const struct rows *rows;
    double sizes[SIZES + 1];
    char names[SIZES][16];
    const char *headings[SIZES + 3]; /* queue, the sizes, NULL */
    struct place places[HOLD_LOADS][QUEUES][SIZES];
};

static void look_at_all(struct tables *tables)
{
    size_t count = 0;
    tables->headings[0] = "<queue";
    for (uint64_t sleeping = 10; sleeping <= 100000000; sleeping *= 10) {
        double size = (double)sleeping;
        bool seen = false;
        for (size_t row = 0; row < tables->rows->count && !seen; row++)
            seen = fabs(rows_number(tables->rows, row, "sleeping") - size) < 0.5;
        if (!seen)
            continue;
        snprintf(tables->names[count], sizeof tables->names[count], "%.0f", size);
        tables->headings[count + 1] = tables->names[count];
        tables->sizes[count++] = size;
    }
    for (size_t load = 0; load < HOLD_LOADS; load++)
        for (size_t queue = 0; queue_kinds[queue]; queue++)
            for (size_t size = 0; size < count; size++)
                tables->places[load][queue][size] =
                    look_at(tables->rows, hold_loads[load], tables->sizes[size],
                            queue_kinds[queue]->name);
}

static char *time_cell(const struct place *place, bool reference)
{
    if (!place->rounds)
        return text_copy("-");
    char *time = grid_time(place->median);
    char *ratio = grid_ratio(place->ratio, place->ratio_low, place->ratio_high);
    char *cell = reference ? text_copy(time) : text_format("%s, %s", time, ratio);
    free(ratio);
    free(time);
    return cell;
}

/* Says which queues popped in another order than the production queue. */
static void note_order(struct grid *grid, struct place places[QUEUES][SIZES], size_t sizes)
{
    for (size_t queue = 0; queue_kinds[queue]; queue++) {
        double share = 0;
        bool another = false;
        for (size_t size = 0; size < sizes; size++) {
            another |= places[queue][size].another_order;
            share = fmax(share, places[queue][size].out_of_order);
        }
        if (another)
            text_printf(&grid->notes,
                        "%s pops in another order: up to %.1f %% of its pops come "
                        "after one that was due later.\n",
                        queue_kinds[queue]->name, share * 100);
    }
}

static void add_grid(struct grid *grid, struct text *shown, struct text *markdown)
{
    grid_write_text(grid, shown);
    grid_write_markdown(grid, markdown);
    grid_free(grid);
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

static void add_brief(const struct rows *rows, struct text *shown, struct text *markdown)
{
    struct grid grid;
    const char *headings[BRIEF + 2] = {"<queue"};
    for (size_t i = 0; i < BRIEF; i++)
        headings[i + 1] = brief[i].heading;
    grid_open(&grid, text_copy("in brief: time of an operation, median"), headings);
    for (size_t queue = 0; queue_kinds[queue]; queue++) {
        const char *name = queue_kinds[queue]->name;
        grid_add(&grid, text_copy(name));
        for (size_t i = 0; i < BRIEF; i++) {
            struct place place = look_at(rows, brief[i].load, brief[i].sleeping, name);
            grid_add(&grid, place.rounds ? grid_time(place.median) : text_copy("-"));
        }
    }
    add_grid(&grid, shown, markdown);
}

static void load_grid(struct grid *grid, struct tables *tables, size_t load)
{
    grid_open(grid,
              text_format("%s: time of an operation by sleeping tasks, median; ratio to production "
                          "[least,greatest]",
                          hold_loads[load]),
              tables->headings);
    size_t size = 0;
    for (size_t queue = 0; queue_kinds[queue]; queue++) {
        grid_add(grid, text_copy(queue_kinds[queue]->name));
        for (size = 0; tables->sizes[size] > 0; size++)
            grid_add(grid, time_cell(&tables->places[load][queue][size], queue == 0));
    }
    note_order(grid, tables->places[load], size);
}

static void bytes_grid(struct grid *grid, struct tables *tables)
{
    grid_open(grid, text_copy("bytes for a sleeping task, the most under any load"),
              tables->headings);
    for (size_t queue = 0; queue_kinds[queue]; queue++) {
        grid_add(grid, text_copy(queue_kinds[queue]->name));
        for (size_t size = 0; tables->sizes[size] > 0; size++) {
            double bytes = 0;
            for (size_t load = 0; load < HOLD_LOADS; load++)
                bytes = fmax(bytes, tables->places[load][queue][size].bytes);
            grid_add(grid, text_format("%.1f", bytes));
        }
    }
}

static void add_lines(struct text *out, const struct tables *tables)
{
    text_add(out, "load\tqueue\tsleeping\trounds\tmedian_ns\tlow_ns\thigh_ns\tratio\tratio_low\t"
                  "ratio_high\tfill_ns\theap_bytes\torder\tout_of_order\n");
    for (size_t load = 0; load < HOLD_LOADS; load++)
        for (size_t queue = 0; queue_kinds[queue]; queue++)
            for (size_t size = 0; tables->sizes[size] > 0; size++) {
                const struct place *p = &tables->places[load][queue][size];
                if (p->rounds)
                    text_printf(
                        out,
                        "%s\t%s\t%.0f\t%zu\t%.3f\t%.3f\t%.3f\t%.4f\t%.4f\t%.4f\t%.3f\t%.2f\t"
                        "%s\t%.6f\n",
                        hold_loads[load], queue_kinds[queue]->name, tables->sizes[size], p->rounds,
                        p->median, p->low, p->high, p->ratio, p->ratio_low, p->ratio_high, p->fill,
                        p->bytes, p->another_order ? "another" : "same", p->out_of_order);
            }
}

static void write_tables(struct page *page, struct tables *tables)
{
    struct grid grid;
    add_brief(tables->rows, &page->text, &page->markdown);
    for (size_t load = 0; load < HOLD_LOADS; load++) {
        load_grid(&grid, tables, load);
        add_grid(&grid, &page->text, &page->markdown);
    }
    bytes_grid(&grid, tables);
    add_grid(&grid, &page->text, &page->markdown);
    add_lines(&page->tsv, tables);
}

/* Whether one of the queues was measured at all. */
static bool has_places(const struct tables *tables)
{
    bool has = false;
    for (size_t load = 0; load < HOLD_LOADS; load++)
        for (size_t queue = 0; queue_kinds[queue]; queue++)
            for (size_t size = 0; tables->sizes[size] > 0; size++)
                has |= tables->places[load][queue][size].rounds > 0;
    return has;
}

int table_queues(struct page *page)
{
    static struct tables tables;
    tables = (struct tables){.rows = page->rows};
    look_at_all(&tables);
    if (!has_places(&tables)) {
        char *path = text_format("%s/rows.tsv", page->dir);
        int error = kept_refuse(path, "no row is of a queue beside the production queue");
        free(path);
        return error;
    }
    write_tables(page, &tables);
    return 0;
}
