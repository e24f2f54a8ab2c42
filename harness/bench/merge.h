/* merge.h -- gathers hyperfine's JSON files, one run each, into one in hyperfine's own format.
 *
 * One entry of "results" for each stage, point and cell, with one value in "times" and "exit_codes"
 * for each round, the statistics over them made again, and the cell named in "parameters".
 */
#ifndef AC_BENCH_MERGE_H
#define AC_BENCH_MERGE_H

#include "../base/rows.h"

#include <jansson.h>

/* Reads the file `path` that hyperfine exported of one run, adds it to `all` ({"results": [...]}),
 * and sets the row's hyperfine_... columns and its exit. 0 or a negative errno: -EINVAL where the
 * file is not what hyperfine writes, or over SPAWN_MOST_BYTES. */
int merge_cell(json_t *all, const char *path, struct rows *rows, size_t row);

#endif
