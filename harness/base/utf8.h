/* utf8.h -- characters that cannot be seen: in a text that was typed they are named, not printed. */
#ifndef AC_BASE_UTF8_H
#define AC_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The first character of `length` bytes, of which there is at least one: how many bytes it takes, and
 * its number. 0: they do not begin with UTF-8. */
size_t ac_utf8_read(const char *text, size_t length, uint32_t *number);

/* What there is in a text that cannot be seen, as in "has a tab in it", or no UTF-8; the first. NULL:
 * nothing, as plain spaces can be. */
const char *ac_utf8_fault(const char *text, size_t length);

/* How many of the bytes are whole characters that fit into `most`. */
size_t ac_utf8_fit(const char *text, size_t length, size_t most);

/* Writes the text in one line into `room`, cut to fit: as it was typed, but what cannot be seen as a shell
 * would write it in $'...': \r, \x1b, \u00a0; and so what is no UTF-8, byte by byte: \xff. */
void ac_utf8_show(char *room, size_t size, const char *text, size_t length);

#endif
