/* slope.c -- see slope.h. */
#include "slope.h"
#include "../../base/statistics.h"
#include "../../base/text.h"
#include "../strategies/cells.h"
#include "exec.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_POINTS = 8 };

static bool slope_is_good(const struct rows *rows, size_t row)
{
    return rows_is(rows, row, "exit", "0");
}

double slope_difference(const struct group *many, const struct rows *rows, size_t row)
{
    struct group few = *many;
    few.cell = EXEC_FEW;
    size_t other = group_find(&few, rows, rows_get(rows, row, "round"));
    if (!group_has(many, rows, row) || !slope_is_good(rows, row) || other == SIZE_MAX ||
        !slope_is_good(rows, other))
        return NAN;
    double results = rows_number(rows, row, "take") - rows_number(rows, other, "take");
    double cpu_ns = cells_number(rows, row, "cpu_ns") - cells_number(rows, other, "cpu_ns");
    return results > 0 ? cpu_ns / results : NAN;
}

double slope_median_difference(const struct group *many, const struct rows *rows)
{
    double *costs = text_resize(NULL, (rows->count + 1) * sizeof *costs);
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++) {
        double cost = slope_difference(many, rows, row);
        if (!isnan(cost))
            costs[count++] = cost;
    }
    double median = statistics_median(costs, count);
    free(costs);
    return median;
}

/* The slope of a round, over all points of the stage. */
static double slope_of_round(const struct rows *rows, const char *stage, const char *over,
                             size_t round)
{
    double x[MOST_POINTS], y[MOST_POINTS];
    char *number = text_format("%zu", round);
    size_t count = 0;
    for (size_t row = 0; row < rows->count && count < MOST_POINTS; row++) {
        struct group many = {stage, rows_get(rows, row, "point"), EXEC_MANY, NULL};
        if (!group_has(&many, rows, row) || !rows_is(rows, row, "round", number))
            continue;
        x[count] = rows_number(rows, row, over);
        y[count] = slope_difference(&many, rows, row);
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
