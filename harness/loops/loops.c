/* loops.c -- loops whose memory is their own; see loops.h. */
#include "loops.h"

#include <errno.h>

#include "uv.h"
#include "virtual.h"

static void loops_close_uv(struct ac_loop *loop)
{
    struct ac_loop_uv *self = (struct ac_loop_uv *)loop;
    struct ac_allocator *allocator = self->queue.allocator;
    ac_loop_uv_close(self);
    ac_resize(allocator, self, 0);
}

static void loops_close_virtual(struct ac_loop *loop)
{
    struct ac_loop_virtual *self = (struct ac_loop_virtual *)loop;
    struct ac_allocator *allocator = self->queue.allocator;
    ac_loop_virtual_free(self);
    ac_resize(allocator, self, 0);
}

int ac_loop_open_uv(struct ac_loop **loop, struct uv_loop_s *uv, struct ac_allocator *allocator)
{
    struct ac_loop_uv *self = ac_resize(allocator, NULL, sizeof *self);
    *loop = NULL;
    if (!self)
        return -ENOMEM;
    int error = ac_loop_uv_init(self, uv);
    if (error) {
        ac_resize(allocator, self, 0);
        return error;
    }
    self->queue.allocator = allocator;
    self->loop.close = loops_close_uv;
    *loop = &self->loop;
    return 0;
}

int ac_loop_open_virtual(struct ac_loop **loop, struct ac_allocator *allocator)
{
    struct ac_loop_virtual *self = ac_resize(allocator, NULL, sizeof *self);
    *loop = NULL;
    if (!self)
        return -ENOMEM;
    ac_loop_virtual_init(self);
    self->queue.allocator = allocator;
    self->loop.close = loops_close_virtual;
    *loop = &self->loop;
    return 0;
}

uint64_t ac_loop_now(struct ac_loop *loop)
{
    return ac_loop_instant(loop);
}

void ac_loop_close(struct ac_loop *loop)
{
    if (loop)
        loop->close(loop);
}
