/* compare_table.c -- the table of `compare` for people: what it shows follows from what was asked; see
 * compare_table.h.
 */
#include "compare_table.h"

#include <math.h>
#include <string.h>

#include "../base/text.h"
#include "../base/units.h"
#include "../scenario/config.h"

static const char *const headings[] = {"<strategy", "wall",     "excess",    "cpu",     "resident",
                                       "heap",      "late p99", "deliv p99", "waiting", "in flight",
                                       "unread",    "turns",    NULL};

/* Where the consumer is slow: who goes on meanwhile. */
static const char *const slow_headings[] = {"<strategy", "wall",      "excess", "makespan",
                                            "idle",      "cpu",       "heap",   "deliv p99",
                                            "waiting",   "in flight", "unread", "turns",
                                            NULL};

/* Where the source says since when tasks are there: how long they wait. */
static const char *const paced_headings[] = {"<strategy", "wall",      "makespan",  "idle",
                                             "cpu",       "heap",      "queue p99", "resp p99",
                                             "waiting",   "in flight", "unread",    "turns",
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
    if (e->every_ns && !e->adds)
        return paced_headings;
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

static const struct ac_strategy *strategy_of(const struct rows *rows)
{
    const char *name = rows_get(rows, 0, "strategy");
    const struct ac_strategy *const *s = ac_strategies;
    while (*s && strcmp((*s)->name, name) != 0)
        s++;
    return *s;
}

/* User and system time together. */
static double find_cpu(struct grid *grid, const struct rows *rows)
{
    const struct ac_strategy *strategy = strategy_of(rows);
    double cpu_ns = rows_number(rows, 0, "cpu_user_ns") + rows_number(rows, 0, "cpu_sys_ns");
    if (strategy && !ac_config_tells_cpu(strategy, rows_is(rows, 0, "clock", "virtual"))) {
        text_printf(&grid->notes, "cpu -: %s\n", ac_config_why_no_cpu);
        cpu_ns = NAN;
    }
    return cpu_ns;
}

/* What stands under a heading; cpu_ns is of two columns. */
static const struct cell {
    const char *heading, *column;
} cells[] = {
    {"wall", "wall_ns"},
    {"excess", "excess_ns"},
    {"makespan", "makespan_ns"},
    {"idle", "idle_slots"},
    {"cpu", "cpu_ns"},
    {"resident", "peak_rss_bytes"},
    {"heap", "peak_heap_bytes"},
    {"late p99", "lateness_p99_ns"},
    {"deliv p99", "delivery_p99_ns"},
    {"queue p99", "queueing_p99_ns"},
    {"resp p99", "response_p99_ns"},
    {"waiting", "max_waiting"},
    {"in flight", "max_in_flight"},
    {"unread", "max_unread"},
    {"turns", "turns"},
    {"pulled", "pulled"},
    {"dropped", "dropped"},
    {"launched", "launched"},
    {"completed", "completed"},
    {"failed", "failed"},
    {"timed out", "timed_out"},
    {"cancelled", "cancelled"},
    {"taken", "taken"},
};

static void add_cell(struct grid *grid, const struct rows *rows, const char *heading)
{
    const struct cell *cell = cells;
    while (strcmp(cell->heading, heading) != 0)
        cell++;
    bool is_cpu = strcmp(heading, "cpu") == 0;
    double value = is_cpu ? find_cpu(grid, rows) : rows_number(rows, 0, cell->column);
    grid_add(grid, grid_figure(cell->column, value));
}

void ac_compare_table_add(struct grid *grid, const struct rows *rows, const struct ac_options *o)
{
    bool whole = rows_is(rows, 0, "complete", "true") || rows_is(rows, 0, "tasks", "null");
    grid_add(grid, text_format("%s%s", rows_get(rows, 0, "strategy"), whole ? "" : " (cut short)"));
    for (const char *const *heading = headings_for(o) + 1; *heading; heading++)
        add_cell(grid, rows, *heading);
}
