/* plan.h -- which runs a bench of real work is made of, and in what order.
 *
 * A round runs every cell of every point; the points follow each other, and the cells of a point run
 * in the order of a Latin square. A plan follows from the seed, the programs that are here and the
 * rows alone, so that a bench that was stopped goes on as it would have.
 */
#ifndef AC_BENCH_WORK_PLAN_H
#define AC_BENCH_WORK_PLAN_H

#include "../../base/rows.h"
#include "../plan.h"
#include "part.h"

/* Adds the runs that `rows` does not have; of each part of the set come its rivals. */
void work_plan(struct plan *plan, uint64_t seed, size_t rounds, const struct work *work,
               const struct rows *rows);

/* "4000,2", as in the column `point`; the caller frees it. */
char *work_point(const struct plan_cell *cell);

#endif
