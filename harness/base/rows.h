/* rows.h -- raw rows: a table of text, read from and appended to TSV files, addressed by column
 * name. `null` is the value that is not defined.
 */
#ifndef AC_BASE_ROWS_H
#define AC_BASE_ROWS_H

#include "text.h"

#include <stdbool.h>
#include <stddef.h>

struct rows {
    size_t columns; /* how many columns */
    char **names;   /* their names */
    size_t count;   /* how many rows */
    char **cells;   /* count x columns texts, row after row */
    bool cut;       /* of a file that was read: its last line was not whole, and was left out */
    size_t bad_line, bad_fields; /* of one that could not be: the line, from 1, and its fields */
};

/* An empty table with these column names (the list ends with NULL). */
void rows_init(struct rows *rows, const char *const names[]);

/* Reads a TSV file, header first. A byte order mark at its start and a carriage return at the end of a
 * line are skipped, and so are empty lines. A last line without a newline is left out: a writer was
 * killed. 0, or a negative errno: -EINVAL where there is no header, -EBADMSG where a line has another
 * number of fields, -EILSEQ where it is no text. The caller frees what was read with rows_free, also
 * after an error. */
int rows_read(struct rows *rows, const char *path);

/* What such an error means, in words; overwritten by the next call. */
const char *rows_error(const struct rows *rows, int error);

/* The same from a text in memory, which is not changed. 0, -EINVAL or -EBADMSG. */
int rows_parse(struct rows *rows, const char *text);

void rows_free(struct rows *rows);

bool rows_has(const struct rows *rows, const char *column);

/* The value at a row; "null" where there is no such column, the first where there are several. Owned by
 * the table. */
const char *rows_get(const struct rows *rows, size_t row, const char *column);

/* Whether that value is this text. */
bool rows_is(const struct rows *rows, size_t row, const char *column, const char *text);

/* The value as a number, in the unit the column's name ends with; NAN for null or no number. */
double rows_number(const struct rows *rows, size_t row, const char *column);

/* Adds a row of nulls and returns its index. */
size_t rows_add(struct rows *rows);

/* Sets a value; the text is copied, tabs and newlines become spaces. NAN is
 * null. No such column: ignored. */
void rows_set(struct rows *rows, size_t row, const char *column, const char *text);
void rows_printf(struct rows *rows, size_t row, const char *column, const char *format, ...)
    TEXT_PRINTF(4, 5);
void rows_set_number(struct rows *rows, size_t row, const char *column, double value);

/* Copies into `row` every value of `from` at `from_row` whose column both tables have. */
void rows_copy(struct rows *rows, size_t row, const struct rows *from, size_t from_row);

/* Adds the whole table to a text, as in a file. */
void rows_write_text(const struct rows *rows, struct text *text);

/* Creates a file with the header line, or appends one row with a single write, so that whatever
 * ends the program leaves whole lines; so does a full disk. 0 or a negative errno. */
int rows_create(const struct rows *rows, const char *path);
int rows_append(const struct rows *rows, size_t row, const char *path);

/* Writes the whole table in the place of what was there, so that the file appears whole or not at
 * all. 0 or a negative errno. */
int rows_write(const struct rows *rows, const char *path);

#endif
