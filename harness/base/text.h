/* text.h -- a text that grows; running out of memory ends the driver with one line.
 *
 * Zeroed is empty. The driver's own memory is small (a few hundred rows), so a failed allocation
 * is not unwound: it is said, and the program exits with 1. What is on disk is whole by then.
 */
#ifndef AC_BASE_TEXT_H
#define AC_BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>

struct text {
    char *chars; /* NUL-terminated once something was added; NULL before */
    size_t length, room;
};

#if defined(__GNUC__)
#define TEXT_PRINTF(at, values) __attribute__((__format__(__printf__, at, values)))
#else
#define TEXT_PRINTF(at, values)
#endif

/* Adds to the end. */
void text_add(struct text *text, const char *more);
void text_add_bytes(struct text *text, const char *bytes, size_t count);
void text_printf(struct text *text, const char *format, ...) TEXT_PRINTF(2, 3);
void text_vprintf(struct text *text, const char *format, va_list values);

/* Adds a word as a shell (and hyperfine) would read it back: quoted where it has to be. */
void text_add_quoted(struct text *text, const char *word);

/* The text so far, never NULL; owned by it. */
const char *text_chars(const struct text *text);

void text_free(struct text *text);

/* A new string, to be freed by the caller. */
char *text_format(const char *format, ...) TEXT_PRINTF(1, 2);
char *text_copy(const char *chars);

/* realloc() that does not return on failure; bytes > 0. */
void *text_resize(void *memory, size_t bytes);

/* Flushes stdout. 0, or the first negative errno that writing to it ever gave. */
int text_flush_stdout(void);

/* Flushes stdout. 0, or 1: after one line, but silent where it is closed, nobody reads, or a signal asked the
 * program to stop. */
int text_finish_stdout(void);

/* Reads a whole file; 0 or a negative errno. Writes one so that it appears whole or not at all
 * (output.h); 0 or a negative errno. */
int text_read_file(struct text *text, const char *path);
int text_write_file(const char *chars, const char *path);

#endif
