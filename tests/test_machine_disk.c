/* test_machine_disk.c -- disks that are full or read only: one line that names the file and the
 * reason, exit 1, the old file whole, and no part of a new one.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/machine.h"
#include "support/program.h"
#include "support/result.h"

static const char long_run[] = "run -s callback -n 20000 -l 50 --clock virtual --format tsv";

/* Writes a file of the given size, or as much of it as there is room for. */
static void fill(const char *path, size_t bytes)
{
    static const char zeros[4096];
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    assert_true(file >= 0);
    while (bytes && write(file, zeros, sizeof zeros) > 0)
        bytes -= sizeof zeros;
    close(file);
}

/* One line that holds the path and the reason, and nothing else. */
static void check_refused(struct program program, const char *path, const char *reason)
{
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, path) && strstr(program.errors, reason));
    program_free(&program);
}

static void check_old(const char *path)
{
    char *text = file_read(path, NULL);
    assert_non_null(text);
    assert_string_equal(text, "old");
    free(text);
}

static void full_disk_keeps_the_old_trace_whole(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "run -s callback -n 20000 -l 50 --clock virtual --format tsv --trace",
        "run -s callback -n 20000 -l 50 --clock virtual --format tsv --trace-format chrome --trace",
        "compare -n 200 -l 50 --clock virtual --trace-format chrome --trace",
    };
    const char *disk = machine_disk("small", "size=64k");
    char *path = text_format("%s/trace", disk);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        check_refused(program_run("%s %s", commands[i], path), path, "No space left on device");
        assert_false(file_exists(path));
        file_write(path, "old");
        check_refused(program_run("%s %s", commands[i], path), path, "No space left on device");
        check_old(path);
        assert_int_equal(result_temporaries(disk), 0);
        unlink(path);
    }
    free(path);
}

static void full_disk_keeps_the_old_histogram_whole(void **state)
{
    (void)state;
    const char *disk = machine_disk("full", "size=64k");
    char *filler = text_format("%s/filler", disk), *path = text_format("%s/histogram", disk);
    fill(filler, 15 * 4096); /* the one page left is for what the test writes */
    file_write(path, "old");
    check_refused(program_run("%s --histogram %s", long_run, path), path, "No space left");
    check_old(path);
    unlink(path);
    fill(filler, 1 << 20);
    check_refused(program_run("%s --histogram %s", long_run, path), path, "No space left");
    assert_false(file_exists(path));
    assert_int_equal(result_temporaries(disk), 0);
    free(filler);
    free(path);
}

/* No room for a name, rather than for bytes. */
static void full_table_of_files_is_named(void **state)
{
    (void)state;
    const char *disk = machine_disk("inodes", "nr_inodes=2");
    char *path = text_format("%s/trace", disk), *other = text_format("%s/other", disk);
    file_write(other, "old");
    check_refused(program_run("%s --trace %s", long_run, path), path, "No space left");
    check_refused(program_run("%s --trace %s", long_run, other), other, "No space left");
    check_old(other);
    assert_false(file_exists(path));
    check_refused(program_run_in((struct program){.in.path = machine_bench()},
                                 "quick --point 20,5 --results %s/results", disk),
                  "results", "No space left");
    free(path);
    free(other);
}

/* What the shell has opened is the shell's; the program says so, and keeps no trace of the run. */
static void full_disk_under_a_report_is_an_error(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "run -s callback -n 5 --clock virtual --format json --trace",
        "run -s callback -n 5 --clock virtual --format text --trace",
        "run -s callback -n 5 --scale 1ms --format tsv --histogram",
    };
    const char *disk = machine_disk("report", "size=4k");
    char *filler = text_format("%s/filler", disk), *report = text_format("%s/report", disk);
    fill(filler, 4096);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct program program = {.stdout_file = open(report, O_WRONLY | O_CREAT, 0666)};
        assert_true(program.stdout_file > 0);
        check_refused(program_run_in(program, "%s %s", commands[i], scratch_path("beside")),
                      "stdout", "No space left");
        assert_int_equal(scratch_count("beside", NULL), 0);
        close(program.stdout_file);
    }
    struct program program = {.stdout_file = open(report, O_WRONLY | O_CREAT, 0666)};
    check_refused(program_run_in(program, "compare -n 5 -l 2 --clock virtual"), "stdout",
                  "No space left");
    close(program.stdout_file);
    free(filler);
    free(report);
}

