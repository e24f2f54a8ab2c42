/* rivals.h -- the programs that do the same work beside ours: which are here. */
#ifndef AC_BENCH_WORK_RIVALS_H
#define AC_BENCH_WORK_RIVALS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define RIVALS_AGAIN " again" /* behind a name: the same once more, the A/A row */

#define RIVALS_OURS \
    '@' /* before a first word: the path of the program that is measured stands in its place */

enum { RIVALS_WORDS = 6 };

/* One that may be here: how it is asked for its version, and how the answer begins, since there are
 * other programs of these names. */
struct rivals_row {
    const char *name;
    const char *ask[RIVALS_WORDS]; /* ends with NULL */
    const char *begins, *missing;
};

struct rivals {
    const struct rivals_row *rows; /* ends with a nameless one */
    json_t *versions;              /* by name, what each says of itself: only those that are here */
};

/* Asks each for its version. `program` is the path of the one that is measured. */
void rivals_look(struct rivals *rivals, const struct rivals_row rows[], const char *program);
void rivals_free(struct rivals *rivals);

/* Whether a rival of this name is here; its A/A row is, if it is. */
bool rivals_has(const struct rivals *rivals, const char *name);

/* Notes in the environment which are here (`rivals`), and which are not (`rivals_missing`), beside
 * those that stand there. */
void rivals_note(const struct rivals *rivals, json_t *environment);

#endif
