/* test_bench_work.c -- the bench of real work: a short run of all its parts, and its resumption.
 *
 * The programs of the bench stand beside the driver. Where there is no nginx, or no as-completed-http, requests are left
 * out.
 */
#include <stdlib.h>
#include <string.h>

#include "../harness/bench/strategies/cells.h"
#include "../harness/bench/work/cpu.h"
#include "../harness/bench/work/exec.h"
#include "../harness/bench/work/http.h"
#include "support/bench.h"
#include "support/check.h"

/* Without programs that take long to start; and without strace where that may not trace the program. */
static struct program measure(const char *words)
{
    static const char *const missing[] = {"parallel", "node", "java", "wrk", "strace"};
    size_t count = sizeof missing / sizeof *missing - !under_instruments();
    return bench_program_run(missing, count, "work --quick --rounds 1 --seed 1", words);
}

static size_t count_of(const struct rows *rows, const char *stage, const char *cell)
{
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++)
        count += rows_is(rows, row, "stage", stage) && rows_is(rows, row, "cell", cell);
    return count;
}

/* What each stage is for is there, of ours. */
static void check_row(const struct rows *rows, size_t row)
{
    const char *stage = rows_get(rows, row, "stage"), *cell = rows_get(rows, row, "cell");
    if (!cells_strategy(cell))
        return;
    if (!rows_is(rows, row, "exit", "0"))
        fail_msg("%s: %s", rows_get(rows, row, "command"), rows_get(rows, row, "exit"));
    assert_true(rows_number(rows, row, "wall_ns") > 0);
    if (strcmp(stage, HTTP_ONE) == 0)
        assert_true(rows_number(rows, row, "median_ns") > 0);
    if (strcmp(stage, HTTP_CALLS) == 0)
        assert_true(rows_number(rows, row, "system_calls") > 0);
    if (strcmp(stage, HTTP_DELAYS) == 0) {
        assert_string_equal(rows_get(rows, row, "stamped"), "20");
        assert_true(rows_number(rows, row, "ideal_ns") <= rows_number(rows, row, "wall_ns"));
        assert_false(rows_is(rows, row, "libcurl", "null"));
    }
    if (strcmp(stage, CPU_LONG_2) == 0 || strcmp(stage, CPU_SHORT_INLINE) == 0) {
        assert_true(rows_number(rows, row, "own_wall_ns") > 0);
        assert_true(rows_number(rows, row, "own_wall_ns") < rows_number(rows, row, "wall_ns"));
        assert_false(rows_is(rows, row, "checksum", "null"));
    }
}

/* Nothing runs twice. */
static void bench_measures_all_parts(void **state)
{
    (void)state;
    struct program program;
    char *dir = bench_anew(measure, "", &program);
    PROGRAM_CHECK(program, strstr(program.output, "Jobs of /bin/true, limit 16: 40 of them"));
    PROGRAM_CHECK(program, strstr(program.output, "Tasks that compute, 1 ms: 20 of them"));
    PROGRAM_CHECK(program, strstr(program.output, "Left out: wrk: there is no wrk"));
    PROGRAM_CHECK(program, strstr(program.errors, "work-quick: "));
    bool requests = !strstr(program.output, "Left out: nginx") &&
                    !strstr(program.output, "Left out: as-completed-http");
    program_free(&program);
    struct rows rows = bench_rows(dir, &suite_work);
    size_t once = rows.count;
    for (size_t row = 0; row < rows.count; row++)
        check_row(&rows, row);
    assert_int_equal(count_of(&rows, EXEC_SLEEPS, "callback"), 1);
    assert_int_equal(count_of(&rows, CPU_LONG_4, "callback"), 1);
    assert_int_equal(count_of(&rows, HTTP_GETS, "callback"), requests ? 2 : 0);
    assert_int_equal(count_of(&rows, HTTP_DELAYS, "callback"), requests ? 1 : 0);
    rows_free(&rows);
    bench_go_on(measure, "", dir, &program);
    PROGRAM_CHECK(program, strstr(program.errors, "work-quick: 0 runs"));
    program_free(&program);
    rows = bench_rows(dir, &suite_work);
    assert_int_equal(rows.count, once);
    rows_free(&rows);
    free(dir);
}

static void bench_goes_on_with_no_other_folder(void **state)
{
    (void)state;
    bench_check_other(measure, "results/exec-reference", "a bench of real work");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bench_measures_all_parts),
        cmocka_unit_test(bench_goes_on_with_no_other_folder),
    };
    return cmocka_run_group_tests_name("bench_work", tests, bench_begin, bench_end);
}
