/* array.h -- an array of 64-bit numbers that grows as it is filled. */
#ifndef AC_ENGINE_ARRAY_H
#define AC_ENGINE_ARRAY_H

#include <stdint.h>

#include "memory.h"

/* Zeroed is empty. */
struct ac_array {
    uint64_t *at;
    uint32_t capacity;
    uint32_t count; /* the owner's */
};

/* Makes room for at[index], which is below 2^31 and is not set. 0; or -ENOMEM, and the array is as it was. */
int ac_array_reserve(struct ac_array *array, uint64_t index, struct ac_allocator *allocator);

#endif
