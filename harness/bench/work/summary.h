/* summary.h -- what the rows of a bench of real work say of each program: medians over its rounds, how
 * it stands to the others, and whether a target (part.h) is reached.
 *
 * Ratios are paired round by round, as in verdict.h. A target is `reached` where the whole interval
 * is at most the target, `missed` where the whole is above it, else `not resolved`.
 */
#ifndef AC_BENCH_WORK_SUMMARY_H
#define AC_BENCH_WORK_SUMMARY_H

#include "../../base/rows.h"
#include "part.h"

/* A row for each stage, point and cell: points as they ran, in each ours and then the rivals. Of
 * EXEC_MEMORY and EXEC_LIVE one row a point, whose job_cpu_ns is what the results between few and
 * many cost. The caller frees it. */
struct rows work_summarize(const struct rows *rows, const struct work_set *set);

#endif
