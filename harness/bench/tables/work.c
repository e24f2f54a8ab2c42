/* work.c -- commands, run by ours and by the rivals: a grid for each point, then who they are. */
#include "../../base/units.h"
#include "../strategies/cells.h"
#include "../work/plan.h"
#include "../work/summary.h"
#include "parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const true_columns[] = {"<who=cell",
                                           "wall=wall_ns",
                                           "CPU a job=job_cpu_ns",
                                           "resident=peak_rss_bytes",
                                           "<wall to xargs=wall_ratio",
                                           "<at most 1.03=wall_target",
                                           "<CPU to xargs=cpu_ratio",
                                           "<at most 1=cpu_target",
                                           "<CPU to parallel=parallel_ratio",
                                           "<at most 0.25=parallel_target",
                                           NULL};
static const char *const sleeps_columns[] = {"<who=cell",
                                             "wall=wall_ns",
                                             "ideal=ideal_ns",
                                             "<over ideal=wall_ratio",
                                             "<at most 1.03=wall_target",
                                             "next start p50=late_p50_ns",
                                             "p99=late_p99_ns",
                                             "in flight=max_in_flight",
                                             "CPU a job=job_cpu_ns",
                                             "own=own_job_cpu_ns",
                                             "spawn=spawn_mean_ns",
                                             "resident=peak_rss_bytes",
                                             NULL};
static const char *const reader_columns[] = {"<who=cell",
                                             "wall=wall_ns",
                                             "last start=last_start_ns",
                                             "in flight=max_in_flight",
                                             "unread=max_unread",
                                             "of them reported=own_max_unread",
                                             "CPU a job=job_cpu_ns",
                                             "resident=peak_rss_bytes",
                                             NULL};
static const char *const memory_columns[] = {
    "<who=cell",           "lines=tasks", "resident=peak_rss_bytes", "CPU a job=job_cpu_ns",
    "spawn=spawn_mean_ns", NULL};
static const char *const live_columns[] = {"<who=cell", "live=tasks", "CPU a job=job_cpu_ns",
                                           "spawn=spawn_mean_ns", NULL};

static const char footer[] =
    "wall: of the whole process, from outside. CPU a job: user + system of the program and of all "
    "its "
    "jobs, over their number.\n"
    "resident: VmHWM of the program itself. to xargs, to parallel: round by round, median ratio "
    "[95 % "
    "interval by rank, from six rounds].\n"
    "A target is reached where the whole interval is within it, and missed where the whole is not; "
    "xargs captures no output.\n"
    "ideal: list scheduling of the jobs' own stamps. next start: from a finish to the start that "
    "it "
    "made room for, by the stamps.\n"
    "own: of it, what the program itself takes, with starting the jobs; spawn: until a process "
    "exists; "
    "both as ours report them.\n"
    "unread: results that had ended, and that the slow reader did not have whole; reported: as "
    "ours see it, without what the pipe holds. last start: "
    "since "
    "the program's start.\n";

/* A title of a point, whose beginning does not tell how many jobs there were: the docs find it by that. */
static char *work_title(const char *stage, double tasks, double limit)
{
    if (strcmp(stage, WORK_TRUE) == 0)
        return text_format("Jobs of /bin/true, limit %.0f: %.0f of them", limit, tasks);
    if (strcmp(stage, WORK_SLEEPS) == 0)
        return text_format("Jobs that sleep, limit %.0f: %.0f of them", limit, tasks);
    if (strcmp(stage, WORK_READER) == 0)
        return text_format("A slow reader: %.0f jobs print %d KiB each, %.1f MB/s are read, limit "
                           "%.0f",
                           tasks, WORK_READER_BYTES / 1024,
                           (double)WORK_READER_BYTES / WORK_READER_US, limit);
    return text_copy(strcmp(stage, WORK_MEMORY) == 0
                         ? "A job beside the memory of its program: semaphore holds so many lines"
                         : "A job beside others that live on");
}

