/* array.c -- see array.h. */
#include "array.h"

#include <errno.h>

int ac_array_reserve(struct ac_array *array, uint64_t index, struct ac_allocator *allocator)
{
    uint32_t capacity = array->capacity ? array->capacity : 64;
    if (index < array->capacity)
        return 0;
    while (capacity <= index)
        capacity *= 2;
    uint64_t *at = ac_resize(allocator, array->at, capacity * sizeof *at);
    if (!at)
        return -ENOMEM;
    array->at = at;
    array->capacity = capacity;
    return 0;
}
