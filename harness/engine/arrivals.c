/* arrivals.c -- see arrivals.h. */
#include "arrivals.h"

#include <errno.h>

#include "memory.h"

int ac_arrivals_reserve(struct ac_arrivals *arrivals, uint32_t index)
{
    uint64_t capacity = arrivals->capacity ? arrivals->capacity : 64;
    if (index < arrivals->capacity)
        return 0;
    while (capacity <= index)
        capacity *= 2;
    uint64_t *there_ns = ac_realloc(arrivals->there_ns, (size_t)capacity * sizeof *there_ns);
    if (!there_ns)
        return -ENOMEM;
    arrivals->there_ns = there_ns;
    arrivals->capacity = capacity;
    return 0;
}

void ac_arrivals_free(struct ac_arrivals *arrivals)
{
    ac_free(arrivals->there_ns);
}
