/* work.c -- real work, and adoption: a grid for each point, then who ran beside ours. Which grids there are,
 * work_exec.c, work_http.c, work_cpu.c and work_adoption.c say.
 */
#include "work.h"
#include "../../base/units.h"
#include "../adoption/adoption.h"
#include "../work/part.h"
#include "../work/summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct work_table *const exec_tables[] = {&work_table_exec, NULL};
static const struct work_table *const all_tables[] = {&work_table_exec, &work_table_http,
                                                      &work_table_cpu, NULL};
static const struct work_table *const adoption_tables[] = {&work_table_adoption, NULL};

/* Whether a column is a ratio to the cell itself. */
static bool work_is_own_ratio(const struct rows *summaries, size_t at, const char *name)
{
    const char *stage = rows_get(summaries, at, "stage"), *cell = rows_get(summaries, at, "cell");
    const struct work_part *part = work_part_of(stage);
    for (const struct work_target *target = part->targets; target->stage; target++) {
        size_t length = strlen(target->of);
        if (strcmp(target->stage, stage) == 0 && target->beside &&
            strcmp(target->beside, cell) == 0 && strncmp(name, target->of, length) == 0 &&
            strcmp(name + length, "_ratio") == 0)
            return true;
    }
    return false;
}

#define MORE "more_" /* before a figure's name: by how much it is more than by hand */

static bool work_is_one_of(const char *name, const char *const names[])
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

/* Whether two summaries stand in one grid. */
static bool work_goes_with(const struct rows *list, size_t one, size_t other, bool each)
{
    const char *stage = rows_get(list, one, "stage");
    const char *next = rows_get(list, other, "stage");
    size_t length = strcspn(stage, ",");
    if (length != strcspn(next, ",") || strncmp(stage, next, length) != 0)
        return false;
    return !each || rows_is(list, other, "point", rows_get(list, one, "point"));
}

/* How much more a figure is than that of the cell by hand at the same stage and point. */
static double work_more(const struct rows *summaries, size_t at, const char *name)
{
    for (size_t other = 0; other < summaries->count; other++)
        if (work_goes_with(summaries, at, other, true) &&
            rows_is(summaries, other, "cell", ADOPTION_BY_HAND))
            return rows_number(summaries, at, name) - rows_number(summaries, other, name);
    return NAN;
}

/* A figure that no column has: out of two of them. NAN: it is none of these. */
static double work_made(const struct rows *summaries, size_t at, const char *name)
{
    double tasks = rows_number(summaries, at, "tasks");
    if (strcmp(name, "own_job_cpu_ns") == 0)
        return rows_number(summaries, at, "own_cpu_ns") / tasks;
    if (strcmp(name, "calls_a_task") == 0)
        return rows_number(summaries, at, "system_calls") / tasks;
    if (strcmp(name, "peak_a_slot_bytes") == 0)
        return rows_number(summaries, at, "peak_bytes") / rows_number(summaries, at, "limit");
    if (strncmp(name, MORE, strlen(MORE)) == 0)
        return work_more(summaries, at, name + strlen(MORE));
    if (strcmp(name, "tasks_a_s") == 0)
        return 1e9 / rows_number(summaries, at, "job_wall_ns");
    return NAN;
}

/* Counts are whole; the rest is as everywhere. */
static char *work_word(const struct rows *summaries, size_t at, const char *name)
{
    static const char *const counts[] = {
        "tasks",     "max_in_flight",   "max_unread", "own_max_unread", "failures",
        "tasks_a_s", "max_running",     "max_queued", "iterations",     "symbols",
        "limit",     "more_iterations", NULL};
    static const char *const means[] = {"calls_a_task", "running_mean", "queued_mean", NULL};
    double made = work_made(summaries, at, name);
    double value = isnan(made) ? rows_number(summaries, at, name) : made;
    if (work_is_one_of(name, counts))
        return isnan(value) ? text_copy("-") : text_format("%.0f", value);
    if (work_is_one_of(name, means))
        return isnan(value) ? text_copy("-") : text_format("%.2f", value);
    if (work_is_own_ratio(summaries, at, name))
        return text_copy("1");
    if (!isnan(made))
        return grid_figure(name, made);
    if (rows_is(summaries, at, name, "null") || strcmp(name, "own_job_cpu_ns") == 0)
        return text_copy(strstr(name, "_target") || strcmp(name, "failure") == 0 ? "" : "-");
    return table_word(summaries, at, name);
}

