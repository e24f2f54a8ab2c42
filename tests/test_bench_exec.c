/* test_bench_exec.c -- the bench of commands: what it plans, what stamps and rows say, and a short run
 * with its resumption.
 *
 * AS_COMPLETED_BENCH says where the driver is, AS_COMPLETED which program it measures; work-meter and
 * work-job stand beside the driver.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../harness/base/rows.h"
#include "../harness/base/text.h"
#include "../harness/bench/figures/part.h"
#include "../harness/bench/strategies/cells.h"
#include "../harness/bench/suite.h"
#include "../harness/bench/tables/tables.h"
#include "../harness/bench/work/input.h"
#include "../harness/bench/work/plan.h"
#include "../harness/bench/work/stamps.h"
#include "../harness/bench/work/summary.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

enum { ROUNDS = 6, SECOND_NS = 1000000000 };

static char *measured, *driver;

static int set_up(void **state)
{
    const char *bench = getenv("AS_COMPLETED_BENCH"), *program = getenv("AS_COMPLETED");
    measured = text_copy(program ? program : "build/as-completed");
    driver = text_copy(bench ? bench : "build/as-completed-bench");
    return scratch_make(state);
}

static int tear_down(void **state)
{
    free(measured);
    free(driver);
    return scratch_remove(state);
}

/* --- the plan ------------------------------------------------------------------------------------ */

/* Three rivals, of which GNU parallel may be missing. */
static struct rivals some_rivals(bool parallel)
{
    return (struct rivals){.list = {{RIVALS_REFERENCE, json_string("1")},
                                    {RIVALS_PARALLEL, parallel ? json_string("1") : json_null()},
                                    {RIVALS_GO, json_string("1")}}};
}

