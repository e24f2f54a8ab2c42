/* kept.c -- see kept.h. */
#include "kept.h"
#include "../base/complain.h"
#include "../base/text.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

int kept_refuse(const char *path, const char *why, ...)
{
    struct text text = {0};
    va_list values;
    va_start(values, why);
    text_vprintf(&text, why, values);
    va_end(values);
    complain("cannot read %s: %s", path, text_chars(&text));
    text_free(&text);
    return -EINVAL;
}

static int kept_check_column(const struct rows *rows, const char *path, const char *column)
{
    return rows_has(rows, column) ? 0 : kept_refuse(path, "it has no column '%s'", column);
}

/* One whose name ends with a unit, and a few without. */
static bool kept_is_of_numbers(const char *column)
{
    static const char *const units[] = {"_ns", "_s", "_bytes"};
    static const char *const names[] = {"round",    "tasks",      "limit",
                                        "sleeping", "operations", "count"};
    size_t length = strlen(column);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (length > strlen(units[i]) && strcmp(column + length - strlen(units[i]), units[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(column, names[i]) == 0)
            return true;
    return false;
}

/* Whether all of them are finite, or null. */
static int kept_check_numbers(const struct rows *rows, const char *path, const char *column)
{
    for (size_t row = 0; row < rows->count; row++) {
        if (rows_is(rows, row, column, "null") || isfinite(rows_number(rows, row, column)))
            continue;
        return kept_refuse(path, "row %zu has '%.200s' as its %s: must be a number, or null",
                           row + 1, rows_get(rows, row, column), column);
    }
    return 0;
}

static int kept_check_all_numbers(const struct rows *rows, const char *path)
{
    int error = 0;
    for (size_t i = 0; !error && i < rows->columns; i++)
        if (kept_is_of_numbers(rows->names[i]))
            error = kept_check_numbers(rows, path, rows->names[i]);
    return error;
}

int kept_check(const struct rows *rows, const char *path, const char *const columns[])
{
    int error = rows->cut ? kept_refuse(path, "its last line is cut short") : 0;
    for (; !error && *columns; columns++)
        error = kept_check_column(rows, path, *columns);
    return error ? error : kept_check_all_numbers(rows, path);
}

/* Whether the columns of the suite are there that old sets have too, and at least one row belongs
 * to it. */
static int kept_check_suite(const struct rows *rows, const char *path, const struct suite *suite)
{
    const char *const *column = suite->needed ? suite->needed : suite->columns;
    int error = 0;
    bool last = false;
    for (; !error && !last && *column; column++) {
        error = kept_check_column(rows, path, *column);
        last = suite->last && strcmp(*column, suite->last) == 0;
    }
    if (error || !suite->stages || !rows->count)
        return error;
    for (size_t row = 0; row < rows->count; row++)
        for (size_t i = 0; suite->stages[i]; i++)
            if (rows_is(rows, row, "stage", suite->stages[i]))
                return 0;
    return kept_refuse(path, "no row has a stage of a bench");
}

/* A bench that came to its end has kept them all. */
static int kept_check_whole(const struct kept *kept, const char *path)
{
    const json_t *cells = json_object_get(kept->environment, "cells");
    if (json_is_false(json_object_get(kept->environment, "complete")))
        return 0;
    if (kept->rows.cut)
        return kept_refuse(path, "its last line is cut short");
    if (kept->rows.count == 0)
        return kept_refuse(path, "it has no rows");
    if ((json_int_t)kept->rows.count >= json_integer_value(cells))
        return 0;
    return kept_refuse(path, "it has %zu rows, of %lld that the bench has kept", kept->rows.count,
                       (long long)json_integer_value(cells));
}

static int kept_read_rows(struct kept *kept, const char *path)
{
    int error = rows_read(&kept->rows, path);
    if (error)
        complain("cannot read %s: %s", path, rows_error(&kept->rows, error));
    if (!error && !kept->suite)
        kept->suite = suite_of_rows(&kept->rows);
    if (!error)
        error = kept_check_suite(&kept->rows, path, kept->suite);
    return error ? error : kept_check_all_numbers(&kept->rows, path);
}

static int kept_read_environment(struct kept *kept, const char *dir)
{
    char *path = text_format("%s/environment.json", dir);
    struct text text = {0};
    int error = text_read_file(&text, path);
    if (!error)
        kept->environment = json_loads(text_chars(&text), 0, NULL);
    if (!error && !json_is_object(kept->environment))
        error = kept_refuse(path, "it is no JSON object");
    else if (error == -ENOENT)
        error = 0;
    else if (error)
        complain("cannot read %s: %s", path, strerror(-error));
    text_free(&text);
    free(path);
    return error;
}

int kept_read(struct kept *kept, const char *dir, const struct suite *suite)
{
    char *path = text_format("%s/rows.tsv", dir);
    *kept = (struct kept){.suite = suite};
    int error = kept_read_rows(kept, path);
    if (!error)
        error = kept_read_environment(kept, dir);
    if (!error)
        error = kept_check_whole(kept, path);
    free(path);
    return error;
}

void kept_free(struct kept *kept)
{
    rows_free(&kept->rows);
    json_decref(kept->environment);
}
