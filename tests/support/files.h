/* files.h -- a folder of its own for a test's files, and whole files at once. */
#ifndef TEST_FILES_H
#define TEST_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* For cmocka_run_group_tests: makes an empty temporary folder, and removes it with all that is in
 * it. */
int scratch_make(void **state);
int scratch_remove(void **state);

/* The path of `name` in that folder; one of eight strings that are used in turn, so ask again
 * rather than keep it. */
const char *scratch_path(const char *name);

/* How many characters at the start of `text` are the path of that folder, or of the current one: which may hold
 * spaces and quotes. 0: it begins with neither. */
size_t scratch_prefix(const char *text);

/* How many entries of the folder begin with `name`, and one of them in entry[256] unless NULL. */
unsigned scratch_count(const char *name, char *entry);

void file_write(const char *path, const char *text);

/* The whole file as a string, the caller's to free; *length is its size unless NULL. NULL where
 * there is no such file. */
char *file_read(const char *path, size_t *length);

bool file_exists(const char *path);

/* How many descriptors this process has open. */
unsigned open_descriptors(void);

#endif
