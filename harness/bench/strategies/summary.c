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

static struct group group_of(const struct summary *s)
{
    return (struct group){s->stage, s->point, s->cell, s->clock};
}

static bool belongs(const struct rows *rows, size_t row, const struct summary *summary)
{
    struct group group = group_of(summary);
    return group_has(&group, rows, row);
}

static double median(const struct rows *rows, const struct summary *summary, const char *column)
{
    struct group group = group_of(summary);
    return group_median(&group, rows, column);
}

static struct statistics_verdict compare(const struct rows *rows, const struct summary *summary,
                                         const char *column)
{
    struct group group = group_of(summary);
    return group_compare(&group, rows, CELLS_REFERENCE, column);
}

static const char *limited_by(const struct summary *summary)
{
    if (isnan(summary->wall_ns) || isnan(summary->ideal_ns))
        return "";
    if (summary->wall_ns > summary->ideal_ns * WORKS_OVER)
        return "CPU";
    return summary->ideal_ns > LONGEST_NS ? "work over limit" : "task 1's second";
}

static void fill_medians(const struct rows *rows, struct summary *s)
{
#define MEDIAN(name) s->name = median(rows, s, #name);
    SUMMARY_MEDIANS(MEDIAN)
#undef MEDIAN
    s->whole_cpu_s = s->hyperfine_user_s + s->hyperfine_sys_s;
    s->limited_by = limited_by(s);
}

static void count_rows(const struct rows *rows, struct summary *summary)
{
    for (size_t row = 0; row < rows->count; row++) {
        if (!belongs(rows, row, summary))
            continue;
        if (rows_is(rows, row, "exit", "0")) {
            summary->rounds++;
        } else {
            summary->failed++;
            summary->failure = rows_get(rows, row, "exit");
        }
    }
}

/* Where a summary goes: after those of its stage and point whose cells come before its own. */
static struct summary *insert(struct summaries *list, const struct summary *summary)
{
    size_t at = list->count;
    while (at > 0 && strcmp(list->items[at - 1].stage, summary->stage) == 0 &&
           strcmp(list->items[at - 1].point, summary->point) == 0 &&
           cells_rank(list->items[at - 1].cell) > cells_rank(summary->cell))
        at--;
    list->items = text_resize(list->items, (list->count + 1) * sizeof *list->items);
    memmove(list->items + at + 1, list->items + at, (list->count - at) * sizeof *list->items);
    list->items[at] = *summary;
    list->count++;
    return &list->items[at];
}

static bool seen(const struct summaries *list, const struct rows *rows, size_t row)
{
    for (size_t i = 0; i < list->count; i++)
        if (belongs(rows, row, &list->items[i]))
            return true;
    return false;
}

/* Whether the reference, run against itself, was found no different. */
static bool holds(const struct statistics_verdict *again)
{
    return again->word == STATISTICS_SAME || again->word == STATISTICS_NOT_RESOLVED;
}

/* No verdict stands where the reference was not run against itself, or differs from itself. */
static void withhold(struct summaries *list, struct summary *summary)
{
    const struct summary *again = summary_find(list, "verdict", summary->point, CELLS_AGAIN);
    if (summary == again)
        return;
    if (!again || !holds(&again->cpu))
        summary->cpu.word = STATISTICS_NONE;
    if (!again || !holds(&again->wall))
        summary->wall.word = STATISTICS_NONE;
}

struct summaries summarize(const struct rows *rows)
{
    struct summaries list = {0};
    for (size_t row = 0; row < rows->count; row++) {
        if (seen(&list, rows, row))
            continue;
        struct summary found = {.stage = rows_get(rows, row, "stage"),
                                .point = rows_get(rows, row, "point"),
                                .cell = rows_get(rows, row, "cell"),
                                .clock = rows_get(rows, row, "clock")};
        struct summary *summary = insert(&list, &found);
        count_rows(rows, summary);
        fill_medians(rows, summary);
        if (strcmp(summary->stage, "verdict") == 0 && strcmp(summary->cell, CELLS_REFERENCE) != 0) {
            summary->wall = compare(rows, summary, "wall_ns");
            summary->cpu = compare(rows, summary, "cpu_ns");
        }
    }
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.items[i].stage, "verdict") == 0)
            withhold(&list, &list.items[i]);
    return list;
}

void summaries_free(struct summaries *summaries)
{
    free(summaries->items);
    *summaries = (struct summaries){0};
}

const struct summary *summary_find(const struct summaries *summaries, const char *stage,
                                   const char *point, const char *cell)
{
    for (size_t i = 0; i < summaries->count; i++) {
        const struct summary *summary = &summaries->items[i];
        if (strcmp(summary->stage, stage) == 0 && strcmp(summary->point, point) == 0 &&
            strcmp(summary->cell, cell) == 0)
            return summary;
    }
    return NULL;
}
