/* parse.c -- see parse.h. */
#include "parse.h"

#include <string.h>

enum { NAME_MOST = 40 }; /* letters of a name that are compared */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool ac_parse_digits(const char *text, size_t length, uint64_t min, uint64_t max, uint64_t *number)
{
    uint64_t value = 0;
    for (size_t i = 0; i < length; i++) {
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (!is_digit(text[i]) || value > (UINT64_MAX - digit) / 10)
            return false;
        value = 10 * value + digit;
    }
    if (!length || value < min || value > max)
        return false;
    *number = value;
    return true;
}

bool ac_parse_number(const char *text, uint64_t min, uint64_t max, uint64_t *number)
{
    return ac_parse_digits(text, strlen(text), min, max, number);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The number of letters that were inserted, left out, replaced, or swapped with the next. Upper and
 * lower case are equal. */
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][NAME_MOST + 1], *before = rows[0], *last = rows[1], *row = rows[2];
    size_t height = least(strlen(a), NAME_MOST), width = least(strlen(b), NAME_MOST);
    for (size_t j = 0; j <= width; j++)
        last[j] = j;
    for (size_t i = 1; i <= height; i++) {
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            char x = lower(a[i - 1]), y = lower(b[j - 1]);
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y)
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *free = before;
        before = last;
        last = row;
        row = free;
    }
    return last[width];
}

static bool is_beginning(const char *text, const char *name)
{
    if (!*text)
        return false;
    for (; *text; text++, name++)
        if (lower(*text) != lower(*name))
            return false;
    return true;
}

/* True if one name likely means the other. Four letters may have one fault, five to eight two, and
 * so on. */
static bool is_near(const char *text, const char *name, size_t edits)
{
    size_t length = strlen(text) > strlen(name) ? strlen(text) : strlen(name);
    return length <= NAME_MOST && edits < strlen(name) && edits <= (length + 3) / 4;
}

const char *ac_nearest(const char *text, const char *const *names)
{
    const char *nearest = NULL;
    size_t fewest = SIZE_MAX;
    for (; *names; names++) {
        size_t edits = distance(text, *names);
        if (edits < fewest && (is_near(text, *names, edits) || is_beginning(text, *names))) {
            nearest = *names;
            fewest = edits;
        }
    }
    return nearest;
}
