/* test_queues_program.c -- the program that compares the priority queues: its words, the rows that it
 * keeps, and the tables that it makes of them. It stands beside AS_COMPLETED_BENCH. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../harness/base/rows.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

/* From here on program_run() runs it. */
static int set_up(void **state)
{
    const char *driver = getenv("AS_COMPLETED_BENCH");
    char path[4096];
    if (!driver)
        driver = "build/as-completed-bench";
    snprintf(path, sizeof path, "%.*squeues", (int)(strrchr(driver, '/') + 1 - driver), driver);
    setenv("AS_COMPLETED", path, 1);
    return scratch_make(state);
}

static void check_refused(struct program program, int status, const char *words)
{
    PROGRAM_CHECK(program, program.status == status);
    PROGRAM_CHECK(program, program.errors_lines == 1 && !*program.output);
    PROGRAM_CHECK(program, strncmp(program.errors, "queues: ", 8) == 0);
    PROGRAM_CHECK(program, strstr(program.errors, words));
    program_free(&program);
}

static void program_refuses_bad_words(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"", "measure or table"},
        {"mesure x", "did you mean 'measure'?"},
        {"table", "one result folder"},
        {"table a b", "one result folder"},
        {"table ''", "table '': must be the name"},
        {"measure ''", "measure '': must be the name"},
        {"measure x --least 9", "from 10"},
        {"measure x --most 9", "from 10"},
        {"measure x --rounds 0", "from 1 to 1000"},
        {"measure x --operations no", "'no'"},
        {"measure x --seed -1", "'-1'"},
        {"measure x --sed 1", "did you mean '--seed'?"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_refused(program_run("%s", bad[i][0]), 2, bad[i][1]);
    check_refused(program_run("table %s", scratch_path("nothing")), 1, "cannot read");
    check_refused(program_run("measure %s", scratch_path("no/where")), 1, "cannot keep results");
    struct program help = program_run("--help");
    PROGRAM_CHECK(help, help.status == 0 && strstr(help.output, "--operations"));
    program_free(&help);
}

static void program_keeps_a_row_for_each_run(void **state)
{
    (void)state;
    char dir[256];
    snprintf(dir, sizeof dir, "%s", scratch_path("set"));
    struct program program =
        program_run("measure %s --least 100 --most 1000 --operations 500 --rounds 2 --seed 3", dir);
    PROGRAM_CHECK(program, program.status == 0 && strstr(program.output, "wheel_ms"));
    struct rows rows;
    assert_int_equal(rows_read(&rows, scratch_path("set/rows.tsv")), 0);
    assert_int_equal(rows.count, 2 * 2 * 5 * 7); /* rounds, sizes, loads, queues */
    for (size_t row = 0; row < rows.count; row++) {
        assert_true(rows_number(&rows, row, "operations") >= 500);
        assert_true(rows_number(&rows, row, "cpu_ns") > 0);
    }
    rows_free(&rows);
    char *environment = file_read(scratch_path("set/environment.json"), NULL);
    assert_non_null(strstr(environment, "\"complete\": true"));
    free(environment);
    check_refused(program_run("table %s/rows.tsv", dir), 1, "cannot read");
    struct program again = program_run("measure %s", dir); /* what is kept is not written over */
    check_refused(again, 1, "file already exists");

    struct program table = program_run("table %s", dir);
    PROGRAM_CHECK(table, table.status == 0 && strcmp(table.output, program.output) == 0);
    program_free(&table);
    program_free(&program);
}

/* Three rounds made by hand: medians, ratios within each round, and an order that differs once. */
static void program_makes_its_table_of_the_rows(void **state)
{
    (void)state;
    static const char header[] = "round\tload\tsleeping\tqueue\toperations\tcpu_ns\tfill_ns\t"
                                 "heap_bytes\tcheck\tout_of_order\n";
    char text[2048] = "", set[256];
    strcat(text, header);
    strcat(text, "1\tequal\t10\tproduction\t100\t1000\t50\t160\ta\t0\n"
                 "1\tequal\t10\tradix\t100\t500\t50\t320\ta\t0\n"
                 "2\tequal\t10\tradix\t200\t4000\t50\t320\tb\t50\n"
                 "2\tequal\t10\tproduction\t200\t8000\t50\t160\ta\t0\n"
                 "3\tequal\t10\tradix\t100\t3000\t50\t320\ta\t0\n"
                 "3\tequal\t10\tproduction\t100\t2000\t50\t160\ta\t0\n"
                 "4\tequal\t10\tradix\t100\t9000\t50\t320\ta\t0\n"); /* no production beside it */
    snprintf(set, sizeof set, "%s", scratch_path("made"));
    struct program folder = program_run("measure %s --most 10 --operations 1 --rounds 1", set);
    program_free(&folder);
    file_write(scratch_path("made/rows.tsv"), text);
    struct program table = program_run("table %s", set);
    PROGRAM_CHECK(table, table.status == 0);
    PROGRAM_CHECK(table, strstr(table.output, "20 ns, 0.500 [0.500,1.500]"));
    PROGRAM_CHECK(table, strstr(table.output, "radix pops in another order: up to 25.0 %"));
    program_free(&table);
    char *lines = file_read(scratch_path("made/table.tsv"), NULL);
    assert_non_null(strstr(lines, "equal\tradix\t10\t3\t20.000\t5.000\t30.000\t0.5000\t0.5000\t"
                                  "1.5000\t5.000\t32.00\tanother\t0.250000\n"));
    assert_non_null(strstr(lines, "equal\tproduction\t10\t3\t20.000\t10.000\t40.000\t1.0000"));
    free(lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(program_refuses_bad_words),
        cmocka_unit_test(program_keeps_a_row_for_each_run),
        cmocka_unit_test(program_makes_its_table_of_the_rows),
    };
    return cmocka_run_group_tests(tests, set_up, scratch_remove);
}
