/* tell.c -- what `http` says of its transfers; see own.h. */
#include <errno.h>
#include <string.h>

#include "own.h"

/* The error of those that could not be started, where their URLs were not at fault; else 0. */
static int tell_start_error(int error)
{
    return error == -EINVAL || error == -EPROTONOSUPPORT || error == -E2BIG ? 0 : error;
}

unsigned ac_http_kinds(const struct ac_counts *c, struct ac_kind *kinds)
{
    const struct ac_http_figures *f = &ac_http_own.figures;
    uint64_t waiting = ac_session.retries.pending, again = c->retried - waiting;
    const struct ac_kind all[] = {
        {.count = c->finished - c->failed - c->timed_out, .what = "done", .well = true},
        {.count = f->bad_status, .what = "failed (status 400 or more)"},
        {.count = f->ends[AC_TRANSFER_BAD_URL] + f->unstarted,
         .what = "failed (no URL of http or https)",
         .error = tell_start_error(f->start_error)},
        {.count = f->ends[AC_TRANSFER_UNKNOWN], .what = "failed (unknown host)"},
        {.count = f->ends[AC_TRANSFER_UNCONNECTED], .what = "failed (no connection)"},
        {.count = f->ends[AC_TRANSFER_UNSAFE], .what = "failed (TLS)"},
        {.count = f->ends[AC_TRANSFER_CUT], .what = "cut off"},
        {.count = f->ends[AC_TRANSFER_GARBAGE], .what = "failed (no HTTP)"},
        {.count = f->ends[AC_TRANSFER_TOO_LARGE], .what = "too large (--max-body)"},
        {.count = f->ends[AC_TRANSFER_REDIRECTED], .what = "redirected too often"},
        {.count = f->ends[AC_TRANSFER_SILENT], .what = "given up (nothing happened)"},
        {.count = f->ends[AC_TRANSFER_LOST], .what = "lost (libcurl)"},
        {.count = c->timed_out, .what = "timed out"},
        {.count = c->cancelled, .what = "cancelled"},
        {.count = waiting, .what = "failed and not tried again"},
        {.count = again,
         .what = again == 1 ? "attempt tried again" : "attempts tried again",
         .well = true},
    };
    _Static_assert(sizeof all / sizeof *all <= AC_SESSION_KINDS, "there is room for all");
    memcpy(kinds, all, sizeof all);
    return sizeof all / sizeof *all;
}
