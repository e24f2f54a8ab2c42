/* test_bench_kept.c -- a result set that is not whole, or something else: nothing is made of it over
 * what is there.
 *
 * AS_COMPLETED_BENCH says where the driver is; the program of the queues stands beside it.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

static char *driver, *queues;

static int set_up(void **state)
{
    const char *named = getenv("AS_COMPLETED_BENCH");
    driver = text_copy(named ? named : "build/as-completed-bench");
    queues = text_format("%.*squeues", (int)(strrchr(driver, '/') + 1 - driver), driver);
    return scratch_make(state);
}

static int tear_down(void **state)
{
    free(driver);
    free(queues);
    return scratch_remove(state);
}

/* A kind of set, as it is kept in results/, and what is made of it. */
struct set {
    const char *name, *made;
    const char *column; /* one that the rows need */
    const char *const *commands;
};

static const char *const two[] = {"table", "plots", NULL}, *const one[] = {"table", NULL};
static const struct set sets[] = {{"reference", "table.md", "wall_ns", two},
                                  {"peers-reference", "brief.md", "ideal_ns", two},
                                  {"exec-reference", "table.md", "wall_ns", two},
                                  {"work-reference", "table.md", "wall_ns", two},
                                  {"adoption-reference", "table.md", "wall_ns", two},
                                  {"queues", "table.md", "cpu_ns", one}};
enum { SETS = sizeof sets / sizeof *sets };

static char *kept_file(const struct set *set, const char *name)
{
    char *path = text_format("results/%s/%s", set->name, name), *text = file_read(path, NULL);
    assert_non_null(text);
    free(path);
    return text;
}

static void put(const char *name, const char *text)
{
    char *path = text_format("set/%s", name);
    file_write(scratch_path(path), text);
    free(path);
}

static struct program make(const struct set *set, const char *command)
{
    bool of_queues = strcmp(set->name, "queues") == 0;
    return program_run_in((struct program){.in.path = of_queues ? queues : driver}, "%s '%s'",
                          command, scratch_path("set"));
}

/* Puts these bytes in the place of rows.tsv, and checks that nothing is made of them, and why not. */
static void check_refused(const struct set *set, const char *bytes, size_t length, const char *says)
{
    FILE *file = fopen(scratch_path("set/rows.tsv"), "w");
    assert_true(file && fwrite(bytes, 1, length, file) == length && fclose(file) == 0);
    put(set->made, "of before");
    for (const char *const *command = set->commands; *command; command++) {
        struct program program = make(set, *command);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, "rows.tsv: ") && !*program.output);
        PROGRAM_CHECK(program, strstr(program.errors, says));
        program_free(&program);
        char *path = text_format("set/%s", set->made), *made = file_read(scratch_path(path), NULL);
        assert_string_equal(made, "of before");
        assert_false(file_exists(scratch_path("set/plots")));
        free(path);
        free(made);
    }
}

static void refuse_text(const struct set *set, const char *text, const char *says)
{
    check_refused(set, text, strlen(text), says);
}

/* The rows with something in the place of the first `what`. */
static char *changed(const char *rows, const char *what, const char *into)
{
    const char *at = strstr(rows, what);
    assert_non_null(at);
    return text_format("%.*s%s%s", (int)(at - rows), rows, into, at + strlen(what));
}

static void refuse_changed(const struct set *set, const char *rows, const char *what,
                           const char *into, const char *says)
{
    char *text = changed(rows, what, into);
    refuse_text(set, text, says);
    free(text);
}

/* Cut at any place: in the header, in a row, between two. */
static void refuse_cut(const struct set *set, const char *rows, bool counted)
{
    size_t header = strcspn(rows, "\n") + 1, length = strlen(rows);
    check_refused(set, rows, header / 2, "header");
    check_refused(set, rows, header, "it has no rows");
    check_refused(set, rows, header + 20, "its last line is cut short");
    check_refused(set, rows, length - 1, "its last line is cut short");
    size_t line = length / 2;
    while (rows[line - 1] != '\n')
        line++;
    if (counted)
        check_refused(set, rows, line, "that the bench has kept");
}

/* A spreadsheet's commas, what is not finite, and no number at all, in the first row. */
static void words_for_numbers_make_nothing(void **state)
{
    (void)state;
    static const char *const words[] = {"1,5", "nan", "inf", "x", "", "-", "1.5 s"};
    for (size_t i = 0; i < SETS; i++) {
        const struct set *set = &sets[i];
        char *rows = kept_file(set, "rows.tsv"), *environment = kept_file(set, "environment.json");
        char *field = strchr(rows, '\n') + 1;
        for (const char *name = strstr(rows, set->column); name > rows; name--)
            if (name[-1] == '\t')
                field = strchr(field, '\t') + 1;
        assert_int_equal(mkdir(scratch_path("set"), 0777), 0);
        put("environment.json", environment);
        for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
            char *text = text_format("%.*s%s%s", (int)(field - rows), rows, words[w],
                                     field + strcspn(field, "\t"));
            char *says =
                text_format("row 1 has '%s' as its %s: must be a number", words[w], set->column);
            refuse_text(set, text, says);
            free(text);
            free(says);
        }
        char *aside = text_format("%s-words", set->name);
        assert_int_equal(rename(scratch_path("set"), scratch_path(aside)), 0);
        free(aside);
        free(rows);
        free(environment);
    }
}

