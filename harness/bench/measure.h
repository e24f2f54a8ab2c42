/* measure.h -- one run of a plan and its row.
 *
 * What runs on the real clock runs under `hyperfine -N --runs 1`, which times the whole process
 * while the process measures itself; both go into one row. What runs on the virtual clock, or
 * writes a trace, runs bare: there is nothing for hyperfine to say about it.
 */
#ifndef AC_BENCH_MEASURE_H
#define AC_BENCH_MEASURE_H

#include "../base/words.h"
#include "suite.h"

/* Adds a row with the cell's place: stage, point, cell, round and position. Its index. */
size_t measure_add_row(struct bench *bench, const struct plan_cell *cell, const char *point);

/* Runs a command (timed: under hyperfine), ended after so long, and sets the row's `command`,
 * `exit` and hyperfine_...: those of the command and of all processes that it waited for. True: it
 * printed one row and no more, which is read into `printed`, if that is not NULL; else `exit` says
 * so, if it was "0". The caller frees `printed` either way. What an interrupt cut short has the
 * exit "not started: interrupted..."; see signals_asked. */
bool measure_run(struct bench *bench, size_t row, const struct words *command, bool timed,
                 uint64_t timeout_ms, struct rows *printed);

#endif
