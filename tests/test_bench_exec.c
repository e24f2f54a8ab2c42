/* test_bench_exec.c -- the bench of commands: a short run, with its resumption.
 *
 * work-meter and work-job stand beside the driver.
 */
#include <stdlib.h>
#include <string.h>

#include "../harness/base/rows.h"
#include "../harness/base/text.h"
#include "../harness/bench/strategies/cells.h"
#include "../harness/bench/suite.h"
#include "../harness/bench/work/exec.h"
#include "support/bench.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

static struct program measure(const char *words)
{
    static const char *const missing[] = {"parallel"};
    return bench_program_run(missing, 1, "exec --quick --seed 1", words);
}

static struct rows kept(const char *dir)
{
    struct rows rows;
    char *path = text_format("%s/rows.tsv", dir);
    assert_int_equal(rows_read(&rows, path), 0);
    assert_true(suite_of_rows(&rows) == &suite_exec);
    free(path);
    return rows;
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
    char name[256];
    char *words = text_format("--rounds 1 --results %s", scratch_path("."));
    struct program program = measure(words);
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strstr(program.output, "Jobs of /bin/true, limit 16: 40 of them"));
    PROGRAM_CHECK(program, strstr(program.output, "Left out: parallel: there is no GNU parallel"));
    PROGRAM_CHECK(program, strstr(program.output, "Transparent huge pages: "));
    PROGRAM_CHECK(program, strstr(program.errors, "exec-quick: "));
    program_free(&program);
    free(words);
    assert_int_equal(scratch_count("20", name), 1);
    char *dir = text_copy(scratch_path(name));
    struct rows rows = kept(dir);
    size_t once = rows.count;
    check_rows(&rows, 1);
    rows_free(&rows);
    words = text_format("--rounds 2 --resume %s", dir);
    program = measure(words);
    PROGRAM_CHECK(program, program.status == 0);
    rows = kept(dir);
    assert_int_equal(rows.count, 2 * once);
    check_rows(&rows, 2);
    program_free(&program);
    program = program_run_in((struct program){.in.path = bench_driver}, "table %s", dir);
    PROGRAM_CHECK(program, program.status == 0 && strstr(program.output, "A slow reader"));
    program_free(&program);
    rows_free(&rows);
    free(words);
    free(dir);
}

static void bench_goes_on_with_no_other_folder(void **state)
{
    (void)state;
    struct program program = measure("--resume results/peers-reference");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "it is not the folder of a bench of commands"));
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bench_measures_and_goes_on),
        cmocka_unit_test(bench_goes_on_with_no_other_folder),
    };
    return cmocka_run_group_tests_name("bench_exec", tests, bench_begin, bench_end);
}
