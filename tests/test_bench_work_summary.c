/* test_bench_work_summary.c -- what rows of real work say: targets, slopes, failures, tables and figures. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../harness/bench/figures/part.h"
#include "../harness/bench/tables/tables.h"
#include "../harness/bench/work/exec.h"
#include "../harness/bench/work/slope.h"
#include "../harness/bench/work/summary.h"
#include "support/check.h"
#include "support/planted.h"

enum { ROUNDS = 6, SECOND_NS = 1000000000 };

static size_t plant(struct rows *rows, const char *stage, const char *cell, unsigned round,
                    double wall_ns, double cpu_ns)
{
    size_t row = planted_add(rows, &(struct planted){.stage = stage,
                                                     .cell = cell,
                                                     .round = round,
                                                     .tasks = 100,
                                                     .limit = 2,
                                                     .wall_ns = wall_ns,
                                                     .cpu_ns = cpu_ns});
    rows_set_number(rows, row, "peak_rss_bytes", 1e6 * round);
    return row;
}

/* Six rounds: callback within the targets, semaphore above them, bounded_queue now here, now there. */
static struct rows planted(double again)
{
    struct rows rows;
    rows_init(&rows, exec_columns);
    for (unsigned round = 1; round <= ROUNDS; round++) {
        double wall_ns = SECOND_NS + round * 1e6, cpu_ns = 1e8;
        plant(&rows, EXEC_TRUE, EXEC_REFERENCE, round, wall_ns, cpu_ns);
        plant(&rows, EXEC_TRUE, EXEC_AGAIN, round, again * wall_ns, cpu_ns);
        plant(&rows, EXEC_TRUE, EXEC_PARALLEL, round, 4 * wall_ns, 5 * cpu_ns);
        plant(&rows, EXEC_TRUE, "callback", round, wall_ns, 0.9 * cpu_ns);
        plant(&rows, EXEC_TRUE, "semaphore", round, 1.2 * wall_ns, 1.5 * cpu_ns);
        plant(&rows, EXEC_TRUE, "bounded_queue", round, (round % 2 ? 0.9 : 1.1) * wall_ns, cpu_ns);
        plant(&rows, EXEC_TRUE, "polling", round, 0.9 * wall_ns, 9 * cpu_ns);
        size_t row = plant(&rows, EXEC_SLEEPS, "callback", round, 1.01 * SECOND_NS, cpu_ns);
        rows_set_number(&rows, row, "ideal_ns", SECOND_NS);
    }
    return rows;
}

static void targets_are_reached_missed_or_not_resolved(void **state)
{
    (void)state;
    struct rows rows = planted(1.001), list = work_summarize(&rows, &work_exec);
    planted_check(&list, EXEC_TRUE, 0, "callback", "wall_target", "reached");
    planted_check(&list, EXEC_TRUE, 0, "callback", "cpu_target", "reached");
    planted_check(&list, EXEC_TRUE, 0, "callback", "parallel_target", "reached");
    planted_check(&list, EXEC_TRUE, 0, "callback", "job_cpu_ns", "900000");
    planted_check(&list, EXEC_TRUE, 0, "semaphore", "wall_target", "missed");
    planted_check(&list, EXEC_TRUE, 0, "semaphore", "parallel_target", "missed");
    planted_check(&list, EXEC_TRUE, 0, "bounded_queue", "wall_target", "not resolved");
    planted_check(&list, EXEC_TRUE, 0, "polling", "wall_target", "null");
    planted_check(&list, EXEC_TRUE, 0, "parallel", "wall_target", "null");
    planted_check(&list, EXEC_SLEEPS, 0, "callback", "wall_target", "reached");
    planted_check(&list, EXEC_SLEEPS, 0, "callback", "wall_ratio", "1.01");
    rows_free(&list);
    rows_free(&rows);
    rows = planted(1.1);
    list = work_summarize(&rows, &work_exec);
    planted_check(&list, EXEC_TRUE, 0, "callback", "wall_target", "A/A differs");
    planted_check(&list, EXEC_TRUE, 0, "callback", "cpu_target", "reached");
    rows_free(&list);
    rows_free(&rows);
}

