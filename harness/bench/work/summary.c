/* summary.c -- see summary.h. */
#include "summary.h"
#include "../../base/text.h"
#include "../stats/group.h"
#include "../strategies/cells.h"
#include "plan.h"
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = 8 };

static const char *const summary_columns[] = {"stage",
                                              "point",
                                              "cell",
                                              "rounds",
                                              "failed",
                                              "tasks",
                                              "limit",
                                              "wall_ns",
                                              "job_cpu_ns",
                                              "peak_rss_bytes",
                                              "max_in_flight",
                                              "ideal_ns",
                                              "late_p50_ns",
                                              "late_p99_ns",
                                              "last_start_ns",
                                              "max_unread",
                                              WORK_REPORT_COLUMNS,
                                              "wall_ratio",
                                              "wall_ratio_low",
                                              "wall_ratio_high",
                                              "wall_target",
                                              "cpu_ratio",
                                              "cpu_ratio_low",
                                              "cpu_ratio_high",
                                              "cpu_target",
                                              "parallel_ratio",
                                              "parallel_ratio_low",
                                              "parallel_ratio_high",
                                              "parallel_target",
                                              NULL};

/* Those that are medians of columns of the same name. */
static const char *const summary_medians[] = {
    "tasks",         "limit",      "wall_ns",           "peak_rss_bytes",
    "max_in_flight", "ideal_ns",   "late_p50_ns",       "late_p99_ns",
    "last_start_ns", "max_unread", WORK_REPORT_COLUMNS, NULL};

static bool summary_is(const char *stage, const char *other)
{
    return strcmp(stage, other) == 0;
}

static bool summary_is_good(const struct rows *rows, size_t row)
{
    return rows_is(rows, row, "exit", "0");
}

static size_t summary_count(const struct group *group, const struct rows *rows, bool good)
{
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++)
        count += group_has(group, rows, row) && summary_is_good(rows, row) == good;
    return count;
}

static size_t summary_add(struct rows *list, const struct group *group, const struct rows *rows,
                          const char *cell)
{
    size_t at = rows_add(list);
    rows_set(list, at, "stage", group->stage);
    rows_set(list, at, "point", group->point);
    rows_set(list, at, "cell", cell);
    rows_printf(list, at, "rounds", "%zu", summary_count(group, rows, true));
    rows_printf(list, at, "failed", "%zu", summary_count(group, rows, false));
    for (const char *const *column = summary_medians; *column; column++)
        rows_set_number(list, at, *column, group_median(group, rows, *column));
    return at;
}

/* Whether a target holds for a cell: strategies that spin, or have no limit, are only shown. */
static bool summary_has_target(const char *cell)
{
    return cells_strategy(cell) && !cells_has(cell, AC_POLLED | AC_NO_LIMIT);
}

static void summary_set_target(struct rows *list, size_t at, const char *of,
                               const struct statistics_verdict *verdict, double most, bool trusted)
{
    const char *word = verdict->high <= most ? "reached"
                       : verdict->low > most ? "missed"
                                             : "not resolved";
    char *column = text_format("%s_target", of);
    if (!trusted)
        word = "A/A differs";
    else if (verdict->word == STATISTICS_NONE)
        word = "few rounds";
    if (summary_has_target(rows_get(list, at, "cell")) && verdict->pairs)
        rows_set(list, at, column, word);
    free(column);
}

/* Whether xargs does not differ from itself there. */
static bool summary_is_trusted(const struct group *group, const struct rows *rows,
                               const char *column)
{
    struct group again = *group;
    again.cell = RIVALS_AGAIN;
    struct statistics_verdict verdict = group_compare(&again, rows, RIVALS_REFERENCE, column);
    return verdict.word != STATISTICS_FASTER && verdict.word != STATISTICS_SLOWER;
}

/* Beside another program of the same stage and point. */
static void summary_compare(struct rows *list, size_t at, const struct group *group,
                            const struct rows *rows, const char *of, const char *reference,
                            const char *column, double most)
{
    if (strcmp(group->cell, reference) == 0)
        return;
    struct statistics_verdict verdict = group_compare(group, rows, reference, column);
    group_set_verdict(list, at, of, &verdict);
    summary_set_target(list, at, of, &verdict, most, summary_is_trusted(group, rows, column));
}

/* Beside its own ideal, which the jobs of the same run make. */
static void summary_compare_ideal(struct rows *list, size_t at, const struct group *group,
                                  const struct rows *rows)
{
    double *walls = text_resize(NULL, (2 * rows->count + 1) * sizeof *walls);
    double *ideals = walls + rows->count;
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++) {
        if (!group_has(group, rows, row) || !summary_is_good(rows, row))
            continue;
        walls[count] = rows_number(rows, row, "wall_ns");
        ideals[count++] = rows_number(rows, row, "ideal_ns");
    }
    struct statistics_verdict verdict = statistics_compare(walls, ideals, count);
    group_set_verdict(list, at, "wall", &verdict);
    summary_set_target(list, at, "wall", &verdict, WORK_IDEAL_TARGET, true);
    free(walls);
}

