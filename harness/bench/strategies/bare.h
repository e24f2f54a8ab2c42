/* bare.h -- what the harness calls cost: the same sleeps over a queue, and nothing else.
 *
 * No ac_pull or ac_launch, no referee, no instruments, no strategy: take the first, push the next.
 * Twice: over the binary heap of any textbook, which is what most would write ("bare_heap"), and
 * over the queue that the loops use ("bare_queue", queue.h), the least that the virtual clock can
 * cost here.
 */
#ifndef AC_BENCH_STRATEGIES_BARE_H
#define AC_BENCH_STRATEGIES_BARE_H

#include <stdint.h>

/* Runs N sleeps of 1/i s, `limit` at a time, on a clock that jumps, over the queue of that cell
 * (CELLS_BARE_HEAP or CELLS_BARE_QUEUE), and prints a row as `as-completed run --format tsv` does,
 * with the columns that have a meaning. 0, or -ENOMEM after one line on stderr. */
int bare_run(const char *cell, uint64_t tasks, uint64_t limit);

#endif