static struct plan planned(uint64_t seed, bool parallel, const struct rows *rows)
{
    struct plan plan = {0};
    struct rivals rivals = some_rivals(parallel);
    work_plan(&plan, seed, ROUNDS, false, &rivals, rows);
    rivals_free(&rivals);
    return plan;
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
    struct plan plan = planned(1, true, &rows);
    assert_int_equal(cells_of(&plan, WORK_TRUE, 2, NULL), ROUNDS * (ours() + 4));
    assert_int_equal(cells_of(&plan, WORK_TRUE, 16, RIVALS_AGAIN), ROUNDS);
    assert_int_equal(cells_of(&plan, WORK_SLEEPS, 10, NULL), ROUNDS * (ours() + 3));
    assert_int_equal(cells_of(&plan, WORK_SLEEPS, 10, RIVALS_AGAIN), 0);
    assert_int_equal(cells_of(&plan, WORK_READER, 4, NULL), ROUNDS * ours());
    assert_int_equal(cells_of(&plan, WORK_MEMORY, 2, WORK_MANY), ROUNDS * 3);
    assert_int_equal(cells_of(&plan, WORK_LIVE, 2002, WORK_FEW), ROUNDS);
    bool seen[ROUNDS][64] = {{false}};
    for (size_t i = 0; i < plan.count; i++) {
        const struct plan_cell *cell = &plan.cells[i];
        assert_true(cell->estimate_s > 0 && (double)cell->at_most_ms > 1000 * cell->estimate_s);
        if (strcmp(cell->stage, WORK_TRUE) != 0 || cell->limit != 2)
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
    struct plan all = planned(7, true, &rows), rest;
    for (size_t i = 0; i < all.count / 2; i++) {
        size_t row = rows_add(&rows);
        char *point = work_point(&all.cells[i]);
        rows_set(&rows, row, "stage", all.cells[i].stage);
        rows_set(&rows, row, "point", point);
        rows_set(&rows, row, "cell", all.cells[i].name);
        rows_printf(&rows, row, "round", "%zu", all.cells[i].round);
        free(point);
    }
    rest = planned(7, true, &rows);
    assert_int_equal(rest.count, all.count - all.count / 2);
    for (size_t i = 0; i < rest.count; i++) {
        const struct plan_cell *was = &all.cells[all.count / 2 + i], *is = &rest.cells[i];
        assert_string_equal(was->name, is->name);
        assert_true(was->round == is->round && was->position == is->position);
    }
    plan_free(&rest);
    rest = planned(7, false, &rows);
    assert_int_equal(cells_of(&rest, WORK_TRUE, 2, RIVALS_PARALLEL), 0);
    plan_free(&rest);
    plan_free(&all);
    rows_free(&rows);
}

/* The same sleeps for everyone, from 50 to 300 ms. */
static void input_draws_the_same_sleeps(void **state)
{
    (void)state;
    struct plan_cell cell = {.stage = WORK_SLEEPS, .name = "callback", .tasks = 300, .limit = 10};
    assert_int_equal(work_write_input(scratch_path("one"), &cell, 5, false), 0);
    cell.name = RIVALS_REFERENCE;
    assert_int_equal(work_write_input(scratch_path("other"), &cell, 5, false), 0);
    char *one = file_read(scratch_path("one"), NULL),
         *other = file_read(scratch_path("other"), NULL);
    assert_string_equal(one, other);
    unsigned count = 0;
    for (const char *line = one; *line; line = strchr(line, '\n') + 1) {
        unsigned number, sleep_us;
        assert_int_equal(sscanf(line, "%u,%u,0\n", &number, &sleep_us), 2);
        assert_int_equal(number, ++count);
        assert_in_range(sleep_us, WORK_SLEEP_MIN_US, WORK_SLEEP_MAX_US);
    }
    assert_int_equal(count, 300);
    free(one);
    free(other);
}

/* --- stamps -------------------------------------------------------------------------------------- */

/* Four jobs over two slots: 1 and 2 begin together, 3 follows 2, and 4 follows 1. */
static void stamps_say_what_jobs_did(void **state)
{
    (void)state;
    struct stamps stamps;
    file_write(scratch_path("stamps"), "2\t101\t120\n1\t100\t140\n3\t125\t150\n4\t147\t200\n");
    assert_int_equal(stamps_load(&stamps, scratch_path("stamps")), 0);
    assert_int_equal(stamps.count, 4);
    assert_int_equal(stamps_max_in_flight(&stamps), 2);
    /* the third takes the slot of the second, at 19; the fourth that of the first, at 40 */
    assert_int_equal(stamps_ideal(&stamps, 2), 93);
    assert_int_equal(stamps_ideal(&stamps, 1), 40 + 19 + 25 + 53);
    assert_int_equal(stamps_ideal(&stamps, 9), 53);
    assert_true(fabs(stamps_lateness(&stamps, 2, 0) - 5) < 1e-9); /* 120 to 125, 140 to 147 */
    assert_true(fabs(stamps_lateness(&stamps, 2, 1) - 7) < 1e-9);
    assert_true(isnan(stamps_lateness(&stamps, 4, 1)));
    assert_int_equal(stamps_last_start(&stamps), 147);
    const struct stamps_read reads[] = {{130, 15}, {145, 20}, {199, 40}};
    assert_int_equal(stamps_max_unread(&stamps, reads, 3, 10), 1);
    assert_int_equal(stamps_max_unread(&stamps, reads, 0, 10), 4);
    stamps_free(&stamps);
}

static void stamps_that_are_none_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"1\t2\n", "1\t2\t3", "1\t3\t2\n", "x\n", "1\t2\t3\t4\n"};
    struct stamps stamps;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        file_write(scratch_path("bad"), bad[i]);
        assert_int_equal(stamps_load(&stamps, scratch_path("bad")), -EBADMSG);
        stamps_free(&stamps);
    }
    assert_int_equal(stamps_load(&stamps, scratch_path("nowhere")), 0);
    assert_int_equal(stamps.count, 0);
    assert_int_equal(stamps_max_in_flight(&stamps), 0);
    stamps_free(&stamps);
}

/* --- tables -------------------------------------------------------------------------------------- */

