/* test_machine_killed.c -- SIGKILL at any moment: what is on disk is whole, what ran on ends by
 * itself, and the next run is not disturbed by what is left.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/rows.h"
#include "../harness/base/text.h"
#include "../harness/bench/suite.h"
#include "support/check.h"
#include "support/files.h"
#include "support/machine.h"
#include "support/program.h"
#include "support/random.h"
#include "support/result.h"

#define SMALL "quick --point 20,5 --rounds 6"

/* One bench, and when it is killed: so long after it has so many lines of rows. */
struct victim {
    struct program program;
    char *results;
    unsigned lines;
    uint64_t after_ms;
};

static bool has_its_lines(const void *what)
{
    const struct victim *victim = what;
    struct results results = results_in(victim->results);
    unsigned lines = results.count ? result_lines(results.dirs[0]) : 0;
    results_free(&results);
    return lines >= victim->lines;
}

static void kill_and_wait(struct program *program)
{
    assert_int_equal(kill(program->pid, SIGKILL), 0);
    program_wait(program);
    PROGRAM_CHECK(*program, program->status == 128 + SIGKILL);
    program_free(program);
}

/* The table of what is there, or one line that says what is missing. */
static void check_table(const char *dir)
{
    struct program table =
        program_run_in((struct program){.in.path = machine_bench()}, "table %s", dir);
    if (result_lines(dir))
        PROGRAM_CHECK(table, table.status == 0 && !*table.errors &&
                                 (result_lines(dir) == 1 || strstr(table.output, "INCOMPLETE")));
    else
        PROGRAM_CHECK(table, table.status == 1 && table.errors_lines == 1 &&
                                 strstr(table.errors, "rows.tsv"));
    program_free(&table);
}

/* It gets a folder of its own, and measures. */
static void check_next(const char *results)
{
    struct program next = machine_start_bench(SMALL " --results %s", results);
    struct results before = results_in(results), after = {.count = 0};
    for (unsigned tries = 0; tries < 60000; tries++) {
        results_free(&after);
        after = results_in(results);
        if (after.count > before.count && result_lines(after.dirs[after.count - 1]) >= 2)
            break;
        machine_sleep_ms(1);
    }
    assert_int_equal(after.count, before.count + 1);
    kill(next.pid, SIGINT);
    program_wait(&next);
    PROGRAM_CHECK(next, next.status == 130 && strstr(next.output, "INCOMPLETE"));
    assert_int_equal(result_check(after.dirs[after.count - 1]), 0);
    assert_int_equal(result_temporaries(after.dirs[after.count - 1]), 0);
    program_free(&next);
    results_free(&before);
    results_free(&after);
}

/* In the order in which they were started, so that each runs while the others are killed. */
static void bench_killed_leaves_whole_rows_and_no_hindrance(void **state)
{
    (void)state;
    struct random_draws draws = {1};
    struct victim victims[12];
    unsigned count = long_form() ? 12 : 4;
    for (unsigned i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof name, "results-%u", i);
        victims[i] = (struct victim){.results = text_copy(scratch_path(name)),
                                     .lines = (unsigned)draw_below(&draws, i + 1),
                                     .after_ms = draw_below(&draws, 900)};
        victims[i].program = machine_start_bench(SMALL " --results %s", victims[i].results);
    }
    for (unsigned i = 0; i < count; i++) {
        machine_wait_until(has_its_lines, &victims[i], "the bench has its rows");
        machine_sleep_ms(victims[i].after_ms);
        kill_and_wait(&victims[i].program);
    }
    machine_await_orphans();
    for (unsigned i = 0; i < count; i++) {
        struct results results = results_in(victims[i].results);
        assert_true(results.count <= 1);
        if (results.count) {
            assert_int_equal(result_check(results.dirs[0]), 0);
            check_table(results.dirs[0]);
        }
        if (i + 1 == count || long_form())
            check_next(victims[i].results);
        results_free(&results);
        free(victims[i].results);
    }
    machine_refuse_orphans();
}

