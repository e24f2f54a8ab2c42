/* folder_check.c -- what is made in a result folder must not be what it is made from; see folder.h. */
#include "../base/complain.h"
#include "../base/same.h"
#include "../base/text.h"
#include "folder.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The files of a result folder that are read or written, and stdout. */
struct entry {
    char *path;
    bool written;
    struct same_file file;
};

struct entries {
    struct entry *list;
    size_t count;
};

static void entries_add(struct entries *entries, char *path, bool written, struct same_file file)
{
    entries->list = text_resize(entries->list, (entries->count + 1) * sizeof *entries->list);
    entries->list[entries->count++] = (struct entry){path, written, file};
}

/* Tables, and all in plots/, are made. */
static bool entry_is_made(const char *inside, const char *name)
{
    return strcmp(inside, "/plots") == 0 || strncmp(name, "table.", 6) == 0 ||
           strcmp(name, "brief.md") == 0;
}

/* From these, and all in traces/ and histograms/. */
static bool entry_is_kept(const char *inside, const char *name)
{
    static const char *const kept[] = {"rows.tsv", "environment.json", "hyperfine.json",
                                       "peers.tsv", "skipped.tsv"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (strcmp(name, kept[i]) == 0)
            return true;
    return *inside != '\0';
}

static void entries_add_all(struct entries *entries, const char *dir, const char *inside)
{
    char *path = text_format("%s%s", dir, inside);
    DIR *folder = opendir(path);
    for (struct dirent *item; folder && (item = readdir(folder));) {
        bool made = entry_is_made(inside, item->d_name);
        if (*item->d_name == '.' || !(made || entry_is_kept(inside, item->d_name)))
            continue;
        char *name = text_format("%s/%s", path, item->d_name);
        entries_add(entries, name, made, same_of_path(name));
    }
    if (folder)
        closedir(folder);
    free(path);
}

/* The first pair that is one file, of which one at least is written; or false. */
static bool entries_find_pair(const struct entries *entries, const struct entry *pair[2])
{
    for (size_t i = 0; i < entries->count; i++)
        for (size_t j = 0; j < i; j++) {
            pair[0] = &entries->list[j];
            pair[1] = &entries->list[i];
            if ((pair[0]->written || pair[1]->written) && same_file(&pair[0]->file, &pair[1]->file))
                return true;
        }
    return false;
}

bool folder_check(const char *dir)
{
    static const char *const folders[] = {"", "/plots", "/traces", "/histograms"};
    struct entries entries = {NULL, 0};
    const struct entry *pair[2];
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        entries_add_all(&entries, dir, folders[i]);
    entries_add(&entries, text_copy("stdout"), true, same_of_descriptor(STDOUT_FILENO));
    bool found = entries_find_pair(&entries, pair);
    if (found)
        complain("%.2000s and %.2000s are one file: must be two", pair[0]->path, pair[1]->path);
    for (size_t i = 0; i < entries.count; i++)
        free(entries.list[i].path);
    free(entries.list);
    return !found;
}
