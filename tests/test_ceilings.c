/* test_ceilings.c -- what is filled grows with what there is of it, or says what had no room. */
#include <stdlib.h>
#include <string.h>

#include "../harness/base/words.h"
#include "../harness/bench/figures/part.h"
#include "../harness/bench/figures/points.h"
#include "../harness/bench/strategies/summary.h"
#include "../harness/bench/suite.h"
#include "../harness/bench/tables/parts.h"
#include "../harness/scenario/phrase.h"
#include "support/check.h"
#include "support/program.h"
#include "support/report.h"

enum { MANY = 100 };

static void a_command_keeps_every_word(void **state)
{
    (void)state;
    struct words words = {0};
    for (int i = 0; i < MANY; i++)
        words_own(&words, text_format("word%d", i));
    words_split(&words, " a  b ");
    WORDS_ADD(&words, "c", "d");
    assert_int_equal(words.count, MANY + 4);
    assert_string_equal(words.list[MANY - 1], "word99");
    assert_string_equal(words.list[MANY + 3], "d");
    assert_null(words.list[words.count]);
    char *line = words_line(&words);
    assert_non_null(strstr(line, " word99 a b c d"));
    free(line);
    words_free(&words);
}

static void compare_passes_on_every_option(void **state)
{
    (void)state;
    struct text command = {0};
    for (int i = 0; i < 40; i++)
        text_add(&command, " --ordered");
    struct program program =
        program_run("compare -n 9 -l 3 --queue 2 --poll-interval 0s --sleep 1ms --order reverse "
                    "--seed 3 --clock virtual --format json%s --consume 20ms",
                    text_chars(&command));
    PROGRAM_CHECK(program, program.status == 0);
    json_t *rows = report_parse(&program);
    for (size_t row = 0; row < json_array_size(rows); row++)
        assert_true(report_whole(json_array_get(rows, row), "wall_ns") >= 8 * 20000000);
    json_decref(rows);
    program_free(&program);
    text_free(&command);
}

static void a_phrase_that_is_cut_is_no_phrase(void **state)
{
    (void)state;
    char text[12] = "";
    assert_true(ac_phrase(text, sizeof text, "%s %n", "of", UINT64_C(10000)));
    assert_string_equal(text, "of 10,000");
    assert_true(ac_phrase(text, sizeof text, "%u", UINT64_C(12)));
    assert_false(ac_phrase(text, sizeof text, "%s", "3"));
    assert_string_equal(text, "of 10,00012");
}

static void every_line_of_a_figure_has_a_place_for_its_name(void **state)
{
    (void)state;
    struct point points[MANY];
    for (int i = 0; i < MANY; i++)
        points[i] =
            (struct point){.last = true, .low = 10, .median = 10 + i, .high = 1000, .name_y = -9};
    figures_place_names(points, MANY);
    for (int i = 0; i < MANY; i++)
        assert_true(points[i].name_y != -9);
}

/* A table of `MANY` sizes has a column for each. */
static void a_table_has_a_column_for_every_size(void **state)
{
    (void)state;
    static const char *const stages[] = {"growth-n", "per-task"};
    for (size_t s = 0; s < sizeof stages / sizeof *stages; s++) {
        struct rows rows;
        struct page page = {0};
        rows_init(&rows, bench_columns);
        for (int i = 1; i <= MANY; i++) {
            char *point = s ? text_format("1000,%d", i) : text_format("%d,10", i);
            size_t row = rows_add(&rows);
            rows_set(&rows, row, "stage", stages[s]);
            rows_set(&rows, row, "point", point);
            rows_set(&rows, row, "cell", "callback");
            rows_set(&rows, row, "exit", "0");
            free(point);
        }
        page.rows = &rows;
        page.summaries = summarize(&rows);
        table_growth(&page);
        table_per_task(&page);
        assert_non_null(strstr(text_chars(&page.text), s ? "limit 1 " : "N=1 "));
        assert_non_null(strstr(text_chars(&page.text), s ? "limit 100 " : "N=100 "));
        text_free(&page.text);
        text_free(&page.markdown);
        rows_free(&page.summaries);
        rows_free(&rows);
    }
}

/* A picture has room for six comparisons; its title says that there are more. */
static void a_figure_says_what_it_does_not_show(void **state)
{
    (void)state;
    static const char *const columns[] = {"stage",   "point",    "cell",         "peer",
                                          "mode",    "round",    "exit",         "tasks",
                                          "wall_ns", "ideal_ns", "out_of_order", NULL};
    struct figures_source workload = {.dir = "."};
    rows_init(&workload.rows, columns);
    for (int i = 1; i <= 9; i++) {
        char *point = text_format("%d000,10,1/i,1ns", i);
        const char *const values[] = {"first", point, "fake a", "fake", "a",
                                      "1",     "0",   "1000",   "2000", "1000"};
        size_t row = rows_add(&workload.rows);
        for (size_t c = 0; c < sizeof values / sizeof *values; c++)
            rows_set(&workload.rows, row, columns[c], values[c]);
        free(point);
    }
    struct figures_data data = {.error = 0};
    assert_null(figures_peers_wall(&workload, &data));
    assert_non_null(strstr(text_chars(&data.title), "; 3 comparisons are not shown"));
    assert_non_null(strstr(text_chars(&data.tsv), "\n6\t"));
    assert_null(strstr(text_chars(&data.tsv), "\n7\t"));
    text_free(&data.title);
    text_free(&data.tsv);
    rows_free(&workload.rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_keeps_every_word),
        cmocka_unit_test(compare_passes_on_every_option),
        cmocka_unit_test(a_phrase_that_is_cut_is_no_phrase),
        cmocka_unit_test(every_line_of_a_figure_has_a_place_for_its_name),
        cmocka_unit_test(a_table_has_a_column_for_every_size),
        cmocka_unit_test(a_figure_says_what_it_does_not_show),
    };
    return cmocka_run_group_tests_name("ceilings", tests, NULL, NULL);
}
