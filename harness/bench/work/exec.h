/* exec.h -- the part of commands: its stages, and what tables and figures need to know of them. */
#ifndef AC_BENCH_WORK_EXEC_H
#define AC_BENCH_WORK_EXEC_H

#include <stdbool.h>
#include <stdint.h>

/* The stages, as in the column `stage`. */
#define EXEC_TRUE   "true"   /* jobs of /bin/true: ours, the rivals, and the A/A row */
#define EXEC_SLEEPS "sleeps" /* jobs that sleep so long as was drawn: ours and the rivals */
#define EXEC_READER "reader" /* jobs that print, and a slow reader: ours */
#define EXEC_MEMORY "memory" /* semaphore with so many lines: what a job costs beside its memory */
#define EXEC_LIVE   "live" /* callback with so many jobs that live on: what a job costs beside them */

#define EXEC_STAGES EXEC_TRUE, EXEC_SLEEPS, EXEC_READER, EXEC_MEMORY, EXEC_LIVE

/* In the last two stages a cell is when the consumer leaves: after few results, or after many. What
 * the results between the two cost is free of the start, of the reading, and of the jobs that live
 * on. */
#define EXEC_FEW  "few results"
#define EXEC_MANY "many results"

#define EXEC_REFERENCE "xargs"       /* what the others are compared with; it captures nothing */
#define EXEC_AGAIN     "xargs again" /* the same once more: the A/A row */
#define EXEC_PARALLEL  "parallel"
#define EXEC_GO        "go"

/* How long the jobs of EXEC_SLEEPS sleep, and how fast the slow reader reads. */
#define EXEC_SLEEP_MIN_US 50000
#define EXEC_SLEEP_MAX_US 300000
#define EXEC_READER_BYTES 32768 /* so much, and so much is what a job prints */
#define EXEC_READER_US    10000 /* then a pause */

/* The targets, of strategies with a limit that are told of finishes: wall and CPU of xargs, CPU of
 * GNU parallel, and the ideal from the jobs' own stamps. */
#define EXEC_WALL_TARGET     1.03
#define EXEC_CPU_TARGET      1.00
#define EXEC_PARALLEL_TARGET 0.25
#define EXEC_IDEAL_TARGET    1.03

/* Whether it is one of the last two stages; and their strategy. */
bool exec_counts_results(const char *stage);
const struct ac_strategy *exec_strategy(const char *stage);

/* After how many results the consumer leaves; 0: after all. */
uint64_t exec_take(const char *cell, bool quick);

#endif
