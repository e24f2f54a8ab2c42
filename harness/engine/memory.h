/* memory.h -- the one allocator of the harness, which counts every byte.
 *
 * Run, pool, queue and workload allocate only here, and so does libuv. So the peak is the heap of a
 * run, the same on every machine: it can be compared with ==. Any thread may call these functions.
 * There is one count: runs in several threads are counted together.
 */
#ifndef AC_ENGINE_MEMORY_H
#define AC_ENGINE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* As malloc, calloc, realloc and free. The caller owns what they return; NULL when there is none.
 */
void *ac_malloc(size_t size);
void *ac_calloc(size_t count, size_t size);
void *ac_realloc(void *old, size_t size);
void ac_free(void *old);

/* Bytes asked for and not freed, now and at the most since the last ac_heap_reset_peak(). */
uint64_t ac_heap_bytes(void);
uint64_t ac_heap_peak_bytes(void);

/* Makes the peak what is in use now. Call it while no other thread allocates. */
void ac_heap_reset_peak(void);

#endif
