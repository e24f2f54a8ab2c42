/* http_figures.h -- how the transfers of an `http` ended, what came, and on demand how long it took. */
#ifndef AC_HTTP_FIGURES_H
#define AC_HTTP_FIGURES_H

#include "../../engine/histogram.h"
#include "transfer.h"

enum { AC_HTTP_CLASSES = 10 };

/* Zeroed is empty. */
struct ac_http_figures {
    uint64_t started; /* attempts, too */
    uint64_t bytes;   /* of all bodies, of attempts too */
    uint64_t reused;  /* attempts that went over a kept connection */

    /* How the tasks ended that are not tried again; each is counted once, in one of the first five. */
    uint64_t ok;                       /* a reply with a status below 400 */
    uint64_t bad_status;               /* a reply with another one */
    uint64_t timed_out;                /* the task's timeout passed */
    uint64_t unstarted;                /* no transfer was started: most often it was no URL */
    uint64_t ends[AC_TRANSFER_ENDS];   /* other ends */
    uint64_t classes[AC_HTTP_CLASSES]; /* the replies, by the first digit of their status */
    int start_error;                   /* the last of the unstarted: a negative errno */

    bool timed;                                            /* the rest is measured, in ns */
    struct ac_histogram queued, connect, first_byte, done; /* connect: of new connections */
};

/* An attempt was started, or ended. */
void ac_http_figures_started(struct ac_http_figures *figures);
void ac_http_figures_attempt(struct ac_http_figures *figures, const struct ac_transfer *transfer);

/* A task could not be started: a negative errno; and it is tried again: it does not count. */
void ac_http_figures_unstarted(struct ac_http_figures *figures, int error);
void ac_http_figures_unstarted_again(struct ac_http_figures *figures);

/* A task has ended whose transfer was started, and is not tried again. It was there at there_ns. */
void ac_http_figures_ended(struct ac_http_figures *figures, const struct ac_transfer *transfer,
                           uint64_t there_ns, bool timed_out);

#endif
