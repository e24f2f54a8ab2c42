/* test_bench_plan.c -- what the bench will run: its cells, their order, and the promised times. */
#include <math.h>
#include <string.h>
#include <time.h>

#include "../harness/bench/strategies/plan.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"

static size_t count(const struct plan *plan, const char *stage, const char *name)
{
    size_t found = 0;
    for (size_t i = 0; i < plan->count; i++)
        found += strcmp(plan->cells[i].stage, stage) == 0 &&
                 (!name || strcmp(plan->cells[i].name, name) == 0);
    return found;
}

/* How many are compared with verdicts: all of the table but serial, and the reference once more. */
static size_t compared(void)
{
    size_t found = 1;
    for (size_t i = 0; ac_strategies[i]; i++)
        found += !(ac_strategies[i]->flags & AC_SERIAL);
    return found;
}

static void ideal_is_the_list_schedule(void **state)
{
    (void)state;
    assert_true(plan_ideal_s(0, 1) == 0);
    assert_true(plan_ideal_s(5, 5) == 1 && plan_ideal_s(100, 10) == 1);
    assert_true(plan_ideal_s(2, 1) == 1.5);
    /* 1 | 1/2 1/3 1/4: the second slot ends at 1.083333333 */
    assert_true(fabs(plan_ideal_s(4, 2) - 1.083333333) < 1e-12);
    assert_true(fabs(plan_ideal_s(100, 1) - 5.187377517) < 1e-7);
}

/* Two minutes, and a quarter of an hour, for the seven of this project; in proportion for more. */
enum { QUICK_S = 120 / 7, FULL_S = 15 * 60 / 7, ROUNDS = 7 };

static void quick_is_what_was_promised(void **state)
{
    (void)state;
    struct draw draw = {1};
    struct plan plan = plan_quick(&draw, ROUNDS, true);
    assert_true(plan_seconds(&plan) < QUICK_S * (double)compared());
    assert_int_equal(count(&plan, "verdict", NULL), ROUNDS * compared());
    assert_int_equal(count(&plan, "verdict", "callback again"), ROUNDS);
    assert_int_equal(count(&plan, "serial", NULL), 1);
    assert_int_equal(count(&plan, "python", "polling-limited"), 3);
    assert_int_equal(count(&plan, "large", "floor"), 2);
    assert_int_equal(count(&plan, "limits", "callback"), 4);
    plan_free(&plan);
    plan = plan_quick(&draw, ROUNDS, false);
    assert_int_equal(count(&plan, "python", NULL), 0);
    plan_free(&plan);
}

static void full_is_what_was_promised(void **state)
{
    (void)state;
    struct draw draw = {1};
    struct plan plan = plan_full(&draw, ROUNDS, true);
    assert_true(plan_seconds(&plan) < FULL_S * (double)compared());
    assert_int_equal(count(&plan, "verdict", "callback again"), 3 * ROUNDS);
    uint64_t most = 0;
    for (size_t i = 0; i < plan.count; i++)
        most = plan.cells[i].tasks > most ? plan.cells[i].tasks : most;
    assert_true(most == 100000000);
    plan_free(&plan);
}

/* Any number of rounds: in each round each cell once; in as many as there are cells, once in each
 * position. */
static void rounds_are_latin(void **state)
{
    (void)state;
    struct draw draw = {5};
    const struct plan_point point = {2000, 10};
    struct plan plan = plan_points(&draw, 16, &point, 1);
    const size_t size = compared();
    uint64_t by_round[17] = {0};
    assert_int_equal(plan.count, 16 * size);
    for (size_t i = 0; i < plan.count; i++) {
        const struct plan_cell *cell = &plan.cells[i];
        assert_true(cell->tasks == 2000 && cell->limit == 10);
        assert_in_range(cell->round, 1, 16);
        by_round[cell->round] |= UINT64_C(1) << cell->position;
        for (size_t j = 0; j < i; j++) {
            const struct plan_cell *other = &plan.cells[j];
            int same_square = (cell->round - 1) / size == (other->round - 1) / size;
            if (strcmp(cell->name, other->name) == 0 && same_square)
                assert_true(cell->round != other->round && cell->position != other->position);
        }
    }
    for (size_t round = 1; round <= 16; round++)
        assert_true(by_round[round] == (UINT64_C(2) << size) - 2);
    plan_free(&plan);
}

