/* test_bench_summary.c -- from planted rows to verdicts and tables. */
#define _POSIX_C_SOURCE 200809L
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
#include "../harness/bench/stats/group.h"
#include "../harness/bench/strategies/summary.h"
#include "../harness/bench/suite.h"
#include "../harness/bench/tables/parts.h"

static void set(struct rows *rows, size_t row, const char *column, double value)
{
    char *text = text_format("%.0f", value);
    rows_set(rows, row, column, text);
    free(text);
}

/* One row of the stage `verdict` at N=100, limit 10. */
static size_t plant(struct rows *rows, const char *cell, int round, double wall_ns, double cpu_ns)
{
    size_t row = rows_add(rows);
    rows_set(rows, row, "stage", "verdict");
    rows_set(rows, row, "point", "100,10");
    rows_set(rows, row, "cell", cell);
    rows_set(rows, row, "clock", "real");
    rows_set(rows, row, "exit", "0");
    set(rows, row, "round", round);
    set(rows, row, "tasks", 100);
    set(rows, row, "wall_ns", wall_ns);
    set(rows, row, "ideal_ns", 1e9);
    set(rows, row, "excess_ns", wall_ns - 1e9);
    set(rows, row, "cpu_user_ns", cpu_ns);
    set(rows, row, "cpu_sys_ns", 0);
    return row;
}

/* Seven rounds: floor takes 0.9 of callback's CPU, polling 400 times as much; callback again takes
 * `again` times as much. All have the same wall. */
static void plant_point(struct rows *rows, double again, int rounds)
{
    rows_init(rows, bench_columns);
    for (int round = 1; round <= rounds; round++) {
        double wall = 1.0001e9 + 1e4 * round, cpu = 2e6 + 1e5 * round;
        double wobble = 1 + 0.02 * (round % 2 ? 1 : -1);
        plant(rows, "floor", round, wall, cpu * 0.9 * wobble);
        plant(rows, "callback again", round, wall, cpu * again * wobble);
        plant(rows, "callback", round, wall, cpu);
        plant(rows, "polling", round, wall, cpu * 400);
    }
}

/* What the summary of a cell has in a column. */
static const char *at(const struct rows *list, const char *cell, const char *column)
{
    size_t found = summary_find(list, "verdict", "100,10", cell);
    assert_int_not_equal(found, SIZE_MAX);
    return rows_get(list, found, column);
}

static double number_at(const struct rows *list, const char *cell, const char *column)
{
    return strtod(at(list, cell, column), NULL);
}

static void summary_finds_what_was_planted(void **state)
{
    (void)state;
    struct rows rows;
    plant_point(&rows, 1, 7);
    struct rows list = summarize(&rows);
    assert_int_equal(list.count, 4);
    assert_string_equal(rows_get(&list, 0, "cell"), "polling"); /* the order of teaching */
    assert_string_equal(rows_get(&list, 3, "cell"), "floor");
    assert_string_equal(at(&list, "floor", "cpu_verdict"), "faster");
    assert_string_equal(at(&list, "polling", "cpu_verdict"), "slower");
    assert_string_equal(at(&list, "callback again", "cpu_verdict"), "not resolved");
    assert_string_equal(at(&list, "polling", "wall_verdict"), "same within 1 %");
    assert_true(fabs(number_at(&list, "polling", "cpu_ratio") - 400) < 1e-6);
    assert_string_equal(at(&list, "callback", "rounds"), "7");
    assert_true(number_at(&list, "callback", "cpu_ns") == 2.4e6);
    assert_string_equal(at(&list, "callback", "turns"), "null");
    assert_string_equal(at(&list, "callback", "limited_by"), "task 1's second");
    rows_free(&list);
    rows_free(&rows);
}

static void summary_withholds_verdicts_where_the_reference_differs_from_itself(void **state)
{
    (void)state;
    struct rows rows;
    plant_point(&rows, 1.1, 7);
    struct rows list = summarize(&rows);
    assert_string_equal(at(&list, "callback again", "cpu_verdict"), "slower");
    assert_string_equal(at(&list, "polling", "cpu_verdict"), "null");
    assert_string_equal(at(&list, "floor", "cpu_verdict"), "null");
    assert_string_equal(at(&list, "polling", "wall_verdict"),
                        "same within 1 %"); /* wall is judged alone */
    rows_free(&list);
    rows_free(&rows);
}

