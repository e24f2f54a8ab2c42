/* test_bench_run.c -- the bench as its users run it: a small point from start to plot, an interrupt,
 * and all that can be typed wrong or not be written.
 *
 * The environment variable AS_COMPLETED_BENCH says where the driver is, else it is
 * build/as-completed-bench; AS_COMPLETED the program it measures.
 */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../harness/base/rows.h"
#include "../harness/base/text.h"
#include "../harness/bench/folder.h"
#include "../harness/bench/suite.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

#define SMALL "--point 1001,1001 --rounds 1" /* a second a cell; too many tasks to be traced */

static char folder[] = "/tmp/test_bench_run_XXXXXX";
static const char *measured; /* the program that the driver measures */

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

/* From here on program_run() runs the driver, and what it leaves behind is in the folder. */
static int make_folder(void **state)
{
    (void)state;
    const char *driver = getenv("AS_COMPLETED_BENCH");
    measured = getenv("AS_COMPLETED");
    measured = text_copy(measured ? measured : "build/as-completed");
    setenv("AS_COMPLETED", driver ? driver : "build/as-completed-bench", 1);
    return mkdtemp(folder) ? setenv("TMPDIR", folder, 1) : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    free((void *)(uintptr_t)measured);
    return nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static unsigned entries(const char *path, const char *start, char last[256])
{
    unsigned count = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            strncmp(entry->d_name, start, strlen(start)) == 0) {
            snprintf(last, 256, "%s", entry->d_name);
            count++;
        }
    closedir(dir);
    return count;
}

/* The only result folder in RESULTS; the caller frees it. */
static char *only_result(const char *results)
{
    char name[256];
    char *path = text_format("%s/%s", folder, results);
    assert_int_equal(entries(path, "", name), 1);
    char *result = text_format("%s/%s", path, name);
    free(path);
    return result;
}

static json_t *load(const char *dir, const char *name)
{
    json_error_t error;
    char *path = text_format("%s/%s", dir, name);
    json_t *json = json_load_file(path, 0, &error);
    if (!json)
        fail_msg("%s: %s", path, error.text);
    free(path);
    return json;
}

/* Nothing lies about that has no name of its own yet. */
static int refuse_temporary(const char *path, const struct stat *status, int type,
                            struct FTW *place)
{
    static const char *const endings[] = {".tsv", ".json", ".txt", ".md", ".svg", ".png"};
    const char *name = path + place->base, *ending = strrchr(name, '.');
    (void)status;
    for (size_t i = 0; type == FTW_F && i < sizeof endings / sizeof *endings; i++)
        if (ending && ending != name && strcmp(ending, endings[i]) == 0)
            return 0;
    return type == FTW_F;
}

/* Rows that are whole, in the columns of the bench and then of the program; JSON that is valid. */
static void check_result(const char *dir, bool complete, size_t least)
{
    char last[256], *path = text_format("%s/rows.tsv", dir);
    struct rows rows;
    json_t *environment = load(dir, "environment.json"), *times = load(dir, "hyperfine.json");
    assert_int_equal(json_is_true(json_object_get(environment, "complete")), complete);
    assert_true(json_array_size(json_object_get(times, "results")) >= least);
    size_t length;
    char *all = file_read(path, &length);
    assert_true(length > 0 && all[length - 1] == '\n');
    assert_int_equal(rows_read(&rows, path), 0);
    assert_true(complete ? rows.count == least : rows.count >= least);
    for (size_t row = 0; row < rows.count; row++)
        assert_true(rows_is(&rows, row, "exit", "0") && rows_number(&rows, row, "wall_ns") >= 1e9);
    assert_int_equal(nftw(dir, refuse_temporary, 16, FTW_PHYS), 0);
    assert_int_equal(entries(folder, "as-completed-bench-", last), 0);
    rows_free(&rows);
    json_decref(environment);
    json_decref(times);
    free(all);
    free(path);
}

static void run_keeps_every_column_of_the_program(void **state)
{
    (void)state;
    const char *driver = getenv("AS_COMPLETED");
    char *keep = text_copy(driver);
    setenv("AS_COMPLETED", measured, 1);
    struct program program = program_run("run -s callback -n 1 --clock virtual --format tsv");
    setenv("AS_COMPLETED", keep, 1);
    free(keep);
    PROGRAM_CHECK(program, program.status == 0);
    struct text columns = {0};
    for (size_t i = 0; bench_columns[i]; i++)
        text_printf(&columns, "%s%s", i ? "\t" : "", bench_columns[i]);
    program.output[strcspn(program.output, "\n")] = '\0';
    char *expected =
        text_format("stage\tpoint\tcell\tround\tposition\thyperfine_wall_s\t"
                    "hyperfine_user_s\thyperfine_sys_s\texit\tcommand\t%s\tpeer\tmode\t"
                    "done\tsum\tout_of_order",
                    program.output);
    assert_string_equal(text_chars(&columns), expected);
    free(expected);
    text_free(&columns);
    program_free(&program);
}

/* How many cells a round has: all of the table but serial, and the reference once more. */
static size_t compared(void)
{
    size_t found = 1;
    for (size_t i = 0; ac_strategies[i]; i++)
        found += !(ac_strategies[i]->flags & AC_SERIAL);
    return found;
}

/* Whether the reference was within 1 % of the ideal where the figure of the costs looks. On a busy machine it is
 * not, and that figure is not drawn; on the virtual clock it always is, and that counts for nothing. Nor does the
 * reference a second time. */
