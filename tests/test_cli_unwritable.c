/* test_cli_unwritable.c -- outputs that cannot be written: a full disk, a reader that has left, a closed
 * stdout; one line that names it, or none where nobody is there to read it.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

static void check_unwritable(const char *options, const char *path)
{
    unsigned before = scratch_count("", NULL);
    struct program program =
        program_run("run -s callback -l 5 --clock virtual %s %s", options, path);
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, path));
    program_free(&program);
    assert_int_equal(scratch_count("", NULL), before);
}

static void cli_output_that_cannot_be_written_is_named(void **state)
{
    (void)state;
    static const char *const paths[] = {"/no/such/folder/file", "/dev/full", "/", "/proc/file"};
    struct stat before, after;
    assert_int_equal(stat("/dev/full", &before), 0);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        check_unwritable("-n 5 --trace", paths[i]);
        check_unwritable("-n 5 --histogram", paths[i]);
        check_unwritable("-n 50000 --format none --trace", paths[i]); /* fails while it runs */
        check_unwritable("-n 5 --trace-format chrome --trace", paths[i]);
        check_unwritable("-n 50000 --format none --trace-format chrome --trace", paths[i]);
    }
    assert_int_equal(stat("/dev/full", &after), 0);
    assert_true(S_ISCHR(after.st_mode)); /* still the device, also for root */
    assert_true(before.st_rdev == after.st_rdev);
}

static struct program run_into(int file, const char *command)
{
    struct program program = {.stdout_file = file};
    program_start(&program, command);
    program_wait(&program);
    return program;
}

/* Each wants nothing else of stdout. */
static const char *const traced[] = {
    "run -s callback -n 3 -l 5 --clock virtual --format none --trace /dev/stdout",
    "run -s callback -n 50000 -l 5 --clock virtual --format none --trace /dev/stdout",
    "run -s callback -n 3 -l 5 --clock virtual --format none --trace - --trace-format chrome",
    "run -s callback -n 50000 -l 5 --clock virtual --format none --trace - --trace-format chrome",
    "run -s callback -n 3 -l 5 --clock virtual --histogram -",
    "compare -n 3 -l 2 --clock virtual --format none --trace - --trace-format chrome",
    "compare -n 9999 -l 2 --clock virtual --format none --trace - --trace-format chrome",
};

/* What is piped into `head` ends as quietly as any closed stdout. */
static void cli_trace_into_a_broken_pipe_is_quiet(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    close(ends[0]);
    for (size_t i = 0; i < sizeof traced / sizeof *traced; i++) {
        struct program program = run_into(ends[1], traced[i]);
        bool shows_its_report = strstr(traced[i], "--histogram");
        PROGRAM_CHECK(program, program.status == 1 && (shows_its_report || !*program.errors));
        program_free(&program);
    }
    close(ends[1]);
}

/* Before anything is run: nothing can be written to what is not open. */
static void cli_trace_into_a_closed_stdout_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof traced / sizeof *traced; i++) {
        struct program program = run_into(STDOUT_CLOSED, traced[i]);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, "': Bad file descriptor\n"));
        program_free(&program);
    }
}

/* No strategy is run for a trace that has nowhere to go. */
static void cli_compare_ends_with_its_trace(void **state)
{
    (void)state;
    struct program program = program_run("compare -n 3 -l 2 --clock virtual --format tsv "
                                         "--trace /dev/full --trace-format chrome");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "'/dev/full'"));
    PROGRAM_CHECK(program, strstr(program.output, "\nunbounded\t"));
    PROGRAM_CHECK(program, !strstr(program.output, "\npolling\t"));
    program_free(&program);
}

static const char *const talkative[] = {
    "list",
    "--help",
    "--version",
    "run -s callback -n 5 --clock virtual",
    "run -s callback -n 5 --clock virtual --format json",
    "run -s callback -n 5 --scale 1ms --format tsv",
    "compare -n 5 -l 2 --clock virtual",
    "compare -n 5 -l 2 --clock virtual --format json",
};

static void cli_full_stdout_is_an_error_of_one_line(void **state)
{
    (void)state;
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    for (size_t i = 0; i < sizeof talkative / sizeof *talkative; i++) {
        struct program program = run_into(full, talkative[i]);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, "'stdout': No space left on device\n"));
        program_free(&program);
    }
    close(full);
}

static void cli_closed_stdout_is_quiet(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof talkative / sizeof *talkative; i++) {
        struct program program = run_into(STDOUT_CLOSED, talkative[i]);
        PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
        program_free(&program);
    }
}

static void cli_broken_pipe_is_quiet(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    close(ends[0]);
    for (size_t i = 0; i < sizeof talkative / sizeof *talkative; i++) {
        struct program program = run_into(ends[1], talkative[i]);
        PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
        program_free(&program);
    }
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_output_that_cannot_be_written_is_named),
        cmocka_unit_test(cli_trace_into_a_broken_pipe_is_quiet),
        cmocka_unit_test(cli_trace_into_a_closed_stdout_is_refused),
        cmocka_unit_test(cli_compare_ends_with_its_trace),
        cmocka_unit_test(cli_full_stdout_is_an_error_of_one_line),
        cmocka_unit_test(cli_closed_stdout_is_quiet),
        cmocka_unit_test(cli_broken_pipe_is_quiet),
    };
    return cmocka_run_group_tests_name("cli_unwritable", tests, scratch_make, scratch_remove);
}