/* Counts are whole; the rest is as everywhere. */
static char *work_word(const struct rows *summaries, size_t at, const char *name)
{
    static const char *const counts[] = {"tasks", "max_in_flight", "max_unread", "own_max_unread"};
    double value = rows_number(summaries, at, name);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(name, counts[i]) == 0)
            return isnan(value) ? text_copy("-") : text_format("%.0f", value);
    if (strcmp(name, "wall_ratio") == 0 || strcmp(name, "cpu_ratio") == 0)
        if (rows_is(summaries, at, "cell", RIVALS_REFERENCE) &&
            rows_is(summaries, at, "stage", WORK_TRUE))
            return text_copy("1");
    if (strcmp(name, "parallel_ratio") == 0 && rows_is(summaries, at, "cell", RIVALS_PARALLEL))
        return text_copy("1");
    if (strcmp(name, "own_job_cpu_ns") == 0)
        return grid_figure(name, rows_number(summaries, at, "own_cpu_ns") /
                                     rows_number(summaries, at, "tasks"));
    if (rows_is(summaries, at, name, "null"))
        return text_copy(strstr(name, "_target") ? "" : "-");
    return table_word(summaries, at, name);
}

static void work_note_slope(const struct page *page, const char *stage, struct grid *grid)
{
    bool memory = strcmp(stage, WORK_MEMORY) == 0;
    double unit = memory ? 1048576 : 1000;
    struct work_slope slope = work_slope(page->rows, stage, memory ? "peak_rss_bytes" : "tasks");
    if (slope.rounds)
        text_printf(&grid->notes,
                    "Slope: %.3g us a job for each %s, from %.3g to %.3g in %zu rounds.\n",
                    slope.median * unit / 1e3, memory ? "MiB" : "thousand that live on",
                    slope.least * unit / 1e3, slope.greatest * unit / 1e3, slope.rounds);
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

/* Adds a grid of the summaries from `from` on that are of its stage, and of its point where `each`;
 * where the next one begins. */
static size_t work_add_grid(struct page *page, size_t from, const char *const columns[], bool each)
{
    const struct rows *list = &page->summaries;
    const char *stage = rows_get(list, from, "stage"), *point = rows_get(list, from, "point");
    struct grid grid;
    size_t at = from;
    grid_open(&grid, work_title(stage, rows_number(list, from, "tasks"),
                                rows_number(list, from, "limit")));
    grid_columns(&grid, columns);
    for (; at < list->count && rows_is(list, at, "stage", stage) &&
           (!each || rows_is(list, at, "point", point));
         at++) {
        for (const char *const *column = columns; *column; column++)
            grid_add(&grid, work_word(list, at, grid_name(*column)));
        work_note_failures(page, at, &grid);
    }
    if (!each)
        work_note_slope(page, stage, &grid);
    page_add(page, &grid);
    return at;
}

static size_t work_add_stage(struct page *page, size_t from)
{
    static const struct {
        const char *stage;
        const char *const *columns;
        bool each;
    } grids[] = {{WORK_TRUE, true_columns, true},
                 {WORK_SLEEPS, sleeps_columns, true},
                 {WORK_READER, reader_columns, true},
                 {WORK_MEMORY, memory_columns, false},
                 {WORK_LIVE, live_columns, false}};
    size_t i = 0;
    while (i + 1 < sizeof grids / sizeof *grids &&
           !rows_is(&page->summaries, from, "stage", grids[i].stage))
        i++;
    return work_add_grid(page, from, grids[i].columns, grids[i].each);
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

int table_exec(struct page *page)
{
    page->summaries = work_summarize(page->rows);
    table_heading(page);
    for (size_t at = 0; at < page->summaries.count;)
        at = work_add_stage(page, at);
    work_add_who(page);
    text_add(&page->text, footer);
    text_add(&page->markdown, footer);
    return 0;
}
