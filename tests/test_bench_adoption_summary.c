/* test_bench_adoption_summary.c -- which runs the bench of adoption plans, and what its rows say: targets, tables and
 * figure.
 */
#include <stdlib.h>
#include <string.h>

#include "../harness/bench/adoption/adoption.h"
#include "../harness/bench/figures/part.h"
#include "../harness/bench/strategies/cells.h"
#include "../harness/bench/tables/tables.h"
#include "../harness/bench/work/plan.h"
#include "../harness/bench/work/summary.h"
#include "support/check.h"
#include "support/planted.h"

enum { ROUNDS = 6 };

static struct plan planned(bool strace, enum work_size size)
{
    struct plan plan = {0};
    struct rows rows;
    struct work work = {.set = &work_adoption, .size = size};
    rows_init(&rows, adoption_columns);
    work.rivals[0] = (struct rivals){work_part_adoption.rivals, json_object()};
    if (strace)
        json_object_set_new(work.rivals[0].versions, "strace", json_string("1"));
    work_plan(&plan, 1, ROUNDS, &work, &rows);
    rivals_free(&work.rivals[0]);
    rows_free(&rows);
    return plan;
}

static size_t cells_of(const struct plan *plan, const char *stage, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        count += strcmp(plan->cells[i].stage, stage) == 0 &&
                 (!name || strcmp(plan->cells[i].name, name) == 0);
    return count;
}

/* By hand and with the library in each round; what does not change from round to round once. */
static void plan_has_pairs_in_each_round(void **state)
{
    (void)state;
    struct plan plan = planned(true, WORK_FIRST);
    static const char *const jobs[] = {ADOPTION_NOTHING, ADOPTION_TIMER, ADOPTION_ECHO};
    for (size_t i = 0; i < 3; i++) {
        size_t points = i ? 2 : 1;
        assert_int_equal(cells_of(&plan, jobs[i], ADOPTION_BY_HAND), points * ROUNDS);
        assert_int_equal(cells_of(&plan, jobs[i], ADOPTION_AGAIN), points * ROUNDS);
        assert_int_equal(cells_of(&plan, jobs[i], "callback"), points * ROUNDS);
        assert_int_equal(cells_of(&plan, jobs[i], "bounded_queue"), points * ROUNDS);
        assert_int_equal(cells_of(&plan, jobs[i], "polling"), 0);
        assert_int_equal(cells_of(&plan, jobs[i], "semaphore"), 0);
    }
    assert_int_equal(cells_of(&plan, ADOPTION_NOTHING, "floor"), ROUNDS);
    assert_int_equal(cells_of(&plan, ADOPTION_NOTHING, ADOPTION_FLOOR_AGAIN), ROUNDS);
    assert_int_equal(cells_of(&plan, ADOPTION_TIMER, "floor"), 0);
    assert_int_equal(cells_of(&plan, ADOPTION_START, ADOPTION_STATIC), ROUNDS);
    assert_int_equal(cells_of(&plan, ADOPTION_SIZE, ADOPTION_LIBRARY), 1);
    assert_int_equal(cells_of(&plan, ADOPTION_MEMORY, "callback"), 3);
    assert_int_equal(cells_of(&plan, ADOPTION_CALLS_ECHO, ADOPTION_BY_HAND), 1);
    assert_true(plan_seconds(&plan) < 150 * (double)cells_of(&plan, ADOPTION_CALLS_ECHO, NULL));
    plan_free(&plan);
    plan = planned(false, WORK_QUICK);
    assert_int_equal(cells_of(&plan, ADOPTION_CALLS_ECHO, NULL), 0);
    assert_int_equal(cells_of(&plan, ADOPTION_ECHO, "callback"), 2 * ROUNDS);
    plan_free(&plan);
}

/* --- what rows say -------------------------------------------------------------------------------- */

static size_t plant(struct rows *rows, const char *stage, const char *cell, unsigned round,
                    double cpu_ns)
{
    return planted_add(rows, &(struct planted){.stage = stage,
                                               .cell = cell,
                                               .round = round,
                                               .tasks = 1000,
                                               .limit = 100,
                                               .wall_ns = 2e9,
                                               .cpu_ns = cpu_ns});
}

/* Six rounds: callback within the targets, bounded_queue above them, pulling now here, now there. */
static struct rows planted(double again)
{
    struct rows rows;
    rows_init(&rows, adoption_columns);
    for (unsigned round = 1; round <= ROUNDS; round++) {
        double cpu_ns = 1e9 + round * 1e6;
        plant(&rows, ADOPTION_NOTHING, ADOPTION_BY_HAND, round, 0.01 * cpu_ns);
        plant(&rows, ADOPTION_NOTHING, CELLS_FLOOR, round, cpu_ns);
        plant(&rows, ADOPTION_NOTHING, ADOPTION_FLOOR_AGAIN, round, again * cpu_ns);
        plant(&rows, ADOPTION_NOTHING, "callback", round, 1.2 * cpu_ns);
        plant(&rows, ADOPTION_NOTHING, ADOPTION_LATER, round, 1.4 * cpu_ns);
        plant(&rows, ADOPTION_ECHO, ADOPTION_BY_HAND, round, cpu_ns);
        plant(&rows, ADOPTION_ECHO, ADOPTION_AGAIN, round, again * cpu_ns);
        plant(&rows, ADOPTION_ECHO, "callback", round, 1.05 * cpu_ns);
        plant(&rows, ADOPTION_ECHO, "bounded_queue", round, 1.2 * cpu_ns);
        plant(&rows, ADOPTION_ECHO, ADOPTION_PULL, round, (round % 2 ? 1.05 : 1.15) * cpu_ns);
    }
    return rows;
}

