/* results.c -- from any files in a result set tables and figures are made, or it is said why not.
 *
 * The bytes are the files of a set: a line "@NAME" begins one of those named below; what comes before
 * the first is rows.tsv. The pictures themselves are gnuplot's.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../harness/bench/figures/part.h"
#include "../../harness/bench/suite.h"
#include "../../harness/bench/tables/tables.h"
#include "fuzz.h"

static const char *const names[] = {
    "rows.tsv",
    "environment.json",
    "traces/unbounded-real.tsv",
    "traces/callback-real.tsv",
    "traces/polling-virtual.tsv",
    "histograms/unbounded-100-10.tsv",
    "histograms/callback-100-10.tsv",
    "histograms/callback-1000-10.tsv",
    "peers.tsv",
    "skipped.tsv",
};
enum { NAMES = sizeof names / sizeof *names };
static const char *const made[] = {"table.txt", "table.md", "table.tsv", "brief.md"};
static char folder[64];

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void remove_folder(void)
{
    for (size_t i = 0; i < NAMES; i++)
        unlink(path_of(names[i]));
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        unlink(path_of(made[i]));
    rmdir(path_of("traces"));
    rmdir(path_of("histograms"));
    rmdir(folder);
}

/* In memory where the system has such a place. */
static void make_folder(void)
{
    bool memory = access("/dev/shm", W_OK) == 0;
    snprintf(folder, sizeof folder, "%s/as-completed-fuzz-XXXXXX", memory ? "/dev/shm" : "/tmp");
    fuzz_check(mkdtemp(folder));
    fuzz_check(mkdir(path_of("traces"), 0777) == 0 && mkdir(path_of("histograms"), 0777) == 0);
    atexit(remove_folder);
}

static void write_file(const char *name, const char *bytes, size_t size)
{
    FILE *file = fopen(path_of(name), "w");
    fuzz_check(file && fwrite(bytes, 1, size, file) == size);
    fclose(file);
}

/* Which file a line begins; NAMES: it is no such line. */
static size_t begun(const char *line, size_t length)
{
    size_t i = 0;
    while (i < NAMES && (length != strlen(names[i]) + 1 || *line != '@' ||
                         memcmp(line + 1, names[i], length - 1) != 0))
        i++;
    return i;
}

/* The columns that every set has need not be in the bytes: they are added, as nulls. */
static void add_columns(void)
{
    struct rows few, all;
    int error = rows_read(&few, path_of(names[0]));
    if (!error && rows_has(&few, "stage") && suite_of_rows(&few) == suites[0]) {
        rows_init(&all, bench_columns);
        for (size_t row = 0; row < few.count; row++)
            rows_copy(&all, rows_add(&all), &few, row);
        fuzz_check(rows_write(&all, path_of(names[0])) == 0);
        rows_free(&all);
    }
    rows_free(&few);
}

static void write_set(const char *bytes, size_t size)
{
    const char *end = bytes + size, *start = bytes, *name = names[0];
    for (size_t i = 0; i < NAMES; i++)
        unlink(path_of(names[i]));
    for (const char *line = bytes, *next; line < end; line = next) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        next = newline ? newline + 1 : end;
        size_t file = begun(line, (size_t)((newline ? newline : end) - line));
        if (file == NAMES)
            continue;
        write_file(name, start, (size_t)(line - start));
        name = names[file];
        start = next;
    }
    write_file(name, start, (size_t)(end - start));
    add_columns();
}

/* Lines of as many fields each as the header has. */
static void check_table(const char *path)
{
    struct rows rows;
    fuzz_check(rows_read(&rows, path) == 0);
    for (size_t i = 0; i < rows.count; i++)
        fuzz_check(*rows_get(&rows, i, "stage") || rows_is(&rows, i, "stage", ""));
    rows_free(&rows);
}

static void make_table(void)
{
    struct text shown = {.chars = NULL};
    const char *said;
    fuzz_keep_stderr();
    int error = table_make(folder, &shown);
    unsigned lines = fuzz_release_stderr(&said);
    fuzz_check(lines == (error != 0));
    fuzz_check(error || shown.length);
    if (!error)
        check_table(path_of("table.tsv"));
    text_free(&shown);
}

static void make_figures(void)
{
#define WRITER(name) figures_##name,
    static figures_writer *const writers[] = {FIGURES_OF_STRATEGIES(WRITER) FIGURES_OF_PEERS(WRITER)
                                                  FIGURES_OF_WORK(WRITER)};
    struct figures_source workload = {.dir = folder};
    if (rows_read(&workload.rows, path_of("rows.tsv")) == 0)
        for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
            struct figures_data data = {.title = {.chars = NULL}};
            fuzz_keep_stderr();
            const char *why = writers[i](&workload, &data);
            fuzz_check(fuzz_release_stderr(NULL) == (data.error != 0));
            fuzz_check(why || (data.title.length && data.tsv.length));
            fuzz_check(!strchr(text_chars(&data.title), '\n'));
            text_free(&data.title);
            text_free(&data.tsv);
        }
    rows_free(&workload.rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!*folder)
        make_folder();
    char *bytes = fuzz_string(data, size);
    write_set(bytes, size);
    make_table();
    make_figures();
    free(bytes);
    return 0;
}
