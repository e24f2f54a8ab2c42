/* plan.h -- what the suite of the strategies will run, and how long that should take.
 *
 * The time of a cell is estimated from the ideal of the
 * blog's workload (task i sleeps 1/i s), which is what every strategy that keeps the limit takes,
 * and a guess at the work per task.
 */
#ifndef AC_BENCH_STRATEGIES_PLAN_H
#define AC_BENCH_STRATEGIES_PLAN_H

#include "../options.h"
#include "../plan.h"
#include "../stats/draw.h"

/* The most tasks of a point whose runs are traced: more would fill the folder, and no picture shows
 * them. */
#define PLAN_MOST_TRACED 1000

/* The plans of `quick` (under two minutes), of `full` (under fifteen), and of the user's own points
 * (`rounds` rounds with verdicts at each). With python false the blog's Python is left out. `draw`
 * decides the order in each round. The caller frees the plan. */
struct plan plan_quick(struct draw *draw, size_t rounds, bool python);
struct plan plan_full(struct draw *draw, size_t rounds, bool python);
struct plan plan_points(struct draw *draw, size_t rounds, const struct plan_point points[],
                        size_t count);

/* The ideal, in seconds: a greedy list schedule of floor(1e9 / i) ns, i = 1..tasks, over `limit`
 * slots, without overhead (Graham 1966). For more than 100,000 tasks its lower bound, the longest
 * or sum / limit, which is less by one sleep at most; their sum by Euler's expansion of the
 * harmonic numbers, H_N = ln N + 0.5772... + 1 / 2N - ... */
double plan_ideal_s(uint64_t tasks, uint64_t limit);

#endif
