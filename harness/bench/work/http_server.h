/* http_server.h -- the server of a run of requests, on a free port of loopback: nginx with a configuration
 * of its own in the scratch folder, or work-delays. work-served starts it and ends it.
 */
#ifndef AC_BENCH_WORK_HTTP_SERVER_H
#define AC_BENCH_WORK_HTTP_SERVER_H

#include "../../base/words.h"

#include <stdint.h>

/* A port of 127.0.0.1 that nobody has; 0: there is none. */
unsigned http_server_port(void);

/* Writes the configuration: a process, without an access log, that replies a few bytes on that port, over
 * kept connections, of which there may be so many. 0 or a negative errno. */
int http_server_write(const char *scratch, unsigned port, uint64_t connections);

/* The command line of nginx with it; the caller frees it. */
char *http_server_command(const char *scratch);

/* Removes what nginx and http_server_write() made. */
void http_server_clear(const char *scratch);

#endif
