/* transfer.h -- one GET of a URL by libcurl, on a libuv loop: it is started, watched and ended.
 *
 * Only http and https, and HTTP/1.1: a connection has one transfer at a time, and is kept for the next. The
 * body is counted and dropped. It is counted as it was sent: nothing is asked to be compressed, and nothing
 * is decompressed. The proxies of the environment are not used: what is measured is the server of the URL.
 * Names are looked up by libcurl, on a thread for each look-up, so that nobody else waits. It keeps an answer for a
 * minute. Transfers that start before the first answer look the same name up again.
 */
#ifndef AC_HTTP_TRANSFER_H
#define AC_HTTP_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>

#include "multi.h"

enum { AC_TRANSFER_REDIRECTS = 20 }; /* the most that one transfer follows */

#define AC_TRANSFER_NEVER UINT64_MAX /* an instant that did not come */

/* How a transfer ended. */
enum ac_transfer_end {
    AC_TRANSFER_REPLIED,     /* the whole reply is there, whatever its status */
    AC_TRANSFER_BAD_URL,     /* no URL, or neither http nor https; also of a redirect */
    AC_TRANSFER_UNKNOWN,     /* the host's name could not be looked up */
    AC_TRANSFER_UNCONNECTED, /* no connection: refused, unreachable, no descriptor */
    AC_TRANSFER_UNSAFE,      /* TLS failed: the certificate, or the handshake */
    AC_TRANSFER_CUT,         /* the connection broke before the reply was whole */
    AC_TRANSFER_GARBAGE,     /* what came is no HTTP */
    AC_TRANSFER_TOO_LARGE,   /* the body is longer than max_body */
    AC_TRANSFER_REDIRECTED,  /* more than AC_TRANSFER_REDIRECTS times */
    AC_TRANSFER_SILENT,      /* nothing happened in any transfer for silence_ms */
    AC_TRANSFER_CANCELLED,   /* ac_transfer_end() */
    AC_TRANSFER_LOST,        /* no memory, or libcurl failed */
    AC_TRANSFER_ENDS
};

struct ac_transfer_easy; /* a handle of libcurl, which is used again */

/* One transfer. But for the first two members it is filled in when it has ended. */
struct ac_transfer {
    struct ac_transfers *transfers;
    void *data; /* the caller's */
    enum ac_transfer_end end;
    int error;                          /* 0 of a reply; else a negative errno */
    unsigned status;                    /* of the last reply; 0: there was none */
    uint64_t bytes;                     /* of the body */
    uint64_t start_ns;                  /* on the clock of uv_hrtime */
    uint64_t connect_ns;                /* from the start: connected, by TLS too; 0: it was kept */
    uint64_t first_byte_ns, done_ns;    /* from the start; AC_TRANSFER_NEVER */
    uint64_t retry_after_ns;            /* that the server asked for; 0: it did not ask */
    unsigned connects;                  /* connections that were opened for it */
    bool reused;                        /* it went over a connection that was kept */
    char *text;                         /* why it failed, in libcurl's words; or NULL */
    struct ac_transfer_easy *easy;      /* while it has not ended */
    int code;                           /* of libcurl, when that has said that it has ended */
    bool said, freed;                   /* libcurl has said so; and the caller has freed it since */
    uint64_t number;                    /* from 1, by start */
    struct ac_transfer *before, *after; /* among those that have not ended; or that are not used */
    struct ac_transfer *next_said;
};

/* All transfers of one run. */
struct ac_transfers {
    /* The caller sets these before; and of `multi` its `uv`, its `most` (transfers at a time: so many idle
     * connections are kept) and its `silence_ms`, after which silent transfers fail. */
    struct ac_multi multi; /* with the count of sockets; first */
    uint64_t max_body;     /* bytes of a body; a longer one fails; 0: no bound */
    bool location;         /* follow redirects */
    /* Called once for each started transfer: from a turn of the loop, or from ac_transfer_end(). */
    void (*ended)(struct ac_transfer *transfer);
    /* libcurl has failed as a whole. Each transfer has ended, and none can be started. */
    void (*lost)(struct ac_transfers *transfers, int error);

    uint64_t started;
    struct ac_transfer_easy *kept;             /* that no transfer has */
    struct ac_transfer *unused, *first, *last; /* first, last: of those that have not ended */
};

/* 0 or a negative errno; then there is nothing to close. Raises no limit of descriptors. */
int ac_transfers_open(struct ac_transfers *transfers);

/* Closes every connection, and turns the loop until it holds nothing of them. Every transfer was freed. */
void ac_transfers_close(struct ac_transfers *transfers);

/* Starts a transfer. `url` is copied. Returns 0 and the transfer, and `ended` follows, never from inside this
 * call; or a negative errno, and nothing was started: -EINVAL where it has no scheme, -EPROTONOSUPPORT
 * where that is neither http nor https, -E2BIG where it is longer than libcurl takes, -ENOMEM. */
int ac_transfer_start(struct ac_transfers *transfers, const char *url, void *data,
                      struct ac_transfer **transfer);

/* Ends it at once, with -ECANCELED, if it has not ended: `ended` is called from inside. Where libcurl has said
 * already that it has ended, `ended` is called in this turn, as if it had not been asked. */
void ac_transfer_end(struct ac_transfer *transfer);

/* Nobody looks at it any more. A transfer that has not ended is ended, and `ended` is not called. */
void ac_transfer_free(struct ac_transfer *transfer);

/* Why it failed, in one line without tabs; "" of a reply. Lasts as long as the transfer. */
const char *ac_transfer_reason(const struct ac_transfer *transfer);

#endif