static bool kept_to_the_ideal(const char *dir)
{
    char *path = text_format("%s/rows.tsv", dir);
    struct rows rows;
    bool kept = false;
    assert_int_equal(rows_read(&rows, path), 0);
    for (size_t row = 0; row < rows.count; row++)
        kept |=
            (rows_is(&rows, row, "stage", "verdict") || rows_is(&rows, row, "stage", "large")) &&
            rows_is(&rows, row, "cell", "callback") &&
            rows_number(&rows, row, "wall_ns") < 1.01 * rows_number(&rows, row, "ideal_ns");
    rows_free(&rows);
    free(path);
    return kept;
}

/* The table of a folder into a full stdout. */
static void check_full(const char *dir)
{
    struct program program = {.stdout_file = open("/dev/full", O_WRONLY | O_CLOEXEC)};
    char *command = text_format("table %s", dir);
    program_start(&program, command);
    program_wait(&program);
    close(program.stdout_file);
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    program_free(&program);
    free(command);
}

static void run_measures_plots_and_keeps(void **state)
{
    (void)state;
    struct program program =
        program_run("quick " SMALL " --results %s/whole --program %s", folder, measured);
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, program.errors_lines == 1); /* how long it takes; no figure is missed */
    PROGRAM_CHECK(program, strstr(program.output, "N=1001, limit 1001, real clock"));
    PROGRAM_CHECK(program, strstr(program.output, "No CPU verdicts: 1 of at least six rounds"));
    program_free(&program);
    char *dir = only_result("whole"), last[256];
    check_result(dir, true, compared());
    char *plots = text_format("%s/plots", dir), *table = text_format("%s/table.tsv", dir);
    assert_int_equal(entries(plots, "lateness.", last), 3);
    assert_int_equal(entries(plots, "cost.", last), kept_to_the_ideal(dir) ? 3 : 0);
    char *before = file_read(table, NULL);
    program = program_run("table %s", dir);
    PROGRAM_CHECK(program, program.status == 0 && program.errors_lines == 0);
    char *after = file_read(table, NULL);
    assert_string_equal(before, after);
    program_free(&program);
    check_full(dir);
    free(before);
    free(after);
    free(plots);
    free(table);
    free(dir);
}

/* Waits until a file in the only result folder of RESULTS has so many lines. */
static void wait_for_lines(const char *results, unsigned lines)
{
    char name[256], *path = text_format("%s/%s", folder, results);
    for (int tries = 0; tries < 60000; tries++) {
        unsigned found = 0;
        if (access(path, F_OK) == 0 && entries(path, "", name) == 1) {
            char *rows = text_format("%s/%s/rows.tsv", path, name), *all = file_read(rows, NULL);
            for (const char *c = all ? all : ""; *c; c++)
                found += *c == '\n';
            free(all);
            free(rows);
        }
        if (found >= lines)
            break;
        nanosleep(&(struct timespec){0, 20000000}, NULL);
    }
    free(path);
}

static void run_interrupted_leaves_valid_files(void **state)
{
    (void)state;
    struct program program = {.stdout_file = STDOUT_CAPTURED};
    char *command =
        text_format("quick " SMALL " --results %s/stopped --program %s", folder, measured);
    program_start(&program, command);
    wait_for_lines("stopped", 2);
    assert_int_equal(kill(program.pid, SIGINT), 0);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status == 130);
    PROGRAM_CHECK(program, program.errors_lines == 2); /* how long, and where it is kept */
    PROGRAM_CHECK(program, strstr(program.output, "INCOMPLETE"));
    char *dir = only_result("stopped");
    check_result(dir, false, 1);
    program_free(&program);
    free(command);
    free(dir);
}

/* A gnuplot that takes its time. */
static void plots_interrupted_end_as_such(void **state)
{
    (void)state;
    char *dir = only_result("whole"), *bin = text_format("%s/bin", folder),
         *tool = text_format("%s/gnuplot", bin), *marker = text_format("%s/drawing", folder),
         *script = text_format("#!/bin/sh\n: >%s\nexec sleep 60\n", marker),
         *keep = text_copy(getenv("PATH")), *path = text_format("%s:%s", bin, keep),
         *command = text_format("plots %s", dir);
    assert_int_equal(mkdir(bin, 0777), 0);
    file_write(tool, script);
    assert_int_equal(chmod(tool, 0777), 0);
    setenv("PATH", path, 1);
    struct program program = {.stdout_file = STDOUT_CAPTURED};
    program_start(&program, command);
    setenv("PATH", keep, 1);
    for (int tries = 0; tries < 60000 && !file_exists(marker); tries++)
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    assert_int_equal(kill(program.pid, SIGINT), 0);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status == 130);
    check_result(dir, true, compared());
    program_free(&program);
    char *const all[] = {dir, bin, tool, marker, script, keep, path, command};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

/* More of them than there are seconds in a test. */
static void folders_have_names_of_their_own(void **state)
{
    (void)state;
    char *results = text_format("%s/folders", folder), last[256];
    for (int i = 0; i < 12; i++)
        free(folder_make(results, "quick"));
    assert_int_equal(entries(results, "", last), 12);
    free(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run_keeps_every_column_of_the_program),
        cmocka_unit_test(run_measures_plots_and_keeps),
        cmocka_unit_test(run_interrupted_leaves_valid_files),
        cmocka_unit_test(plots_interrupted_end_as_such),
        cmocka_unit_test(folders_have_names_of_their_own),
    };
    return cmocka_run_group_tests_name("bench_run", tests, make_folder, remove_folder);
}
