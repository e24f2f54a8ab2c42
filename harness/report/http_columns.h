/* http_columns.h -- the columns that a report of `http` has behind those of a run; see columns.h. */
#ifndef AC_REPORT_HTTP_COLUMNS_H
#define AC_REPORT_HTTP_COLUMNS_H

#include "columns.h"

#define AC_HTTP_COLUMNS(ROW)                                                 \
    ROW(AC_NAME, libcurl, "", "libcurl")                                     \
    ROW(AC_NUMBER, transfers, "", "transfers")                               \
    ROW(AC_NUMBER_OR_NULL, transfer_cpu_mean_ns, "", "transfer_cpu_mean_ns") \
    ROW(AC_NUMBER, connections_opened, "connections", "opened")              \
    ROW(AC_NUMBER, connections_reused, "connections", "reused")              \
    ROW(AC_NUMBER, connections_max, "connections", "max")                    \
    ROW(AC_NUMBER, body_bytes, "", "body_bytes")                             \
    ROW(AC_NUMBER_OR_NULL, queued_p50_ns, "queued_ns", "p50")                \
    ROW(AC_NUMBER_OR_NULL, queued_p99_ns, "queued_ns", "p99")                \
    ROW(AC_NUMBER_OR_NULL, queued_max_ns, "queued_ns", "max")                \
    ROW(AC_NUMBER_OR_NULL, connect_p50_ns, "connect_ns", "p50")              \
    ROW(AC_NUMBER_OR_NULL, connect_p99_ns, "connect_ns", "p99")              \
    ROW(AC_NUMBER_OR_NULL, connect_max_ns, "connect_ns", "max")              \
    ROW(AC_NUMBER_OR_NULL, first_byte_p50_ns, "first_byte_ns", "p50")        \
    ROW(AC_NUMBER_OR_NULL, first_byte_p99_ns, "first_byte_ns", "p99")        \
    ROW(AC_NUMBER_OR_NULL, first_byte_max_ns, "first_byte_ns", "max")        \
    ROW(AC_NUMBER_OR_NULL, done_p50_ns, "done_ns", "p50")                    \
    ROW(AC_NUMBER_OR_NULL, done_p99_ns, "done_ns", "p99")                    \
    ROW(AC_NUMBER_OR_NULL, done_max_ns, "done_ns", "max")                    \
    ROW(AC_NUMBER, ends_ok, "ends", "ok")                                    \
    ROW(AC_NUMBER, ends_refused, "ends", "refused")                          \
    ROW(AC_NUMBER, ends_timed_out, "ends", "timed_out")                      \
    ROW(AC_NUMBER, ends_cancelled, "ends", "cancelled")                      \
    ROW(AC_NUMBER, ends_bad_url, "ends", "bad_url")                          \
    ROW(AC_NUMBER, ends_unknown_host, "ends", "unknown_host")                \
    ROW(AC_NUMBER, ends_unconnected, "ends", "unconnected")                  \
    ROW(AC_NUMBER, ends_unsafe, "ends", "unsafe")                            \
    ROW(AC_NUMBER, ends_cut, "ends", "cut")                                  \
    ROW(AC_NUMBER, ends_garbage, "ends", "garbage")                          \
    ROW(AC_NUMBER, ends_too_large, "ends", "too_large")                      \
    ROW(AC_NUMBER, ends_redirected, "ends", "redirected")                    \
    ROW(AC_NUMBER, ends_silent, "ends", "silent")                            \
    ROW(AC_NUMBER, ends_lost, "ends", "lost")                                \
    ROW(AC_NUMBER, ends_retried, "ends", "retried")

/* Behind them JSON has the replies, counted by their status; see http_report.c. */

#endif
