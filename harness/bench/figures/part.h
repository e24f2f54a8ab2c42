/* part.h -- what the writers of the figures' data share; private to figures*.c.
 *
 * A writer makes the data of one figure, a file of TSV: the picture's title as a comment line,
 * another with the units, a header, and rows. Strategies stand in it by name. `null` is a value that
 * is not defined. A script sees nothing but this file, so all that is counted, fitted, placed or
 * claimed is done here, where it can be tested. A title tells a finding only where the data carry
 * it, else what is drawn.
 */
#ifndef AC_BENCH_FIGURES_PART_H
#define AC_BENCH_FIGURES_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "../../../strategies/strategies.h"
#include "../../base/rows.h"
#include "../../base/text.h"
#include "../../base/units.h"
#include "../strategies/cells.h"
#include "list.h"

/* What a writer reads. */
struct figures_source {
    const char *dir; /* the result set's folder */
    struct rows rows;
};

/* What a writer makes; zeroed before. */
struct figures_data {
    struct text title; /* one line */
    struct text tsv;   /* the rest: units, header, rows */
    int error;         /* 0, or why a file that is there was not read, which has been said */
};

/* The place of a name in ac_strategies, or -1. */
int figures_strategy(const char *name);

/* A set need not have every file. What is there and cannot be read is said, and kept in data->error: a
 * figure must not show less than there is. */
void figures_note(struct figures_data *data, const char *path, int error);

/* Reads a file of the set, which has at least these columns (ends with NULL); false: there is none, or it
 * could not be read. */
bool figures_read(struct figures_data *data, struct rows *rows, const char *path,
                  const char *const columns[]);

/* draw.c: draws the pictures of a figure, DIR/plots/NAME.svg and .png, from the file of its data.
 * 0, or a negative errno after one line on stderr; no line for -EINTR. */
int figures_draw(const char *dir, const char *name, const char *data);

/* Whether the scripts that draw this figure are there; false after one line on stderr. */
bool figures_has_script(const char *name);

/* A writer of a figure's data. NULL, or why there is no such figure: what the set does not have. */
typedef const char *figures_writer(const struct figures_source *source, struct figures_data *data);

#define FIGURE(name) figures_writer figures_##name;
FIGURES_OF_STRATEGIES(FIGURE)
FIGURES_OF_PEERS(FIGURE)
FIGURES_OF_WORK(FIGURE)
FIGURES_OF_ADOPTION(FIGURE)
#undef FIGURE

/* A row of rows.tsv as planned: its point "N,LIMIT" (for unbounded too, whose own limit is null),
 * or its own tasks and limit where there is no point. False where there is neither. */
bool figures_point(const struct rows *rows, size_t row, double *tasks, double *limit);

/* Whether a row is a good one (exit 0) of this stage, and not the A/A row. */
bool figures_of_stage(const struct rows *rows, size_t row, const char *stage);

#endif