/* The folder of a bench that was killed before its first row. */
static void table_of_what_a_kill_left_says_what_is_missing(void **state)
{
    (void)state;
    static const char *const names[] = {"none", "empty", "header", "part"};
    struct text header = {0};
    for (size_t i = 0; bench_columns[i]; i++)
        text_printf(&header, "%s%s", i ? "\t" : "", bench_columns[i]);
    text_add(&header, "\n");
    const char *const rows[] = {NULL, "", text_chars(&header), "stage\tpo"};
    static const char *const why[] = {"No such file", "no header", "", "no header"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *dir = text_copy(scratch_path(names[i])), *path = text_format("%s/rows.tsv", dir);
        assert_int_equal(mkdir(dir, 0777), 0);
        if (rows[i])
            file_write(path, rows[i]);
        char *environment = text_format("%s/environment.json", dir);
        file_write(environment, "{\"complete\": false}\n");
        free(environment);
        struct program table =
            program_run_in((struct program){.in.path = machine_bench()}, "table %s", dir);
        bool readable = i == 2;
        PROGRAM_CHECK(table, table.status == !readable);
        PROGRAM_CHECK(table, table.errors_lines == !readable);
        PROGRAM_CHECK(table,
                      readable || (strstr(table.errors, path) && strstr(table.errors, why[i])));
        program_free(&table);
        free(path);
        free(dir);
    }
    text_free(&header);
}

static const char traced[] = "run -s callback -n 20000 -l 50 --clock virtual --format none --trace";

/* Killed anywhere from its start to its end. */
static void run_killed_leaves_the_old_trace_or_the_new_one(void **state)
{
    (void)state;
    struct random_draws draws = {2};
    const char *whole = text_copy(scratch_path("whole")), *path = text_copy(scratch_path("trace"));
    struct program program = program_run("%s %s", traced, whole);
    PROGRAM_CHECK(program, program.status == 0);
    program_free(&program);
    char *new = file_read(whole, NULL);
    unsigned killed = 0;
    for (unsigned i = 0; i < (long_form() ? 400 : 40); i++) {
        bool old = i % 2;
        unlink(path);
        if (old)
            file_write(path, "old");
        program = machine_start("%s %s", traced, path);
        usleep((useconds_t)draw_below(&draws, 30000));
        kill(program.pid, SIGKILL);
        program_wait(&program);
        char *found = file_read(path, NULL);
        bool is_new = found && strcmp(found, new) == 0;
        bool is_as_before = old ? found && strcmp(found, "old") == 0 : !found;
        PROGRAM_CHECK(program, program.status ? is_new || is_as_before : is_new);
        killed += program.status != 0;
        free(found);
        program_free(&program);
    }
    assert_true(killed > 0);
    program = program_run("%s %s", traced, path); /* beside whatever names were left */
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    char *found = file_read(path, NULL);
    assert_string_equal(found, new);
    free(found);
    free(new);
    program_free(&program);
    free((void *)(uintptr_t)whole);
    free((void *)(uintptr_t)path);
}

/* Its child would sleep for an hour. */
static void compare_killed_takes_its_child_with_it(void **state)
{
    (void)state;
    struct random_draws draws = {3};
    static const char *const options[] = {"", "--format json", "--format none"};
    for (unsigned i = 0; i < (long_form() ? 60 : 9); i++) {
        struct program program = machine_start("compare -n 5 -l 2 --scale 1h %s", options[i % 3]);
        machine_wait_until(machine_has_child, &program.pid, "compare has a child");
        usleep((useconds_t)draw_below(&draws, 5000));
        kill_and_wait(&program);
        machine_await_orphans();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bench_killed_leaves_whole_rows_and_no_hindrance),
        cmocka_unit_test(table_of_what_a_kill_left_says_what_is_missing),
        cmocka_unit_test(run_killed_leaves_the_old_trace_or_the_new_one),
        cmocka_unit_test(compare_killed_takes_its_child_with_it),
    };
    return cmocka_run_group_tests_name("machine_killed", tests, machine_open, machine_close);
}