static void targets_are_reached_missed_or_not_resolved(void **state)
{
    (void)state;
    struct rows rows = planted(1.001), list = work_summarize(&rows, &work_adoption);
    planted_check(&list, ADOPTION_NOTHING, 0, "callback", "floor_target", "reached");
    planted_check(&list, ADOPTION_NOTHING, 0, ADOPTION_LATER, "floor_target", "missed");
    planted_check(&list, ADOPTION_NOTHING, 0, ADOPTION_BY_HAND, "floor_target", "null");
    planted_check(&list, ADOPTION_NOTHING, 0, "callback", "hand_ratio", "120");
    planted_check(&list, ADOPTION_NOTHING, 0, "callback", "hand_target", "null");
    planted_check(&list, ADOPTION_ECHO, 0, "callback", "hand_target", "reached");
    planted_check(&list, ADOPTION_ECHO, 0, "bounded_queue", "hand_target", "missed");
    planted_check(&list, ADOPTION_ECHO, 0, ADOPTION_PULL, "hand_target", "not resolved");
    planted_check(&list, ADOPTION_ECHO, 0, ADOPTION_AGAIN, "hand_target", "null");
    planted_check(&list, ADOPTION_ECHO, 0, ADOPTION_BY_HAND, "hand_target", "null");
    rows_free(&list);
    rows_free(&rows);
    rows = planted(1.1);
    list = work_summarize(&rows, &work_adoption);
    planted_check(&list, ADOPTION_NOTHING, 0, "callback", "floor_target", "A/A differs");
    planted_check(&list, ADOPTION_ECHO, 0, "callback", "hand_target", "A/A differs");
    rows_free(&list);
    rows.count = 10; /* one round */
    list = work_summarize(&rows, &work_adoption);
    planted_check(&list, ADOPTION_ECHO, 0, "callback", "hand_target", "few rounds");
    rows_free(&list);
    rows.count = 10 * ROUNDS;
    rows_free(&rows);
}

static void tables_say_what_is_more(void **state)
{
    (void)state;
    struct rows rows = planted(1);
    size_t row = plant(&rows, ADOPTION_SIZE, ADOPTION_BY_HAND, 1, 0);
    rows_set_number(&rows, row, "code_bytes", 2048);
    row = plant(&rows, ADOPTION_SIZE, ADOPTION_STATIC, 1, 0);
    rows_set_number(&rows, row, "code_bytes", 3 * 1024 + 2048);
    row = plant(&rows, ADOPTION_IDLE, ADOPTION_BY_HAND, 1, 0);
    rows_set_number(&rows, row, "iterations", 1);
    row = plant(&rows, ADOPTION_IDLE, "callback", 1, 0);
    rows_set_number(&rows, row, "iterations", 1);
    row = plant(&rows, ADOPTION_MEMORY, "callback", 1, 0);
    rows_set_number(&rows, row, "peak_bytes", 6400);
    struct page page = {.rows = &rows};
    assert_int_equal(table_adoption(&page), 0);
    const char *said = text_chars(&page.markdown);
    assert_non_null(strstr(said, "Tasks that do nothing, limit 100: 1000 of them"));
    assert_non_null(
        strstr(said, "| callback | 1.20 ms | 1.19 ms | 1.200 [1.200,1.200] | reached |"));
    assert_non_null(strstr(said, "| static | 5.00 KiB | 3.00 KiB |"));
    assert_non_null(strstr(said, "| callback | 2.0000 s | 1 | 0 |"));
    assert_non_null(strstr(said, "| 6.25 KiB | 64 B |"));
    assert_null(strstr(said, "The rivals"));
    text_free(&page.text);
    text_free(&page.markdown);
    rows_free(&page.summaries);
    rows_free(&rows);
}

static void figure_tells_what_the_rows_carry(void **state)
{
    (void)state;
    struct rows rows = planted(1);
    struct figures_source source = {.dir = ".", .rows = rows};
    struct figures_data data = {.title = {0}};
    assert_null(figures_adoption_cost(&source, &data));
    assert_string_equal(text_chars(&data.title), "What a task costs by hand, and with the library");
    assert_non_null(strstr(text_chars(&data.tsv), "\nby hand\t10035.0\tnull\t1003500.0\n"));
    text_free(&data.title);
    text_free(&data.tsv);
    for (unsigned round = 1; round <= ROUNDS; round++) {
        plant(&rows, ADOPTION_TIMER, ADOPTION_BY_HAND, round, 1e9);
        plant(&rows, ADOPTION_TIMER, "callback", round, 1.5e9);
    }
    source.rows = rows;
    data = (struct figures_data){.title = {0}};
    assert_null(figures_adoption_cost(&source, &data));
    assert_string_equal(text_chars(&data.title),
                        "With callback an echo takes 1.05 times the CPU by hand, and a timer 1.50 "
                        "times");
    text_free(&data.title);
    text_free(&data.tsv);
    rows_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_has_pairs_in_each_round),
        cmocka_unit_test(targets_are_reached_missed_or_not_resolved),
        cmocka_unit_test(tables_say_what_is_more),
        cmocka_unit_test(figure_tells_what_the_rows_carry),
    };
    return cmocka_run_group_tests_name("bench_adoption_summary", tests, NULL, NULL);
}
