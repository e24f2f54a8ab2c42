/* memory.h -- where the memory of a run comes from, and the counting heap of the programs.
 *
 * A run and its loop allocate from the allocator that their program gives them. Where it gives none,
 * they allocate from the counting heap, as do the programs themselves, and libuv in them. So the
 * peak is the heap of a run, the same on every machine: it can be compared with ==. Any thread may
 * use the counting heap. There is one count: what several threads use is counted together.
 */
#ifndef AC_ENGINE_MEMORY_H
#define AC_ENGINE_MEMORY_H

#include <stdint.h>

#include "allocator.h"

/* Calls the allocator; NULL is the counting heap. */
void *ac_resize(struct ac_allocator *allocator, void *old, size_t size);

/* The counting heap: as malloc, calloc, realloc and free. The caller
 * owns what they return; NULL when there is none. */
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
