/* parse.c -- see parse.h. */
#include "parse.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool ac_parse_number(const char *text, uint64_t min, uint64_t max, uint64_t *number)
{
    uint64_t value = 0;
    if (!*text)
        return false;
    for (; *text; text++) {
        if (!is_digit(*text))
            return false;
        uint64_t digit = (uint64_t)(*text - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return false;
        value = 10 * value + digit;
    }
    if (value < min || value > max)
        return false;
    *number = value;
    return true;
}

static size_t distance(const char *a, const char *b)
{
    enum { longest = 40 };
    size_t row[longest + 1], width = strlen(b);
    if (width > longest)
        width = longest;
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] && i <= longest; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (best > row[j] + 1)
                best = row[j] + 1;
            if (best > row[j - 1] + 1)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[width];
}

const char *ac_nearest(const char *text, const char *const *names)
{
    const char *nearest = names[0];
    for (; *names; names++)
        if (distance(text, *names) < distance(text, nearest))
            nearest = *names;
    return nearest;
}
