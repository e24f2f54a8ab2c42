/* exec_words.c -- from a line to the words of its command; see exec.h. */
#include <string.h>

#include "../engine/memory.h"
#include "exec.h"

/* Writes `word` at `into`, if that is not NULL, with the line for each {}. How many bytes, with NUL. */
static size_t exec_fill_in(char *into, const char *word, const char *line)
{
    size_t bytes = 0, line_length = strlen(line);
    while (*word) {
        bool here = word[0] == '{' && word[1] == '}';
        if (into)
            memcpy(into + bytes, here ? line : word, here ? line_length : 1);
        bytes += here ? line_length : 1;
        word += here ? 2 : 1;
    }
    if (into)
        into[bytes] = '\0';
    return bytes + 1;
}

/* All words, one behind the other; their table at `table`, if that is not NULL. How many bytes. */
static size_t exec_fill_in_all(char **table, char *into, char **words, const char *line)
{
    size_t bytes = 0, count = 0;
    bool used = false;
    for (; words[count]; count++) {
        used |= strstr(words[count], "{}") != NULL;
        if (table)
            table[count] = into + bytes;
        bytes += exec_fill_in(into ? into + bytes : NULL, words[count], line);
    }
    if (used)
        return bytes;
    if (table)
        table[count] = into + bytes;
    return bytes + exec_fill_in(into ? into + bytes : NULL, "{}", line);
}

char **ac_exec_words(const struct ac_exec_wish *wish, const char *line)
{
    char *shell[] = {"/bin/sh", "-c", wish->words[0], "sh", "{}", NULL};
    char **words = wish->words;
    size_t count = 0;
    while (words[count])
        count++;
    if (wish->shell) {
        char **table = ac_calloc(1, sizeof shell + strlen(line) + 1);
        if (!table)
            return NULL;
        memcpy(table, shell, sizeof shell);
        table[4] = memcpy(table + 6, line, strlen(line) + 1);
        return table;
    }
    size_t table_bytes = (count + 2) * sizeof(char *);
    char **table = ac_calloc(1, table_bytes + exec_fill_in_all(NULL, NULL, words, line));
    if (table)
        exec_fill_in_all(table, (char *)table + table_bytes, words, line);
    return table;
}
