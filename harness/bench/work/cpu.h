/* cpu.h -- the part of computing: its stages, and what tables and figures need to know of them. */
#ifndef AC_BENCH_WORK_CPU_H
#define AC_BENCH_WORK_CPU_H

/* The stages, as in the column `stage`: what a task costs, and where it computes. */
#define CPU_SHORT_2      "10 us, pool of 2"
#define CPU_SHORT_4      "10 us, pool of 4"
#define CPU_SHORT_INLINE "10 us, inline"
#define CPU_LONG_2       "1 ms, pool of 2"
#define CPU_LONG_4       "1 ms, pool of 4"
#define CPU_LONG_INLINE  "1 ms, inline"

#define CPU_STAGES \
    CPU_SHORT_2, CPU_SHORT_4, CPU_SHORT_INLINE, CPU_LONG_2, CPU_LONG_4, CPU_LONG_INLINE

#define CPU_GO   "go"   /* as many goroutines, in as many threads */
#define CPU_JAVA "java" /* an executor with a fixed pool */

/* Of the work over two cores, at 1 ms in a pool of 2. */
#define CPU_WALL_TARGET 1.10

#endif
