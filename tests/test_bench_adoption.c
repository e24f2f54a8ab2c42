/* test_bench_adoption.c -- the bench of adoption: a short run of it, and its resumption.
 *
 * The programs of the bench stand beside the driver.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/base/rows.h"
#include "../harness/base/text.h"
#include "../harness/bench/adoption/adoption.h"
#include "../harness/bench/strategies/cells.h"
#include "../harness/bench/suite.h"
#include "support/bench.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

/* Without strace where that may not trace the program. */
static struct program measure(const char *words)
{
    static const char *const missing[] = {"strace"};
    return bench_program_run(missing, under_instruments(), "adoption --quick --rounds 1 --seed 1",
                             words);
}

static struct rows kept(const char *dir)
{
    struct rows rows;
    char *path = text_format("%s/rows.tsv", dir);
    assert_int_equal(rows_read(&rows, path), 0);
    assert_true(suite_of_rows(&rows) == &suite_adoption);
    free(path);
    return rows;
}

static double number_at(const struct rows *rows, const char *stage, const char *point,
                        const char *cell, const char *column)
{
    for (size_t row = 0; row < rows->count; row++)
        if (rows_is(rows, row, "stage", stage) && rows_is(rows, row, "cell", cell) &&
            rows_is(rows, row, "point", point))
            return rows_number(rows, row, column);
    fail_msg("no row of %s, %s at %s", stage, cell, point);
    return 0;
}

/* Every cell did its work, and all that did the same job did the same. */
static void check_rows(const struct rows *rows)
{
    for (size_t row = 0; row < rows->count; row++)
        if (!rows_is(rows, row, "exit", "0"))
            fail_msg("%s: %s", rows_get(rows, row, "command"), rows_get(rows, row, "exit"));
    static const char *const cells[] = {ADOPTION_BY_HAND, ADOPTION_AGAIN, ADOPTION_PULL, "callback",
                                        "bounded_queue"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        assert_true(number_at(rows, ADOPTION_TIMER, "400,100", cells[i], "done") == 400);
        assert_true(number_at(rows, ADOPTION_TIMER, "400,100", cells[i], "max_in_flight") == 100);
        assert_true(number_at(rows, ADOPTION_ECHO, "200,10", cells[i], "checksum") == 2686700);
        assert_true(number_at(rows, ADOPTION_ECHO, "200,10", cells[i], "max_in_flight") == 10);
        assert_true(number_at(rows, ADOPTION_NOTHING, "2000,100", cells[i], "wall_ns") > 0);
    }
}

/* What it costs beside its tasks: an idle run turns no loop, and its memory is for so many as may be alive. */
static void check_costs(const struct rows *rows)
{
    double idle = number_at(rows, ADOPTION_IDLE, "50,10", ADOPTION_BY_HAND, "iterations");
    assert_true(number_at(rows, ADOPTION_IDLE, "50,10", "callback", "iterations") <= idle + 2);
    double few = number_at(rows, ADOPTION_MEMORY, "20,10", "callback", "peak_bytes"),
           many = number_at(rows, ADOPTION_MEMORY, "2000,1000", "callback", "peak_bytes"),
           most = number_at(rows, ADOPTION_MEMORY, "200000,100000", "callback", "peak_bytes");
    assert_true(few > 0 && few <= many && 200 * many > most && most > 10 * many);
    double by_hand = number_at(rows, ADOPTION_SIZE, "1,1", ADOPTION_BY_HAND, "code_bytes"),
           linked = number_at(rows, ADOPTION_SIZE, "1,1", ADOPTION_STATIC, "code_bytes"),
           shared = number_at(rows, ADOPTION_SIZE, "1,1", ADOPTION_SHARED, "code_bytes");
    assert_true(by_hand > 0 && by_hand < shared && shared < linked);
    assert_true(number_at(rows, ADOPTION_SIZE, "1,1", ADOPTION_LIBRARY, "symbols") > 20);
    assert_true(number_at(rows, ADOPTION_START, "5,1", ADOPTION_STATIC, "done") == 5);
}

/* Nothing runs twice. */
static void bench_measures_adoption(void **state)
{
    (void)state;
    char name[256], *words = text_format("--results %s", scratch_path("."));
    struct program program = measure(words);
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strstr(program.output, "Tasks that are a timer of 1 ms, limit 100"));
    PROGRAM_CHECK(program, strstr(program.output, "Code and data"));
    PROGRAM_CHECK(program, strstr(program.errors, "adoption-quick: "));
    program_free(&program);
    free(words);
    assert_int_equal(scratch_count("20", name), 1);
    char *dir = text_copy(scratch_path(name));
    struct rows rows = kept(dir);
    size_t once = rows.count;
    check_rows(&rows);
    check_costs(&rows);
    rows_free(&rows);
    words = text_format("--resume %s", dir);
    program = measure(words);
    PROGRAM_CHECK(program, program.status == 0 && strstr(program.errors, "adoption-quick: 0 runs"));
    rows = kept(dir);
    assert_int_equal(rows.count, once);
    rows_free(&rows);
    program_free(&program);
    free(words);
    free(dir);
}

static void bench_goes_on_with_no_other_folder(void **state)
{
    (void)state;
    struct program program = measure("--resume results/exec-reference");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "it is not the folder of a bench of adoption"));
    program_free(&program);
}

/* A driver that stands alone. */
static void bench_says_that_its_programs_are_missing(void **state)
{
    (void)state;
    char *keep = bench_driver, *whole = realpath(keep, NULL);
    assert_int_equal(symlink(whole, scratch_path("as-completed-bench")), 0);
    bench_driver = text_copy(scratch_path("as-completed-bench"));
    struct program program = measure("");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1 && !*program.output);
    PROGRAM_CHECK(program,
                  strstr(program.errors, "adoption-size: build it with `make bench-adoption`"));
    program_free(&program);
    free(bench_driver);
    free(whole);
    bench_driver = keep;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bench_measures_adoption),
        cmocka_unit_test(bench_goes_on_with_no_other_folder),
        cmocka_unit_test(bench_says_that_its_programs_are_missing),
    };
    return cmocka_run_group_tests_name("bench_adoption", tests, bench_begin, bench_end);
}
