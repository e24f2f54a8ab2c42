/* sockets.h -- the descriptors that the loop watches for libcurl: one uv_poll_t for each.
 *
 * libcurl says after each transfer that it no longer waits for a connection's socket, and before the next that
 * it does. Each word costs libuv up to two system calls. So the loop goes on to watch a socket that can be read, in
 * silence, and stops when something comes that nobody waits for, as the end of a kept connection.
 *
 * A socket is closed here, and its uv_poll_t before that: the number may be another socket's at once. libcurl
 * closes by itself those that it looks names up with, and those that were never connected.
 */
#ifndef AC_HTTP_SOCKETS_H
#define AC_HTTP_SOCKETS_H

#include "multi.h"

/* Opens a socket of a connection. The descriptor or a negative errno. */
int ac_socket_open(struct ac_multi *multi, int family, int type, int protocol);

/* Closes it. Returns what close() does. */
int ac_socket_close(struct ac_multi *multi, int descriptor);

/* Forgets all that are left: libcurl, which is closed, has closed them, and without memory said nothing. */
void ac_sockets_forget(struct ac_multi *multi);

/* What libcurl waits for at a descriptor, in CURL_POLL_*. 0 or a negative errno. */
int ac_socket_watch(struct ac_multi *multi, int descriptor, int what);

#endif
