/* wake.h -- one deadline on a libuv loop: how a loop that sleeps is woken, or does not go to sleep.
 *
 * The build links one of two kinds: wake_timerfd.c, exact to the ns, on Linux; and wake_uv_timer.c,
 * in whole ms, everywhere else (on Linux with `make WAKE=uv_timer`).
 */
#ifndef AC_LOOPS_WAKE_H
#define AC_LOOPS_WAKE_H

#include <stdbool.h>

#include <uv.h>

struct ac_wake {
    void (*due)(struct ac_wake *wake); /* the loop woke after the deadline, or a little before */
    union {
        uv_handle_t handle;
        uv_poll_t poll;
        uv_timer_t timer;
    } uv;
    union {
        uv_handle_t handle;
        uv_idle_t idle;
    } again;                            /* active: at once, in the next turn */
    unsigned open;                      /* while it is closed: handles that the loop still holds */
    int fd;                             /* of wake_timerfd.c; else -1 */
    bool closed;                        /* ac_wake_close() is over: the loop holds nothing of it */
    void (*gone)(struct ac_wake *wake); /* NULL, or called then */
};

/* The resolution in ns, for people to know: 1, or 1000000. */
extern const unsigned ac_wake_resolution_ns;

/* 0; or a negative UV_E*, and there is nothing to close. uv_run calls `due`, and again in its next
 * turns, until another deadline is set or the wake is stopped. The handle keeps the loop going
 * while it has a deadline. */
int ac_wake_init(struct ac_wake *wake, uv_loop_t *loop, void (*due)(struct ac_wake *wake));

/* Sets the deadline, on the clock of uv_hrtime and not 0; replaces the one before. 0 or a negative
 * UV_E*: UV_ECANCELED when the program has closed the handle. */
int ac_wake_set(struct ac_wake *wake, uint64_t deadline_ns);

/* As ac_wake_set, with a deadline that has passed. It costs no system call: the loop does not sleep. */
int ac_wake_at_once(struct ac_wake *wake);

/* Forgets the deadline: the loop is not woken, and not held open. */
void ac_wake_stop(struct ac_wake *wake);

/* Starts to close the handles; `closed` is set in a later turn of the loop. False: the program has
 * closed one itself, as with uv_walk. Then `gone` is not called, and the loop may hold the handles
 * until it has turned. */
bool ac_wake_close(struct ac_wake *wake);

/* For the kinds: the part of init and stop that they share. */
void ac_wake_init_again(struct ac_wake *wake, uv_loop_t *loop);
static inline void ac_wake_stop_again(struct ac_wake *wake)
{
    if (uv_is_active(&wake->again.handle))
        uv_idle_stop(&wake->again.idle);
}

#endif
