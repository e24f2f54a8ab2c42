/* summary.c -- see summary.h. */
#include "summary.h"
#include "../../base/text.h"
#include "../stats/group.h"
#include "cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Longer than the ideal by this much, and it is the CPU that a run waits for. */
#define WORKS_OVER 1.05
#define LONGEST_NS 1e9 /* task 1 of the blog's workload */

static const char *const summary_columns[] = {"stage",
                                              "point",
                                              "cell",
                                              "clock",
                                              "rounds",
                                              "failed",
                                              "tasks",
                                              "wall_ns",
                                              "ideal_ns",
                                              "excess_ns",
                                              "cpu_ns",
                                              "cpu_verdict",
                                              "cpu_ratio",
                                              "cpu_ratio_low",
                                              "cpu_ratio_high",
                                              "wall_verdict",
                                              "wall_ratio",
                                              "wall_ratio_low",
                                              "wall_ratio_high",
                                              "peak_rss_bytes",
                                              "peak_heap_bytes",
                                              "max_waiting",
                                              "max_in_flight",
                                              "max_unread",
                                              "lateness_p99_ns",
                                              "delivery_p99_ns",
                                              "turns",
                                              "hyperfine_wall_s",
                                              "hyperfine_user_s",
                                              "hyperfine_sys_s",
                                              "limited_by",
                                              NULL};

static const char *summary_limited_by(const struct rows *list, size_t at)
{
    double wall_ns = rows_number(list, at, "wall_ns"), ideal_ns = rows_number(list, at, "ideal_ns");
    if (isnan(wall_ns) || isnan(ideal_ns))
        return "null";
    if (wall_ns > ideal_ns * WORKS_OVER)
        return "CPU";
    return ideal_ns > LONGEST_NS ? "work over limit" : "task 1's second";
}

static void summary_count(struct rows *list, size_t at, const struct rows *rows,
                          const struct group *group)
{
    size_t good = 0, failed = 0;
    for (size_t row = 0; row < rows->count; row++)
        if (group_has(group, rows, row))
            rows_is(rows, row, "exit", "0") ? good++ : failed++;
    rows_printf(list, at, "rounds", "%zu", good);
    rows_printf(list, at, "failed", "%zu", failed);
}

/* Adds the summary of the cell that has its first row there. */
static void summary_add(struct rows *list, const struct rows *rows, size_t first)
{
    static const char *const texts[] = {"stage", "point", "cell", "clock"};
    struct group group = group_of(rows, first);
    size_t at = rows_add(list);
    for (size_t i = 0; summary_columns[i]; i++)
        rows_set_number(list, at, summary_columns[i],
                        group_median(&group, rows, summary_columns[i]));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        rows_set(list, at, texts[i], rows_get(rows, first, texts[i]));
    summary_count(list, at, rows, &group);
    rows_set(list, at, "limited_by", summary_limited_by(list, at));
    struct verdict cpu = {0}, wall = {0};
    if (strcmp(group.stage, "verdict") == 0 && strcmp(group.cell, CELLS_REFERENCE) != 0) {
        cpu = group_compare(&group, rows, CELLS_REFERENCE, "cpu_ns");
        wall = group_compare(&group, rows, CELLS_REFERENCE, "wall_ns");
    }
    group_set_verdict(list, at, "cpu", &cpu);
    group_set_verdict(list, at, "wall", &wall);
}

/* Whether a row's summary stands behind that of another of the same stage and point. */
static bool summary_is_behind(const struct rows *rows, size_t row, size_t other)
{
    return rows_is(rows, row, "stage", rows_get(rows, other, "stage")) &&
           rows_is(rows, row, "point", rows_get(rows, other, "point")) &&
           cells_rank(rows_get(rows, row, "cell")) > cells_rank(rows_get(rows, other, "cell"));
}

/* The first row of each cell, in the order of the summaries; the caller frees the list. */
static size_t *summary_firsts(const struct rows *rows, size_t *count)
{
    size_t *firsts = text_resize(NULL, (rows->count + 1) * sizeof *firsts);
    *count = 0;
    for (size_t row = 0; row < rows->count; row++) {
        struct group group = group_of(rows, row);
        size_t at = 0;
        while (at < *count && !group_has(&group, rows, firsts[at]))
            at++;
        if (at < *count)
            continue;
        for (; at > 0 && summary_is_behind(rows, firsts[at - 1], row); at--)
            firsts[at] = firsts[at - 1];
        firsts[at] = row;
        ++*count;
    }
    return firsts;
}

/* No verdict stands where the reference was not run against itself, or differs from itself. */
static void summary_withhold(struct rows *list, size_t at, const char *column)
{
    size_t again = summary_find(list, "verdict", rows_get(list, at, "point"), CELLS_AGAIN);
    if (at != again &&
        (again == SIZE_MAX || !(rows_is(list, again, column, verdict_words(VERDICT_SAME)) ||
                                rows_is(list, again, column, verdict_words(VERDICT_NOT_RESOLVED)))))
        rows_set(list, at, column, "null");
}

struct rows summarize(const struct rows *rows)
{
    struct rows list;
    size_t count, *firsts = summary_firsts(rows, &count);
    rows_init(&list, summary_columns);
    for (size_t i = 0; i < count; i++)
        summary_add(&list, rows, firsts[i]);
    for (size_t i = 0; i < count; i++) {
        summary_withhold(&list, i, "cpu_verdict");
        summary_withhold(&list, i, "wall_verdict");
    }
    free(firsts);
    return list;
}

size_t summary_find(const struct rows *summaries, const char *stage, const char *point,
                    const char *cell)
{
    struct group group = {stage, point, cell, NULL};
    size_t at = 0;
    while (at < summaries->count && !group_has(&group, summaries, at))
        at++;
    return at < summaries->count ? at : SIZE_MAX;
}

struct verdict summary_again(const struct rows *rows, const char *point, const char *figure)
{
    struct group again = {"verdict", point, CELLS_AGAIN, NULL};
    return group_compare(&again, rows, CELLS_REFERENCE, figure);
}
