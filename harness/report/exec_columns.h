/* exec_columns.h -- the columns that a report of `exec` has behind those of a run; see columns.h. */
#ifndef AC_REPORT_EXEC_COLUMNS_H
#define AC_REPORT_EXEC_COLUMNS_H

#include "columns.h"

#define AC_EXEC_COLUMNS(ROW)                                          \
    ROW(AC_NUMBER, jobs_cpu_user_ns, "", "jobs_cpu_user_ns")          \
    ROW(AC_NUMBER, jobs_cpu_sys_ns, "", "jobs_cpu_sys_ns")            \
    ROW(AC_NUMBER_OR_NULL, job_cpu_mean_ns, "", "job_cpu_mean_ns")    \
    ROW(AC_NUMBER_OR_NULL, spawn_mean_ns, "spawn_ns", "mean")         \
    ROW(AC_NUMBER_OR_NULL, spawn_p50_ns, "spawn_ns", "p50")           \
    ROW(AC_NUMBER_OR_NULL, spawn_p99_ns, "spawn_ns", "p99")           \
    ROW(AC_NUMBER_OR_NULL, spawn_max_ns, "spawn_ns", "max")           \
    ROW(AC_NUMBER_OR_NULL, next_start_p50_ns, "next_start_ns", "p50") \
    ROW(AC_NUMBER_OR_NULL, next_start_p99_ns, "next_start_ns", "p99") \
    ROW(AC_NUMBER_OR_NULL, next_start_max_ns, "next_start_ns", "max") \
    ROW(AC_NUMBER_OR_NULL, job_min_ns, "job_ns", "min")               \
    ROW(AC_NUMBER_OR_NULL, job_p50_ns, "job_ns", "p50")               \
    ROW(AC_NUMBER_OR_NULL, job_p99_ns, "job_ns", "p99")               \
    ROW(AC_NUMBER_OR_NULL, job_max_ns, "job_ns", "max")               \
    ROW(AC_NUMBER, printed_stdout_bytes, "printed_bytes", "stdout")   \
    ROW(AC_NUMBER, printed_stderr_bytes, "printed_bytes", "stderr")   \
    ROW(AC_NUMBER, spooled_bytes, "", "spooled_bytes")                \
    ROW(AC_NUMBER, spool_file_bytes, "", "spool_file_bytes")          \
    ROW(AC_NUMBER, held_pipes, "", "held_pipes")                      \
    ROW(AC_NUMBER, ends_ok, "ends", "ok")                             \
    ROW(AC_NUMBER, ends_not_zero, "ends", "not_zero")                 \
    ROW(AC_NUMBER, ends_killed, "ends", "killed")                     \
    ROW(AC_NUMBER, ends_timed_out, "ends", "timed_out")               \
    ROW(AC_NUMBER, ends_cancelled, "ends", "cancelled")               \
    ROW(AC_NUMBER, ends_not_started, "ends", "not_started")           \
    ROW(AC_NUMBER, ends_output_lost, "ends", "output_lost")           \
    ROW(AC_NUMBER, ends_retried, "ends", "retried")                   \
    ROW(AC_NUMBER, skipped, "", "skipped")

/* Behind them JSON has three objects that count by a key; see exec_report.c. */

#endif
