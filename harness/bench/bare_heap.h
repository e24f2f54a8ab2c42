/* bare_heap.h -- what the doors cost: the same sleeps over the same queue, and nothing else.
 *
 * No doors, no referee, no instruments, no strategy: take the first, push the next. The row beside
 * `floor` in the growth tables, and the least that the virtual clock can cost here.
 */
#ifndef BENCH_BARE_HEAP_H
#define BENCH_BARE_HEAP_H

#include <stdint.h>

/* Runs N sleeps of 1/i s, `limit` at a time, on a clock that jumps, and prints a row as
 * `as-completed run --format tsv` does, with the columns that have a meaning. 0, or
 * -ENOMEM after one line on stderr. */
int bare_heap(uint64_t tasks, uint64_t limit);

#endif