static void summary_add_cell(struct rows *list, const struct group *group, const struct rows *rows)
{
    if (summary_count(group, rows, true) + summary_count(group, rows, false) == 0)
        return;
    size_t at = summary_add(list, group, rows, group->cell);
    rows_set_number(list, at, "job_cpu_ns",
                    group_median(group, rows, "cpu_ns") / rows_number(list, at, "tasks"));
    if (summary_is(group->stage, WORK_SLEEPS))
        summary_compare_ideal(list, at, group, rows);
    if (!summary_is(group->stage, WORK_TRUE))
        return;
    summary_compare(list, at, group, rows, "wall", RIVALS_REFERENCE, "wall_ns", WORK_WALL_TARGET);
    summary_compare(list, at, group, rows, "cpu", RIVALS_REFERENCE, "cpu_ns", WORK_CPU_TARGET);
    summary_compare(list, at, group, rows, "parallel", RIVALS_PARALLEL, "cpu_ns",
                    WORK_PARALLEL_TARGET);
}

/* What a result between few and many cost, in the round of that row of the many; or NAN. */
static double summary_difference(const struct group *many, const struct rows *rows, size_t row)
{
    struct group few = *many;
    few.cell = WORK_FEW;
    size_t other = group_find(&few, rows, rows_get(rows, row, "round"));
    if (!group_has(many, rows, row) || !summary_is_good(rows, row) || other == SIZE_MAX ||
        !summary_is_good(rows, other))
        return NAN;
    double results = rows_number(rows, row, "take") - rows_number(rows, other, "take");
    double cpu_ns = cells_number(rows, row, "cpu_ns") - cells_number(rows, other, "cpu_ns");
    return results > 0 ? cpu_ns / results : NAN;
}

static void summary_add_pair(struct rows *list, const struct group *many, const struct rows *rows)
{
    double *costs = text_resize(NULL, (rows->count + 1) * sizeof *costs);
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++) {
        double cost = summary_difference(many, rows, row);
        if (!isnan(cost))
            costs[count++] = cost;
    }
    size_t at = summary_add(list, many, rows, work_strategy(many->stage, many->cell)->name);
    rows_set_number(list, at, "job_cpu_ns", statistics_median(costs, count));
    free(costs);
}

static void summary_add_point(struct rows *list, const char *stage, const char *point,
                              const struct rows *rows)
{
    static const char *const rivals[] = {RIVALS_REFERENCE, RIVALS_AGAIN, RIVALS_PARALLEL,
                                         RIVALS_GO};
    struct group group = {stage, point, WORK_MANY, NULL};
    if (summary_is(stage, WORK_MEMORY) || summary_is(stage, WORK_LIVE)) {
        summary_add_pair(list, &group, rows);
        return;
    }
    for (size_t i = 0; ac_strategies[i]; i++) {
        group.cell = ac_strategies[i]->name;
        summary_add_cell(list, &group, rows);
    }
    for (size_t i = 0; i < sizeof rivals / sizeof *rivals; i++) {
        group.cell = rivals[i];
        summary_add_cell(list, &group, rows);
    }
}

/* Whether no row before it is of this stage and point, and the stage is one of the bench. */
static bool summary_is_first(const struct rows *rows, size_t row)
{
    const char *stage = rows_get(rows, row, "stage"), *point = rows_get(rows, row, "point");
    for (size_t i = 0; i < row; i++)
        if (rows_is(rows, i, "stage", stage) && rows_is(rows, i, "point", point))
            return false;
    for (size_t i = 0; work_stages[i]; i++)
        if (summary_is(stage, work_stages[i]))
            return true;
    return false;
}

struct rows work_summarize(const struct rows *rows)
{
    struct rows list;
    rows_init(&list, summary_columns);
    for (size_t stage = 0; work_stages[stage]; stage++)
        for (size_t row = 0; row < rows->count; row++)
            if (rows_is(rows, row, "stage", work_stages[stage]) && summary_is_first(rows, row))
                summary_add_point(&list, work_stages[stage], rows_get(rows, row, "point"), rows);
    return list;
}

/* The slope of a round, over all points of the stage. */
static double slope_of_round(const struct rows *rows, const char *stage, const char *over,
                             size_t round)
{
    double x[MOST_POINTS], y[MOST_POINTS];
    char *number = text_format("%zu", round);
    size_t count = 0;
    for (size_t row = 0; row < rows->count && count < MOST_POINTS; row++) {
        struct group many = {stage, rows_get(rows, row, "point"), WORK_MANY, NULL};
        if (!group_has(&many, rows, row) || !rows_is(rows, row, "round", number))
            continue;
        x[count] = rows_number(rows, row, over);
        y[count] = summary_difference(&many, rows, row);
        count += isfinite(x[count]) && isfinite(y[count]);
    }
    free(number);
    return statistics_slope(x, y, count);
}

struct work_slope work_slope(const struct rows *rows, const char *stage, const char *over)
{
    double *slopes = text_resize(NULL, (rows->count + 1) * sizeof *slopes);
    struct work_slope result = {NAN, NAN, NAN, 0};
    for (size_t round = 1; round <= rows->count; round++) {
        double slope = slope_of_round(rows, stage, over, round);
        if (isfinite(slope))
            slopes[result.rounds++] = slope;
    }
    if (result.rounds) {
        result.median = statistics_median(slopes, result.rounds);
        result.least = statistics_quantile(slopes, result.rounds, 0);
        result.greatest = statistics_quantile(slopes, result.rounds, 1);
    }
    free(slopes);
    return result;
}
