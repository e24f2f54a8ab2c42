/* summary.h -- what the rows of the bench of commands say of each program: medians over its rounds,
 * how it stands to the others, and whether a target is reached.
 *
 * Ratios are paired round by round, as in statistics.h. A target is `reached` where the whole interval
 * is at most the target, `missed` where the whole is above it, else `not resolved`.
 */
#ifndef AC_BENCH_WORK_SUMMARY_H
#define AC_BENCH_WORK_SUMMARY_H

#include "../../base/rows.h"

/* The targets, of strategies with a limit that are told of finishes: wall and CPU of xargs, CPU of
 * GNU parallel, and the ideal from the jobs' own stamps. */
#define WORK_WALL_TARGET     1.03
#define WORK_CPU_TARGET      1.00
#define WORK_PARALLEL_TARGET 0.25
#define WORK_IDEAL_TARGET    1.03

/* A row for each stage, point and cell: points as they ran, in each ours and then the rivals. Of
 * WORK_MEMORY and WORK_LIVE one row a point, whose job_cpu_ns is what the results between few and
 * many cost. The caller frees it. */
struct rows work_summarize(const struct rows *rows);

/* How the CPU time of a job grows with the memory of its program (bytes), or with the jobs that live
 * on: the slope of each round, of which these are the median, the least and the greatest. NAN
 * without rounds that have two points. */
struct work_slope {
    double median, least, greatest;
    size_t rounds;
};
struct work_slope work_slope(const struct rows *rows, const char *stage, const char *over);

#endif
