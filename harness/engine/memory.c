/* memory.c -- the counting heap is malloc with the size written in front of each block, so that free can count it.
 *
 * Each addition returns the bytes in use after it, in whatever thread, so the maximum of those is
 * exact. That needs no order among threads: relaxed.
 */
#include "memory.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

union header {
    size_t size;
    max_align_t align;
};

static _Atomic uint64_t heap_bytes, heap_peak_bytes;

static void rise(uint64_t in_use)
{
    uint64_t peak = atomic_load_explicit(&heap_peak_bytes, memory_order_relaxed);
    while (peak < in_use &&
           !atomic_compare_exchange_weak_explicit(&heap_peak_bytes, &peak, in_use,
                                                  memory_order_relaxed, memory_order_relaxed))
        continue; /* another thread's peak is in `peak` now */
}

/* `old_size` is what the block was before. */
static void *count(union header *header, size_t size, size_t old_size)
{
    if (!header)
        return NULL;
    uint64_t more = (uint64_t)size - old_size;
    header->size = size;
    rise(atomic_fetch_add_explicit(&heap_bytes, more, memory_order_relaxed) + more);
    return header + 1;
}

void *ac_malloc(size_t size)
{
    if (size > SIZE_MAX - sizeof(union header))
        return NULL;
    return count(malloc(sizeof(union header) + size), size, 0);
}

void *ac_calloc(size_t number, size_t size)
{
    if (size && number > SIZE_MAX / size)
        return NULL;
    void *block = ac_malloc(number * size);
    return block ? memset(block, 0, number * size) : NULL;
}

void *ac_realloc(void *old, size_t size)
{
    if (!old)
        return ac_malloc(size);
    if (size > SIZE_MAX - sizeof(union header))
        return NULL;
    union header *header = (union header *)old - 1;
    size_t old_size = header->size;
    return count(realloc(header, sizeof *header + size), size, old_size);
}

void ac_free(void *old)
{
    if (!old)
        return;
    union header *header = (union header *)old - 1;
    atomic_fetch_sub_explicit(&heap_bytes, header->size, memory_order_relaxed);
    free(header);
}

uint64_t ac_heap_bytes(void)
{
    return atomic_load_explicit(&heap_bytes, memory_order_relaxed);
}

uint64_t ac_heap_peak_bytes(void)
{
    return atomic_load_explicit(&heap_peak_bytes, memory_order_relaxed);
}

void ac_heap_reset_peak(void)
{
    atomic_store_explicit(&heap_peak_bytes, ac_heap_bytes(), memory_order_relaxed);
}

void *ac_resize(struct ac_allocator *allocator, void *old, size_t size)
{
    if (allocator)
        return allocator->resize(allocator, old, size);
    if (size)
        return ac_realloc(old, size);
    ac_free(old);
    return NULL;
}
