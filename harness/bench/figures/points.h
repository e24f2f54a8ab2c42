/* points.h -- from the samples of one panel to the points of its lines; private to
 * figures*.c.
 *
 * A point is the median of its samples, with the smallest and the largest. A line's name stands at
 * the right edge at the height of its last point, and where names would cover each other they move
 * apart. Pure functions of numbers.
 */
#ifndef AC_BENCH_FIGURES_POINTS_H
#define AC_BENCH_FIGURES_POINTS_H

#include <stdbool.h>
#include <stddef.h>

/* One row: its strategy (figures_strategy), x, what x does not say (the limit where x is tasks, the
 * tasks where it is the limit), and the value, above 0. */
struct sample {
    int strategy;
    double x, other, value;
};

struct point {
    int strategy;
    bool last;     /* of its line: only here the two below are defined */
    double slope;  /* of its line, least squares; NAN of a single x */
    double name_y; /* the decimal logarithm of where its name stands */
    double x, low, median, high;
};

/* Leaves of each x only the samples at its largest other number, so that no line mixes two; how
 * many are left. */
size_t figures_keep_largest(struct sample samples[], size_t count);

/* Sorts the samples and makes their points, at most `count`, by strategy, then by x; how many. */
size_t figures_make_points(struct sample samples[], size_t count, struct point points[]);

/* The first or the last point of a strategy's line, as they were made; NULL where it has none. */
const struct point *figures_end(const struct point points[], size_t count, int strategy, bool last);

/* Sets `slope` and `name_y` of the last point of every line. */
void figures_fit_slopes(struct point points[], size_t count);
void figures_place_names(struct point points[], size_t count);

#endif
