/* summary.h -- what a table says of one cell: medians over its rounds, and its two verdicts.
 *
 * A verdict is the paired ratio to callback in the same round, by rank (statistics.h), once for
 * wall and once for CPU. Both are the process's own figures of the run: wall_ns, and cpu_user_ns +
 * cpu_sys_ns. hyperfine's figures of the whole process stand beside them, but judge nothing: the
 * start of a process is the same for every strategy and would pull each ratio towards 1.
 */
#ifndef AC_BENCH_STRATEGIES_SUMMARY_H
#define AC_BENCH_STRATEGIES_SUMMARY_H

#include "../../base/rows.h"
#include "../stats/statistics.h"

/* The columns of rows.tsv, and of cells_number(), of which table.tsv has the medians, in its order. The
 * verdicts stand between cpu_ns and the others. */
#define SUMMARY_MEDIANS(ROW) \
    ROW(tasks)               \
    ROW(wall_ns)             \
    ROW(ideal_ns)            \
    ROW(excess_ns)           \
    ROW(cpu_ns)              \
    ROW(peak_rss_bytes)      \
    ROW(peak_heap_bytes)     \
    ROW(max_waiting)         \
    ROW(max_in_flight)       \
    ROW(max_unread)          \
    ROW(lateness_p99_ns)     \
    ROW(delivery_p99_ns)     \
    ROW(turns)               \
    ROW(hyperfine_wall_s)    \
    ROW(hyperfine_user_s)    \
    ROW(hyperfine_sys_s)

struct summary {
    const char *stage, *point, *cell, *clock; /* owned by the rows */
    size_t rounds;                            /* rows with exit 0 */
    size_t failed;                            /* the others, and ... */
    const char *failure;                      /* ... how the last of them ended; or NULL */
    /* medians of the columns of that name; NAN where no row has the figure */
#define FIELD(name) double name;
    SUMMARY_MEDIANS(FIELD)
#undef FIELD
    double whole_cpu_s; /* user and sys of the whole process */

    /* The word is STATISTICS_NONE outside the stage `verdict`, and where the reference was not run
     * against itself, or differs from itself. */
    struct statistics_verdict wall, cpu;
    const char *limited_by; /* "task 1's second", "work over limit", "CPU" or "" */
};

struct summaries {
    /* by stage and point as they ran, and by cell in the order of teaching */
    struct summary *items;
    size_t count;
};

/* Sums up the rows, which have to live as long. The caller frees it. */
struct summaries summarize(const struct rows *rows);
void summaries_free(struct summaries *summaries);

/* The summary of that stage, point and cell, or NULL. */
const struct summary *summary_find(const struct summaries *summaries, const char *stage,
                                   const char *point, const char *cell);

#endif
