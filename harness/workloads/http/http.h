/* http.h -- the workload of URLs: a GET for each line of a descriptor.
 *
 * A transfer fails where its reply has a status of 400 or more, as with curl --fail. Its connection is kept all
 * the same. A line that is no URL, or one of another scheme than http and https, is a task that fails.
 *
 * Tried again (ac_http_attempts) is what may go well another time: a status of 408, 429 or 500 and more, a
 * name that was not found, a connection that failed or broke, a timeout. Where the server says Retry-After,
 * the wait is at least so long.
 */
#ifndef AC_HTTP_HTTP_H
#define AC_HTTP_HTTP_H

#include "../../engine/run.h"
#include "../limits.h"
#include "../line_tasks.h"
#include "../retries.h"
#include "http_figures.h"
#include "transfer.h"
#include "url.h"

struct ac_http_wish {
    struct ac_line_wish lines; /* its `uv` is the loop of the transfers, too */
    uint64_t limit;            /* of the run: idle connections are kept up to it */
    uint64_t max_body;         /* bytes; 0: no bound */
    bool location;             /* follow redirects, at most AC_TRANSFER_REDIRECTS */
    uint64_t silence_ms;       /* of struct ac_transfers */
    bool dated;                /* what hands the tasks out fills in when they arrived */
    bool dry;                  /* every transfer is done at once, and none is started */
    bool timed;                /* figures: the histograms, too */
};

enum { AC_HTTP_SILENCE_MS = 300000 }; /* for silence_ms */

struct ac_http {
    struct ac_workload workload; /* first */
    struct ac_http_wish wish;
    struct ac_line_tasks lines;
    struct ac_transfers transfers; /* its multi.opened and multi.max_sockets are figures, too */
    struct ac_limits limits;       /* of this program, before they were raised */
    struct ac_http_figures figures;
    const struct ac_task *given_up; /* the last whose work comes back: it is not counted */
};

/* What a consumer finds at ac_own() of a task. */
struct ac_http_task {
    struct ac_line line;          /* first: the URL */
    struct ac_transfer *transfer; /* NULL: it was not started */
    uint64_t
        there_ns; /* when it arrived, or was first pulled: to transfer->start_ns it was queued */
};

/* The caller's to close, after the run. Raises the soft limit of descriptors to the hard one. 0 or a negative
 * errno; then there is nothing to close. */
int ac_http_open(struct ac_http *http, const struct ac_http_wish *wish);

/* How a transfer is tried again; `own` is its struct ac_http_task. */
extern const struct ac_attempts ac_http_attempts;

/* Turns the loop until it holds nothing of a transfer. */
void ac_http_close(struct ac_http *http);

#endif
