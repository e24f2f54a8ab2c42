/* text.h -- a text that grows. If memory runs out, the program prints one line and exits with 1.
 *
 * A zeroed text is empty. The programs' own memory is small (a few hundred rows), so nothing is
 * unwound: the files on disk are whole at any time.
 */
#ifndef AC_BASE_TEXT_H
#define AC_BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>

struct text {
    char *chars; /* NUL-terminated; NULL while the text is empty */
    size_t length, room;
};

#if defined(__GNUC__)
#define TEXT_PRINTF(at, values) __attribute__((__format__(__printf__, at, values)))
#else
#define TEXT_PRINTF(at, values)
#endif

/* Append to the text. */
void text_add(struct text *text, const char *more);
void text_add_bytes(struct text *text, const char *bytes, size_t count);
void text_printf(struct text *text, const char *format, ...) TEXT_PRINTF(2, 3);
void text_vprintf(struct text *text, const char *format, va_list values);

/* Appends a word as a shell (and hyperfine) reads it: quoted where needed. */
void text_add_quoted(struct text *text, const char *word);

/* The text so far, never NULL. The text owns it. */
const char *text_chars(const struct text *text);

void text_free(struct text *text);

/* Make a new string, which the caller frees. */
char *text_format(const char *format, ...) TEXT_PRINTF(1, 2);
char *text_copy(const char *chars);

/* realloc() that exits on failure; bytes > 0. */
void *text_resize(void *memory, size_t bytes);

/* Flushes stdout. Returns 0, or the first negative errno of any write to it. */
int text_flush_stdout(void);

/* Flushes stdout. Returns 0, or 1 after one line on stderr. It prints no line if stdout is closed
 * or has no reader, or a signal asked the program to stop. */
int text_finish_stdout(void);

/* Read a whole file; write one, whole or not at all (output.h). 0 or a negative errno. */
int text_read_file(struct text *text, const char *path);
int text_write_file(const char *chars, const char *path);

#endif
