/* result.h -- result folders of the bench, as they are found after whatever happened. */
#ifndef TEST_RESULT_H
#define TEST_RESULT_H

#include <stdbool.h>
#include <stddef.h>

enum { RESULTS_MOST = 16 };

struct results {
    char *dirs[RESULTS_MOST]; /* paths, in order of their names */
    size_t count;
};

/* The result folders that there are in `path`; none where that is not there. */
struct results results_in(const char *path);
void results_free(struct results *results);

/* How many lines rows.tsv of `dir` has, its header among them; 0: none, or no such file. */
unsigned result_lines(const char *dir);

/* Whether the first result folder in a path has a row, for machine_wait_until(). */
bool results_have_a_row(const void *path);

/* Fails unless the folder is valid: every line of rows.tsv is whole, and the JSON files that are
 * there are JSON. How many rows have another `exit` than 0 is returned. */
unsigned result_check(const char *dir);

/* How many files in it, at any depth, have a temporary name: NAME.XXXXXX. */
unsigned result_temporaries(const char *dir);

/* Makes a folder as the bench makes it, with one row. */
void result_plant(const char *dir);

#endif
