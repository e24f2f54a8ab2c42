/* multi.h -- libcurl's multi interface on a libuv loop: its sockets, its timer, and what it tells.
 *
 * In each turn of the loop libcurl is called for the sockets that are ready. Before the loop waits, and after
 * that, it is called for what is due: what was started, and its timer. So a timer of 0 ms needs no timer of
 * the loop, whose least wait is 1 ms, and a request leaves in the turn in which it was started. `look` is
 * called last in a turn, where the loop goes back to the run. A loop with nothing in flight sleeps.
 */
#ifndef AC_HTTP_MULTI_H
#define AC_HTTP_MULTI_H

#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

struct ac_multi_socket; /* a descriptor that the loop watches for libcurl */

struct ac_multi {
    /* The caller sets these before. */
    uv_loop_t *uv;
    uint64_t most;       /* connections that are kept while they are idle */
    uint64_t silence_ms; /* see `silent`; 0: it is never set */
    /* Handles may have ended (ac_multi_next), or `error` or `silent` is set. From a turn of the loop. */
    void (*look)(struct ac_multi *multi);

    uint64_t opened, closed;       /* connections' sockets so far */
    uint64_t sockets, max_sockets; /* open now, and at the most */
    uint64_t running;              /* handles that were added, and neither told nor removed */
    uint64_t awaited;              /* of them and the next: each will open a socket, and has not */
    int error;                     /* libcurl has failed as a whole: a negative errno */
    bool
        silent; /* nothing has happened for silence_ms in any handle, and libcurl waits for no instant */

    void *curl; /* libcurl's */
    bool due;   /* libcurl wants to be called at once */
    bool news;  /* `look` has to be called */
    uv_prepare_t before_wait;
    uv_check_t after_wait;
    uv_idle_t no_wait;
    uv_timer_t timer, watchdog;
    uint64_t handles;                 /* that the loop holds, sockets' too */
    uint64_t events, events_before;   /* calls of libcurl; when the watchdog last looked */
    uint64_t waits, waits_before;     /* of the loop; when the watchdog last looked */
    bool doubt;                       /* it found nothing new then */
    struct ac_multi_socket **watched; /* by descriptor */
    uint64_t watched_room;
};

/* 0 or a negative errno; then there is nothing to close. */
int ac_multi_open(struct ac_multi *multi);

/* Closes all connections, and turns the loop until it holds nothing of them. No handle is in it. */
void ac_multi_close(struct ac_multi *multi);

/* Adds an easy handle; libcurl begins with it in this turn of the loop, or in the next, and never inside this call. 0 or a negative errno. */
int ac_multi_add(struct ac_multi *multi, void *easy);

/* Takes one out, whether or not it has ended. False: libcurl has failed to, and it may only be freed. */
bool ac_multi_remove(struct ac_multi *multi, void *easy);

/* For `look`: a handle that has ended, and its CURLcode; it is still to be removed. NULL: there is no more. */
void *ac_multi_next(struct ac_multi *multi, int *code);

/* --- between multi.c and sockets.c --- */

/* Calls libcurl: for a socket, with CURL_CSELECT_*, or for CURL_SOCKET_TIMEOUT. */
void ac_multi_act(struct ac_multi *multi, int socket, int events);

/* libcurl has failed as a whole. */
void ac_multi_fail(struct ac_multi *multi, int error);

#endif
