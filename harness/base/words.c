/* words.c -- see words.h. */
#include "words.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

void words_own(struct words *words, char *word)
{
    words->list = text_resize(words->list, (words->count + 2) * sizeof *words->list);
    words->list[words->count++] = word;
    words->list[words->count] = NULL;
}

void words_printf(struct words *words, const char *format, ...)
{
    struct text word = {0};
    va_list values;
    va_start(values, format);
    text_vprintf(&word, format, values);
    va_end(values);
    words_own(words, word.chars);
}

void words_add(struct words *words, const char *const list[])
{
    for (; *list; list++)
        words_own(words, text_copy(*list));
}

void words_split(struct words *words, const char *line)
{
    while (*(line += strspn(line, " "))) {
        size_t length = strcspn(line, " ");
        words_own(words, text_format("%.*s", (int)length, line));
        line += length;
    }
}

char *words_line(const struct words *words)
{
    struct text text = {0};
    for (size_t i = 0; i < words->count; i++) {
        text_add(&text, i ? " " : "");
        text_add_quoted(&text, words->list[i]);
    }
    return text.chars;
}

void words_free(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->list[i]);
    free(words->list);
    *words = (struct words){0};
}