/* The bench on disks of so many pages, at once: the smallest have no room for its first file, the
 * largest some for a few rows. */
static void full_disk_leaves_a_bench_with_whole_rows(void **state)
{
    (void)state;
    enum { FIRST = 1, LAST = 11 };
    const unsigned step = long_form() ? 1 : 2, last = long_form() ? LAST : 5;
    struct program programs[LAST + 1];
    char *disks[LAST + 1];
    for (unsigned pages = FIRST; pages <= last; pages += step) {
        char name[32], options[32];
        snprintf(name, sizeof name, "pages-%u", pages);
        snprintf(options, sizeof options, "size=%uk", 4 * pages);
        disks[pages] = text_copy(machine_disk(name, options));
        programs[pages] =
            machine_start_bench("quick --point 20,5 --rounds 12 --results %s/r", disks[pages]);
    }
    unsigned lines = 0;
    for (unsigned pages = FIRST; pages <= last; pages += step) {
        struct program *program = &programs[pages];
        program_wait(program);
        PROGRAM_CHECK(*program, program->status == 1 && !*program->output);
        PROGRAM_CHECK(*program, strstr(program->errors, "cannot write "));
        PROGRAM_CHECK(*program, strstr(program->errors, "o space left on device"));
        char *path = text_format("%s/r", disks[pages]);
        struct results results = results_in(path);
        assert_int_equal(results.count, 1);
        result_check(results.dirs[0]); /* a cell may have failed on the full disk */
        assert_int_equal(result_temporaries(disks[pages]), 0);
        lines += result_lines(results.dirs[0]);
        results_free(&results);
        program_free(program);
        free(path);
        free(disks[pages]);
    }
    assert_true(lines > 1); /* not all failed at the first file */
    machine_refuse_orphans();
}

static void closed_disk_is_named_and_left_alone(void **state)
{
    (void)state;
    const char *disk = text_copy(machine_disk("closed", "size=64k"));
    char *path = text_format("%s/trace", disk), *dir = text_format("%s/2026", disk);
    file_write(path, "old");
    result_plant(dir);
    machine_disk_close(disk);
    const struct program here = {.in.folder = disk}, bench = {.in.path = machine_bench()};
    struct program bench_here = bench;
    bench_here.in.folder = disk;
    check_refused(program_run("%s --trace %s", long_run, path), path, "Read-only file system");
    check_refused(program_run("%s --histogram %s/new", long_run, disk), disk, "Read-only");
    check_refused(program_run_in(here, "%s --trace here", long_run), "'here'", "Read-only");
    check_refused(program_run_in(bench, "table %s", dir), "table.txt", "ead-only file system");
    check_refused(program_run_in(bench, "plots %s", dir), "plots", "ead-only file system");
    check_refused(program_run_in(bench_here, "quick --point 20,5"), "results", "ead-only");
    check_refused(program_run_in(bench, "quick --point 20,5 --results %s", disk), disk, "ead-only");
    struct program run = program_run_in(here, "run -s callback -n 5 --clock virtual");
    PROGRAM_CHECK(run, run.status == 0 && !*run.errors); /* it needs no file of its own */
    program_free(&run);
    run = program_run_in(here, "compare -n 5 -l 2 --clock virtual");
    PROGRAM_CHECK(run, run.status == 0 && !*run.errors);
    program_free(&run);
    check_old(path);
    free((void *)(uintptr_t)disk);
    free(path);
    free(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_disk_keeps_the_old_trace_whole),
        cmocka_unit_test(full_disk_keeps_the_old_histogram_whole),
        cmocka_unit_test(full_table_of_files_is_named),
        cmocka_unit_test(full_disk_under_a_report_is_an_error),
        cmocka_unit_test(full_disk_leaves_a_bench_with_whole_rows),
        cmocka_unit_test(closed_disk_is_named_and_left_alone),
    };
    return cmocka_run_group_tests_name("machine_disk", tests, machine_open, machine_close);
}