static void summary_gives_no_verdict_on_five_rounds(void **state)
{
    (void)state;
    struct rows rows;
    plant_point(&rows, 1, 5);
    struct rows list = summarize(&rows);
    assert_string_equal(at(&list, "polling", "cpu_verdict"), "null");
    assert_true(fabs(number_at(&list, "polling", "cpu_ratio") - 400) < 1e-6);
    rows_free(&list);
    rows_free(&rows);
}

static void summary_gives_no_verdict_without_the_reference_against_itself(void **state)
{
    (void)state;
    struct rows rows;
    plant_point(&rows, 1, 7);
    for (size_t row = 0; row < rows.count; row++)
        if (rows_is(&rows, row, "cell", "callback again"))
            rows_set(&rows, row, "stage", "lost");
    struct rows list = summarize(&rows);
    assert_int_equal(summary_find(&list, "verdict", "100,10", "callback again"), SIZE_MAX);
    assert_string_equal(at(&list, "polling", "cpu_verdict"), "null");
    assert_string_equal(at(&list, "polling", "wall_verdict"), "null");
    assert_true(fabs(number_at(&list, "polling", "cpu_ratio") - 400) < 1e-6);
    rows_free(&list);
    rows_free(&rows);
}

/* A round in which callback failed has no pair; what failed is counted, not averaged. */
static void summary_pairs_by_round(void **state)
{
    (void)state;
    struct rows rows;
    plant_point(&rows, 1, 7);
    for (size_t row = 0; row < rows.count; row++)
        if (rows_is(&rows, row, "cell", "callback") && rows_is(&rows, row, "round", "3"))
            rows_set(&rows, row, "exit", "signal 9");
    struct rows list = summarize(&rows);
    struct group polling = {"verdict", "100,10", "polling", NULL};
    assert_int_equal(group_compare(&polling, &rows, "callback", "cpu_ns").pairs, 6);
    assert_true(fabs(number_at(&list, "polling", "cpu_ratio") - 400) < 1e-6);
    assert_string_equal(at(&list, "callback", "failed"), "1");
    assert_string_equal(at(&list, "callback", "rounds"), "6");
    struct page page = {.rows = &rows, .summaries = list};
    struct grid grid = {.title = NULL};
    table_failures(&page, &grid, "verdict", NULL);
    assert_string_equal(text_chars(&grid.notes),
                        "FAILED: callback at 100,10, 1 of 7, exit: signal 9\n");
    grid_free(&grid);
    rows_free(&list);
    rows_free(&rows);
}

static void summary_says_what_limits(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, bench_columns);
    plant(&rows, "callback", 1, 1.04e9, 1);
    plant(&rows, "polling", 1, 1.06e9, 1);
    size_t over = plant(&rows, "serial", 1, 5.2e9, 1);
    rows_set(&rows, over, "ideal_ns", "5187377517");
    struct rows list = summarize(&rows);
    assert_string_equal(at(&list, "callback", "limited_by"), "task 1's second");
    assert_string_equal(at(&list, "polling", "limited_by"), "CPU");
    assert_string_equal(at(&list, "serial", "limited_by"), "work over limit");
    rows_free(&list);
    rows_free(&rows);
}

/* CPU per task on the virtual clock, and its ratio to floor at the same limit: at a larger N the ratio is
 * 1.25 times that at the smaller. */
static void plant_per_task(struct rows *rows)
{
    static const struct {
        const char *cell, *point;
        double tasks, cpu_ns;
    } cells[] = {
        {"polling", "1000000,10", 1e6, 110e6},   {"callback", "1000000,10", 1e6, 120e6},
        {"floor", "1000000,10", 1e6, 100e6},     {"callback", "1000000,1000", 1e6, 300e6},
        {"floor", "1000000,1000", 1e6, 200e6},   {"callback", "10000000,10", 1e7, 1500e6},
        {"floor", "10000000,10", 1e7, 1000e6},   {"callback", "10000000,1000", 1e7, 3000e6},
        {"floor", "10000000,1000", 1e7, 2000e6},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        size_t row = plant(rows, cells[i].cell, 1, 1e9, cells[i].cpu_ns);
        rows_set(rows, row, "stage", "per-task");
        rows_set(rows, row, "point", cells[i].point);
        rows_set(rows, row, "clock", "virtual");
        set(rows, row, "tasks", cells[i].tasks);
    }
}

