/* cpu.h -- the workload of computing: each task is steps of integer arithmetic, on a thread of libuv's pool or on
 * the loop's own.
 *
 * A task on the pool is queued until a thread is free, then running, and ended once the loop notices. Its
 * launch begins the first of the three: the limit bounds all of them together. A task on the loop is done
 * inside its launch, and the loop stands still meanwhile.
 */
#ifndef AC_WORKLOADS_CPU_H
#define AC_WORKLOADS_CPU_H

#include <stdatomic.h>
#include <uv.h>

#include "../engine/run.h"
#include "cpu/compute.h"
#include "cpu/lag.h"
#include "sleep.h"

/* Of libuv's pool: its size where nobody asks for another, and its largest. */
enum { AC_CPU_THREADS = 4, AC_CPU_THREADS_MOST = 1024 };

struct ac_cpu_wish {
    uv_loop_t *uv;
    const struct ac_sleeps *sleeps; /* which task is pulled in which place; the caller's */
    uint64_t count, steps;          /* how many tasks; of each */
    bool on_loop;                   /* no thread: the task is done when `start` returns */
    bool timed;                     /* the times are measured, too: three clock reads a task */
    struct ac_lag *lag;             /* NULL, or ticks from the first pull on; the caller's */
};

struct ac_cpu_workload {
    struct ac_workload workload; /* first */
    struct ac_cpu_wish wish;
    uint64_t computed;           /* tasks whose work was done, however they ended */
    uint32_t checksum;           /* of these, added up modulo 2^32 */
    atomic_uint queued, running; /* now: handed to the pool and not begun; begun and not ended */
    atomic_uint most_running;
    unsigned most_queued;           /* as seen after each launch */
    uint64_t queued_ns, running_ns; /* how long tasks were queued, and running, added up */
    bool lost;                      /* the loop has failed: nobody wants to hear of ends any more */
};

/* Fills it in. The own memory of a task is the workload's. */
void ac_cpu_init(struct ac_cpu_workload *cpu, const struct ac_cpu_wish *wish);

/* How many threads the pool will have, or has: as asked for; 0: as UV_THREADPOOL_SIZE says, else
 * AC_CPU_THREADS. */
unsigned ac_cpu_threads(uint64_t asked);

/* Of the table. */
extern const struct ac_workload_row ac_workload_cpu;

/* The row, opened: what a report tells of it. */
struct ac_cpu_run {
    uint64_t cost_ns;
    unsigned threads;
    struct ac_compute_speed speed;
    struct ac_lag lag;
};

/* Of a workload that the row `cpu` has opened. `tasks` are its tasks. */
struct ac_cpu_run *ac_cpu_run_of(struct ac_workload *workload, struct ac_cpu_workload **tasks);

#endif
