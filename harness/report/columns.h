/* columns.h -- the columns of a run's report, in order, a row each. docs/measuring.md defines them.
 *
 * ROW(KIND, name, group, key): `name` is the TSV column and the field of struct ac_report; it ends
 * with its unit. In JSON the value is `key` of the object `group`; "" is the report itself. The
 * report, JSON, TSV, the bench's rows and their tests are made from this list. A new column goes
 * last.
 */
#ifndef AC_REPORT_COLUMNS_H
#define AC_REPORT_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

/* The kinds, and their types in C. A value that is not defined is AC_NULL, AC_NULL_SIGNED or NAN,
 * and is printed as null. Names, flags and AC_NUMBER are always defined. */
#define AC_NULL        UINT64_MAX
#define AC_NULL_SIGNED INT64_MIN
enum ac_column_kind {
    AC_NAME,
    AC_FLAG,
    AC_NUMBER,
    AC_NUMBER_OR_NULL,
    AC_SIGNED_OR_NULL,
    AC_MEAN_OR_NULL
};
typedef const char *ac_column_AC_NAME; /* in quotes in JSON */
typedef bool ac_column_AC_FLAG;
typedef uint64_t ac_column_AC_NUMBER;
typedef uint64_t ac_column_AC_NUMBER_OR_NULL; /* a number that may be null */
typedef int64_t ac_column_AC_SIGNED_OR_NULL;
typedef double ac_column_AC_MEAN_OR_NULL; /* printed with three decimals */

#define AC_COLUMNS(ROW)                                                           \
    ROW(AC_NAME, strategy, "", "strategy")                                        \
    ROW(AC_NAME, workload, "", "workload")                                        \
    ROW(AC_NAME, clock, "", "clock")                                              \
    ROW(AC_NUMBER_OR_NULL, tasks, "", "tasks")                                    \
    ROW(AC_NUMBER_OR_NULL, limit, "", "limit")                                    \
    ROW(AC_FLAG, complete, "", "complete")                                        \
    ROW(AC_NUMBER, pulled, "", "pulled")                                          \
    ROW(AC_NUMBER, launched, "", "launched")                                      \
    ROW(AC_NUMBER, dropped, "", "dropped")                                        \
    ROW(AC_NUMBER, completed, "", "completed")                                    \
    ROW(AC_NUMBER, failed, "", "failed")                                          \
    ROW(AC_NUMBER, timed_out, "", "timed_out")                                    \
    ROW(AC_NUMBER, cancelled, "", "cancelled")                                    \
    ROW(AC_NUMBER, taken, "", "taken")                                            \
    ROW(AC_NUMBER, wall_ns, "", "wall_ns")                                        \
    ROW(AC_NUMBER_OR_NULL, ideal_ns, "", "ideal_ns")                              \
    ROW(AC_SIGNED_OR_NULL, excess_ns, "", "excess_ns")                            \
    ROW(AC_NUMBER, cpu_user_ns, "", "cpu_user_ns")                                \
    ROW(AC_NUMBER, cpu_sys_ns, "", "cpu_sys_ns")                                  \
    ROW(AC_NUMBER_OR_NULL, peak_rss_bytes, "", "peak_rss_bytes")                  \
    ROW(AC_NUMBER, peak_heap_bytes, "", "peak_heap_bytes")                        \
    ROW(AC_NUMBER, max_waiting, "", "max_waiting")                                \
    ROW(AC_NUMBER, max_in_flight, "", "max_in_flight")                            \
    ROW(AC_NUMBER, max_unread, "", "max_unread")                                  \
    ROW(AC_NUMBER, turns, "", "turns")                                            \
    ROW(AC_NUMBER_OR_NULL, lateness_p50_ns, "lateness_ns", "p50")                 \
    ROW(AC_NUMBER_OR_NULL, lateness_p99_ns, "lateness_ns", "p99")                 \
    ROW(AC_NUMBER_OR_NULL, lateness_max_ns, "lateness_ns", "max")                 \
    ROW(AC_NUMBER_OR_NULL, delivery_p50_ns, "delivery_ns", "p50")                 \
    ROW(AC_NUMBER_OR_NULL, delivery_p99_ns, "delivery_ns", "p99")                 \
    ROW(AC_NUMBER_OR_NULL, delivery_max_ns, "delivery_ns", "max")                 \
    ROW(AC_MEAN_OR_NULL, displacement_launch_mean, "displacement", "launch_mean") \
    ROW(AC_NUMBER_OR_NULL, displacement_launch_max, "displacement", "launch_max") \
    ROW(AC_MEAN_OR_NULL, displacement_take_mean, "displacement", "take_mean")     \
    ROW(AC_NUMBER_OR_NULL, displacement_take_max, "displacement", "take_max")     \
    ROW(AC_NUMBER_OR_NULL, makespan_ns, "", "makespan_ns")                        \
    ROW(AC_MEAN_OR_NULL, idle_slots, "", "idle_slots")                            \
    ROW(AC_NUMBER_OR_NULL, wake_cost_ns, "", "wake_cost_ns")                      \
    ROW(AC_NUMBER_OR_NULL, queueing_p50_ns, "queueing_ns", "p50")                 \
    ROW(AC_NUMBER_OR_NULL, queueing_p99_ns, "queueing_ns", "p99")                 \
    ROW(AC_NUMBER_OR_NULL, queueing_max_ns, "queueing_ns", "max")                 \
    ROW(AC_NUMBER_OR_NULL, response_p50_ns, "response_ns", "p50")                 \
    ROW(AC_NUMBER_OR_NULL, response_p99_ns, "response_ns", "p99")                 \
    ROW(AC_NUMBER_OR_NULL, response_max_ns, "response_ns", "max")

/* For use as ROW: a field of a struct; a name and a comma, for a list. */
#define AC_COLUMN_FIELD(kind, name, group, key) ac_column_##kind name;
#define AC_COLUMN_NAME(kind, name, group, key)  #name,

#endif