static size_t plant(struct rows *rows, const char *stage, const char *cell, unsigned round,
                    double wall_ns, double cpu_ns)
{
    size_t row = rows_add(rows);
    rows_set(rows, row, "stage", stage);
    rows_set(rows, row, "point", "100,2");
    rows_set(rows, row, "cell", cell);
    rows_set(rows, row, "exit", "0");
    rows_printf(rows, row, "round", "%u", round);
    rows_set_number(rows, row, "tasks", 100);
    rows_set_number(rows, row, "limit", 2);
    rows_set_number(rows, row, "wall_ns", wall_ns);
    rows_set_number(rows, row, "cpu_user_ns", cpu_ns);
    rows_set_number(rows, row, "cpu_sys_ns", 0);
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
        plant(&rows, WORK_TRUE, RIVALS_REFERENCE, round, wall_ns, cpu_ns);
        plant(&rows, WORK_TRUE, RIVALS_AGAIN, round, again * wall_ns, cpu_ns);
        plant(&rows, WORK_TRUE, RIVALS_PARALLEL, round, 4 * wall_ns, 5 * cpu_ns);
        plant(&rows, WORK_TRUE, "callback", round, wall_ns, 0.9 * cpu_ns);
        plant(&rows, WORK_TRUE, "semaphore", round, 1.2 * wall_ns, 1.5 * cpu_ns);
        plant(&rows, WORK_TRUE, "bounded_queue", round, (round % 2 ? 0.9 : 1.1) * wall_ns, cpu_ns);
        plant(&rows, WORK_TRUE, "polling", round, 0.9 * wall_ns, 9 * cpu_ns);
        size_t row = plant(&rows, WORK_SLEEPS, "callback", round, 1.01 * SECOND_NS, cpu_ns);
        rows_set_number(&rows, row, "ideal_ns", SECOND_NS);
    }
    return rows;
}

static void check_summary(const struct rows *list, const char *stage, const char *cell,
                          const char *column, const char *expected)
{
    for (size_t at = 0; at < list->count; at++)
        if (rows_is(list, at, "stage", stage) && rows_is(list, at, "cell", cell)) {
            assert_string_equal(rows_get(list, at, column), expected);
            return;
        }
    fail_msg("no summary of %s", cell);
}

static void targets_are_reached_missed_or_not_resolved(void **state)
{
    (void)state;
    struct rows rows = planted(1.001), list = work_summarize(&rows);
    check_summary(&list, WORK_TRUE, "callback", "wall_target", "reached");
    check_summary(&list, WORK_TRUE, "callback", "cpu_target", "reached");
    check_summary(&list, WORK_TRUE, "callback", "parallel_target", "reached");
    check_summary(&list, WORK_TRUE, "callback", "job_cpu_ns", "900000");
    check_summary(&list, WORK_TRUE, "semaphore", "wall_target", "missed");
    check_summary(&list, WORK_TRUE, "semaphore", "parallel_target", "missed");
    check_summary(&list, WORK_TRUE, "bounded_queue", "wall_target", "not resolved");
    check_summary(&list, WORK_TRUE, "polling", "wall_target", "null");
    check_summary(&list, WORK_TRUE, "parallel", "wall_target", "null");
    check_summary(&list, WORK_SLEEPS, "callback", "wall_target", "reached");
    check_summary(&list, WORK_SLEEPS, "callback", "wall_ratio", "1.01");
    rows_free(&list);
    rows_free(&rows);
    rows = planted(1.1);
    list = work_summarize(&rows);
    check_summary(&list, WORK_TRUE, "callback", "wall_target", "A/A differs");
    check_summary(&list, WORK_TRUE, "callback", "cpu_target", "reached");
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
                size_t row = plant(&rows, WORK_MEMORY, many ? WORK_MANY : WORK_FEW, round,
                                   SECOND_NS, start_ns + results * (1e4 + 2e3 * mb));
                rows_printf(&rows, row, "point", "%u,2", mb);
                rows_set_number(&rows, row, "take", results);
                rows_set_number(&rows, row, "peak_rss_bytes", 1e6 * mb);
            }
    struct rows list = work_summarize(&rows);
    assert_int_equal(list.count, 3);
    check_summary(&list, WORK_MEMORY, "semaphore", "job_cpu_ns", "12000");
    struct work_slope slope = work_slope(&rows, WORK_MEMORY, "peak_rss_bytes");
    assert_int_equal(slope.rounds, 3);
    assert_true(fabs(slope.median - 2e-3) < 1e-9 && fabs(slope.greatest - 2e-3) < 1e-9);
    assert_int_equal(work_slope(&rows, WORK_LIVE, "tasks").rounds, 0);
    rows_free(&list);
    rows_free(&rows);
}