static void set_that_is_not_whole_makes_nothing(void **state)
{
    (void)state;
    static const char binary[] = "\177ELF\2\1\1\0\0\0stage\tpoint\n";
    for (size_t i = 0; i < SETS; i++) {
        const struct set *set = &sets[i];
        char *rows = kept_file(set, "rows.tsv"), *environment = kept_file(set, "environment.json");
        assert_int_equal(mkdir(scratch_path("set"), 0777), 0);
        put("environment.json", environment);
        refuse_text(set, "", "it has no header line");
        refuse_text(set, "\n\n", "it has no header line");
        refuse_text(set, "# only\n# comments\n", "it has no column");
        refuse_text(set, "a\tb\n1\t2\n", "it has no column");
        refuse_text(set, strchr(rows, '\n') + 1, "it has no column");
        check_refused(set, binary, sizeof binary, "it is no text");
        refuse_changed(set, rows, set->column, "walls", "it has no column");
        refuse_changed(set, rows, "\n", "\n\t\n", "line 2 has 2 fields");
        refuse_changed(set, rows, "\t", ",", "line 2 has");
        refuse_cut(set, rows, i == 0);
        put("rows.tsv", rows);
        put("environment.json", "");
        for (const char *const *command = set->commands; *command; command++) {
            struct program program = make(set, *command);
            PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
            PROGRAM_CHECK(program, strstr(program.errors, "environment.json: it is no JSON"));
            program_free(&program);
        }
        assert_int_equal(rename(scratch_path("set"), scratch_path(set->name)), 0);
        free(rows);
        free(environment);
    }
}

/* A mark at the start, carriage returns, empty lines: the same tables as without. */
static void set_is_read_as_people_have_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < SETS; i++) {
        const struct set *set = &sets[i];
        char *rows = kept_file(set, "rows.tsv"), *environment = kept_file(set, "environment.json");
        struct text returns = {0};
        text_add(&returns, "\xEF\xBB\xBF");
        for (const char *at = rows; *at; at++)
            text_printf(&returns, "%s%c", *at == '\n' ? "\r" : "", *at);
        text_add(&returns, "\r\n\n");
        assert_int_equal(mkdir(scratch_path("set"), 0777), 0);
        put("environment.json", environment);
        char *outputs[2];
        for (int k = 0; k < 2; k++) {
            put("rows.tsv", k ? text_chars(&returns) : rows);
            struct program program = make(set, "table");
            PROGRAM_CHECK(program, program.status == 0 && program.errors_lines == 0);
            outputs[k] = text_copy(program.output);
            program_free(&program);
        }
        assert_string_equal(outputs[0], outputs[1]);
        char *aside = text_format("%s-read", set->name);
        assert_int_equal(rename(scratch_path("set"), scratch_path(aside)), 0);
        free(aside);
        free(outputs[0]);
        free(outputs[1]);
        text_free(&returns);
        free(rows);
        free(environment);
    }
}

/* A killed bench leaves a part of a line, and says so in its environment: a table of what is whole. */
static void set_of_a_killed_bench_is_read(void **state)
{
    (void)state;
    char *rows = kept_file(&sets[0], "rows.tsv");
    rows[strlen(rows) / 2] = '\0';
    assert_int_equal(mkdir(scratch_path("set"), 0777), 0);
    put("rows.tsv", rows);
    put("environment.json", "{\"complete\": false, \"cells\": 583}");
    struct program program = make(&sets[0], "table");
    PROGRAM_CHECK(program, program.status == 0 && strstr(program.output, "INCOMPLETE"));
    PROGRAM_CHECK(program, strstr(program.output, "N=100, limit 10"));
    program_free(&program);
    assert_int_equal(rename(scratch_path("set"), scratch_path("killed")), 0);
    free(rows);
}

/* What stands beside the rows, and is read for a picture or for the names of the peers. */
static void files_beside_the_rows_are_whole_as_well(void **state)
{
    (void)state;
    static const struct {
        const char *set, *file, *command, *text, *says;
    } bad[] = {
        {"reference", "histograms/callback-100-10.tsv", "plots", "", "no header"},
        {"reference", "histograms/callback-100-10.tsv", "plots", "a\tb\n", "no column 'measure'"},
        {"reference", "traces/callback-real.tsv", "plots", "", "no header"},
        {"reference", "traces/callback-real.tsv", "plots", "t_ns\tevent\ttask\n1\tpull",
         "cut short"},
        {"reference", "traces/callback-real.tsv", "plots", "a\n", "must begin with"},
        {"peers-reference", "peers.tsv", "table", "", "no header"},
        {"peers-reference", "peers.tsv", "table", "a\tb\n", "no column 'peer'"},
        {"peers-reference", "skipped.tsv", "table", "a\n", "no column 'peer'"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct set *set = &sets[strcmp(bad[i].set, "reference") != 0];
        char *rows = kept_file(set, "rows.tsv");
        assert_int_equal(mkdir(scratch_path("set"), 0777), 0);
        assert_int_equal(mkdir(scratch_path("set/traces"), 0777), 0);
        assert_int_equal(mkdir(scratch_path("set/histograms"), 0777), 0);
        put("rows.tsv", rows);
        put(bad[i].file, bad[i].text);
        struct program program = make(set, bad[i].command);
        PROGRAM_CHECK(program, program.status == 1 && !*program.output);
        PROGRAM_CHECK(program, strstr(program.errors, bad[i].says));
        PROGRAM_CHECK(program, !file_exists(scratch_path("set/table.md")));
        program_free(&program);
        char *aside = text_format("beside-%zu", i);
        assert_int_equal(rename(scratch_path("set"), scratch_path(aside)), 0);
        free(aside);
        free(rows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_that_is_not_whole_makes_nothing),
        cmocka_unit_test(words_for_numbers_make_nothing),
        cmocka_unit_test(set_is_read_as_people_have_it),
        cmocka_unit_test(set_of_a_killed_bench_is_read),
        cmocka_unit_test(files_beside_the_rows_are_whole_as_well),
    };
    return cmocka_run_group_tests_name("bench_kept", tests, set_up, tear_down);
}
