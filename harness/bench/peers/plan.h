/* plan.h -- which runs a comparison is made of, and in what order.
 *
 * First everyone once in each comparison, in drawn order (after another comparison: the fastest
 * there first), ours twice (see suite.c); then, for those that are near ours, rounds in the orders
 * of a Latin square. A plan follows from the seed, the list and the rows alone, so that a
 * comparison that was stopped goes on as it would have.
 */
#ifndef AC_BENCH_PEERS_PLAN_H
#define AC_BENCH_PEERS_PLAN_H

#include "../../base/rows.h"
#include "../plan.h"
#include "list.h"

#define PEERS_ROUNDS      7
#define PEERS_FEW_ROUNDS  3
#define PEERS_LONG_RUN_NS 5e9 /* where one takes longer there are few rounds */

/* Adds the first runs of a comparison, or its rounds, but for what `rows` already has; the place of
 * the comparison among them tells its draw. */
void peers_plan_first(struct plan *plan, uint64_t seed, size_t place,
                      const struct peers_comparison *comparison, const struct peers_list *list,
                      const struct rows *rows);
void peers_plan_rounds(struct plan *plan, uint64_t seed, size_t place,
                       const struct peers_comparison *comparison, const struct peers_list *list,
                       const struct rows *rows);

#endif