/* Rows that failed are counted, and are in no figure. */
static void rows_that_failed_are_said(void **state)
{
    (void)state;
    struct rows rows = planted(1), list;
    rows_set(&rows, plant(&rows, WORK_TRUE, "callback", 7, 1, 1), "exit", "timed out");
    list = work_summarize(&rows);
    check_summary(&list, WORK_TRUE, "callback", "failed", "1");
    check_summary(&list, WORK_TRUE, "callback", "job_cpu_ns", "900000");
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
    static const char *const cells[] = {"polling", "callback", "bounded_queue", RIVALS_REFERENCE};
    for (size_t i = 0; i < 4; i++) {
        size_t row =
            plant(&rows, WORK_SLEEPS, cells[i], 1, SECOND_NS, i ? 1e8 + 1e6 * (double)i : 9e8);
        rows_set_number(&rows, row, "late_p50_ns", 1e6);
        if (i < 3)
            rows_set_number(&rows, plant(&rows, WORK_READER, cells[i], 1, SECOND_NS, 1e8),
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

/* --- a short run --------------------------------------------------------------------------------- */

static void write_program(const char *name, const char *script)
{
    file_write(scratch_path(name), script);
    assert_int_equal(chmod(scratch_path(name), 0777), 0);
}

/* With a gnuplot that only makes its file, and without GNU parallel. */
static struct program measure(const char *words)
{
    write_program("gnuplot", "#!/bin/sh\n[ \"$1\" = --version ] || : >\"$5\"\n");
    write_program("parallel", "#!/bin/sh\necho another program of this name\n");
    char *path = text_format("%s:%s", scratch_path("."), getenv("PATH")),
         *keep = text_copy(getenv("PATH"));
    setenv("PATH", path, 1);
    struct program program =
        program_run_in((struct program){.in.path = driver}, "exec --quick --seed 1 --program %s %s",
                       measured, words);
    setenv("PATH", keep, 1);
    free(path);
    free(keep);
    return program;
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
        assert_false(rows_is(rows, row, "cell", RIVALS_PARALLEL));
        bool reports = cells_strategy(rows_get(rows, row, "cell")) != NULL;
        if (rows_is(rows, row, "stage", WORK_SLEEPS) || rows_is(rows, row, "stage", WORK_TRUE))
            assert_int_equal(reports && rows_is(rows, row, "stage", WORK_SLEEPS),
                             rows_number(rows, row, "spawn_mean_ns") > 0);
        if (!rows_is(rows, row, "stage", WORK_SLEEPS) || !rows_is(rows, row, "cell", "callback"))
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
    program = program_run_in((struct program){.in.path = driver}, "table %s", dir);
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

static char *beside(const char *name)
{
    return text_format("%.*s%s", (int)(strrchr(driver, '/') + 1 - driver), driver, name);
}

/* The meter exits as the program does, and says where it is wrong. */
static void meter_passes_the_exit_on(void **state)
{
    (void)state;
    static const struct {
        const char *words, *says;
        int status;
    } cases[] = {{"/bin/sh -c 'exit 3'", "wall_ns", 3},
                 {"/bin/sh -c 'kill -9 $$'", "wall_ns", 137},
                 {"/nowhere/at/all", "wall_ns", 127},
                 {"-r 3 /bin/true", "", 2},
                 {"", "", 2}};
    char *meter = beside("work-meter"), *job = beside("work-job");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct program program =
            program_run_in((struct program){.in.path = meter}, "%s", cases[i].words);
        PROGRAM_CHECK(program, program.status == cases[i].status);
        PROGRAM_CHECK(program, strncmp(program.output, cases[i].says, strlen(cases[i].says)) == 0);
        program_free(&program);
    }
    struct program program = program_run_in((struct program){.in.path = job}, "/dev/null 1");
    PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
    program_free(&program);
    free(meter);
    free(job);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_has_each_cell_in_each_round),
        cmocka_unit_test(plan_goes_on_where_it_stopped),
        cmocka_unit_test(input_draws_the_same_sleeps),
        cmocka_unit_test(stamps_say_what_jobs_did),
        cmocka_unit_test(stamps_that_are_none_are_refused),
        cmocka_unit_test(targets_are_reached_missed_or_not_resolved),
        cmocka_unit_test(slope_is_of_the_results_between),
        cmocka_unit_test(rows_that_failed_are_said),
        cmocka_unit_test(figure_tells_what_the_rows_carry),
        cmocka_unit_test(bench_measures_and_goes_on),
        cmocka_unit_test(bench_goes_on_with_no_other_folder),
        cmocka_unit_test(meter_passes_the_exit_on),
    };
    return cmocka_run_group_tests_name("bench_exec", tests, set_up, tear_down);
}
