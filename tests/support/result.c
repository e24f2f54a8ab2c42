/* result.c -- see result.h. */
#include "result.h"

#include <dirent.h>
#include <ftw.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../harness/base/rows.h"
#include "../../harness/base/text.h"
#include "../../harness/bench/suite.h"
#include "check.h"
#include "files.h"

static int is_result(const struct dirent *entry)
{
    return strncmp(entry->d_name, "20", 2) == 0;
}

struct results results_in(const char *path)
{
    struct results results = {.count = 0};
    struct dirent **entries;
    int count = scandir(path, &entries, is_result, alphasort);
    if (count < 0)
        return results;
    assert_true(count <= RESULTS_MOST);
    for (int i = 0; i < count; i++) {
        results.dirs[results.count++] = text_format("%s/%s", path, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return results;
}

void results_free(struct results *results)
{
    while (results->count)
        free(results->dirs[--results->count]);
}

static char *read_in(const char *dir, const char *name)
{
    char *path = text_format("%s/%s", dir, name), *text = file_read(path, NULL);
    free(path);
    return text;
}

static unsigned count_of(const char *text, char wanted)
{
    unsigned count = 0;
    for (; *text && *text != '\n'; text++)
        count += *text == wanted;
    return count;
}

unsigned result_lines(const char *dir)
{
    unsigned lines = 0;
    char *text = read_in(dir, "rows.tsv");
    for (const char *at = text; at && (at = strchr(at, '\n')); at++)
        lines++;
    free(text);
    return lines;
}

bool results_have_a_row(const void *path)
{
    struct results found = results_in(path);
    bool have = found.count && result_lines(found.dirs[0]) >= 2;
    results_free(&found);
    return have;
}

/* `exit` is the ninth column. */
static bool ended_well(const char *line)
{
    for (unsigned column = 0; column < 8; column++)
        line += strcspn(line, "\t") + 1;
    return strncmp(line, "0\t", 2) == 0;
}

static void check_json(const char *dir, const char *name)
{
    char *text = read_in(dir, name);
    json_error_t error;
    json_t *json = text ? json_loads(text, 0, &error) : NULL;
    if (text && !json)
        fail_msg("%s/%s: %s", dir, name, error.text);
    json_decref(json);
    free(text);
}

unsigned result_check(const char *dir)
{
    char *text = read_in(dir, "rows.tsv");
    const char *line = text ? text : "";
    unsigned tabs = count_of(line, '\t'), lines = 0, failed = 0;
    for (const char *end; (end = strchr(line, '\n')); line = end + 1) {
        assert_int_equal(count_of(line, '\t'), tabs);
        failed += lines++ && !ended_well(line);
    }
    if (*line)
        fail_msg("%s/rows.tsv ends with a part of a line: %s", dir, line);
    free(text);
    check_json(dir, "environment.json");
    check_json(dir, "hyperfine.json");
    return failed;
}

static unsigned temporaries;

/* What mkstemp puts there is six letters and digits; the endings of other files are shorter. */
static int count_temporary(const char *path, const struct stat *status, int type, struct FTW *place)
{
    const char *ending = strrchr(path + place->base, '.');
    (void)status;
    temporaries += type == FTW_F && ending && strlen(ending) == sizeof ".XXXXXX" - 1;
    return 0;
}

unsigned result_temporaries(const char *dir)
{
    temporaries = 0;
    assert_int_equal(nftw(dir, count_temporary, 16, FTW_PHYS), 0);
    return temporaries;
}

void result_plant(const char *dir)
{
    static const char *const values[][2] = {{"stage", "verdict"}, {"point", "10,5"},
                                            {"cell", "callback"}, {"clock", "real"},
                                            {"exit", "0"},        {"wall_ns", "1000000"}};
    struct rows rows;
    char *path = text_format("%s/rows.tsv", dir);
    assert_int_equal(mkdir(dir, 0777), 0);
    rows_init(&rows, bench_columns);
    rows_add(&rows);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        rows_set(&rows, 0, values[i][0], values[i][1]);
    assert_int_equal(rows_write(&rows, path), 0);
    rows_free(&rows);
    free(path);
}
