/* test_bench_rows.c -- the bench's raw rows: read by name, appended whole; hyperfine's files
 * merged. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../harness/base/rows.h"
#include "../harness/base/text.h"
#include "../harness/bench/merge.h"
#include "../harness/bench/suite.h"

static char folder[] = "/tmp/test_bench_rows_XXXXXX";
static char *path;

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    path = text_format("%s/file", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    free(path);
    return rmdir(folder);
}

static void rows_are_read_by_name(void **state)
{
    (void)state;
    struct rows rows;
    assert_int_equal(rows_parse(&rows, "b\ta\n2\tx\nnull\ty\n"), 0);
    assert_int_equal(rows.count, 2);
    assert_true(rows_number(&rows, 0, "b") == 2);
    assert_true(isnan(rows_number(&rows, 1, "b")) && isnan(rows_number(&rows, 0, "a")));
    assert_true(rows_is(&rows, 1, "a", "y"));
    assert_string_equal(rows_get(&rows, 0, "c"), "null");
    rows_free(&rows);
}

static void rows_that_are_not_whole_are_left_out(void **state)
{
    (void)state;
    struct rows rows;
    assert_int_equal(rows_parse(&rows, "a\tb\n1\t2\n7\t8"), 0);
    assert_true(rows.count == 1 && rows.cut);
    rows_free(&rows);
    assert_int_equal(rows_parse(&rows, "a\tb"), -EINVAL);
    rows_free(&rows);
    assert_int_equal(rows_parse(&rows, ""), -EINVAL);
    rows_free(&rows);
    assert_int_equal(rows_read(&rows, "/nowhere/rows.tsv"), -ENOENT);
    rows_free(&rows);
}

/* A mark before the header, both line ends, and empty lines are no part of the rows. */
static void rows_are_read_as_people_have_them(void **state)
{
    (void)state;
    struct rows rows;
    assert_int_equal(rows_parse(&rows, "\xEF\xBB\xBF"
                                       "a\tb\r\n1\t2\r\n\r\n\n3\t4\n"),
                     0);
    assert_int_equal(rows.count, 2);
    assert_false(rows.cut);
    assert_true(rows_has(&rows, "a") && rows_has(&rows, "b") && !rows_has(&rows, "c"));
    assert_true(rows_is(&rows, 0, "b", "2") && rows_is(&rows, 1, "a", "3"));
    rows_free(&rows);

    assert_int_equal(rows_parse(&rows, "\r\n"
                                       "\xEF\xBB\xBF"
                                       "a\tb\n1\t2\n"),
                     0);
    assert_true(rows_is(&rows, 0, "a", "1"));
    rows_free(&rows);
}

/* What is only half of a row, two in one, or no text. */
static void rows_say_what_is_wrong_with_a_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int error;
        const char *says;
    } bad[] = {{"a\tb\n1\t2\n3\n4\t5\n", -EBADMSG, "line 3 has 1 fields, and the header 2"},
               {"a\tb\n1\t2\t3\n", -EBADMSG, "line 2 has 3 fields, and the header 2"},
               {"\n\n", -EINVAL, "it has no header line"},
               {"\xEF\xBB\xBF", -EINVAL, "it has no header line"}};
    struct rows rows;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(rows_parse(&rows, bad[i].text), bad[i].error);
        assert_string_equal(rows_error(&rows, bad[i].error), bad[i].says);
        rows_free(&rows);
    }
    FILE *file = fopen(path, "w");
    assert_true(file && fwrite("a\tb\n\0\t2\n", 1, 9, file) == 9 && fclose(file) == 0);
    assert_int_equal(rows_read(&rows, path), -EILSEQ);
    assert_string_equal(rows_error(&rows, -EILSEQ), "it is no text");
    rows_free(&rows);
}

static void rows_come_back_as_they_were_appended(void **state)
{
    (void)state;
    struct rows rows, back;
    unlink(path);
    rows_init(&rows, bench_columns);
    assert_int_equal(rows_create(&rows, path), 0);
    assert_int_equal(rows_create(&rows, path), -EEXIST);
    for (int i = 0; i < 3; i++) {
        size_t row = rows_add(&rows);
        rows_set(&rows, row, "cell", "callback again");
        rows_set(&rows, row, "command", "tab\tand\nnewline");
        rows_set(&rows, row, "no such column", "x");
        assert_int_equal(rows_append(&rows, row, path), 0);
    }
    assert_int_equal(rows_read(&back, path), 0);
    assert_int_equal(back.count, 3);
    assert_int_equal(back.columns, rows.columns);
    assert_true(rows_is(&back, 2, "cell", "callback again"));
    assert_true(rows_is(&back, 2, "command", "tab and newline"));
    assert_true(rows_is(&back, 2, "wall_ns", "null"));
    rows_free(&rows);
    rows_free(&back);
    if (access("/dev/full", W_OK) == 0) {
        rows_init(&rows, bench_columns);
        rows_add(&rows);
        assert_int_equal(rows_append(&rows, 0, "/dev/full"), -ENOSPC);
        rows_free(&rows);
    }
}

