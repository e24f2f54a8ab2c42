/* measure.h -- runs one entrant once and makes its row.
 *
 * Each runs under hyperfine, and what it prints is checked: a row that is not of what was asked
 * for, or whose tasks do not add up, is no result. Ours print nothing then; in the stage `own` they
 * run once more, alone, with every measure on.
 */
#ifndef AC_BENCH_PEERS_MEASURE_H
#define AC_BENCH_PEERS_MEASURE_H

#include "../strategies/measure.h"
#include "list.h"

/* The columns of a comparison's rows.tsv; ends with NULL. Stages: `first`, everyone once; `own`, what
 * ours say of themselves; `round`, interleaved. wall_ns is a peer's own, from its first task to its
 * last result; of ours that of the whole process. */
extern const char *const peers_columns[];

/* Whether such columns are these rows'. */
bool peers_has_columns(const struct rows *rows);

/* Runs it, adds its row to `rows`, and returns the row's index; `exit` as of measure_cell(), or
 * "wrong row: COLUMN". */
size_t peers_measure(struct measure *measure, const struct peers_comparison *comparison,
                     const struct peers_entrant *entrant, const struct plan_cell *cell,
                     struct rows *rows);

#endif
