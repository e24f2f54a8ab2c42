/* ready.h -- hears when a descriptor that others use, too, can be read or written.
 *
 * uv_poll_init() makes a descriptor non-blocking, and with it stdin or stdout of the shell and of
 * everybody else who holds the same open file, even after the program has ended. This does not. So
 * read or write only once it is ready, and no more than PIPE_BUF bytes at a time when writing.
 */
#ifndef AC_LOOPS_READY_H
#define AC_LOOPS_READY_H

#include <uv.h>

struct ac_ready {
    uv_poll_t poll;
    void (*ready)(struct ac_ready *ready);
    void *data; /* the caller's */
};

/* 0, or a negative UV_E* and there is nothing to close: UV_EPERM where the descriptor is always ready,
 * as a regular file is. */
int ac_ready_init(struct ac_ready *ready, uv_loop_t *uv, int descriptor);

/* Calls `call` in a later turn of the loop, once: when the descriptor is ready for `events` (of
 * UV_READABLE and UV_WRITABLE), or at its end. */
void ac_ready_wait(struct ac_ready *ready, int events, void (*call)(struct ac_ready *ready));

/* Starts to close it; the memory is the caller's again when the loop has closed its handles. */
void ac_ready_close(struct ac_ready *ready);

#endif
