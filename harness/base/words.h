/* words.h -- a command line (argv) under construction. The list owns its words. */
#ifndef AC_BASE_WORDS_H
#define AC_BASE_WORDS_H

#include <stddef.h>

#include "text.h"

/* A zeroed list is empty. */
struct words {
    char **list; /* ends with NULL, as argv does; NULL while the list is empty */
    size_t count;
};

/* Adds a word. The list frees it. */
void words_own(struct words *words, char *word);

/* Adds a word, formatted as printf() does. */
void words_printf(struct words *words, const char *format, ...) TEXT_PRINTF(2, 3);

/* Adds copies of one or more words. */
#define WORDS_ADD(words, ...) words_add(words, (const char *const[]){__VA_ARGS__, NULL})
void words_add(struct words *words, const char *const list[]);

/* Adds the parts of a line, split at spaces. */
void words_split(struct words *words, const char *line);

/* The words as one line for a shell (and hyperfine). The caller frees it. */
char *words_line(const struct words *words);

void words_free(struct words *words);

#endif
