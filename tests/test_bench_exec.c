/* test_bench_exec.c -- the bench of commands: a short run, with its resumption.
 *
 * work-meter and work-job stand beside the driver.
 */
#include <stdlib.h>
#include <string.h>

#include "../harness/bench/strategies/cells.h"
#include "../harness/bench/work/exec.h"
#include "support/bench.h"
#include "support/check.h"

static struct program measure(const char *words)
{
    static const char *const missing[] = {"parallel"};
    return bench_program_run(missing, 1, "exec --quick --seed 1", words);
}

/* A program that was lost is timed by nobody: all of ours ended well, each job stamped. */
static void check_rows(const struct rows *rows, size_t rounds)
{
    size_t callbacks = 0;
    for (size_t row = 0; row < rows->count; row++) {
        if (!rows_is(rows, row, "exit", "0"))
            fail_msg("%s: %s", rows_get(rows, row, "command"), rows_get(rows, row, "exit"));
        assert_true(rows_number(rows, row, "wall_ns") > 0);
        assert_false(rows_is(rows, row, "cell", EXEC_PARALLEL));
        bool reports = cells_strategy(rows_get(rows, row, "cell")) != NULL;
        if (rows_is(rows, row, "stage", EXEC_SLEEPS) || rows_is(rows, row, "stage", EXEC_TRUE))
            assert_int_equal(reports && rows_is(rows, row, "stage", EXEC_SLEEPS),
                             rows_number(rows, row, "spawn_mean_ns") > 0);
        if (!rows_is(rows, row, "stage", EXEC_SLEEPS) || !rows_is(rows, row, "cell", "callback"))
            continue;
        callbacks++;
        assert_string_equal(rows_get(rows, row, "stamped"), "20");
        assert_in_range(rows_number(rows, row, "max_in_flight"), 1, 10);
        assert_true(rows_number(rows, row, "ideal_ns") <= rows_number(rows, row, "wall_ns"));
    }
    assert_int_equal(callbacks, rounds);
}

static void bench_measures_and_goes_on(void **state)
{
    (void)state;
    struct program program;
    char *dir = bench_anew(measure, "--rounds 1", &program);
    PROGRAM_CHECK(program, strstr(program.output, "Jobs of /bin/true, limit 16: 40 of them"));
    PROGRAM_CHECK(program, strstr(program.output, "Left out: parallel: there is no GNU parallel"));
    PROGRAM_CHECK(program, strstr(program.output, "Transparent huge pages: "));
    PROGRAM_CHECK(program, strstr(program.errors, "exec-quick: "));
    program_free(&program);
    struct rows rows = bench_rows(dir, &suite_exec);
    size_t once = rows.count;
    check_rows(&rows, 1);
    rows_free(&rows);
    bench_go_on(measure, "--rounds 2", dir, &program);
    program_free(&program);
    rows = bench_rows(dir, &suite_exec);
    assert_int_equal(rows.count, 2 * once);
    check_rows(&rows, 2);
    rows_free(&rows);
    program = program_run_in((struct program){.in.path = bench_driver}, "table %s", dir);
    PROGRAM_CHECK(program, program.status == 0 && strstr(program.output, "A slow reader"));
    program_free(&program);
    free(dir);
}

static void bench_goes_on_with_no_other_folder(void **state)
{
    (void)state;
    bench_check_other(measure, "results/peers-reference", "a bench of commands");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bench_measures_and_goes_on),
        cmocka_unit_test(bench_goes_on_with_no_other_folder),
    };
    return cmocka_run_group_tests_name("bench_exec", tests, bench_begin, bench_end);
}