/* The virtual clock's CPU per task is measured at both limits, beside floor and the bare heap. */
static void plans_ask_for_the_ratio_to_floor(void **state)
{
    (void)state;
    struct draw draw = {1};
    struct plan plan = plan_quick(&draw, ROUNDS, false);
    for (uint64_t limit = 10; limit <= 1000; limit *= 100)
        for (size_t s = 0; ac_strategies[s]; s++) {
            size_t found = 0;
            for (size_t i = 0; i < plan.count; i++) {
                const struct plan_cell *cell = &plan.cells[i];
                found += strcmp(cell->stage, "per-task") == 0 && cell->virtual_clock &&
                         strcmp(cell->name, ac_strategies[s]->name) == 0 &&
                         cell->tasks == 1000000 && cell->limit == limit;
            }
            assert_int_equal(found, ac_strategies[s]->flags & AC_SERIAL ? 0 : 1);
        }
    plan_free(&plan);
}

/* A point that has verdicts is not measured again alone: one histogram would replace the other. */
static void full_measures_no_point_twice(void **state)
{
    (void)state;
    struct draw draw = {1};
    struct plan plan = plan_full(&draw, ROUNDS, false);
    for (size_t i = 0; i < plan.count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct plan_cell *one = &plan.cells[i], *other = &plan.cells[j];
            if (one->keep == PLAN_HISTOGRAM && other->keep == PLAN_HISTOGRAM)
                assert_true(one->tasks != other->tasks || one->limit != other->limit ||
                            strcmp(one->name, other->name) != 0);
        }
    plan_free(&plan);
}

/* Cells that run alone have no other position than 1. */
static void single_cells_come_first(void **state)
{
    (void)state;
    struct draw draw = {1};
    struct plan plan = plan_quick(&draw, ROUNDS, true);
    for (size_t i = 0; i < plan.count; i++) {
        const char *stage = plan.cells[i].stage;
        if (!strcmp(stage, "serial") || !strcmp(stage, "limits") || !strcmp(stage, "wall-limit"))
            assert_int_equal(plan.cells[i].position, 1);
        assert_in_range(plan.cells[i].position, 1, compared() + 1); /* the bare cells are two */
    }
    plan_free(&plan);
}

/* Hundreds of cells of large points: the ideals are computed once each, or bounded. */
static void plans_are_made_at_once(void **state)
{
    (void)state;
    const struct plan_point points[] = {{100000, 1000}, {100000000, 10}};
    struct draw draw = {1};
    clock_t before = clock();
    struct plan plan = plan_points(&draw, 100, points, 2);
    double took_s = (double)(clock() - before) / CLOCKS_PER_SEC;
    assert_int_equal(plan.count, 2 * compared() * 100);
    assert_true(took_s < (under_instruments() ? 20 : 0.5));     /* each anew: many seconds */
    assert_true(fabs(plan_ideal_s(1000000, 1) - 14.39) < 0.01); /* ln N + 0.577 */
    plan_free(&plan);
}

static void plan_is_decided_by_its_seed(void **state)
{
    (void)state;
    struct draw one = {3}, again = {3}, other = {4};
    struct plan first = plan_quick(&one, ROUNDS, true), second = plan_quick(&again, ROUNDS, true),
                third = plan_quick(&other, ROUNDS, true);
    size_t different = 0;
    for (size_t i = 0; i < first.count; i++) {
        assert_string_equal(first.cells[i].name, second.cells[i].name);
        different += strcmp(first.cells[i].name, third.cells[i].name) != 0;
    }
    assert_true(different > 0);
    plan_free(&first);
    plan_free(&second);
    plan_free(&third);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ideal_is_the_list_schedule),
        cmocka_unit_test(quick_is_what_was_promised),
        cmocka_unit_test(full_is_what_was_promised),
        cmocka_unit_test(rounds_are_latin),
        cmocka_unit_test(plan_is_decided_by_its_seed),
        cmocka_unit_test(plans_ask_for_the_ratio_to_floor),
        cmocka_unit_test(full_measures_no_point_twice),
        cmocka_unit_test(single_cells_come_first),
        cmocka_unit_test(plans_are_made_at_once),
    };
    return cmocka_run_group_tests_name("bench_plan", tests, NULL, NULL);
}
