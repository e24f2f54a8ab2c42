/* statistics.c -- see statistics.h. */
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

static int statistics_ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double statistics_quantile(double values[], size_t count, double q)
{
    if (count == 0)
        return NAN;
    qsort(values, count, sizeof *values, statistics_ascending);
    double place = q * (double)(count - 1);
    size_t below = (size_t)place;
    if (below + 1 >= count)
        return values[count - 1];
    return values[below] + (place - (double)below) * (values[below + 1] - values[below]);
}

double statistics_median(double values[], size_t count)
{
    return statistics_quantile(values, count, 0.5);
}

double statistics_slope(const double x[], const double y[], size_t count)
{
    double mean_x = 0, mean_y = 0, products = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        mean_x += x[i] / (double)count;
        mean_y += y[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        products += (x[i] - mean_x) * (y[i] - mean_y);
        squares += (x[i] - mean_x) * (x[i] - mean_x);
    }
    return squares > 0 ? products / squares : NAN;
}

double statistics_coverage(size_t count, size_t rank)
{
    double outcomes = 1, below = 0; /* C(count, i) / 2^count, and their sum for i < rank */
    for (size_t i = 0; i < count; i++)
        outcomes /= 2;
    for (size_t i = 0; i < rank; i++) {
        below += outcomes;
        outcomes = outcomes * (double)(count - i) / (double)(i + 1);
    }
    return 1 - 2 * below;
}

size_t statistics_rank(size_t count)
{
    size_t rank = 0;
    while (rank < count / 2 && statistics_coverage(count, rank + 1) >= 0.95)
        rank++;
    return rank;
}
