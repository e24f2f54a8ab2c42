/* test_bench_peers_plan.c -- who is compared, ranked and measured again, from planted rows. */
#include <stdlib.h>
#include <string.h>

#include "../harness/base/rows.h"
#include "../harness/base/text.h"
#include "../harness/bench/peers/plan.h"
#include "../harness/bench/peers/summary.h"
#include "../harness/bench/suite.h"
#include "support/check.h"

#define POINT "20,4,1ms,1ns"

static size_t plant(struct rows *rows, const char *stage, const char *cell, int round,
                    double wall_ns)
{
    size_t row = rows_add(rows);
    char *number = text_format("%d", round), *wall = text_format("%.0f", wall_ns),
         *peer = text_format("%.*s", (int)strcspn(cell, " "), cell);
    const char *const values[][2] = {
        {"stage", stage},     {"point", POINT},          {"cell", cell},
        {"peer", peer},       {"round", number},         {"wall_ns", wall},
        {"ideal_ns", "1000"}, {"longest_ns", "100"},     {"tasks", "20"},
        {"exit", "0"},        {"hyperfine_user_s", "1"}, {"hyperfine_sys_s", "1"}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        rows_set(rows, row, values[i][0], values[i][1]);
    free(number);
    free(wall);
    free(peer);
    return row;
}

static void near_is_within_one_and_a_half_times_ours(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, peers_columns);
    plant(&rows, "first", PEERS_REFERENCE, 1, 2000);
    plant(&rows, "first", "a near", 1, 3000);
    plant(&rows, "first", "a far", 1, 3001);
    plant(&rows, "first", "a early", 1, 999);
    rows_set(&rows, plant(&rows, "first", "a cuts", 1, 2000), "rounds_down", "yes");
    rows_set(&rows, plant(&rows, "first", "a failed", 1, 2000), "exit", "timed out");
    plant(&rows, "first", PEERS_OURS " semaphore", 1, 90000);
    assert_true(peers_is_near(&rows, POINT, PEERS_REFERENCE));
    assert_true(peers_is_near(&rows, POINT, "a near"));
    assert_false(peers_is_near(&rows, POINT, "a far"));
    assert_false(peers_is_near(&rows, POINT, "a early"));
    assert_false(peers_is_near(&rows, POINT, "a cuts"));
    assert_false(peers_is_near(&rows, POINT, "a failed"));
    assert_false(peers_is_near(&rows, POINT, "a missing"));
    assert_true(peers_is_near(&rows, POINT, PEERS_OURS " semaphore"));
    rows_set(&rows, 0, "exit", "1");
    assert_false(peers_is_near(&rows, POINT, "a near"));
    rows_free(&rows);
}

/* The ranked by wall, then who was early, then who failed; the verdict is of rounds alone. */
static void summaries_rank_and_compare(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, peers_columns);
    rows_set(&rows, plant(&rows, "first", "a failed", 1, 1), "exit", "wrong row: sum");
    rows_set(&rows, 0, "wall_ns", "null");
    plant(&rows, "first", "a early", 1, 999);
    rows_set(&rows, plant(&rows, "first", "a cuts", 1, 2000), "rounds_down", "yes");
    plant(&rows, "first", "a slow", 1, 2500);
    plant(&rows, "first", PEERS_REFERENCE, 1, 9999);
    for (int round = 1; round <= 6; round++) {
        plant(&rows, "round", PEERS_REFERENCE, round, 1000 * round);
        plant(&rows, "round", "a slow", round, 1200 * round);
    }
    struct peers_summaries list = peers_summarize(&rows);
    static const char *const expected[] = {PEERS_REFERENCE, "a slow", "a early", "a cuts",
                                           "a failed"};
    assert_int_equal(list.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(list.items[i].cell, expected[i]);
    assert_int_equal(list.items[2].rank, PEERS_EARLY);
    assert_int_equal(list.items[3].rank, PEERS_EARLY);
    assert_int_equal(list.items[4].rank, PEERS_FAILED);
    assert_string_equal(list.items[4].end, "wrong row: sum");
    assert_true(list.items[0].rounds == 6 && list.items[0].wall_ns == 3500);
    assert_true(list.items[1].wall.ratio > 1.199 && list.items[1].wall.ratio < 1.201);
    assert_int_equal(list.items[1].wall.word, VERDICT_SLOWER);
    assert_int_equal(list.items[1].cpu.word, VERDICT_SAME);
    assert_int_equal(list.items[2].wall.pairs, 0);
    peers_summaries_free(&list);
    rows_free(&rows);
}

