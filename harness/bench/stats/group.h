/* group.h -- the rows of one cell at one point of one stage: what they come to together, and how
 * they stand to another cell's, round by round.
 *
 * Rows that failed (`exit` is not 0) count nowhere. Columns are as cells_number() knows them.
 */
#ifndef AC_BENCH_STATS_GROUP_H
#define AC_BENCH_STATS_GROUP_H

#include "../../base/rows.h"
#include "verdict.h"

struct group {
    const char *stage, *point, *cell;
    const char *clock; /* NULL: on whichever */
};

/* Those that a row, or a summary, is of; on its clock. */
struct group group_of(const struct rows *rows, size_t row);

/* Whether that row is one of them, failed or not. */
bool group_has(const struct group *group, const struct rows *rows, size_t row);

/* Its row of that round, failed or not; SIZE_MAX if there is none. */
size_t group_find(const struct group *group, const struct rows *rows, const char *round);

/* The median of a figure over the rows that have it; NAN of none. */
double group_median(const struct group *group, const struct rows *rows, const char *column);

/* Its figures beside those of `reference` at the same stage and point in the same round, as
 * verdict_compare() takes them. */
struct verdict group_compare(const struct group *group, const struct rows *rows,
                             const char *reference, const char *column);

/* Sets a row's columns of that verdict, as those of "cpu": cpu_verdict, cpu_ratio, cpu_ratio_low
 * and cpu_ratio_high, as far as it has them. */
void group_set_verdict(struct rows *rows, size_t row, const char *of,
                       const struct verdict *verdict);

#endif
