/* slope.h -- what a result costs between few and many of them, and how that grows with the memory of
 * the program, or with the jobs that live on.
 */
#ifndef AC_BENCH_WORK_SLOPE_H
#define AC_BENCH_WORK_SLOPE_H

#include "../../base/rows.h"
#include "../stats/group.h"

/* CPU time in ns of a result between few and many, in the round of that row of the many; or NAN. And the
 * median over the rounds. */
double slope_difference(const struct group *many, const struct rows *rows, size_t row);
double slope_median_difference(const struct group *many, const struct rows *rows);

/* How the CPU time of a job grows with a figure of the rows: the slope of each round over all points of
 * the stage, of which these are the median, the least and the greatest. NAN without rounds that have two
 * points. */
struct work_slope {
    double median, least, greatest;
    size_t rounds;
};
struct work_slope work_slope(const struct rows *rows, const char *stage, const char *over);

#endif
