/* loops.h -- the loops that turn runs: on a libuv loop, or on a virtual clock.
 *
 * A run that is to be turned by the functions of run.h (ac_next and others) needs one. A run on a
 * libuv loop that the program turns itself needs none: see attach.h.
 *
 * A loop turns one run at a time, and any number one after the other. On one uv_loop_t there may be
 * several, beside attached runs and other handles of the program. Whichever run is waited for, the tasks of
 * all go on, and so do the handles. That a sleep of another run is over is noticed when that run is
 * turned. A loop belongs to the thread of its run.
 */
#ifndef AC_LOOPS_LOOPS_H
#define AC_LOOPS_LOOPS_H

#include "../engine/allocator.h"
#include "../engine/run.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

struct uv_loop_s; /* a uv_loop_t is one */

/* Makes a loop on `uv`, which must outlive it. Its clock is that of uv_hrtime(): ns, monotonic. A
 * wait turns `uv` with uv_run(): the program's handles are called in it, and the program must not
 * turn it from inside them. The memory comes from `allocator`; NULL: malloc and free. Returns 0; or
 * -ENOMEM or another negative UV_E*, and *loop is NULL. */
int ac_loop_open_uv(struct ac_loop **loop, struct uv_loop_s *uv, struct ac_allocator *allocator);

/* Makes a loop whose time jumps to the next instant at which anything is due, without sleeping. It
 * begins at 0, and the same run is the same each time. So it is for tasks that know how long they
 * last, and for tests: nothing of libuv happens while it is turned. Returns 0; or -ENOMEM, and *loop
 * is NULL. */
int ac_loop_open_virtual(struct ac_loop **loop, struct ac_allocator *allocator);

/* The instant now, in ns, on the loop's clock. It may be called from anywhere on the loop's thread. */
uint64_t ac_loop_now(struct ac_loop *loop);

/* Gives a loop back; NULL is allowed. Close its run first. A loop on libuv closes its handles, and
 * turns `uv` without waiting until they are closed: so other handles of the program may be called
 * meanwhile. Call it from between two turns, never from inside one. The program may have closed the
 * handles itself, as with uv_walk(). */
void ac_loop_close(struct ac_loop *loop);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
