/* statistics.h -- order statistics of a few numbers, and the interval that they give a median.
 *
 * The interval is by rank: it assumes nothing about the distribution, only that the values are
 * independent. Source: the sign test's interval for a median, H. A. David, Order Statistics, 1981,
 * section 2.5.
 */
#ifndef AC_BASE_STATISTICS_H
#define AC_BASE_STATISTICS_H

#include <stddef.h>

/* Sorts `values` in place and returns their q-quantile, q from 0 to 1: between the two nearest
 * order statistics, linearly (type 7 of Hyndman and Fan 1996; R's default). NAN of none. */
double statistics_quantile(double values[], size_t count, double q);

/* The same for q = 1/2. */
double statistics_median(double values[], size_t count);

/* The slope b of the line a + b x with the least sum of squared distances in y:
 * b = sum (x - mean x)(y - mean y) / sum (x - mean x)^2 (Legendre 1805; Gauss 1809). Bytes against
 * tasks: bytes per task. NAN with fewer than two different x. */
double statistics_slope(const double x[], const double y[], size_t count);

/* How likely the interval from the rank-th smallest to the rank-th largest of `count` independent
 * values holds their median: 1 - 2 P(B < rank), B binomial with count trials of 1/2. Exact up to 53
 * values. rank from 1 to count / 2. */
double statistics_coverage(size_t count, size_t rank);

/* The largest rank whose coverage is at least 0.95, or 0 where there is none (fewer than six). */
size_t statistics_rank(size_t count);

#endif
