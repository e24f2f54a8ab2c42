/* http.h -- `http` with URLs on its stdin, and the rows that it prints.
 */
#ifndef TEST_HTTP_H
#define TEST_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "program.h"
#include "server.h"

#define HTTP_NEVER UINT64_MAX /* an instant whose place is empty */

/* What is said of one URL. */
struct http_row {
    unsigned number, status; /* status 0: there was no reply */
    uint64_t bytes;
    const char *url, *error;
    uint64_t queued_ns, connect_ns, first_byte_ns, done_ns;
    bool reused;
};

struct http_rows {
    struct http_row *rows; /* in the order in which they were printed */
    unsigned count;
    char *text;
};

/* URLs, a line each, of `words` between which are spaces: a word that begins with / is a path of the server's. To
 * be freed. */
char *http_lines(const struct server *server, const char *words);

/* Runs `http` and what printf makes, with these lines, in a program whose circumstances and files are given. */
struct program http_run_in(struct program program, const char *lines, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Starts it, likewise; program_wait() ends it. */
struct program http_start_in(struct program program, const char *lines, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What it printed: the header, and rows of all columns, in which no number comes twice. To be freed. */
struct http_rows http_rows(const struct program *program);

/* The row of that number; NULL: there is none. */
const struct http_row *http_row(const struct http_rows *rows, unsigned number);

void http_rows_free(struct http_rows *rows);

/* From here on tests/children/http_faults.c stands between `http` and what it calls; or no more. Skips where an
 * instrument is there already. */
void http_preload(bool on);

/* For cmocka_run_group_tests: machine_open(), and a server. */
int http_begin(void **state);
int http_end(void **state);
extern struct server http_server;

#endif
