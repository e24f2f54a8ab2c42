/* folder.c -- see folder.h. */
#include "folder.h"
#include "../../base/complain.h"
#include "../../base/text.h"
#include "../folder.h"
#include "../stats/draw.h"
#include "measure.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Copies the list, or what is beside it, into the folder. */
static void keep_copy(struct peers_folder *folder, const char *from, const char *name)
{
    struct text text = {0};
    char *path = text_format("%s/%s", folder->dir, name);
    int error = text_read_file(&text, from);
    if (!error)
        error = text_write_file(text_chars(&text), path);
    if (error && error != -ENOENT && !folder->error) {
        folder->error = error;
        complain("cannot copy %s to %s: %s", from, path, strerror(-error));
    }
    free(path);
    text_free(&text);
}

void peers_folder_keep_lists(struct peers_folder *folder, const char *list)
{
    const char *slash = strrchr(list, '/');
    char *skipped = text_format("%.*sskipped.tsv", slash ? (int)(slash + 1 - list) : 0, list);
    keep_copy(folder, list, "peers.tsv");
    keep_copy(folder, skipped, "skipped.tsv");
    free(skipped);
}

/* DIR/NAME as JSON, or NULL. */
static json_t *load(const char *dir, const char *name)
{
    char *path = text_format("%s/%s", dir, name);
    json_t *json = json_load_file(path, 0, NULL);
    free(path);
    return json;
}

static int take_up_rows(struct peers_folder *folder)
{
    char *path = text_format("%s/rows.tsv", folder->dir);
    int error = rows_read(&folder->rows, path);
    if (!error && !peers_has_columns(&folder->rows))
        error = -EINVAL;
    if (!error)
        error = rows_write(&folder->rows, path);
    free(path);
    return error;
}

bool peers_folder_take_up(struct peers_folder *folder, const char *dir)
{
    *folder = (struct peers_folder){.dir = text_copy(dir)};
    folder->before = load(dir, "environment.json");
    folder->hyperfine = load(dir, "hyperfine.json");
    if (!json_is_array(json_object_get(folder->hyperfine, "results"))) {
        json_decref(folder->hyperfine);
        folder->hyperfine = json_pack("{s: []}", "results");
    }
    const json_t *seed = json_object_get(folder->before, "seed");
    folder->seed = (uint64_t)json_integer_value(seed);
    int error = take_up_rows(folder);
    if (!error && !json_is_integer(seed))
        error = -EINVAL;
    if (error)
        complain("cannot go on with %s: %s", dir,
                 error == -EINVAL ? "it is not the folder of a comparison with peers"
                                  : rows_error(&folder->rows, error));
    return !error;
}

bool peers_folder_make(struct peers_folder *folder, const char *results, const char *name,
                       const uint64_t *seed)
{
    *folder = (struct peers_folder){.seed = seed ? *seed : 0};
    if (!seed && draw_seed(&folder->seed) != 0) {
        complain("the system gives no random seed; give one with --seed");
        return false;
    }
    folder->dir = folder_make(results, name);
    if (!folder->dir)
        return false;
    folder->hyperfine = json_pack("{s: []}", "results");
    rows_init(&folder->rows, peers_columns);
    folder_keep_row(folder->dir, &folder->rows, FOLDER_HEADER, &folder->error);
    return true;
}

void peers_folder_free(struct peers_folder *folder)
{
    json_decref(folder->hyperfine);
    json_decref(folder->before);
    rows_free(&folder->rows);
    free(folder->dir);
}
