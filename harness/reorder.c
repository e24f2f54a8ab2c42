/* reorder.c -- see reorder.h. */
#include "reorder.h"

#include <errno.h>

#include "memory.h"

int ac_reorder_init(struct ac_reorder *reorder, uint64_t slots)
{
    for (reorder->count = 1; reorder->count < slots; reorder->count *= 2)
        if (reorder->count > SIZE_MAX / 2 / sizeof *reorder->slots)
            return -ENOMEM;
    reorder->slots = ac_calloc((size_t)reorder->count, sizeof *reorder->slots);
    return reorder->slots ? 0 : -ENOMEM;
}

void ac_reorder_free(struct ac_reorder *reorder)
{
    ac_free(reorder->slots);
}
