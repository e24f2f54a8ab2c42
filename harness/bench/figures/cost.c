/* cost.c -- what each strategy costs at one point: wall, CPU, and peak memory, as bars.
 *
 * The point is the one with the most tasks on the real clock at which the reference still keeps within
 * 1 % of the ideal, so that the wall says nothing and the costs all; of several limits, the
 * largest. Medians, where there were rounds.
 */
#include <math.h>

#include "../../../strategies/strategies.h"
#include "../stats/group.h"
#include "part.h"

enum { WALL, CPU, MEMORY, COLUMNS };
static const char *const columns[COLUMNS] = {"wall_ns", "cpu_ns", "peak_rss_bytes"};

enum { APART = 3 }; /* times as much: very different */

static bool cost_is_near_ideal(const struct rows *rows, size_t row)
{
    return (figures_of_stage(rows, row, "verdict") || figures_of_stage(rows, row, "large")) &&
           rows_is(rows, row, "strategy", CELLS_REFERENCE) &&
           rows_number(rows, row, "wall_ns") < 1.01 * rows_number(rows, row, "ideal_ns");
}

/* A row of the point, and its tasks and limit, 0 where there is none. */
static size_t cost_find_point(const struct rows *rows, double point[2])
{
    size_t found = 0;
    double tasks, limit;
    point[0] = point[1] = 0;
    for (size_t row = 0; row < rows->count; row++)
        if (cost_is_near_ideal(rows, row) && figures_point(rows, row, &tasks, &limit) &&
            (tasks > point[0] || (tasks >= point[0] && limit > point[1]))) {
            point[0] = tasks;
            point[1] = limit;
            found = row;
        }
    return found;
}

/* The smallest and the largest of each figure. */
struct span {
    double low, high;
};

static void cost_widen(struct span *span, double value)
{
    span->low = fmin(span->low, value);
    span->high = fmax(span->high, value);
}

/* The finding: the walls are one second, and the CPU or the memory far apart. */
static void cost_add_title(struct text *title, const struct span spans[], const double point[2])
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
    const struct rows *rows = &source->rows;
    double point[2], median;
    struct span spans[COLUMNS];
    size_t row = cost_find_point(rows, point);
    if (!(point[0] > 0))
        return "no point at which " CELLS_REFERENCE " keeps within 1 % of the ideal";
    struct group group = {.stage = rows_get(rows, row, "stage"),
                          .point = rows_get(rows, row, "point")};
    text_add(&data->tsv, "# ns, bytes\nstrategy");
    for (size_t i = 0; i < COLUMNS; i++) {
        text_printf(&data->tsv, "\t%s", columns[i]);
        spans[i] = (struct span){INFINITY, 0};
    }
    for (size_t s = 0; ac_strategies[s]; s++) {
        group.cell = ac_strategies[s]->name;
        if (isnan(group_median(&group, rows, columns[WALL])))
            continue;
        text_printf(&data->tsv, "\n%s", group.cell);
        for (size_t i = 0; i < COLUMNS; i++) {
            median = group_median(&group, rows, columns[i]);
            cost_widen(&spans[i], median);
            text_printf(&data->tsv, "\t%.0f", median);
        }
    }
    text_add(&data->tsv, "\n");
    cost_add_title(&data->title, spans, point);
    return NULL;
}
