/* rows.h -- raw rows: a table of text with named columns, read from TSV files and appended to them.
 * The text `null` is a value that is not defined.
 */
#ifndef AC_BASE_ROWS_H
#define AC_BASE_ROWS_H

#include "text.h"

#include <stdbool.h>
#include <stddef.h>

struct rows {
    size_t columns;              /* how many columns */
    char **names;                /* their names */
    size_t count;                /* how many rows */
    char **cells;                /* count x columns texts, row after row */
    bool cut;                    /* rows_read() left out a last line that was not whole */
    size_t bad_line, bad_fields; /* where rows_read() failed: the line, from 1, and its fields */
};

/* Makes an empty table with these column names (a list that ends with NULL). */
void rows_init(struct rows *rows, const char *const names[]);

/* Reads a TSV file, header first. Skips a byte order mark, carriage returns at line ends, and empty
 * lines. Leaves out a last line without a newline: its writer was killed.
 *
 * Returns 0, or a negative errno: -EINVAL without a header, -EBADMSG if a line has another number
 * of fields, -EILSEQ if it is no text. The caller calls rows_free(), also after an error. */
int rows_read(struct rows *rows, const char *path);

/* What an error of rows_read() means, in words. The next call overwrites it. */
const char *rows_error(const struct rows *rows, int error);

/* Reads a table as rows_read() does, from a text in memory. Returns 0, -EINVAL or -EBADMSG. */
int rows_parse(struct rows *rows, const char *text);

void rows_free(struct rows *rows);

bool rows_has(const struct rows *rows, const char *column);

/* The value in a row, owned by the table; "null" without such a column, the first of several. */
const char *rows_get(const struct rows *rows, size_t row, const char *column);

/* True if the value in the row is this text. */
bool rows_is(const struct rows *rows, size_t row, const char *column, const char *text);

/* The value as a number, in the unit of the column's name; NAN for null and for no number. */
double rows_number(const struct rows *rows, size_t row, const char *column);

/* Adds a row of nulls and returns its index. */
size_t rows_add(struct rows *rows);

/* Sets a value to a copy of the text, tabs and newlines as spaces; NAN is null. Ignores unknown
 * columns. */
void rows_set(struct rows *rows, size_t row, const char *column, const char *text);
void rows_printf(struct rows *rows, size_t row, const char *column, const char *format, ...)
    TEXT_PRINTF(4, 5);
void rows_set_number(struct rows *rows, size_t row, const char *column, double value);

/* Copies from `from_row` of `from` to `row`: every value whose column both tables have. */
void rows_copy(struct rows *rows, size_t row, const struct rows *from, size_t from_row);

/* Appends the whole table to a text, as it is in a file. */
void rows_write_text(const struct rows *rows, struct text *text);

/* Creates a file with the header line, or appends one row to it. A row is a single write, so lines
 * stay whole when the program is killed or the disk is full. Returns 0 or a negative errno. */
int rows_create(const struct rows *rows, const char *path);
int rows_append(const struct rows *rows, size_t row, const char *path);

/* Replaces the file by the whole table, or not at all. Returns 0 or a negative errno. */
int rows_write(const struct rows *rows, const char *path);

#endif
