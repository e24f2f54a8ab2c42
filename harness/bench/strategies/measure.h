/* measure.h -- runs one cell of a plan and makes its row.
 *
 * A cell on the real clock runs under `hyperfine -N --runs 1`, which times the whole process while
 * the process measures itself; both go into one row. Cells on the virtual clock, and those that
 * write a trace, run a bare cell: there is nothing for hyperfine to say about them.
 */
#ifndef AC_BENCH_STRATEGIES_MEASURE_H
#define AC_BENCH_STRATEGIES_MEASURE_H

#include "../../base/rows.h"
#include "../../base/text.h"
#include "../../base/words.h"
#include "plan.h"

#include <jansson.h>

struct measure {
    const char *program; /* path of as-completed */
    const char *driver;  /* path of this program, for the bare cells */
    const char *python;  /* path of a Python, or NULL */
    const char *peers;   /* folder of blog_asyncio.py */
    const char *dir;     /* the result folder */
    const char *scratch; /* a folder for what is taken over and removed at once */
    json_t *hyperfine;   /* hyperfine's JSON of all cells so far: {"results": [...]} */
    json_t *commands;    /* an array: every command line that was run */
};

/* Runs the cell and adds its row to `rows`; returns the row's index. The column `exit` is "0" only
 * if the process ended with 0 and printed one row; else it says how it ended. A cell that an
 * interrupt cut short has the exit "not started: interrupted..."; see signals_asked. */
size_t measure_cell(struct measure *measure, const struct plan_cell *cell, struct rows *rows);

/* Runs a command, ended after so long, and sets the row's `command` and `exit`; what it prints is
 * added to `output`. The second runs it under hyperfine, and sets the row's hyperfine_... as well:
 * those of the command and of all processes that it waited for. */
void measure_bare(struct measure *measure, const struct words *command, uint64_t timeout_ms,
                  struct rows *rows, size_t row, struct text *output);
void measure_timed(struct measure *measure, const struct words *command, uint64_t timeout_ms,
                   struct rows *rows, size_t row, struct text *output);

#endif
