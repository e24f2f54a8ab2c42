/* virtual.h -- a loop whose time jumps: no sleeping, and the same trace every time.
 *
 * When nothing is due, time jumps to the next due instant. Every task that is due then finishes in
 * one turn, in launch order. It must have been in flight when the turn began: a sleep of 0 is a
 * task like any other. Freestanding but for the allocator.
 */
#ifndef AC_LOOPS_VIRTUAL_H
#define AC_LOOPS_VIRTUAL_H

#include "../engine/loop.h"
#include "queue.h"

struct ac_loop_virtual {
    struct ac_loop loop;   /* first */
    struct ac_queue queue; /* its allocator is the caller's to set after the init; NULL at first */
    uint64_t now_ns;       /* starts at 0; a start past 2^63 - 1 fails with -EOVERFLOW */
};

void ac_loop_virtual_init(struct ac_loop_virtual *loop);
void ac_loop_virtual_free(struct ac_loop_virtual *loop);

#endif
