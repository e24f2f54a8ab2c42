/* rows.c -- see rows.h. */
#include "rows.h"
#include "text.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void rows_init(struct rows *rows, const char *const names[])
{
    *rows = (struct rows){0};
    while (names[rows->columns])
        rows->columns++;
    rows->names = text_resize(NULL, (rows->columns + 1) * sizeof *rows->names);
    for (size_t i = 0; i < rows->columns; i++)
        rows->names[i] = text_copy(names[i]);
}

void rows_free(struct rows *rows)
{
    for (size_t i = 0; i < rows->columns; i++)
        free(rows->names[i]);
    for (size_t i = 0; i < rows->count * rows->columns; i++)
        free(rows->cells[i]);
    free(rows->names);
    free(rows->cells);
    *rows = (struct rows){0};
}

/* A copy of a field. Tabs and line ends in it become spaces. */
static char *copy_field(const char *text)
{
    char *copy = text_copy(text);
    for (char *at = copy; (at = strpbrk(at, "\t\r\n")) != NULL;)
        *at = ' ';
    return copy;
}

static void set_cell(struct rows *rows, size_t row, size_t column, const char *text)
{
    char **cell = &rows->cells[row * rows->columns + column];
    char *copy = copy_field(text);
    free(*cell);
    *cell = copy;
}

/* The first line has the names; another becomes a row. 0, or -EBADMSG. */
static int parse_line(struct rows *rows, char *line)
{
    struct words fields = {0};
    for (char *field; (field = strsep(&line, "\t"));)
        words_own(&fields, copy_field(field));
    if (rows->columns == 0) {
        rows->names = fields.list;
        rows->columns = fields.count;
        return 0;
    }
    if (fields.count != rows->columns) {
        rows->bad_fields = fields.count;
        words_free(&fields);
        return -EBADMSG;
    }
    size_t row = rows_add(rows);
    for (size_t i = 0; i < rows->columns; i++) {
        char **cell = &rows->cells[row * rows->columns + i];
        free(*cell);
        *cell = fields.list[i];
    }
    free(fields.list);
    return 0;
}

/* The line behind its byte-order marks: an editor may put one before the header, after empty lines, too. */
static char *skip_marks(char *line)
{
    static const char mark[] = "\xEF\xBB\xBF";
    while (strncmp(line, mark, strlen(mark)) == 0)
        line += strlen(mark);
    return line;
}

