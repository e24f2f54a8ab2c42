/* test_bench_work_targets.c -- what rows of requests and of computing say: targets, tables and figures. */
#include <stdlib.h>
#include <string.h>

#include "../harness/bench/figures/part.h"
#include "../harness/bench/tables/tables.h"
#include "../harness/bench/work/cpu.h"
#include "../harness/bench/work/http.h"
#include "../harness/bench/work/summary.h"
#include "support/check.h"
#include "support/planted.h"

enum { ROUNDS = 6, SECOND_NS = 1000000000 };

static size_t plant_at(struct rows *rows, const char *stage, uint64_t limit, const char *cell,
                       unsigned round, double wall_ns, double cpu_ns)
{
    return planted_add(rows, &(struct planted){.stage = stage,
                                               .cell = cell,
                                               .round = round,
                                               .tasks = 100,
                                               .limit = limit,
                                               .wall_ns = wall_ns,
                                               .cpu_ns = cpu_ns});
}

/* Six rounds: callback within the targets, semaphore above; wrk makes as many requests as it can. */
static struct rows planted_requests(void)
{
    struct rows rows;
    rows_init(&rows, work_columns);
    for (unsigned round = 1; round <= ROUNDS; round++) {
        double wall_ns = SECOND_NS + round * 1e6, cpu_ns = 1e8;
        for (uint64_t limit = 10; limit <= 100; limit *= 10) {
            plant_at(&rows, HTTP_GETS, limit, HTTP_REFERENCE, round, wall_ns, cpu_ns);
            plant_at(&rows, HTTP_GETS, limit, HTTP_AGAIN, round, 1.001 * wall_ns, cpu_ns);
            plant_at(&rows, HTTP_GETS, limit, HTTP_AIOHTTP, round, 0.5 * wall_ns, 4 * cpu_ns);
            plant_at(&rows, HTTP_GETS, limit, "callback", round, 0.79 * wall_ns, 0.79 * cpu_ns);
            plant_at(&rows, HTTP_GETS, limit, "semaphore", round, 0.89 * wall_ns, 0.89 * cpu_ns);
            size_t row = plant_at(&rows, HTTP_GETS, limit, HTTP_WRK, round, wall_ns, cpu_ns);
            rows_set_number(&rows, row, "tasks", 1000);
        }
        size_t one = plant_at(&rows, HTTP_ONE, 1, "callback", round, wall_ns, cpu_ns);
        rows_set_number(&rows, one, "median_ns", 150000 + 1000 * round);
        size_t calls = plant_at(&rows, HTTP_CALLS, 10, "callback", round, wall_ns, cpu_ns);
        rows_set_number(&rows, calls, "system_calls", 498 + round);
        size_t late =
            plant_at(&rows, HTTP_DELAYS, 1000, "callback", round, 1.02 * SECOND_NS, cpu_ns);
        rows_set_number(&rows, late, "ideal_ns", SECOND_NS);
        late = plant_at(&rows, HTTP_HIDDEN, 1000, HTTP_OWN_LIMIT, round, 5.0 * SECOND_NS, cpu_ns);
        rows_set_number(&rows, late, "ideal_ns", SECOND_NS);
    }
    return rows;
}

static void targets_of_requests_go_by_the_limit(void **state)
{
    (void)state;
    struct rows rows = planted_requests(), list = work_summarize(&rows, &work_all);
    planted_check(&list, HTTP_GETS, 10, "callback", "wall_target", "reached");
    planted_check(&list, HTTP_GETS, 10, "callback", "cpu_target", "reached");
    planted_check(&list, HTTP_GETS, 10, "callback", "aiohttp_target", "missed");
    planted_check(&list, HTTP_GETS, 10, "callback", "node_target", "null");
    planted_check(&list, HTTP_GETS, 10, "semaphore", "wall_target", "missed");
    planted_check(&list, HTTP_GETS, 10, "semaphore", "cpu_target", "missed");
    planted_check(&list, HTTP_GETS, 100, "semaphore", "wall_target", "reached");
    planted_check(&list, HTTP_GETS, 100, "semaphore", "cpu_target", "reached");
    planted_check(&list, HTTP_GETS, 10, HTTP_WRK, "job_cpu_ns", "100000");
    planted_check(&list, HTTP_GETS, 10, HTTP_WRK, "wall_ratio", "0.1");
    planted_check(&list, HTTP_ONE, 1, "callback", "own_target", "reached");
    planted_check(&list, HTTP_CALLS, 10, "callback", "own_target", "not resolved");
    planted_check(&list, HTTP_DELAYS, 1000, "callback", "wall_target", "reached");
    planted_check(&list, HTTP_HIDDEN, 1000, HTTP_OWN_LIMIT, "wall_ratio", "5");
    planted_check(&list, HTTP_HIDDEN, 1000, HTTP_OWN_LIMIT, "wall_target", "null");
    rows_free(&list);
    rows_free(&rows);
}

