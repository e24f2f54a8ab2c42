/* folder.h -- the result folder of a comparison with peers, begun or gone on with.
 *
 * DIR/rows.tsv has the columns of measure.h; DIR/peers.tsv and DIR/skipped.tsv are copies of
 * the lists of build/peers/, so that tables can be made from the folder alone.
 */
#ifndef AC_BENCH_PEERS_FOLDER_H
#define AC_BENCH_PEERS_FOLDER_H

#include "../../base/rows.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct peers_folder {
    char *dir;
    struct rows rows;
    uint64_t seed;
    json_t *hyperfine; /* {"results": [...]} */
    json_t *before;    /* the environment of who began it; NULL for a new one */
    int error;         /* the first that writing gave; it was said */
};

/* Makes a folder in `results`; `seed` NULL: a drawn one. Or takes up the folder `dir`: its rows, without
 * a line that was cut short, and its seed. False after a line on stderr. Either is freed with
 * peers_folder_free. */
bool peers_folder_make(struct peers_folder *folder, const char *results, const char *name,
                       const uint64_t *seed);
bool peers_folder_take_up(struct peers_folder *folder, const char *dir);
void peers_folder_free(struct peers_folder *folder);

/* Copies the list of peers, and skipped.tsv beside it, into the folder. */
void peers_folder_keep_lists(struct peers_folder *folder, const char *list);

#endif
