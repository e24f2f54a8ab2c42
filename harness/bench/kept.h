/* kept.h -- the rows that a result folder keeps, and what they were measured on; or why they are
 * none.
 *
 * Tables and pictures are written over those that are there, so what they are made of must be
 * whole: a file that is something else, or only a part, is refused.
 */
#ifndef AC_BENCH_KEPT_H
#define AC_BENCH_KEPT_H

#include "suite.h"

struct kept {
    const struct suite *suite; /* whose they are */
    struct rows rows;
    json_t *environment; /* NULL where there is none */
};

/* Reads DIR/rows.tsv and DIR/environment.json. `suite`: whose rows they have to be; NULL: of
 * as-completed-bench, whose they are is found by their columns.
 *
 * Refused: no text, no header, a column that is missing, a line of more or fewer fields, a word
 * where a number belongs, no JSON; and, unless the environment says that the bench did not come to
 * its end: no rows, a last line that is cut short, and fewer rows than the bench ran cells. 0, or a
 * negative errno after one line on stderr; the caller frees it then too. */
int kept_read(struct kept *kept, const char *dir, const struct suite *suite);
void kept_free(struct kept *kept);

/* Says on stderr that these rows cannot be read, and why, as printf() writes it; -EINVAL. */
int kept_refuse(const char *path, const char *why, ...) TEXT_PRINTF(2, 3);

/* Whether rows that were read from `path` are whole, have these columns, and numbers where they
 * belong; 0, or -EINVAL after a line. */
int kept_check(const struct rows *rows, const char *path, const char *const columns[]);

#endif
