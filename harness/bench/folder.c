/* folder.c -- see folder.h. */
#include "folder.h"
#include "../base/complain.h"
#include "../base/text.h"
#include "suite.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define MOST_TRIES 1000

static int folder_make_inside(const char *dir, const char *name)
{
    char *path = text_format("%s/%s", dir, name);
    int error = mkdir(path, 0777) == 0 ? 0 : -errno;
    free(path);
    return error;
}

/* The first free name; NULL with errno set. */
static char *folder_make_own(const char *results, const char *name)
{
    char date[32] = "undated";
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc))
        strftime(date, sizeof date, "%Y-%m-%dT%H%M%SZ", &utc);
    for (int try = 1; try <= MOST_TRIES; try++) {
        char *path = try == 1 ? text_format("%s/%s-%s", results, date, name)
                              : text_format("%s/%s-%s-%d", results, date, name, try);
        if (mkdir(path, 0777) == 0)
            return path;
        int error = errno;
        free(path);
        errno = error;
        if (error != EEXIST)
            break;
    }
    return NULL;
}

char *folder_make(const char *results, const char *name)
{
    char *path = NULL;
    int error = 0;
    if (mkdir(results, 0777) != 0 && errno != EEXIST)
        error = -errno;
    if (!error && !(path = folder_make_own(results, name)))
        error = -errno;
    if (!error)
        error = folder_make_inside(path, "traces");
    if (!error)
        error = folder_make_inside(path, "histograms");
    if (!error)
        return path;
    complain("cannot make a result folder in %.4096s: %s; give one with --results", results,
             strerror(-error));
    free(path);
    return NULL;
}

char *folder_make_scratch(void)
{
    const char *temporary = getenv("TMPDIR");
    if (!temporary || !*temporary)
        temporary = "/tmp";
    char *path = text_format("%s/as-completed-bench-XXXXXX", temporary);
    if (mkdtemp(path))
        return path;
    complain("cannot make a folder in %s: %s; set TMPDIR", temporary, strerror(errno));
    free(path);
    return NULL;
}

static void folder_say_once(int failed, const char *path, int *error)
{
    if (failed && !*error) {
        *error = failed;
        progress_clear();
        complain("cannot write %s: %s", path, strerror(-failed));
    }
}

void folder_keep_json(const char *dir, const char *name, const json_t *json, int *error)
{
    char *path = text_format("%s/%s", dir, name),
         *chars = json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
    folder_say_once(chars ? text_write_file(chars, path) : -ENOMEM, path, error);
    free(chars);
    free(path);
}

void folder_keep_row(const char *dir, const struct rows *rows, size_t row, int *error)
{
    char *path = text_format("%s/rows.tsv", dir);
    folder_say_once(row == FOLDER_HEADER ? rows_create(rows, path) : rows_append(rows, row, path),
                    path, error);
    free(path);
}
