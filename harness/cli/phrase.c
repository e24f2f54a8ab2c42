/* phrase.c -- see phrase.h. */
#include "phrase.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

static void add_char(char *text, size_t room, char c)
{
    size_t length = strlen(text);
    if (length + 1 < room) {
        text[length] = c;
        text[length + 1] = '\0';
    }
}

static void add_number(char *text, size_t room, uint64_t number)
{
    if (number >= 1000)
        add_number(text, room, number / 1000);
    unsigned rest = (unsigned)(number % 1000);
    if (number >= 1000)
        add_char(text, room, ',');
    if (number >= 100)
        add_char(text, room, (char)('0' + rest / 100));
    if (number >= 10)
        add_char(text, room, (char)('0' + rest / 10 % 10));
    add_char(text, room, (char)('0' + rest % 10));
}

static void add_plain(char *text, size_t room, uint64_t number)
{
    if (number >= 10)
        add_plain(text, room, number / 10);
    add_char(text, room, (char)('0' + number % 10));
}

/* In thousandths, as 1.064. */
static void add_thousandths(char *text, size_t room, uint64_t number)
{
    add_number(text, room, number / 1000);
    add_char(text, room, '.');
    add_char(text, room, (char)('0' + number / 100 % 10));
    add_char(text, room, (char)('0' + number / 10 % 10));
    add_char(text, room, (char)('0' + number % 10));
}

void ac_phrase(char *text, size_t room, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    for (; *format; format++) {
        if (*format != '%') {
            add_char(text, room, *format);
            continue;
        }
        format++;
        if (*format == 's')
            for (const char *s = va_arg(values, const char *); *s; s++)
                add_char(text, room, *s);
        else if (*format == 'n')
            add_number(text, room, va_arg(values, uint64_t));
        else if (*format == 'u')
            add_plain(text, room, va_arg(values, uint64_t));
        else
            add_thousandths(text, room, va_arg(values, uint64_t));
    }
    va_end(values);
}
