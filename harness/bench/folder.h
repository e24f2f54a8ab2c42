/* folder.h -- a result folder with a name of its own, and what is kept in it. */
#ifndef AC_BENCH_FOLDER_H
#define AC_BENCH_FOLDER_H

#include "../base/rows.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* Makes RESULTS (if it is not there) and in it a new folder NAME of the date and time (UTC) and
 * `name`, such as 2026-11-22T101500Z-quick, with -2, -3... behind it where that is taken, and in it
 * traces/ and histograms/. Its path, to be freed by the caller; NULL after one line on stderr. */
char *folder_make(const char *results, const char *name);

/* Makes an empty folder where the system keeps what is temporary (TMPDIR, or /tmp). Its path, to be
 * freed; NULL after one line on stderr. The caller removes it with rmdir(). */
char *folder_make_scratch(void);

/* Refuses a result folder where a table or figure is one file with what it is made from, with
 * another, or with stdout (see same.h): true, or false after one line on stderr. */
bool folder_check(const char *dir);

/* Each keeps something in DIR, JSON as DIR/NAME, or a row in DIR/rows.tsv (FOLDER_HEADER: creates
 * it), and says so on stderr where it cannot; *error is set to a negative errno unless it is set
 * already, and only the first is said. */
#define FOLDER_HEADER SIZE_MAX
void folder_keep_json(const char *dir, const char *name, const json_t *json, int *error);
void folder_keep_row(const char *dir, const struct rows *rows, size_t row, int *error);

#endif