static int parse_lines(struct rows *rows, char *line)
{
    int error = 0;
    for (char *end; !error && (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        if (end > line && end[-1] == '\r')
            end[-1] = '\0';
        rows->bad_line++;
        if (rows->columns == 0)
            line = skip_marks(line);
        if (*line)
            error = parse_line(rows, line);
    }
    rows->cut = !error && *line;
    return error;
}

int rows_parse(struct rows *rows, const char *text)
{
    *rows = (struct rows){0};
    char *copy = text_copy(text);
    int error = parse_lines(rows, copy);
    free(copy);
    return error ? error : rows->columns == 0 ? -EINVAL : 0;
}

int rows_read(struct rows *rows, const char *path)
{
    *rows = (struct rows){0};
    struct text text = {0};
    int error = text_read_file(&text, path);
    if (!error && text.length > 0 && memchr(text.chars, '\0', text.length))
        error = -EILSEQ;
    if (!error)
        error = rows_parse(rows, text_chars(&text));
    text_free(&text);
    return error;
}

const char *rows_error(const struct rows *rows, int error)
{
    static char words[128];
    if (error == -EINVAL)
        return "it has no header line";
    if (error == -EILSEQ)
        return "it is no text";
    if (error != -EBADMSG)
        return strerror(-error);
    snprintf(words, sizeof words, "line %zu has %zu fields, and the header %zu", rows->bad_line,
             rows->bad_fields, rows->columns);
    return words;
}

static bool rows_find(const struct rows *rows, const char *column, size_t *index)
{
    for (*index = 0; *index < rows->columns; ++*index)
        if (strcmp(rows->names[*index], column) == 0)
            return true;
    return false;
}

bool rows_has(const struct rows *rows, const char *column)
{
    size_t index;
    return rows_find(rows, column, &index);
}

const char *rows_get(const struct rows *rows, size_t row, const char *column)
{
    size_t index;
    return rows_find(rows, column, &index) ? rows->cells[row * rows->columns + index] : "null";
}

bool rows_is(const struct rows *rows, size_t row, const char *column, const char *text)
{
    return strcmp(rows_get(rows, row, column), text) == 0;
}

double rows_number(const struct rows *rows, size_t row, const char *column)
{
    const char *text = rows_get(rows, row, column);
    char *end;
    double number = strtod(text, &end);
    return end == text || *end ? NAN : number;
}

size_t rows_add(struct rows *rows)
{
    size_t first = rows->count * rows->columns, last = first + rows->columns;
    bool full =
        (rows->count & (rows->count - 1)) == 0; /* there is room for the next power of two */
    if (full)
        rows->cells = text_resize(rows->cells, (2 * last + 1) * sizeof *rows->cells);
    for (size_t i = first; i < last; i++)
        rows->cells[i] = text_copy("null");
    return rows->count++;
}

void rows_set(struct rows *rows, size_t row, const char *column, const char *text)
{
    size_t index;
    if (rows_find(rows, column, &index))
        set_cell(rows, row, index, text);
}

void rows_printf(struct rows *rows, size_t row, const char *column, const char *format, ...)
{
    struct text text = {0};
    va_list values;
    va_start(values, format);
    text_vprintf(&text, format, values);
    va_end(values);
    rows_set(rows, row, column, text_chars(&text));
    text_free(&text);
}

void rows_set_number(struct rows *rows, size_t row, const char *column, double value)
{
    if (isnan(value))
        rows_set(rows, row, column, "null");
    else
        rows_printf(rows, row, column, "%.12g", value);
}

void rows_copy(struct rows *rows, size_t row, const struct rows *from, size_t from_row)
{
    for (size_t i = 0; i < from->columns; i++)
        rows_set(rows, row, from->names[i], rows_get(from, from_row, from->names[i]));
}

/* Writes all of a text. If it does not fit, what was written is cut off again. */
static int write_whole(int file, const char *bytes, size_t count)
{
    off_t before = lseek(file, 0, SEEK_END);
    for (size_t done = 0; done < count;) {
        ssize_t written = write(file, bytes + done, count - done);
        if (written > 0) {
            done += (size_t)written;
        } else if (written == 0 || errno != EINTR) {
            int error = written == 0 ? -EIO : -errno;
            return done && ftruncate(file, before) != 0 ? -errno : error;
        }
    }
    return 0;
}

static void add_line(struct text *text, char *const fields[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_printf(text, "%s%c", fields[i], i + 1 < count ? '\t' : '\n');
}

static int write_line(char *const fields[], size_t count, const char *path, int flags)
{
    struct text line = {0};
    add_line(&line, fields, count);
    int file = open(path, flags | O_WRONLY | O_CLOEXEC, 0666);
    int error = file < 0 ? -errno : write_whole(file, text_chars(&line), line.length);
    if (file >= 0 && close(file) != 0 && !error)
        error = -errno;
    text_free(&line);
    return error;
}

int rows_create(const struct rows *rows, const char *path)
{
    return write_line(rows->names, rows->columns, path, O_CREAT | O_EXCL);
}

int rows_append(const struct rows *rows, size_t row, const char *path)
{
    return write_line(rows->cells + row * rows->columns, rows->columns, path, O_APPEND);
}

void rows_write_text(const struct rows *rows, struct text *text)
{
    add_line(text, rows->names, rows->columns);
    for (size_t row = 0; row < rows->count; row++)
        add_line(text, rows->cells + row * rows->columns, rows->columns);
}

int rows_write(const struct rows *rows, const char *path)
{
    struct text all = {0};
    rows_write_text(rows, &all);
    int error = text_write_file(text_chars(&all), path);
    text_free(&all);
    return error;
}