/* What is in the way, from wall, ideal, longest sleep and CPU. */
static void summaries_say_what_limits(void **state)
{
    (void)state;
    static const struct {
        const char *wall_ns, *ideal_ns, *longest_ns, *cpu_s, *says;
    } cases[] = {
        {"1010000000", "1000000000", "1000000000", "9", "task 1's second"},
        {"1210000000", "1209000000", "1000000000", "0", "work over limit"},
        {"10100000000", "10000000000", "10000000000", "0", "the sleep"},
        {"2000000000", "1209000000", "1000000000", "1.7", "CPU"},
        {"2000000000", "1209000000", "1000000000", "0.5", "wake-up cost"},
        {"2000000000", "0", "0", "2", "CPU"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rows rows;
        rows_init(&rows, peers_columns);
        size_t row = plant(&rows, "first", "a b", 1, 0);
        rows_set(&rows, row, "wall_ns", cases[i].wall_ns);
        rows_set(&rows, row, "ideal_ns", cases[i].ideal_ns);
        rows_set(&rows, row, "longest_ns", cases[i].longest_ns);
        rows_set(&rows, row, "hyperfine_user_s", cases[i].cpu_s);
        rows_set(&rows, row, "hyperfine_sys_s", "0");
        struct peers_summaries list = peers_summarize(&rows);
        assert_string_equal(list.items[0].limited_by, cases[i].says);
        peers_summaries_free(&list);
        rows_free(&rows);
    }
}

/* How many runs the rounds of two entrants are, where the longer took so long. */
static size_t rounds_of(double wall_ns, struct rows *rows)
{
    struct peers_entrant entrants[] = {{.name = (char[]){PEERS_REFERENCE}, .limited = true},
                                       {.name = (char[]){"a b"}, .limited = true}};
    struct peers_list list = {entrants, 2};
    struct peers_comparison comparison;
    struct plan plan = {.cells = NULL};
    assert_true(peers_comparison_read(POINT, &comparison));
    plant(rows, "first", PEERS_REFERENCE, 1, wall_ns / 1.2);
    plant(rows, "first", "a b", 1, wall_ns);
    peers_plan_rounds(&plan, 1, 0, &comparison, &list, rows);
    size_t count = plan.count;
    for (size_t i = 0; count % 2 == 0 && i < count; i += 2) { /* both in each round */
        assert_int_equal(plan.cells[i].round, i / 2 + 1);
        assert_true(plan.cells[i].entrant != plan.cells[i + 1].entrant);
        assert_true(plan.cells[i].position == 1 && plan.cells[i + 1].position == 2);
    }
    plan_free(&plan);
    peers_comparison_free(&comparison);
    return count;
}

static void rounds_are_seven_or_three(void **state)
{
    (void)state;
    static const struct {
        double wall_ns;
        size_t runs;
    } cases[] = {{5e9, 14}, {5.1e9, 6}};
    for (size_t i = 0; i < 2; i++) {
        struct rows rows;
        rows_init(&rows, peers_columns);
        assert_int_equal(rounds_of(cases[i].wall_ns, &rows), cases[i].runs);
        plant(&rows, "round", "a b", 2, 1); /* is there already */
        assert_int_equal(rounds_of(cases[i].wall_ns, &rows), cases[i].runs - 1);
        rows_free(&rows);
    }
}

/* After another comparison: only who ended there, ours first, then the fastest. */
static void first_runs_follow_another_comparison(void **state)
{
    (void)state;
    struct rows rows;
    struct peers_entrant entrants[] = {
        {.name = (char[]){"a slow"}, .command = (char[]){"a"}, .limited = true},
        {.name = (char[]){"a failed"}, .command = (char[]){"a"}, .limited = true},
        {.name = (char[]){"a fast"}, .command = (char[]){"a"}, .limited = true},
        {.name = (char[]){PEERS_REFERENCE}, .limited = true}};
    static const char *const expected[] = {PEERS_REFERENCE, PEERS_REFERENCE, "a fast", "a slow"};
    struct peers_list list = {entrants, 4};
    struct peers_comparison comparison;
    rows_init(&rows, peers_columns);
    plant(&rows, "first", "a slow", 1, 5e9);
    plant(&rows, "first", "a fast", 1, 1e9);
    plant(&rows, "first", PEERS_REFERENCE, 1, 9e9);
    rows_set(&rows, plant(&rows, "first", "a failed", 1, 1), "exit", "timed out");
    assert_true(peers_comparison_read("2000,4,1ms,1ns", &comparison));
    comparison.after = text_copy(POINT);
    for (uint64_t seed = 1; seed < 10; seed++) {
        struct plan plan = {.cells = NULL};
        peers_plan_first(&plan, seed, 0, &comparison, &list, &rows);
        assert_int_equal(plan.count, 4); /* ours is run twice */
        for (size_t i = 0; i < 4; i++)
            assert_string_equal(plan.cells[i].name, expected[i]);
        plan_free(&plan);
    }
    peers_comparison_free(&comparison);
    rows_free(&rows);
}

static void comparisons_are_read_whole_or_not(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "20",
                                      "20,4,1/i",
                                      "20,4,1/i,1ns,",
                                      "0,4,1/i,1ns",
                                      "20,0,1/i,1ns",
                                      "20,4,1/i,0ns",
                                      "20,4,2/i,1ns",
                                      "20,4,1,1ns",
                                      "20,all,1s,1ns"};
    struct peers_comparison c;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(peers_comparison_read(bad[i], &c));
    assert_true(peers_comparison_read("100000,10,1/i,1ms", &c) && peers_comparison_find_ideal(&c));
    assert_true(c.tasks == 100000 && c.limit == 10 && c.sleep_ns == PEERS_HARMONIC);
    assert_true(c.ideal_ns > 10000000000 && c.longest_ns == 1000000000);
    peers_comparison_free(&c);
    assert_true(peers_comparison_read("20,none,10s,1ns", &c) && peers_comparison_find_ideal(&c));
    assert_true(c.limit == 0 && c.ideal_ns == 10000000000);
    struct peers_entrant process = {.process = true, .limited = true}, each = {.limited = false};
    assert_true(peers_takes_part(&process, &c) && peers_takes_part(&each, &c));
    peers_comparison_free(&c);
    assert_true(peers_comparison_read("101,4,0s,1ns", &c) && peers_comparison_find_ideal(&c));
    assert_true(c.ideal_ns == 0);
    assert_false(peers_takes_part(&process, &c) || peers_takes_part(&each, &c));
    peers_comparison_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_is_within_one_and_a_half_times_ours),
        cmocka_unit_test(summaries_rank_and_compare),
        cmocka_unit_test(summaries_say_what_limits),
        cmocka_unit_test(rounds_are_seven_or_three),
        cmocka_unit_test(first_runs_follow_another_comparison),
        cmocka_unit_test(comparisons_are_read_whole_or_not),
    };
    return cmocka_run_group_tests_name("bench_peers_plan", tests, NULL, NULL);
}
