/* phrase.c -- see phrase.h. */
#include "phrase.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

/* A text as it grows; `length` counts what has no room, too. */
struct phrase {
    char *text;
    size_t room, length;
};

static void add_char(struct phrase *p, char c)
{
    if (p->length + 1 < p->room) {
        p->text[p->length] = c;
        p->text[p->length + 1] = '\0';
    }
    p->length++;
}

static void add_number(struct phrase *p, uint64_t number)
{
    if (number >= 1000)
        add_number(p, number / 1000);
    unsigned rest = (unsigned)(number % 1000);
    if (number >= 1000)
        add_char(p, ',');
    if (number >= 100)
        add_char(p, (char)('0' + rest / 100));
    if (number >= 10)
        add_char(p, (char)('0' + rest / 10 % 10));
    add_char(p, (char)('0' + rest % 10));
}

static void add_plain(struct phrase *p, uint64_t number)
{
    if (number >= 10)
        add_plain(p, number / 10);
    add_char(p, (char)('0' + number % 10));
}

/* In thousandths, as 1.064. */
static void add_thousandths(struct phrase *p, uint64_t number)
{
    add_number(p, number / 1000);
    add_char(p, '.');
    add_char(p, (char)('0' + number / 100 % 10));
    add_char(p, (char)('0' + number / 10 % 10));
    add_char(p, (char)('0' + number % 10));
}

bool ac_phrase(char *text, size_t room, const char *format, ...)
{
    struct phrase phrase = {text, room, strlen(text)}, *p = &phrase;
    va_list values;
    va_start(values, format);
    for (; *format; format++) {
        if (*format != '%') {
            add_char(p, *format);
            continue;
        }
        format++;
        if (*format == 's')
            for (const char *s = va_arg(values, const char *); *s; s++)
                add_char(p, *s);
        else if (*format == 'n')
            add_number(p, va_arg(values, uint64_t));
        else if (*format == 'u')
            add_plain(p, va_arg(values, uint64_t));
        else
            add_thousandths(p, va_arg(values, uint64_t));
    }
    va_end(values);
    return p->length < room;
}