/* A result costs 10 us, and 2 us more for each MB: few and many differ by 500 results. */
static void slope_is_of_the_results_between(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, exec_columns);
    for (unsigned round = 1; round <= 3; round++)
        for (unsigned mb = 1; mb <= 3; mb++)
            for (unsigned many = 0; many < 2; many++) {
                double start_ns = 7e6 * mb, results = many ? 1000 : 500;
                size_t row = plant(&rows, EXEC_MEMORY, many ? EXEC_MANY : EXEC_FEW, round,
                                   SECOND_NS, start_ns + results * (1e4 + 2e3 * mb));
                rows_printf(&rows, row, "point", "%u,2", mb);
                rows_set_number(&rows, row, "take", results);
                rows_set_number(&rows, row, "peak_rss_bytes", 1e6 * mb);
            }
    struct rows list = work_summarize(&rows, &work_exec);
    assert_int_equal(list.count, 3);
    planted_check(&list, EXEC_MEMORY, 0, "semaphore", "job_cpu_ns", "12000");
    struct work_slope slope = work_slope(&rows, EXEC_MEMORY, "peak_rss_bytes");
    assert_int_equal(slope.rounds, 3);
    assert_true(fabs(slope.median - 2e-3) < 1e-9 && fabs(slope.greatest - 2e-3) < 1e-9);
    assert_int_equal(work_slope(&rows, EXEC_LIVE, "tasks").rounds, 0);
    rows_free(&list);
    rows_free(&rows);
}

/* Rows that failed are counted, and are in no figure. */
static void rows_that_failed_are_said(void **state)
{
    (void)state;
    struct rows rows = planted(1), list;
    rows_set(&rows, plant(&rows, EXEC_TRUE, "callback", 7, 1, 1), "exit", "timed out");
    list = work_summarize(&rows, &work_exec);
    planted_check(&list, EXEC_TRUE, 0, "callback", "failed", "1");
    planted_check(&list, EXEC_TRUE, 0, "callback", "job_cpu_ns", "900000");
    struct page page = {.rows = &rows};
    assert_int_equal(table_exec(&page), 0);
    assert_non_null(strstr(text_chars(&page.text), "FAILED: callback, in 1 of 7 runs."));
    assert_non_null(strstr(text_chars(&page.markdown), "Jobs of /bin/true, limit 2: 100 of them"));
    text_free(&page.text);
    text_free(&page.markdown);
    rows_free(&page.summaries);
    rows_free(&list);
    rows_free(&rows);
}

/* The title tells a finding only where those that keep a limit, and do not spin, cost the same. */
static void figure_tells_what_the_rows_carry(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, exec_columns);
    static const char *const cells[] = {"polling", "callback", "bounded_queue", EXEC_REFERENCE};
    for (size_t i = 0; i < 4; i++) {
        size_t row =
            plant(&rows, EXEC_SLEEPS, cells[i], 1, SECOND_NS, i ? 1e8 + 1e6 * (double)i : 9e8);
        rows_set_number(&rows, row, "late_p50_ns", 1e6);
        if (i < 3)
            rows_set_number(&rows, plant(&rows, EXEC_READER, cells[i], 1, SECOND_NS, 1e8),
                            "max_unread", i == 1 ? 100 : 10);
    }
    struct figures_source source = {.dir = ".", .rows = rows};
    struct figures_data data = {.title = {0}};
    assert_null(figures_exec_cost(&source, &data));
    assert_non_null(strstr(text_chars(&data.title), "a slow reader tells them apart"));
    assert_non_null(strstr(text_chars(&data.tsv), "\npolling\t9000000\t1000000\t10\n"));
    assert_non_null(strstr(text_chars(&data.tsv), "\nxargs\t1030000\t1000000\tnull\n"));
    text_free(&data.title);
    text_free(&data.tsv);
    rows_set_number(&rows, 2, "cpu_user_ns", 2e8);
    data = (struct figures_data){.title = {0}};
    assert_null(figures_exec_cost(&source, &data));
    assert_string_equal(text_chars(&data.title), "What commands cost under each strategy");
    text_free(&data.title);
    text_free(&data.tsv);
    rows_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_reached_missed_or_not_resolved),
        cmocka_unit_test(slope_is_of_the_results_between),
        cmocka_unit_test(rows_that_failed_are_said),
        cmocka_unit_test(figure_tells_what_the_rows_carry),
    };
    return cmocka_run_group_tests_name("bench_work_summary", tests, NULL, NULL);
}
