/* test_bench_work_plan.c -- which runs the benches of real work plan, and what a run of commands reads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../harness/bench/strategies/cells.h"
#include "../harness/bench/work/cpu.h"
#include "../harness/bench/work/exec.h"
#include "../harness/bench/work/http.h"
#include "../harness/bench/work/input.h"
#include "../harness/bench/work/plan.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"

enum { ROUNDS = 6 };

/* Every program that may run beside ours, or all but one. */
static struct rivals some_rivals(const struct work_part *part, const char *but)
{
    struct rivals rivals = {part->rivals, json_object()};
    for (const struct rivals_row *row = part->rivals; row->name; row++)
        if (strcmp(row->name, but) != 0)
            json_object_set_new(rivals.versions, row->name, json_string("1"));
    return rivals;
}

static struct plan planned_only(const struct work_set *set, enum work_size size, uint64_t seed,
                                const char *but, const struct rows *rows, const char *only)
{
    struct plan plan = {0};
    struct work work = {.set = set, .size = size, .only = only};
    for (size_t i = 0; set->parts[i]; i++)
        work.rivals[i] = some_rivals(set->parts[i], but);
    work_plan(&plan, seed, ROUNDS, &work, rows);
    for (size_t i = 0; set->parts[i]; i++)
        rivals_free(&work.rivals[i]);
    return plan;
}

static struct plan planned(const struct work_set *set, enum work_size size, uint64_t seed,
                           const char *but, const struct rows *rows)
{
    return planned_only(set, size, seed, but, rows, NULL);
}

static size_t ours(void)
{
    size_t count = 0;
    for (size_t i = 0; ac_strategies[i]; i++)
        count += !(ac_strategies[i]->flags & (AC_SERIAL | AC_CONTROL));
    return count;
}

static size_t cells_of(const struct plan *plan, const char *stage, uint64_t limit, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        count += strcmp(plan->cells[i].stage, stage) == 0 && plan->cells[i].limit == limit &&
                 (!name || strcmp(plan->cells[i].name, name) == 0);
    return count;
}

/* Each cell of a point runs once in a round, and not always behind the same other. */
static void plan_has_each_cell_in_each_round(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, exec_columns);
    struct plan plan = planned(&work_exec, WORK_FULL, 1, "", &rows);
    assert_int_equal(cells_of(&plan, EXEC_TRUE, 2, NULL), ROUNDS * (ours() + 4));
    assert_int_equal(cells_of(&plan, EXEC_TRUE, 16, EXEC_AGAIN), ROUNDS);
    assert_int_equal(cells_of(&plan, EXEC_SLEEPS, 10, NULL), ROUNDS * (ours() + 3));
    assert_int_equal(cells_of(&plan, EXEC_SLEEPS, 10, EXEC_AGAIN), 0);
    assert_int_equal(cells_of(&plan, EXEC_READER, 4, NULL), ROUNDS * ours());
    assert_int_equal(cells_of(&plan, EXEC_MEMORY, 2, EXEC_MANY), ROUNDS * 3);
    assert_int_equal(cells_of(&plan, EXEC_LIVE, 2002, EXEC_FEW), ROUNDS);
    bool seen[ROUNDS][64] = {{false}};
    for (size_t i = 0; i < plan.count; i++) {
        const struct plan_cell *cell = &plan.cells[i];
        assert_true(cell->estimate_s > 0 && (double)cell->at_most_ms > 1000 * cell->estimate_s);
        if (strcmp(cell->stage, EXEC_TRUE) != 0 || cell->limit != 2)
            continue;
        assert_false(seen[cell->round - 1][cell->position - 1]);
        seen[cell->round - 1][cell->position - 1] = true;
    }
    assert_true(plan_seconds(&plan) < 3 * 60 * (double)ours()); /* a quarter of an hour with five */
    plan_free(&plan);
    rows_free(&rows);
}

/* What has a row is not run again, and all else is as it was; a rival that is missing is left out. */
static void plan_goes_on_where_it_stopped(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, exec_columns);
    struct plan all = planned(&work_exec, WORK_FULL, 7, "", &rows), rest;
    for (size_t i = 0; i < all.count / 2; i++) {
        size_t row = rows_add(&rows);
        char *point = work_point(&all.cells[i]);
        rows_set(&rows, row, "stage", all.cells[i].stage);
        rows_set(&rows, row, "point", point);
        rows_set(&rows, row, "cell", all.cells[i].name);
        rows_printf(&rows, row, "round", "%zu", all.cells[i].round);
        free(point);
    }
    rest = planned(&work_exec, WORK_FULL, 7, "", &rows);
    assert_int_equal(rest.count, all.count - all.count / 2);
    for (size_t i = 0; i < rest.count; i++) {
        const struct plan_cell *was = &all.cells[all.count / 2 + i], *is = &rest.cells[i];
        assert_string_equal(was->name, is->name);
        assert_true(was->round == is->round && was->position == is->position);
    }
    plan_free(&rest);
    rest = planned(&work_exec, WORK_FULL, 7, EXEC_PARALLEL, &rows);
    assert_int_equal(cells_of(&rest, EXEC_TRUE, 2, EXEC_PARALLEL), 0);
    plan_free(&rest);
    plan_free(&all);
    rows_free(&rows);
}

