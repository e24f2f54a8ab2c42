/* memory.c -- malloc with the size written in front of each block, so that free can count it. */
#include "memory.h"

#include <stdlib.h>
#include <string.h>

union header {
    size_t size;
    max_align_t align;
};

static uint64_t heap_bytes, heap_peak_bytes;

static void *count(union header *header, size_t size)
{
    if (!header)
        return NULL;
    header->size = size;
    heap_bytes += size;
    if (heap_bytes > heap_peak_bytes)
        heap_peak_bytes = heap_bytes;
    return header + 1;
}

void *ac_malloc(size_t size)
{
    if (size > SIZE_MAX - sizeof(union header))
        return NULL;
    return count(malloc(sizeof(union header) + size), size);
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
    union header *moved = realloc(header, sizeof *header + size);
    if (moved)
        heap_bytes -= old_size;
    return count(moved, size);
}

void ac_free(void *old)
{
    if (!old)
        return;
    union header *header = (union header *)old - 1;
    heap_bytes -= header->size;
    free(header);
}

uint64_t ac_heap_bytes(void)
{
    return heap_bytes;
}

uint64_t ac_heap_peak_bytes(void)
{
    return heap_peak_bytes;
}

void ac_heap_reset_peak(void)
{
    heap_peak_bytes = heap_bytes;
}
