/* plan.h -- which runs the bench of commands is made of, and in what order.
 *
 * A round runs every cell of every point; the points follow each other, and the cells of a point run
 * in the order of a Latin square. A plan follows from the seed, the programs that are here and the
 * rows alone, so that a bench that was stopped goes on as it would have.
 */
#ifndef AC_BENCH_WORK_PLAN_H
#define AC_BENCH_WORK_PLAN_H

#include "../../base/rows.h"
#include "../plan.h"
#include "rivals.h"

/* The stages, as in the column `stage`. */
#define WORK_TRUE   "true"   /* jobs of /bin/true: ours, the rivals, and the A/A row */
#define WORK_SLEEPS "sleeps" /* jobs that sleep so long as was drawn: ours and the rivals */
#define WORK_READER "reader" /* jobs that print, and a slow reader: ours */
#define WORK_MEMORY "memory" /* semaphore with so many lines: what a job costs beside its memory */
#define WORK_LIVE   "live" /* callback with so many jobs that live on: what a job costs beside them */

/* In the last two stages a cell is when the consumer leaves: after few results, or after many. What
 * the results between the two cost is free of the start, of the reading, and of the jobs that live
 * on. */
#define WORK_FEW  "few results"
#define WORK_MANY "many results"

extern const char *const work_stages[]; /* ends with NULL */

/* How long the jobs of WORK_SLEEPS sleep, and how fast the slow reader reads. */
#define WORK_SLEEP_MIN_US 50000
#define WORK_SLEEP_MAX_US 300000
#define WORK_READER_BYTES 32768 /* so much, and so much is what a job prints */
#define WORK_READER_US    10000 /* then a pause */

/* Adds the runs that `rows` does not have; quick: few jobs a point. */
void work_plan(struct plan *plan, uint64_t seed, size_t rounds, bool quick,
               const struct rivals *rivals, const struct rows *rows);

/* "4000,2", as in the column `point`; the caller frees it. */
char *work_point(const struct plan_cell *cell);

/* The strategy of a cell: of the last two stages that of the stage; NULL: a rival. */
const struct ac_strategy *work_strategy(const char *stage, const char *cell);

/* After how many results the consumer leaves; 0: after all. */
uint64_t work_take(const char *cell, bool quick);

#endif
