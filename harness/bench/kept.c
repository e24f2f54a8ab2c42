/* kept.c -- see kept.h. */
#include "kept.h"
#include "../base/complain.h"
#include "../base/text.h"
#include "columns.h"
#include "peers/measure.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The columns that every bench has kept so far; there are more today. */
#define LAST_OF_BENCH "displacement_take_max"

int kept_refuse(const char *path, const char *why)
{
    complain("cannot read %s: %s", path, why);
    return -EINVAL;
}

static int check_column(const struct rows *rows, const char *path, const char *column)
{
    if (rows_has(rows, column))
        return 0;
    char *why = text_format("it has no column '%s'", column);
    int error = kept_refuse(path, why);
    free(why);
    return error;
}

/* One whose name ends with a unit, and a few without. */
static bool is_of_numbers(const char *column)
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
static int check_numbers(const struct rows *rows, const char *path, const char *column)
{
    for (size_t row = 0; row < rows->count; row++) {
        if (rows_is(rows, row, column, "null") || isfinite(rows_number(rows, row, column)))
            continue;
        char *why = text_format("row %zu has '%.200s' as its %s: must be a number, or null",
                                row + 1, rows_get(rows, row, column), column);
        int error = kept_refuse(path, why);
        free(why);
        return error;
    }
    return 0;
}

static int check_all_numbers(const struct rows *rows, const char *path)
{
    int error = 0;
    for (size_t i = 0; !error && i < rows->columns; i++)
        if (is_of_numbers(rows->names[i]))
            error = check_numbers(rows, path, rows->names[i]);
    return error;
}

int kept_check(const struct rows *rows, const char *path, const char *const columns[])
{
    int error = rows->cut ? kept_refuse(path, "its last line is cut short") : 0;
    for (; !error && *columns; columns++)
        error = check_column(rows, path, *columns);
    return error ? error : check_all_numbers(rows, path);
}

static int check_bench_columns(const struct rows *rows, const char *path)
{
    int error = 0;
    for (size_t i = 0; !error; i++) {
        error = check_column(rows, path, bench_columns[i]);
        if (strcmp(bench_columns[i], LAST_OF_BENCH) == 0)
            break;
    }
    return error;
}

/* Whether at least one row belongs somewhere. */
static int check_stages(const struct rows *rows, const char *path)
{
    static const char *const stages[] = {"verdict",    "serial",       "python",   "large",
                                         "limits",     "growth-n",     "per-task", "memory",
                                         "trace",      "growth-limit", "first",    "round",
                                         "wall-limit", "own"};
    for (size_t row = 0; row < rows->count; row++)
        for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
            if (rows_is(rows, row, "stage", stages[i]))
                return 0;
    return rows->count ? kept_refuse(path, "no row has a stage of a bench") : 0;
}

/* A bench that came to its end has kept them all. */
static int check_whole(const struct kept *kept, const char *path)
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
    char *why = text_format("it has %zu rows, of %lld that the bench has kept", kept->rows.count,
                            (long long)json_integer_value(cells));
    int error = kept_refuse(path, why);
    free(why);
    return error;
}

static int read_rows(struct kept *kept, const char *path, const char *const columns[])
{
    int error = rows_read(&kept->rows, path);
    if (error)
        complain("cannot read %s: %s", path, rows_error(&kept->rows, error));
    for (size_t i = 0; !error && columns && columns[i]; i++)
        error = check_column(&kept->rows, path, columns[i]);
    if (!error && !columns && !peers_has_columns(&kept->rows))
        error = check_bench_columns(&kept->rows, path);
    if (!error && !columns)
        error = check_stages(&kept->rows, path);
    return error ? error : check_all_numbers(&kept->rows, path);
}

static int read_environment(struct kept *kept, const char *dir)
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

int kept_read(struct kept *kept, const char *dir, const char *const columns[])
{
    char *path = text_format("%s/rows.tsv", dir);
    *kept = (struct kept){.environment = NULL};
    int error = read_rows(kept, path, columns);
    if (!error)
        error = read_environment(kept, dir);
    if (!error)
        error = check_whole(kept, path);
    free(path);
    return error;
}

void kept_free(struct kept *kept)
{
    rows_free(&kept->rows);
    json_decref(kept->environment);
}
