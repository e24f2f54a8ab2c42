/* group.c -- see group.h. */
#include "group.h"
#include "../../base/statistics.h"
#include "../../base/text.h"
#include "../strategies/cells.h"

#include <math.h>
#include <stdlib.h>

struct group group_of(const struct rows *rows, size_t row)
{
    return (struct group){rows_get(rows, row, "stage"), rows_get(rows, row, "point"),
                          rows_get(rows, row, "cell"), rows_get(rows, row, "clock")};
}

bool group_has(const struct group *group, const struct rows *rows, size_t row)
{
    return rows_is(rows, row, "stage", group->stage) && rows_is(rows, row, "point", group->point) &&
           rows_is(rows, row, "cell", group->cell) &&
           (!group->clock || rows_is(rows, row, "clock", group->clock));
}

static bool group_counts(const struct group *group, const struct rows *rows, size_t row)
{
    return group_has(group, rows, row) && rows_is(rows, row, "exit", "0");
}

size_t group_find(const struct group *group, const struct rows *rows, const char *round)
{
    for (size_t row = 0; row < rows->count; row++)
        if (group_has(group, rows, row) && rows_is(rows, row, "round", round))
            return row;
    return SIZE_MAX;
}

double group_median(const struct group *group, const struct rows *rows, const char *column)
{
    double *values = text_resize(NULL, (rows->count + 1) * sizeof *values);
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++) {
        if (!group_counts(group, rows, row))
            continue;
        double value = cells_number(rows, row, column);
        if (!isnan(value))
            values[count++] = value;
    }
    double result = statistics_median(values, count);
    free(values);
    return result;
}

struct verdict group_compare(const struct group *group, const struct rows *rows,
                             const char *reference, const char *column)
{
    struct group others = *group;
    others.cell = reference;
    double *values = text_resize(NULL, (2 * rows->count + 1) * sizeof *values);
    double *references = values + rows->count;
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++) {
        if (!group_counts(group, rows, row))
            continue;
        size_t other = group_find(&others, rows, rows_get(rows, row, "round"));
        if (other == SIZE_MAX || !group_counts(&others, rows, other))
            continue;
        values[count] = cells_number(rows, row, column);
        references[count++] = cells_number(rows, other, column);
    }
    struct verdict verdict = verdict_compare(values, references, count);
    free(values);
    return verdict;
}

void group_set_verdict(struct rows *rows, size_t row, const char *of, const struct verdict *verdict)
{
    const struct {
        const char *name;
        double value;
    } parts[] = {{"ratio", verdict->ratio},
                 {"ratio_low", verdict->low},
                 {"ratio_high", verdict->high}};
    const char *word = verdict_words(verdict->word);
    char *column = text_format("%s_verdict", of);
    rows_set(rows, row, column, *word ? word : "null");
    free(column);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        column = text_format("%s_%s", of, parts[i].name);
        rows_set_number(rows, row, column, parts[i].value);
        free(column);
    }
}
