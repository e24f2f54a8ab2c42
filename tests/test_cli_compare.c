/* test_cli_compare.c -- `compare`: a row for each strategy of the table, in each format.
 */
#include <string.h>
#include <unistd.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/program.h"
#include "support/report.h"

static const char command[] = "compare -n 20 -l 5 --queue 4 --poll-interval 1us --clock virtual";

static size_t row_count(void)
{
    size_t count = 0;
    while (ac_strategies[count])
        count++;
    return count;
}

static void cli_compare_has_a_row_for_each_strategy(void **state)
{
    (void)state;
    json_t *rows = report_of(command);
    assert_int_equal(json_array_size(rows), row_count());
    for (size_t i = 0; i < row_count(); i++) {
        const json_t *row = json_array_get(rows, i);
        report_check_fields(row);
        report_check_complete(row, 20);
        assert_string_equal(json_string_value(json_object_get(row, "strategy")),
                            ac_strategies[i]->name);
    }
    json_decref(rows);
}

static void cli_compare_prints_one_header_in_tsv(void **state)
{
    (void)state;
    struct program program = program_run("%s --format tsv", command);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    const char *at = program.output;
    PROGRAM_CHECK(program, strncmp(at, report_tsv_header, strlen(report_tsv_header)) == 0);
    for (size_t i = 0; i < row_count(); i++) {
        at = strchr(at, '\n') + 1;
        PROGRAM_CHECK(program,
                      strncmp(at, ac_strategies[i]->name, strlen(ac_strategies[i]->name)) == 0);
    }
    PROGRAM_CHECK(program, !strchr(at, '\n')[1]);
    program_free(&program);
}

static void cli_compare_prints_a_table_or_nothing(void **state)
{
    (void)state;
    struct program program = program_run("compare -n 20 -l 5 --clock virtual");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    for (size_t i = 0; i < row_count(); i++) {
        char line[64];
        snprintf(line, sizeof line, "\n%s ", ac_strategies[i]->name);
        PROGRAM_CHECK(program, strstr(program.output, line));
    }
    program_free(&program);
    program = program_run("compare -n 20 -l 5 --clock virtual --format none");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors && !*program.output);
    program_free(&program);
}

/* In the order of the table, whatever that of the list. */
static void cli_compare_runs_those_that_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < row_count(); i++) {
        const char *first = ac_strategies[i]->name, *second = ac_strategies[0]->name;
        char words[128];
        snprintf(words, sizeof words, "%s -s %s%s%s", command, first, i ? "," : "",
                 i ? second : "");
        json_t *rows = report_of(words);
        assert_int_equal(json_array_size(rows), i ? 2 : 1);
        for (size_t row = 0; row < json_array_size(rows); row++)
            assert_string_equal(json_string_value(
                                    json_object_get(json_array_get(rows, row), "strategy")),
                                row ? first : second);
        json_decref(rows);
    }
}

/* serial, which is left out where it takes over ten seconds, and needs no limit. */
static void cli_compare_leaves_out_nothing_that_is_named(void **state)
{
    (void)state;
    struct program program =
        program_run("compare -s serial -n endless --sleep 20s --close-at 1ms --format tsv");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, strstr(program.output, "\nserial\t"));
    program_free(&program);
    program = program_run("compare -s serial -n 3 --sleep 20s --close-at 1ms --format tsv");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, strstr(program.output, "\nserial\t"));
    program_free(&program);
}

/* What comes through a pipe, or from the middle of stdin, can be read only once: kept for all. */
static void cli_compare_never_runs_on_fewer_sleeps_than_were_given(void **state)
{
    (void)state;
    static const char *const options[] = {"", "-n 2", "--order shuffle"};
    for (size_t i = 0; i < 6; i++) {
        int ends[2];
        char path[32] = "-";
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], "1ms\n2ms\n", 8), 8);
        close(ends[1]);
        if (i % 2)
            snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
        struct program program =
            program_run_in((struct program){.stdin_file = i % 2 ? 0 : ends[0]},
                           "compare %s --sleeps @%s --clock virtual --format json", options[i / 2],
                           path);
        close(ends[0]);
        PROGRAM_CHECK(program, program.status == 0);
        json_t *rows = json_loads(program.output, 0, NULL);
        for (size_t row = 0; row < row_count(); row++)
            report_check_complete(json_array_get(rows, row), 2);
        json_decref(rows);
        program_free(&program);
    }
}

static void cli_compare_says_where_it_cannot_keep_sleeps(void **state)
{
    (void)state;
    char *environment[] = {(char[]){"TMPDIR=/none"}, NULL};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "1ms\n", 4), 4);
    close(ends[1]);
    struct program program =
        program_run_in((struct program){.in.environment = environment, .stdin_file = ends[0]},
                       "compare --sleeps @- --clock virtual");
    close(ends[0]);
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1 && !*program.output);
    PROGRAM_CHECK(program, strstr(program.errors, "'/none/as-completed-"));
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_compare_has_a_row_for_each_strategy),
        cmocka_unit_test(cli_compare_prints_one_header_in_tsv),
        cmocka_unit_test(cli_compare_prints_a_table_or_nothing),
        cmocka_unit_test(cli_compare_runs_those_that_are_named),
        cmocka_unit_test(cli_compare_leaves_out_nothing_that_is_named),
        cmocka_unit_test(cli_compare_never_runs_on_fewer_sleeps_than_were_given),
        cmocka_unit_test(cli_compare_says_where_it_cannot_keep_sleeps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