static void check_figure(figures_writer *writer, const struct rows *rows, const char *title,
                         const char *line)
{
    struct figures_source source = {.dir = ".", .rows = *rows};
    struct figures_data data = {.title = {0}};
    assert_null(writer(&source, &data));
    assert_non_null(strstr(text_chars(&data.title), title));
    assert_non_null(strstr(text_chars(&data.tsv), line));
    text_free(&data.title);
    text_free(&data.tsv);
}

/* The tables tell the points, and the figure tells a finding only where both targets are reached. */
static void tables_and_figure_of_requests(void **state)
{
    (void)state;
    struct rows rows = planted_requests();
    struct page page = {.rows = &rows};
    assert_int_equal(table_work(&page), 0);
    const char *said = text_chars(&page.markdown);
    assert_non_null(strstr(said, "GETs, limit 10: 100 of them"));
    assert_non_null(strstr(said, "| at most 0.80 |"));
    assert_non_null(strstr(said, "| callback | 126 | 790 us |"));
    const char *late = strstr(said, "Replies that are late, limit 1000");
    assert_non_null(late);
    assert_non_null(strstr(late, HTTP_OWN_LIMIT));
    assert_null(strstr(late + 1, "Replies that are late"));
    check_figure(
        figures_http_cost, &rows,
        "At limit 10 callback makes 1.27 times the requests of curl -Z, on 79 % of its CPU",
        "\naiohttp, its own limit\tnull\tnull\tnull\t5000000000\n");
    for (size_t row = 0; row < rows.count; row++)
        if (rows_is(&rows, row, "cell", "callback"))
            rows_set_number(&rows, row, "cpu_user_ns", 2e8);
    check_figure(figures_http_cost, &rows, "What requests cost under each strategy",
                 "\ncallback\t");
    text_free(&page.text);
    text_free(&page.markdown);
    rows_free(&page.summaries);
    rows_free(&rows);
}

/* In a pool of 2 the work of 2 ms takes so many times the half of it; inline all of it. */
static struct rows planted_computing(double short_pool)
{
    struct rows rows;
    rows_init(&rows, work_columns);
    static const char *const stages[] = {CPU_SHORT_2, CPU_SHORT_INLINE, CPU_LONG_2,
                                         CPU_LONG_INLINE};
    const double over[] = {short_pool, 1.05, 1.07, 1.01}, width[] = {2, 1, 2, 1};
    for (unsigned round = 1; round <= ROUNDS; round++)
        for (size_t i = 0; i < 4; i++) {
            size_t row = plant_at(&rows, stages[i], 4, "callback", round, SECOND_NS, 1e8);
            rows_set_number(&rows, row, "ideal_ns", 1e6 / width[i]);
            rows_set_number(&rows, row, "own_wall_ns", over[i] * 1e6 / width[i]);
            rows_set_number(&rows, row, "hop_median_ns", 14000);
        }
    return rows;
}

static void computing_is_beside_the_work_over_the_cores(void **state)
{
    (void)state;
    struct rows rows = planted_computing(4), list = work_summarize(&rows, &work_all);
    planted_check(&list, CPU_LONG_2, 4, "callback", "wall_target", "reached");
    planted_check(&list, CPU_LONG_INLINE, 4, "callback", "wall_target", "null");
    planted_check(&list, CPU_SHORT_2, 4, "callback", "wall_ratio", "4");
    struct page page = {.rows = &rows};
    assert_int_equal(table_work(&page), 0);
    assert_non_null(strstr(text_chars(&page.markdown), "Tasks that compute, 10 us: 100 of them"));
    assert_non_null(strstr(text_chars(&page.markdown), "| 10 us, inline | callback |"));
    assert_non_null(strstr(text_chars(&page.markdown), "| 14.0 us |"));
    check_figure(figures_cpu_cost, &rows, "are sooner done on the loop",
                 "\ncallback\t4.0000\tnull\t1.0500\t1.0700\tnull\t1.0100\n");
    text_free(&page.text);
    text_free(&page.markdown);
    rows_free(&page.summaries);
    rows_free(&list);
    rows_free(&rows);
    rows = planted_computing(1.1);
    check_figure(figures_cpu_cost, &rows, "What a pool of threads adds", "\ncallback\t1.1000\t");
    rows_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_of_requests_go_by_the_limit),
        cmocka_unit_test(tables_and_figure_of_requests),
        cmocka_unit_test(computing_is_beside_the_work_over_the_cores),
    };
    return cmocka_run_group_tests_name("bench_work_targets", tests, NULL, NULL);
}
