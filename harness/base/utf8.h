/* utf8.h -- characters that cannot be seen. In a text that was typed they are named, not printed.
 */
#ifndef AC_BASE_UTF8_H
#define AC_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The first of `length` > 0 bytes: returns its size in bytes, and sets its number. 0: the bytes do
 * not begin with UTF-8. */
size_t ac_utf8_read(const char *text, size_t length, uint32_t *number);

/* The first fault of a text, as in "has a tab in it": a character that cannot be seen (a space
 * can), or bytes that are no UTF-8. NULL: none. */
const char *ac_utf8_fault(const char *text, size_t length);

/* How many bytes are whole characters within the first `most`. */
size_t ac_utf8_fit(const char *text, size_t length, size_t most);

/* Writes the text as one line into `room`, cut to fit. What cannot be seen is written as a shell
 * writes it in $'...': \r, \x1b, \u00a0. Bytes that are no UTF-8 are written as \xff. */
void ac_utf8_show(char *room, size_t size, const char *text, size_t length);

#endif
