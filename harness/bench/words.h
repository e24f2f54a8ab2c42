/* words.h -- a command line under construction: a list of words, each owned by it. */
#ifndef BENCH_WORDS_H
#define BENCH_WORDS_H

#include <stddef.h>

#define WORDS_MOST 32

/* Zeroed is empty. A word beyond WORDS_MOST is left out. */
struct words {
    char *list[WORDS_MOST + 1]; /* ends with NULL, as argv does */
    size_t count;
};

/* Adds a word, which is owned from now on. */
void words_own(struct words *words, char *word);

/* Adds copies of these; the list ends with NULL. */
void words_add(struct words *words, const char *const list[]);

/* Adds the parts of a line that spaces separate. */
void words_split(struct words *words, const char *line);

/* As a shell (and hyperfine) would read it back; the caller frees it. */
char *words_line(const struct words *words);

void words_free(struct words *words);

#endif
