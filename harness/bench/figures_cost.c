/* figures_cost.c -- what each strategy costs at one point: wall, CPU, and peak memory, as bars.
 *
 * The point is the one with the most tasks on the real clock at which callback still keeps within
 * 1 % of the ideal, so that the wall says nothing and the costs all; of several limits, the
 * largest. Medians, where there were rounds.
 */
#include <math.h>
#include <stdlib.h>

#include "figures_part.h"
#include "statistics.h"

static const char *const columns[] = {"wall_ns", "cpu_ns", "peak_rss_bytes"};
#define COLUMNS (sizeof columns / sizeof *columns)

static bool counts(const struct rows *rows, size_t row, double *tasks, double *limit)
{
    return (figures_of_stage(rows, row, "verdict") || figures_of_stage(rows, row, "large")) &&
           figures_point(rows, row, tasks, limit);
}

static bool near_ideal(const struct rows *rows, size_t row)
{
    return rows_is(rows, row, "strategy", "callback") &&
           rows_number(rows, row, "wall_ns") < 1.01 * rows_number(rows, row, "ideal_ns");
}

static bool find_point(const struct rows *rows, double *tasks, double *limit)
{
    double its_tasks, its_limit;
    *tasks = *limit = 0;
    for (size_t row = 0; row < rows->count; row++)
        if (counts(rows, row, &its_tasks, &its_limit) && near_ideal(rows, row) &&
            (its_tasks > *tasks || (its_tasks >= *tasks && its_limit > *limit))) {
            *tasks = its_tasks;
            *limit = its_limit;
        }
    return *tasks > 0;
}

static double value(const struct rows *rows, size_t row, size_t column)
{
    if (column == 1)
        return rows_number(rows, row, "cpu_user_ns") + rows_number(rows, row, "cpu_sys_ns");
    return rows_number(rows, row, columns[column]);
}

/* The median of one figure of one strategy at the point; NAN where there is none. */
static double median_at(const struct rows *rows, const char *strategy, double tasks, double limit,
                        size_t column)
{
    double its_tasks, its_limit, median = NAN;
    size_t count = 0;
    double *values = text_resize(NULL, (rows->count + 1) * sizeof *values);
    for (size_t row = 0; row < rows->count; row++)
        if (counts(rows, row, &its_tasks, &its_limit) && fabs(its_tasks - tasks) < 0.5 &&
            fabs(its_limit - limit) < 0.5 && rows_is(rows, row, "strategy", strategy))
            values[count++] = value(rows, row, column);
    if (count)
        median = statistics_median(values, count);
    free(values);
    return median;
}

const char *figures_cost(const struct figures_source *source, struct text *data)
{
    double tasks, limit;
    char tasks_name[32], limit_name[32];
    if (!find_point(&source->rows, &tasks, &limit))
        return "no point at which callback keeps within 1 % of the ideal";
    text_printf(data, "# ns, bytes; point: a text for the picture\nstrategy\tpoint");
    for (size_t i = 0; i < COLUMNS; i++)
        text_printf(data, "\t%s", columns[i]);
    for (size_t s = 0; figures_strategies[s]; s++) {
        double wall_ns = median_at(&source->rows, figures_strategies[s], tasks, limit, 0);
        if (isnan(wall_ns))
            continue;
        text_printf(data, "\n%s\t%s tasks, limit %s", figures_strategies[s],
                    figures_short(tasks, tasks_name), figures_short(limit, limit_name));
        for (size_t i = 0; i < COLUMNS; i++)
            text_printf(data, "\t%.0f",
                        median_at(&source->rows, figures_strategies[s], tasks, limit, i));
    }
    text_add(data, "\n");
    return NULL;
}
