/* rivals.h -- the programs that run commands beside ours: which are here, and how they are called. */
#ifndef AC_BENCH_WORK_RIVALS_H
#define AC_BENCH_WORK_RIVALS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../base/words.h"

#define RIVALS_REFERENCE "xargs"       /* what the others are compared with; it captures nothing */
#define RIVALS_AGAIN     "xargs again" /* the same once more: the A/A row */
#define RIVALS_PARALLEL  "parallel"
#define RIVALS_GO        "go"

enum { RIVALS = 3 };

struct rivals {
    char *go; /* the path of the program in Go */
    struct rival {
        const char *name;
        json_t *version; /* what it says of itself, the first line; null: it is not here */
    } list[RIVALS];
};

/* Asks each for its version; the program in Go is at this path. */
void rivals_look(struct rivals *rivals, const char *go);
void rivals_free(struct rivals *rivals);

/* Whether a rival of this name is here; its A/A row is, if it is. */
bool rivals_has(const struct rivals *rivals, const char *name);

/* Adds the words that stand before the job's own. */
void rivals_add_words(const struct rivals *rivals, const char *name, uint64_t limit,
                      struct words *words);

/* Notes in the environment which are here (`rivals`), and which are not (`rivals_missing`). */
void rivals_note(const struct rivals *rivals, json_t *environment);

#endif
