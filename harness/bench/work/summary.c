/* summary.c -- see summary.h. */
#include "summary.h"
#include "../../base/text.h"
#include "../stats/group.h"
#include "../strategies/cells.h"
#include "exec.h"
#include "slope.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../../strategies/strategies.h"

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

/* Why requests failed, as the last row says it. */
static void summary_set_failure(struct rows *list, size_t at, const struct group *group,
                                const struct rows *rows)
{
    for (size_t row = 0; row < rows->count; row++)
        if (group_has(group, rows, row) && !rows_is(rows, row, "failure", "null"))
            rows_set(list, at, "failure", rows_get(rows, row, "failure"));
}

/* A column that the rows have, too, is the median of theirs. */
static size_t summary_add(struct rows *list, const struct group *group, const struct rows *rows,
                          const char *cell)
{
    size_t at = rows_add(list);
    for (size_t i = 0; i < list->columns; i++)
        if (rows_has(rows, list->names[i]))
            rows_set_number(list, at, list->names[i], group_median(group, rows, list->names[i]));
    rows_set(list, at, "stage", group->stage);
    rows_set(list, at, "point", group->point);
    rows_set(list, at, "cell", cell);
    rows_printf(list, at, "rounds", "%zu", summary_count(group, rows, true));
    rows_printf(list, at, "failed", "%zu", summary_count(group, rows, false));
    summary_set_failure(list, at, group, rows);
    return at;
}

/* Whether a target holds for a cell: strategies that spin, or have no limit, are only shown. */
static bool summary_has_target(const struct work_part *part, const char *cell)
{
    for (const char *const *judged = part->judged; judged && *judged; judged++)
        if (strcmp(*judged, cell) == 0)
            return true;
    return cells_strategy(cell) && !cells_has(cell, AC_POLLED | AC_NO_LIMIT);
}

static void summary_set_target(struct rows *list, size_t at, const struct work_target *target,
                               const struct verdict *verdict, bool trusted)
{
    const char *word = verdict->high <= target->most ? "reached"
                       : verdict->low > target->most ? "missed"
                                                     : "not resolved";
    char *column = text_format("%s_target", target->of);
    if (!trusted)
        word = "A/A differs";
    else if (verdict->word == VERDICT_NONE)
        word = "few rounds";
    const struct work_part *part = work_part_of(target->stage);
    if (summary_has_target(part, rows_get(list, at, "cell")) && verdict->pairs && target->most > 0)
        rows_set(list, at, column, word);
    free(column);
}

/* Whether the reference does not differ from itself there. */
static bool summary_is_trusted(const struct work_target *target, const struct group *group,
                               const struct rows *rows)
{
    struct group again = *group;
    if (!target->again)
        return true;
    again.cell = target->again;
    struct verdict verdict = group_compare(&again, rows, target->reference, target->figure);
    return verdict.word != VERDICT_FASTER && verdict.word != VERDICT_SLOWER;
}

/* Beside a figure of the same run, or a constant. */
static struct verdict summary_compare_own(const struct work_target *target,
                                          const struct group *group, const struct rows *rows)
{
    double *values = text_resize(NULL, (2 * rows->count + 1) * sizeof *values);
    double *references = values + rows->count;
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++) {
        if (!group_has(group, rows, row) || !summary_is_good(rows, row))
            continue;
        values[count] = cells_number(rows, row, target->figure);
        references[count++] =
            target->column ? cells_number(rows, row, target->column) : target->constant;
    }
    struct verdict verdict = verdict_compare(values, references, count);
    free(values);
    return verdict;
}

static void summary_compare(struct rows *list, size_t at, const struct work_target *target,
                            const struct group *group, const struct rows *rows)
{
    if (target->beside && strcmp(group->cell, target->beside) == 0)
        return;
    struct verdict verdict = target->beside
                                 ? group_compare(group, rows, target->beside, target->figure)
                                 : summary_compare_own(target, group, rows);
    group_set_verdict(list, at, target->of, &verdict);
    summary_set_target(list, at, target, &verdict, summary_is_trusted(target, group, rows));
}

static void summary_add_cell(struct rows *list, const struct work_part *part,
                             const struct group *group, const struct rows *rows)
{
    if (summary_count(group, rows, true) + summary_count(group, rows, false) == 0)
        return;
    size_t at = summary_add(list, group, rows, group->cell);
    double tasks = rows_number(list, at, "tasks"), limit = rows_number(list, at, "limit");
    rows_set_number(list, at, "cpu_ns", group_median(group, rows, "cpu_ns"));
    rows_set_number(list, at, "job_cpu_ns", group_median(group, rows, "cpu_ns") / tasks);
    rows_set_number(list, at, "job_wall_ns", group_median(group, rows, "wall_ns") / tasks);
    for (const struct work_target *target = part->targets; target->stage; target++)
        if (strcmp(target->stage, group->stage) == 0 &&
            (!target->limit || (double)target->limit == limit))
            summary_compare(list, at, target, group, rows);
}

static void summary_add_pair(struct rows *list, const struct group *many, const struct rows *rows)
{
    size_t at = summary_add(list, many, rows, work_strategy(many->stage, many->cell)->name);
    rows_set_number(list, at, "job_cpu_ns", slope_median_difference(many, rows));
}

static void summary_add_point(struct rows *list, const char *stage, const char *point,
                              const struct rows *rows)
{
    const struct work_part *part = work_part_of(stage);
    struct group group = {stage, point, EXEC_MANY, NULL};
    if (exec_counts_results(stage)) {
        summary_add_pair(list, &group, rows);
        return;
    }
    for (size_t i = 0; ac_strategies[i]; i++) {
        group.cell = ac_strategies[i]->name;
        summary_add_cell(list, part, &group, rows);
    }
    for (size_t i = 0; part->cells[i]; i++) {
        group.cell = part->cells[i];
        summary_add_cell(list, part, &group, rows);
    }
}

/* Whether no row before it is of its stage and point. */
static bool summary_is_first(const struct rows *rows, size_t row)
{
    const char *stage = rows_get(rows, row, "stage"), *point = rows_get(rows, row, "point");
    for (size_t i = 0; i < row; i++)
        if (rows_is(rows, i, "stage", stage) && rows_is(rows, i, "point", point))
            return false;
    return true;
}

static void summary_add_stage(struct rows *list, const char *stage, const struct rows *rows)
{
    for (size_t row = 0; row < rows->count; row++)
        if (rows_is(rows, row, "stage", stage) && summary_is_first(rows, row))
            summary_add_point(list, stage, rows_get(rows, row, "point"), rows);
}

struct rows work_summarize(const struct rows *rows, const struct work_set *set)
{
    struct rows list;
    rows_init(&list, set->figures);
    for (size_t part = 0; set->parts[part]; part++)
        for (const char *const *stage = set->parts[part]->stages; *stage; stage++)
            summary_add_stage(&list, *stage, rows);
    return list;
}
