/* array.c -- see array.h. */
#include "array.h"

#include <errno.h>

int ac_array_reserve(struct ac_array *array, uint64_t index, struct ac_allocator *allocator)
{
    uint64_t capacity = array->capacity ? array->capacity : 64;
    if (index < array->capacity)
        return 0;
    while (capacity <= index)
        capacity *= 2;
    uint64_t *at = ac_resize(allocator, array->at, (size_t)capacity * sizeof *at);
    if (!at)
        return -ENOMEM;
    *array = (struct ac_array){at, capacity};
    return 0;
}