/* Two that keep within 64 KiB of each other at one N, and not at another. */
static void plant_memory(struct rows *rows)
{
    static const struct {
        const char *cell, *point;
        double bytes;
    } cells[] = {{"callback", "1000,10", 2097152},
                 {"polling", "1000,10", 2097152 + 65536},
                 {"callback", "100000000,10", 2097152},
                 {"polling", "100000000,10", 4194304}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        size_t row = plant(rows, cells[i].cell, 1, 1e9, 1e9);
        rows_set(rows, row, "stage", "memory");
        rows_set(rows, row, "point", cells[i].point);
        rows_set(rows, row, "clock", "virtual");
        set(rows, row, "peak_rss_bytes", cells[i].bytes);
    }
}

static void write_rows(const struct rows *rows, const char *dir)
{
    char *path = text_format("%s/rows.tsv", dir);
    assert_int_equal(rows_create(rows, path), 0);
    for (size_t row = 0; row < rows->count; row++)
        assert_int_equal(rows_append(rows, row, path), 0);
    free(path);
}

static void remove_file(const char *dir, const char *name)
{
    char *path = text_format("%s/%s", dir, name);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static void table_fits_a_terminal_and_says_why_it_is_silent(void **state)
{
    (void)state;
    char dir[] = "/tmp/test_bench_summary_XXXXXX";
    struct rows rows;
    struct text shown = {0};
    assert_non_null(mkdtemp(dir));
    plant_point(&rows, 1.1, 7);
    plant_per_task(&rows);
    plant_memory(&rows);
    rows_set(&rows, 0, "exit", "1");
    write_rows(&rows, dir);
    assert_int_equal(table_make(dir, &shown), 0);
    const char *chars = text_chars(&shown);
    assert_non_null(strstr(chars, "N=100, limit 10, real clock"));
    assert_non_null(strstr(chars, "No CPU verdicts: callback differs from itself"));
    assert_non_null(strstr(chars, "FAILED: floor at 100,10, 1 of 7, exit: 1"));
    assert_non_null(strstr(chars, "same within 1 %"));
    const char *per_task = strstr(chars, "CPU per task at N=1000000, virtual clock");
    assert_non_null(per_task);
    assert_non_null(strstr(per_task, "callback    120 ns      1.20      300 ns      1.50\n"));
    static const char spinning[] = "polling: without the spinning";
    const char *note = strstr(per_task, spinning), *end = strstr(per_task, "\n\n");
    assert_true(note && end && note < end);  /* the one that spins is in this grid */
    assert_null(strstr(note + 1, spinning)); /* and in no other of these */
    const char *larger = strstr(per_task, "CPU per task at N=10000000, virtual clock");
    assert_non_null(larger);
    assert_non_null(strstr(larger, "1.50            1.25"));
    assert_non_null(strstr(larger, "1.50            1.00\n"));
    const char *memory = strstr(chars, "Resident memory at limit 10, virtual clock, medians of 1");
    assert_non_null(memory);
    assert_non_null(strstr(memory, "furthest apart  64.0 KiB     2.00 MiB\n"));
    for (const char *line = chars; *line; line += strcspn(line, "\n") + 1)
        assert_in_range(strcspn(line, "\n"), 0, 120);
    remove_file(dir, "rows.tsv");
    remove_file(dir, "table.txt");
    remove_file(dir, "table.md");
    remove_file(dir, "table.tsv");
    assert_int_equal(rmdir(dir), 0);
    text_free(&shown);
    rows_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summary_finds_what_was_planted),
        cmocka_unit_test(summary_withholds_verdicts_where_the_reference_differs_from_itself),
        cmocka_unit_test(summary_gives_no_verdict_on_five_rounds),
        cmocka_unit_test(summary_gives_no_verdict_without_the_reference_against_itself),
        cmocka_unit_test(summary_pairs_by_round),
        cmocka_unit_test(summary_says_what_limits),
        cmocka_unit_test(table_fits_a_terminal_and_says_why_it_is_silent),
    };
    return cmocka_run_group_tests_name("bench_summary", tests, NULL, NULL);
}
