/* bytes.c -- see bytes.h. */
#include "bytes.h"

#include <stddef.h>
#include <stdlib.h>

/* Before each block stands how large it is; what follows is aligned as malloc aligns. */
union bytes_head {
    size_t size;
    max_align_t aligned;
};

static void *bytes_resize(struct ac_allocator *allocator, void *old, size_t size)
{
    struct bytes *self = (struct bytes *)allocator;
    union bytes_head *head = old ? (union bytes_head *)old - 1 : NULL;
    size_t before = head ? head->size : 0;
    if (size == 0) {
        free(head);
        self->now -= before;
        return NULL;
    }
    union bytes_head *moved = realloc(head, sizeof *head + size);
    if (!moved)
        return NULL;
    moved->size = size;
    self->now += size - before;
    if (self->now > self->peak)
        self->peak = self->now;
    return moved + 1;
}

struct bytes bytes = {.allocator = {.resize = bytes_resize}};
