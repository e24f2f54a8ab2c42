/* rows.c -- any bytes are read as rows, and rows that were written are read again as they were.
 *
 * The bytes are a TSV file, from a process that printed it or from a result set; a short one, for the
 * checks look each column up by its name.
 */
#include "../../harness/base/rows.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../harness/bench/suite.h"
#include "fuzz.h"

enum { MOST = 512 };

static void check_cells(const struct rows *rows)
{
    for (size_t row = 0; row < rows->count; row++)
        for (size_t i = 0; i < rows->columns; i++) {
            const char *text = rows_get(rows, row, rows->names[i]);
            fuzz_check(rows_is(rows, row, rows->names[i], text));
            fuzz_check(!strpbrk(rows->cells[row * rows->columns + i], "\t\n"));
            fuzz_check(isnan(rows_number(rows, row, rows->names[i])) || *text);
        }
}

static void check_same(const struct rows *one, const struct rows *two)
{
    fuzz_check(one->columns == two->columns && one->count == two->count);
    for (size_t i = 0; i < one->columns; i++)
        fuzz_check(strcmp(one->names[i], two->names[i]) == 0);
    for (size_t i = 0; i < one->count * one->columns; i++)
        fuzz_check(strcmp(one->cells[i], two->cells[i]) == 0);
}

/* Writes what was read, and reads it again; into the bench's columns as well. */
static void write_and_read(const struct rows *rows)
{
    struct rows again, bench;
    char path[32];
    int file = fuzz_file("", 0, path);
    fuzz_check(rows_create(rows, path) == -EEXIST);
    for (size_t i = 0; i < rows->columns; i++)
        dprintf(file, "%s%c", rows->names[i], i + 1 < rows->columns ? '\t' : '\n');
    for (size_t row = 0; row < rows->count; row++)
        fuzz_check(rows_append(rows, row, path) == 0);
    fuzz_check(rows_read(&again, path) == 0);
    check_same(rows, &again);
    rows_free(&again);
    close(file);

    rows_init(&bench, bench_columns);
    for (size_t row = 0; row < rows->count; row++)
        rows_copy(&bench, rows_add(&bench), rows, row);
    check_cells(&bench);
    rows_free(&bench);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rows rows, read;
    if (size > MOST)
        return 0;
    char path[32], *text = fuzz_string(data, size);
    int file = fuzz_file(data, size, path), error = rows_parse(&rows, text);
    bool binary = strlen(text) < size;
    fuzz_check(!error || error == -EINVAL || error == -EBADMSG);
    fuzz_check(rows_read(&read, path) == (binary ? -EILSEQ : error));
    if (!binary)
        check_same(&rows, &read);
    check_cells(&rows);
    if (!error)
        write_and_read(&rows);
    fuzz_check(strcmp(rows_get(&rows, 0, "\n"), "null") == 0);
    rows_free(&read);
    rows_free(&rows);
    free(text);
    close(file);
    return 0;
}
