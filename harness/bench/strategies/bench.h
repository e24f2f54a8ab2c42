/* bench.h -- one bench from start to table: checks, a folder of its own, cells, tables.
 *
 * The folder is valid at every moment: rows are appended whole as they come, JSON files appear by
 * rename. A bench that is stopped or fails keeps what it has, marked "complete": false.
 */
#ifndef AC_BENCH_STRATEGIES_BENCH_H
#define AC_BENCH_STRATEGIES_BENCH_H

#include "plan.h"

struct bench_options {
    const char *name;                /* "quick", "full" or "points": the end of the folder's name */
    const char *results;             /* where the folder is made */
    const char *program;             /* path of as-completed */
    const char *driver;              /* path of this program */
    const char *peers;               /* folder of blog_asyncio.py */
    const char *command;             /* the driver's own command line, for the record */
    const struct plan_point *points; /* the user's own; else point_count is 0 */
    size_t point_count;
    size_t rounds;
    bool seeded;
    uint64_t seed; /* of the drawn orders, if seeded */
};

/* Runs it. Says first on stderr how long it will take, shows a live line there if it is a terminal,
 * makes the figures if it came to its end (of the user's own points those that such rows make), and
 * prints the table on stdout. Returns the exit status: 0; 1 after a problem, which was said;
 * 128 + signal if it was told to stop. */
int bench_run(const struct bench_options *options);

#endif
