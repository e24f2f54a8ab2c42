/* cost.c -- what each strategy costs at one point: wall, CPU, and peak memory, as bars.
 *
 * The point is the one with the most tasks on the real clock at which the reference still keeps within
 * 1 % of the ideal, so that the wall says nothing and the costs all; of several limits, the
 * largest. Medians, where there were rounds.
 */
#include <math.h>
#include <stdlib.h>

#include "../stats/statistics.h"
#include "part.h"

enum { WALL, CPU, MEMORY, COLUMNS };
static const char *const columns[COLUMNS] = {"wall_ns", "cpu_ns", "peak_rss_bytes"};

enum { APART = 3 }; /* times as much: very different */

static bool counts(const struct rows *rows, size_t row, double *tasks, double *limit)
{
    return (figures_of_stage(rows, row, "verdict") || figures_of_stage(rows, row, "large")) &&
           figures_point(rows, row, tasks, limit);
}

static bool near_ideal(const struct rows *rows, size_t row)
{
    return rows_is(rows, row, "strategy", CELLS_REFERENCE) &&
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

/* The median of one figure of one strategy at the point; NAN where there is none. */
static double median_at(const struct rows *rows, const char *strategy, const double point[2],
                        const char *column)
{
    double tasks, limit;
    size_t count = 0;
    double *values = text_resize(NULL, (rows->count + 1) * sizeof *values);
    for (size_t row = 0; row < rows->count; row++)
        if (counts(rows, row, &tasks, &limit) && fabs(tasks - point[0]) < 0.5 &&
            fabs(limit - point[1]) < 0.5 && rows_is(rows, row, "strategy", strategy))
            values[count++] = cells_number(rows, row, column);
    double median = statistics_median(values, count);
    free(values);
    return median;
}

/* The smallest and the largest of each figure. */
struct span {
    double low, high;
};

static void widen(struct span *span, double value)
{
    span->low = fmin(span->low, value);
    span->high = fmax(span->high, value);
}

/* The finding: the walls are one second, and the CPU or the memory far apart. */
static void add_title(struct text *title, const struct span spans[], const double point[2])
{
    bool found = spans[WALL].low > 0.99e9 && spans[WALL].high < 1.1e9 &&
                 (spans[CPU].high > APART * spans[CPU].low ||
                  spans[MEMORY].high > APART * spans[MEMORY].low);
    text_printf(title, "%s: N=%s, limit %s",
                found ? "The same second for everyone, at very different costs"
                      : "What each strategy costs",
                AC_SHORT(point[0]), AC_SHORT(point[1]));
}

const char *figures_cost(const struct figures_source *source, struct figures_data *data)
{
    double point[2];
    struct span spans[COLUMNS];
    if (!find_point(&source->rows, &point[0], &point[1]))
        return "no point at which " CELLS_REFERENCE " keeps within 1 % of the ideal";
    text_add(&data->tsv, "# ns, bytes\nstrategy");
    for (size_t i = 0; i < COLUMNS; i++) {
        text_printf(&data->tsv, "\t%s", columns[i]);
        spans[i] = (struct span){INFINITY, 0};
    }
    for (size_t s = 0; ac_strategies[s]; s++) {
        const char *name = ac_strategies[s]->name;
        if (isnan(median_at(&source->rows, name, point, columns[WALL])))
            continue;
        text_printf(&data->tsv, "\n%s", name);
        for (size_t i = 0; i < COLUMNS; i++) {
            double median = median_at(&source->rows, name, point, columns[i]);
            widen(&spans[i], median);
            text_printf(&data->tsv, "\t%.0f", median);
        }
    }
    text_add(&data->tsv, "\n");
    add_title(&data->title, spans, point);
    return NULL;
}
