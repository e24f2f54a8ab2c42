/* test_cli_one_file.c -- what is read is never written, and no two outputs are one file, whatever they are
 * called: one line, status 2, and every file as it was.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

static const char sleeps[] = "20ms\n30ms\n";

static void check_file(const char *name, const char *expected)
{
    char *text = file_read(scratch_path(name), NULL);
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

/* One that is read, under every name that a file can have. */
static void make_names(void)
{
    file_write(scratch_path("lat"), sleeps);
    unlink(scratch_path("hard"));
    unlink(scratch_path("soft"));
    unlink(scratch_path("here"));
    assert_int_equal(link(scratch_path("lat"), scratch_path("hard")), 0);
    assert_int_equal(symlink("lat", scratch_path("soft")), 0);
    assert_int_equal(symlink(".", scratch_path("here")), 0);
}

static const char *const names[] = {"lat",      "./lat",          "hard",      "soft",
                                    "here/lat", "here/here/soft", "/dev/stdin"};
enum { NAMES = sizeof names / sizeof *names };

static const char *path_of(const char *name)
{
    return *name == '/' ? name : scratch_path(name);
}

static void check_refused(struct program program, const char *word)
{
    PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1 && !*program.output);
    PROGRAM_CHECK(program, strstr(program.errors, word));
    program_free(&program);
    check_file("lat", sleeps);
    assert_int_equal(scratch_count("lat", NULL), 1);
}

static struct program run_with_stdin(const char *command, const char *input, const char *output)
{
    struct program program = {.stdin_file = open(scratch_path("lat"), O_RDONLY | O_CLOEXEC)};
    assert_true(program.stdin_file > 0);
    program = program_run_in(program, command, path_of(input), path_of(output));
    close(program.stdin_file);
    return program;
}

static void one_file_is_not_read_and_written(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "run -s callback -l 2 --clock virtual --format none --sleeps @%s --trace %s",
        "run -s callback -l 2 --clock virtual --sleeps @%s --histogram %s",
        "run -s callback -l 2 --clock virtual --sleeps @%s --order shuffle --trace %s",
        "compare -l 2 --clock virtual --trace-format chrome --sleeps @%s --trace %s",
    };
    make_names();
    for (size_t c = 0; c < sizeof commands / sizeof *commands; c++)
        for (size_t in = 0; in < NAMES; in++)
            for (size_t out = 0; out < NAMES; out++)
                check_refused(run_with_stdin(commands[c], names[in], names[out]), "--sleeps");
}

static void one_file_is_not_read_while_stdout_adds_to_it(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "run -s callback -l 2 --clock virtual --sleeps @%s",
        "run -s callback -l 2 --clock virtual --format json --sleeps @%s",
        "compare -l 2 --clock virtual --sleeps @%s",
    };
    make_names();
    for (size_t c = 0; c < sizeof commands / sizeof *commands; c++) {
        struct program program = {.stdout_file =
                                      open(scratch_path("lat"), O_WRONLY | O_APPEND | O_CLOEXEC)};
        program = program_run_in(program, commands[c], scratch_path("soft"));
        close(program.stdout_file);
        check_refused(program, "stdout");
    }
}

static void two_outputs_are_not_one_file(void **state)
{
    (void)state;
    static const char run[] = "run -s callback -n 3 -l 2 --clock virtual --trace %s --histogram %s";
    static const char *const fresh[] = {"new", "./new", "here/new"};
    make_names();
    for (size_t a = 0; a < NAMES - 1; a++)
        for (size_t b = 0; b < NAMES - 1; b++)
            check_refused(program_run(run, path_of(names[a]), path_of(names[b])), "--trace");
    for (size_t a = 0; a < 3; a++)
        for (size_t b = 0; b < 3; b++)
            check_refused(program_run(run, path_of(fresh[a]), path_of(fresh[b])), "--trace");
    assert_false(file_exists(scratch_path("new")));
    struct program program = {.stdout_file =
                                  open(scratch_path("lat"), O_WRONLY | O_APPEND | O_CLOEXEC)};
    program = program_run_in(program, "run -s callback -n 3 -l 2 --clock virtual --trace %s",
                             scratch_path("hard"));
    close(program.stdout_file);
    check_refused(program, "stdout");
}

/* Nothing is lost in a device; and two new files in one folder are two. */
static void two_outputs_may_be_a_device_or_two_files(void **state)
{
    (void)state;
    static const char run[] = "run -s callback -n 3 -l 2 --clock virtual --trace %s --histogram %s";
    struct program null = {.stdout_file = open("/dev/null", O_WRONLY | O_CLOEXEC)};
    null = program_run_in(null, run, "/dev/null", scratch_path("histogram"));
    close(null.stdout_file);
    assert_int_equal(null.status, 0);
    assert_int_equal(null.errors_lines, 0);
    program_free(&null);
    struct program two = program_run(run, scratch_path("one"), scratch_path("two"));
    PROGRAM_CHECK(two, two.status == 0 && !*two.errors);
    program_free(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_file_is_not_read_and_written),
        cmocka_unit_test(one_file_is_not_read_while_stdout_adds_to_it),
        cmocka_unit_test(two_outputs_are_not_one_file),
        cmocka_unit_test(two_outputs_may_be_a_device_or_two_files),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
