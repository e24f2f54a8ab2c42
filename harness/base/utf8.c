/* utf8.c -- see utf8.h. */
#include "utf8.h"

#include <stdbool.h>
#include <string.h>

enum { ESCAPE_MOST = 10 }; /* \U0010ffff */

static bool is_continued(const char *text, size_t length, size_t bytes)
{
    for (size_t i = 1; i < bytes; i++)
        if (i >= length || ((unsigned char)text[i] & 0xc0) != 0x80)
            return false;
    return true;
}

size_t ac_utf8_read(const char *text, size_t length, uint32_t *number)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)*text;
    size_t bytes = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (bytes == 0 || first > 0xf4 || !is_continued(text, length, bytes))
        return 0;
    uint32_t value = bytes == 1 ? first : first & (0x7fu >> bytes);
    for (size_t i = 1; i < bytes; i++)
        value = value << 6 | ((unsigned char)text[i] & 0x3f);
    if (value < least[bytes] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return 0;
    *number = value;
    return bytes;
}

/* Ranges of characters without a visible form, and their names. The first range that contains a
 * character counts. */
static const char *hidden(uint32_t number)
{
    static const struct {
        uint32_t from, to;
        const char *fault;
    } ranges[] = {{0, 0, "has a NUL in it"},
                  {'\t', '\t', "has a tab in it"},
                  {'\n', '\n', "has a line feed in it"},
                  {'\r', '\r', "has a carriage return in it"},
                  {1, 0x1f, "has a control character in it"},
                  {0x7f, 0x9f, "has a control character in it"},
                  {0xa0, 0xa0, "has a non-breaking space in it"},
                  {0xad, 0xad, "has a soft hyphen in it"},
                  {0x61c, 0x61c, "has an invisible character in it"},
                  {0x1680, 0x1680, "has a space in it that is not the plain one"},
                  {0x2000, 0x200a, "has a space in it that is not the plain one"},
                  {0x200b, 0x200b, "has a zero-width space in it"},
                  {0x200c, 0x200f, "has an invisible character in it"},
                  {0x2028, 0x2029, "has a line separator in it"},
                  {0x202a, 0x202e, "has an invisible character in it"},
                  {0x202f, 0x202f, "has a narrow non-breaking space in it"},
                  {0x205f, 0x205f, "has a space in it that is not the plain one"},
                  {0x2060, 0x206f, "has an invisible character in it"},
                  {0x3000, 0x3000, "has a space in it that is not the plain one"},
                  {0xfe00, 0xfe0f, "has an invisible character in it"},
                  {0xfeff, 0xfeff, "has a byte order mark in it"},
                  {0xe0000, 0xe0fff, "has an invisible character in it"}};
    if (number >= ' ' && number < 0x7f)
        return NULL; /* most characters are visible */
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (number >= ranges[i].from && number <= ranges[i].to)
            return ranges[i].fault;
    return NULL;
}

const char *ac_utf8_fault(const char *text, size_t length)
{
    if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0))
        return "is UTF-16, not UTF-8";
    for (size_t at = 0; at < length;) {
        uint32_t number = 0;
        size_t bytes = ac_utf8_read(text + at, length - at, &number);
        const char *fault = bytes ? hidden(number) : "has a byte in it that is not UTF-8";
        if (fault)
            return fault;
        at += bytes;
    }
    return NULL;
}

size_t ac_utf8_fit(const char *text, size_t length, size_t most)
{
    if (length <= most)
        return length;
    size_t fit = most;
    while (fit > 0 && most - fit < 3 && ((unsigned char)text[fit] & 0xc0) == 0x80)
        fit--;
    return ((unsigned char)text[fit] & 0xc0) == 0x80 ? most : fit;
}

static size_t write_hex(char *to, char letter, uint32_t number, size_t digits)
{
    to[0] = '\\';
    to[1] = letter;
    for (size_t i = 0; i < digits; i++)
        to[2 + i] = "0123456789abcdef"[number >> 4 * (digits - 1 - i) & 0xf];
    return 2 + digits;
}

static size_t write_hidden(char *to, uint32_t number)
{
    static const char letters[] = "abtnvfr"; /* from \a (7) on */
    if (number >= 7 && number <= 13) {
        to[0] = '\\';
        to[1] = letters[number - 7];
        return 2;
    }
    if (number < 0x80)
        return write_hex(to, 'x', number, 2);
    return number < 0x10000 ? write_hex(to, 'u', number, 4) : write_hex(to, 'U', number, 8);
}

/* `bytes` is 0 if the first byte is no UTF-8. */
static size_t write_character(char *to, const char *text, size_t bytes, uint32_t number)
{
    if (!bytes)
        return write_hex(to, 'x', (unsigned char)*text, 2);
    if (hidden(number))
        return write_hidden(to, number);
    memcpy(to, text, bytes);
    return bytes;
}

void ac_utf8_show(char *room, size_t size, const char *text, size_t length)
{
    size_t used = 0;
    for (size_t at = 0, bytes; at < length; at += bytes) {
        char shown[ESCAPE_MOST];
        uint32_t number = 0;
        bytes = ac_utf8_read(text + at, length - at, &number);
        size_t count = write_character(shown, text + at, bytes, number);
        if (used + count >= size)
            break;
        memcpy(room + used, shown, count);
        used += count;
        bytes += !bytes;
    }
    room[used] = '\0';
}
