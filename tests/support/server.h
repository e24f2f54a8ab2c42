/* server.h -- the tests' own HTTP server, on a free port of 127.0.0.1, as a process of its own.
 *
 * What a request gets is in its path: tests/children/answer.h lists the words. It counts what comes to its
 * port; it is asked for that on another, so asking changes nothing.
 *
 *     struct server server = server_start();
 *     ... run something against server.port ...
 *     assert_in_range(server_count(&server, "most_in_flight"), 1, limit);
 *     server_end(&server);
 *
 * Of what is counted, `requests` and `connections` are all since server_zero(), `authorized` those with a
 * password, `in_flight` and `open` those of now, `most_in_flight` and `most_open` the most at once. No most is
 * larger than it was at the client, however late the server looks.
 */
#ifndef TEST_SERVER_H
#define TEST_SERVER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct server {
    unsigned port, control;
    pid_t pid;
    int lease; /* a descriptor: the server ends when it is closed, and so with this process */
};

/* Starts one, and returns when it listens. The test has failed where it does not. */
struct server server_start(void);
void server_end(struct server *server);

/* For cmocka_run_group_tests of tests that have a loop of their own: one for all of the group. */
int server_group_begin(void **state);
int server_group_end(void **state);
extern struct server server_of_group;

/* One of its counts, by its name. */
uint64_t server_count(const struct server *server, const char *name);

/* Returns when the count is that; fails after a minute. */
void server_await(const struct server *server, const char *name, uint64_t value);

/* Its requests in the order in which they came, a line each, to be freed: `CONNECTION BEGIN_NS END_NS HOW PATH`.
 * The instants are CLOCK_MONOTONIC's; how: e, it was answered, d, close-before dropped it, l, the client left
 * before, or -, it is in flight. */
char *server_log(const struct server *server);

/* Counts anew. */
void server_zero(const struct server *server);

/* All that a port answers to a GET, to its end; to be freed. A path that keeps the connection open must say `last`. */
char *server_ask(unsigned port, const char *path, size_t *length);

/* Connects to a port, and sends a GET. The socket. */
int server_send(unsigned port, const char *path);

/* A port at which connections are refused until the test ends. Another with each call. */
unsigned server_refused_port(void);

#endif
