/* compare_table.c -- the table of `compare` for people: what it shows follows from what was asked; see
 * compare_table.h.
 */
#include "compare_table.h"

#include <math.h>
#include <string.h>

#include "../common/text.h"
#include "config.h"
#include "units.h"

static const char *const headings[] = {"<strategy", "wall",     "excess",    "cpu",     "resident",
                                       "heap",      "late p99", "deliv p99", "waiting", "in flight",
                                       "unread",    "turns",    NULL};

/* Where the consumer is slow: who goes on meanwhile. */
static const char *const slow_headings[] = {"<strategy", "wall",      "excess", "makespan",
                                            "idle",      "cpu",       "heap",   "deliv p99",
                                            "waiting",   "in flight", "unread", "turns",
                                            NULL};

/* Where tasks may fail, or the run is left: how they ended. */
static const char *const ends_headings[] = {"<strategy", "wall",      "pulled", "dropped",
                                            "launched",  "completed", "failed", "timed out",
                                            "cancelled", "taken",     NULL};

static const char *const *headings_for(const struct ac_options *o)
{
    const struct ac_ends *e = &o->ends;
    if (e->fail_ppb || e->fail_task_count || e->task_timeout_ns || e->timeout_ns || e->take ||
        e->close_at_ns)
        return ends_headings;
    return e->consume_ns ? slow_headings : headings;
}

void ac_compare_table_open(struct grid *grid, const struct ac_options *o)
{
    struct text title = {.chars = NULL};
    text_printf(&title, "%s clock", o->virtual_clock ? "virtual" : "real");
    if (o->limit)
        text_printf(&title, ", limit %s", AC_COUNT(o->limit));
    grid_open(grid, title.chars, headings_for(o));
}

static void add_time(struct grid *grid, const struct rows *rows, const char *column)
{
    grid_add(grid, grid_time(rows_number(rows, 0, column)));
}

static void add_bytes(struct grid *grid, const struct rows *rows, const char *column)
{
    grid_add(grid, grid_bytes(rows_number(rows, 0, column)));
}

static void add_idle(struct grid *grid, const struct rows *rows)
{
    bool defined = !rows_is(rows, 0, "idle_slots", "null");
    grid_add(grid,
             defined ? text_format("%.2f", rows_number(rows, 0, "idle_slots")) : text_copy("-"));
}

static const struct ac_strategy *strategy_of(const struct rows *rows)
{
    const char *name = rows_get(rows, 0, "strategy");
    const struct ac_strategy *const *s = ac_strategies;
    while (*s && strcmp((*s)->name, name) != 0)
        s++;
    return *s;
}

static void add_cpu(struct grid *grid, const struct rows *rows)
{
    const struct ac_strategy *strategy = strategy_of(rows);
    double cpu_ns = rows_number(rows, 0, "cpu_user_ns") + rows_number(rows, 0, "cpu_sys_ns");
    if (strategy && !ac_config_tells_cpu(strategy, rows_is(rows, 0, "clock", "virtual"))) {
        text_printf(&grid->notes, "cpu -: %s\n", ac_config_why_no_cpu);
        cpu_ns = NAN;
    }
    grid_add(grid, grid_time(cpu_ns));
}

static void add_counts(struct grid *grid, const struct rows *rows, const char *const *columns)
{
    for (; *columns; columns++)
        grid_add(grid, grid_count(rows_number(rows, 0, *columns)));
}

static void add_ends_row(struct grid *grid, const struct rows *rows)
{
    static const char *const columns[] = {"pulled",    "dropped", "launched",
                                          "completed", "failed",  "timed_out",
                                          "cancelled", "taken",   NULL};
    add_counts(grid, rows, columns);
}

static void add_cost_row(struct grid *grid, const struct rows *rows, bool slow)
{
    static const char *const columns[] = {"max_waiting", "max_in_flight", "max_unread", "turns",
                                          NULL};
    add_time(grid, rows, "excess_ns");
    if (slow) {
        add_time(grid, rows, "makespan_ns");
        add_idle(grid, rows);
    }
    add_cpu(grid, rows);
    if (!slow)
        add_bytes(grid, rows, "peak_rss_bytes");
    add_bytes(grid, rows, "peak_heap_bytes");
    if (!slow)
        add_time(grid, rows, "lateness_p99_ns");
    add_time(grid, rows, "delivery_p99_ns");
    add_counts(grid, rows, columns);
}

void ac_compare_table_add(struct grid *grid, const struct rows *rows, const struct ac_options *o)
{
    bool whole = rows_is(rows, 0, "complete", "true") || rows_is(rows, 0, "tasks", "null");
    grid_add(grid, text_format("%s%s", rows_get(rows, 0, "strategy"), whole ? "" : " (cut short)"));
    add_time(grid, rows, "wall_ns");
    if (headings_for(o) == ends_headings)
        add_ends_row(grid, rows);
    else
        add_cost_row(grid, rows, headings_for(o) == slow_headings);
}
