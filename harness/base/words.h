/* words.h -- a command line under construction: a list of words, each owned by it. */
#ifndef AC_BASE_WORDS_H
#define AC_BASE_WORDS_H

#include <stddef.h>

#include "text.h"

/* Zeroed is empty. */
struct words {
    char **list; /* ends with NULL, as argv does; NULL while it is empty */
    size_t count;
};

/* Adds a word, which is owned from now on. */
void words_own(struct words *words, char *word);

/* Adds a word that is written as printf() does. */
void words_printf(struct words *words, const char *format, ...) TEXT_PRINTF(2, 3);

/* Adds copies of these words, of which there is at least one. */
#define WORDS_ADD(words, ...) words_add(words, (const char *const[]){__VA_ARGS__, NULL})
void words_add(struct words *words, const char *const list[]);

/* Adds the parts of a line that spaces separate. */
void words_split(struct words *words, const char *line);

/* As a shell (and hyperfine) would read it back; the caller frees it. */
char *words_line(const struct words *words);

void words_free(struct words *words);

#endif