/* The same sleeps for everyone, from 50 to 300 ms. */
static void input_draws_the_same_sleeps(void **state)
{
    (void)state;
    struct plan_cell cell = {.stage = EXEC_SLEEPS, .name = "callback", .tasks = 300, .limit = 10};
    assert_int_equal(work_write_input(scratch_path("one"), &cell, 5, false), 0);
    cell.name = EXEC_REFERENCE;
    assert_int_equal(work_write_input(scratch_path("other"), &cell, 5, false), 0);
    char *one = file_read(scratch_path("one"), NULL),
         *other = file_read(scratch_path("other"), NULL);
    assert_string_equal(one, other);
    unsigned count = 0;
    for (const char *line = one; *line; line = strchr(line, '\n') + 1) {
        unsigned number, sleep_us;
        assert_int_equal(sscanf(line, "%u,%u,0\n", &number, &sleep_us), 2);
        assert_int_equal(number, ++count);
        assert_in_range(sleep_us, EXEC_SLEEP_MIN_US, EXEC_SLEEP_MAX_US);
    }
    assert_int_equal(count, 300);
    free(one);
    free(other);
}

/* Requests and computing have their points, and a bench its size. */
static void plan_of_all_has_each_part(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, work_columns);
    struct plan first = planned(&work_all, WORK_FIRST, 1, "", &rows),
                full = planned(&work_all, WORK_FULL, 1, "", &rows);
    double share = (double)ours() / 5; /* the times are said for five strategies */
    assert_int_equal(cells_of(&first, EXEC_SLEEPS, 10, EXEC_GO), ROUNDS);
    assert_int_equal(cells_of(&first, HTTP_GETS, 10, HTTP_AGAIN), ROUNDS);
    assert_int_equal(cells_of(&first, HTTP_GETS, 10, HTTP_OWN_LIMIT), 0);
    assert_int_equal(cells_of(&first, HTTP_GETS, 10, "unbounded"), 0);
    assert_int_equal(cells_of(&first, HTTP_HIDDEN, 1000, NULL), 2);
    assert_int_equal(cells_of(&first, HTTP_DELAYS, 1000, "unbounded"), ROUNDS);
    assert_int_equal(cells_of(&first, HTTP_MANY, 1000, "polling"), 0);
    assert_int_equal(cells_of(&full, HTTP_MANY, 1000, "callback"), 2);
    assert_int_equal(cells_of(&full, HTTP_UNBOUNDED, 100002, NULL), 1);
    assert_int_equal(cells_of(&first, CPU_LONG_2, 4, CPU_JAVA), ROUNDS);
    assert_int_equal(cells_of(&first, CPU_LONG_INLINE, 4, CPU_JAVA), 0);
    assert_in_range(plan_seconds(&first), 60, 20 * 60 * share);
    assert_in_range(plan_seconds(&full), 20 * 60, 120 * 60 * share);
    plan_free(&first);
    plan_free(&full);
    rows_free(&rows);
}

/* Without a server nothing is requested of it, and without strace no system calls are counted. */
static void plan_leaves_out_what_cannot_run(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, work_columns);
    struct plan plan = planned(&work_all, WORK_QUICK, 1, "nginx", &rows);
    assert_int_equal(cells_of(&plan, HTTP_GETS, 10, NULL), 0);
    assert_int_equal(cells_of(&plan, HTTP_DELAYS, 1000, "callback"), ROUNDS);
    plan_free(&plan);
    plan = planned(&work_all, WORK_QUICK, 1, "strace", &rows);
    assert_int_equal(cells_of(&plan, HTTP_CALLS, 10, NULL), 0);
    assert_int_equal(cells_of(&plan, HTTP_GETS, 10, "callback"), ROUNDS);
    plan_free(&plan);
    plan = planned(&work_all, WORK_QUICK, 1, "as-completed-http", &rows);
    assert_int_equal(cells_of(&plan, HTTP_DELAYS, 1000, NULL), 0);
    assert_int_equal(cells_of(&plan, CPU_LONG_2, 4, "callback"), ROUNDS);
    plan_free(&plan);
    rows_free(&rows);
}

/* What it runs is as in the whole: the same rounds, in the same orders. */
static void plan_of_one_stage_is_its_part_of_the_whole(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, exec_columns);
    struct plan whole = planned(&work_exec, WORK_FULL, 7, "", &rows);
    struct plan part = planned_only(&work_exec, WORK_FULL, 7, "", &rows, EXEC_SLEEPS);
    size_t at = 0;
    for (size_t i = 0; i < whole.count; i++) {
        if (strcmp(whole.cells[i].stage, EXEC_SLEEPS) != 0)
            continue;
        assert_true(at < part.count);
        assert_string_equal(part.cells[at].name, whole.cells[i].name);
        assert_int_equal(part.cells[at].round, whole.cells[i].round);
        at++;
    }
    assert_int_equal(at, part.count);
    assert_true(at > 0);
    plan_free(&whole);
    plan_free(&part);
    rows_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_has_each_cell_in_each_round),
        cmocka_unit_test(plan_goes_on_where_it_stopped),
        cmocka_unit_test(plan_of_all_has_each_part),
        cmocka_unit_test(plan_leaves_out_what_cannot_run),
        cmocka_unit_test(plan_of_one_stage_is_its_part_of_the_whole),
        cmocka_unit_test(input_draws_the_same_sleeps),
    };
    return cmocka_run_group_tests_name("bench_work_plan", tests, scratch_make, scratch_remove);
}