/* Of runs that failed, the row does not tell. */
static void work_note_failures(const struct page *page, size_t at, struct grid *grid)
{
    double failed = rows_number(&page->summaries, at, "failed");
    if (failed > 0)
        text_printf(&grid->notes, "FAILED: %s, in %.0f of %.0f runs.\n",
                    rows_get(&page->summaries, at, "cell"), failed,
                    failed + rows_number(&page->summaries, at, "rounds"));
}

/* What was planned, of "20000,10": runs that failed have no figures. */
static void work_read_point(const struct rows *list, size_t at, double *tasks, double *limit)
{
    if (sscanf(rows_get(list, at, "point"), "%lf,%lf", tasks, limit) != 2)
        *tasks = *limit = NAN;
}

/* Adds a grid of the summaries from `from` on that go together; where the next one begins. */
static size_t work_add_grid(struct page *page, const struct work_table *table,
                            const struct work_grid *shown, size_t from)
{
    const struct rows *list = &page->summaries;
    const char *stage = rows_get(list, from, "stage");
    struct grid grid;
    size_t at = from;
    double tasks, limit;
    work_read_point(list, from, &tasks, &limit);
    grid_open(&grid, table->title(stage, tasks, limit));
    grid_columns(&grid, shown->columns);
    for (; at < list->count && work_goes_with(list, from, at, shown->each); at++) {
        for (const char *const *column = shown->columns; *column; column++)
            grid_add(&grid, work_word(list, at, grid_name(*column)));
        work_note_failures(page, at, &grid);
    }
    if (table->note)
        table->note(page, stage, &grid.notes);
    page_add(page, &grid);
    return at;
}

static const struct work_grid *work_find_grid(const struct page *page,
                                              const struct work_table *table, size_t at)
{
    const struct rows *list = &page->summaries;
    double tasks, limit;
    work_read_point(list, at, &tasks, &limit);
    for (const struct work_grid *grid = table->grids; grid->stage; grid++)
        if (rows_is(list, at, "stage", grid->stage) &&
            (!grid->limit || (double)grid->limit == limit))
            return grid;
    return NULL;
}

static size_t work_add_stage(struct page *page, const struct work_table *const tables[], size_t at)
{
    for (; *tables; tables++) {
        const struct work_grid *grid = work_find_grid(page, *tables, at);
        if (grid)
            return work_add_grid(page, *tables, grid, at);
    }
    return at + 1;
}

/* The text of a member; "?" where it is none. */
static char *work_said(void *member)
{
    const char *said = json_string_value(json_object_iter_value(member));
    return text_copy(said ? said : "?");
}

/* What ran beside ours, and on what: huge pages decide what a fork costs. */
static void work_add_who(struct page *page)
{
    const char *pages = json_string_value(json_object_get(page->environment, "huge_pages"));
    json_t *rivals = json_object_get(page->environment, "rivals");
    json_t *missing = json_object_get(page->environment, "rivals_missing");
    struct grid grid;
    if (json_object_size(rivals) + json_object_size(missing) == 0)
        return;
    grid_open(&grid, text_copy("The rivals"));
    grid_column(&grid, "<program");
    grid_column(&grid, "<version");
    for (void *i = json_object_iter(rivals); i; i = json_object_iter_next(rivals, i)) {
        grid_add(&grid, text_copy(json_object_iter_key(i)));
        grid_add(&grid, work_said(i));
    }
    for (void *i = json_object_iter(missing); i; i = json_object_iter_next(missing, i)) {
        char *why = work_said(i);
        text_printf(&grid.notes, "Left out: %s: %s.\n", json_object_iter_key(i), why);
        free(why);
    }
    text_printf(&grid.notes, "Transparent huge pages: %s.\n", pages ? pages : "not known");
    page_add(page, &grid);
}

static int work_fill(struct page *page, const struct work_set *set,
                     const struct work_table *const tables[])
{
    page->summaries = work_summarize(page->rows, set);
    table_heading(page);
    for (size_t at = 0; at < page->summaries.count;)
        at = work_add_stage(page, tables, at);
    work_add_who(page);
    for (; *tables; tables++) {
        text_add(&page->text, (*tables)->footer);
        text_add(&page->markdown, (*tables)->footer);
    }
    return 0;
}

int table_exec(struct page *page)
{
    return work_fill(page, &work_exec, exec_tables);
}

int table_work(struct page *page)
{
    return work_fill(page, &work_all, all_tables);
}

int table_adoption(struct page *page)
{
    return work_fill(page, &work_adoption, adoption_tables);
}