static void rows_copy_what_both_have(void **state)
{
    (void)state;
    struct rows rows, from;
    rows_init(&rows, (const char *const[]){"a", "b", NULL});
    rows_add(&rows);
    rows_set(&rows, 0, "b", "kept");
    rows_parse(&from, "c\ta\n1\t2\n");
    rows_copy(&rows, 0, &from, 0);
    assert_true(rows_is(&rows, 0, "a", "2") && rows_is(&rows, 0, "b", "kept"));
    rows_free(&rows);
    rows_free(&from);
}

/* One run as hyperfine exports it. */
static int merge(json_t *all, struct rows *rows, const char *cell, double seconds, const char *code)
{
    char *json = text_format("{\"results\": [{\"command\": \"x\", \"mean\": %g, \"stddev\": null, "
                             "\"median\": %g, \"user\": %g, \"system\": 0.5, \"min\": %g, "
                             "\"max\": %g, \"times\": [%g], \"exit_codes\": [%s]}]}",
                             seconds, seconds, seconds / 2, seconds, seconds, seconds, code);
    assert_int_equal(text_write_file(json, path), 0);
    free(json);
    size_t row = rows_add(rows);
    rows_set(rows, row, "stage", "verdict");
    rows_set(rows, row, "point", "100,10");
    rows_set(rows, row, "cell", cell);
    return merge_cell(all, path, rows, row);
}

static void merge_gathers_rounds_of_a_cell(void **state)
{
    (void)state;
    struct rows rows;
    json_t *all = json_pack("{s: []}", "results");
    rows_init(&rows, bench_columns);
    assert_int_equal(merge(all, &rows, "callback", 1, "0"), 0);
    assert_int_equal(merge(all, &rows, "callback again", 5, "0"), 0);
    assert_int_equal(merge(all, &rows, "callback", 3, "1"), 0);
    assert_int_equal(merge(all, &rows, "callback", 2, "null"), 0);

    json_t *results = json_object_get(all, "results"), *entry = json_array_get(results, 0);
    assert_int_equal(json_array_size(results), 2);
    assert_int_equal(json_array_size(json_object_get(entry, "times")), 3);
    assert_int_equal(json_array_size(json_object_get(entry, "exit_codes")), 3);
    const char *const keys[] = {"mean", "stddev", "median", "user", "system", "min", "max"};
    const double expected[] = {2, 1, 2, 1, 0.5, 1, 3};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_true(fabs(json_number_value(json_object_get(entry, keys[i])) - expected[i]) < 1e-12);

    assert_true(rows_is(&rows, 0, "exit", "0") && rows_is(&rows, 2, "exit", "1"));
    assert_true(rows_is(&rows, 3, "exit", "ended by a signal"));
    assert_true(rows_number(&rows, 2, "hyperfine_wall_s") == 3);
    assert_true(rows_number(&rows, 2, "hyperfine_user_s") == 1.5);
    rows_free(&rows);
    json_decref(all);
}

static void merge_refuses_what_is_not_hyperfines(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "{}", "{\"results\": []}", "{\"results\": [{}]}", "[1"};
    struct rows rows;
    json_t *all = json_pack("{s: []}", "results");
    rows_init(&rows, bench_columns);
    rows_add(&rows);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(text_write_file(wrong[i], path), 0);
        assert_int_equal(merge_cell(all, path, &rows, 0), -EINVAL);
    }
    assert_int_equal(json_array_size(json_object_get(all, "results")), 0);
    rows_free(&rows);
    json_decref(all);
}

static void text_quotes_what_a_shell_would_split(void **state)
{
    (void)state;
    struct text text = {0};
    text_add_quoted(&text, "plain-1,2");
    text_add_quoted(&text, "");
    text_add_quoted(&text, "it's $x");
    assert_string_equal(text_chars(&text), "plain-1,2'''it'\\''s $x'");
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_by_name),
        cmocka_unit_test(rows_that_are_not_whole_are_left_out),
        cmocka_unit_test(rows_are_read_as_people_have_them),
        cmocka_unit_test(rows_say_what_is_wrong_with_a_line),
        cmocka_unit_test(rows_come_back_as_they_were_appended),
        cmocka_unit_test(rows_copy_what_both_have),
        cmocka_unit_test(merge_gathers_rounds_of_a_cell),
        cmocka_unit_test(merge_refuses_what_is_not_hyperfines),
        cmocka_unit_test(text_quotes_what_a_shell_would_split),
    };
    return cmocka_run_group_tests_name("bench_rows", tests, make_folder, remove_folder);
}
