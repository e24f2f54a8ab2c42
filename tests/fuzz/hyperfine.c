/* hyperfine.c -- any file in place of hyperfine's is refused, or gives a row its figures and joins the
 * others.
 *
 * The bytes are that file; it is taken for two rounds of one cell, and for one of another.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "../../harness/bench/merge.h"
#include "../../harness/bench/suite.h"
#include "fuzz.h"

static size_t add_row(struct rows *rows, const char *cell)
{
    size_t row = rows_add(rows);
    rows_set(rows, row, "stage", "verdict");
    rows_set(rows, row, "point", "100,10");
    rows_set(rows, row, "cell", cell);
    return row;
}

static size_t count_times(const json_t *all, size_t entry)
{
    const json_t *results = json_object_get(all, "results");
    return json_array_size(json_object_get(json_array_get(results, entry), "times"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const cells[] = {"polling", "polling", "callback"};
    struct rows rows;
    char path[32];
    json_t *all = json_pack("{s: []}", "results");
    int file = fuzz_file(data, size, path), first = 0;
    rows_init(&rows, bench_columns);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        size_t row = add_row(&rows, cells[i]);
        int error = merge_cell(all, path, &rows, row);
        fuzz_check(error == 0 || error == -EINVAL);
        fuzz_check(i == 0 || error == first);
        fuzz_check(rows_is(&rows, row, "exit", "null") == (error != 0));
        fuzz_check(rows_is(&rows, row, "hyperfine_wall_s", "null") == (error != 0));
        first = error;
    }
    fuzz_check(json_array_size(json_object_get(all, "results")) == (first ? 0 : 2));
    fuzz_check(count_times(all, 0) == (first ? 0 : 2) && count_times(all, 1) == !first);
    rows_free(&rows);
    json_decref(all);
    close(file);
    return 0;
}
