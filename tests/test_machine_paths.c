/* test_machine_paths.c -- paths at which no file can be: each is refused with one line that holds the
 * path and the reason, and nothing is made or changed; and one at which a program waits.
 */
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/machine.h"
#include "support/program.h"

static const char small_run[] = "run -s callback -n 5 --clock virtual --format tsv";

static void check_refused(struct program program, const char *path, const char *reason)
{
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, path) && strstr(program.errors, reason));
    PROGRAM_CHECK(program, !*program.output); /* before anything was run */
    program_free(&program);
}

/* As a trace and as a histogram; and with the same reason as the driver's place for results. */
static void check_path(const char *path, const char *reason, bool as_results)
{
    unsigned before = scratch_count("", NULL);
    check_refused(program_run("%s --trace %s", small_run, path), path, reason);
    check_refused(program_run("%s --histogram %s", small_run, path), path, reason);
    if (as_results)
        check_refused(program_run_in((struct program){.in.path = machine_bench()},
                                     "quick --point 20,5 --results %s", path),
                      path, reason);
    assert_int_equal(scratch_count("", NULL), before);
}

static void path_that_cannot_be_written_is_refused_with_its_reason(void **state)
{
    (void)state;
    const char *dangling = scratch_path("dangling"), *loop = scratch_path("loop");
    struct stat status;
    assert_int_equal(mkdir(scratch_path("folder"), 0777), 0);
    assert_int_equal(symlink("nowhere", dangling), 0);
    assert_int_equal(symlink("loop", loop), 0);
    file_write(scratch_path("file"), "old");
    check_path(scratch_path("folder"), "Is a directory", false);
    check_path(scratch_path("missing/child"), "No such file", true);
    check_path(scratch_path("file/child"), "Not a directory", true);
    check_path(dangling, "No such file", false);
    check_path(loop, "", true); /* as a trace: a link that leads nowhere */
    assert_true(lstat(dangling, &status) == 0 && S_ISLNK(status.st_mode));
    assert_true(lstat(loop, &status) == 0 && S_ISLNK(status.st_mode));
    assert_false(file_exists(scratch_path("nowhere")));
    check_refused(program_run("run -s callback --clock virtual --sleeps @%s",
                              scratch_path("folder")),
                  "folder", "Is a directory");
}

static char *repeat(const char *words, size_t bytes)
{
    struct text text = {.chars = NULL};
    while (text.length < bytes)
        text_add(&text, words);
    text.chars[bytes] = '\0';
    return text.chars;
}

static void path_that_is_too_long_is_refused_with_its_reason(void **state)
{
    (void)state;
    char *name = repeat("n", NAME_MAX + 1), *path = repeat("/name", PATH_MAX);
    char *longer = repeat("/name", 15000);
    check_path(scratch_path(name), "File name too long", true);
    check_path(path, "File name too long", false);
    check_refused(program_run_in((struct program){.in.path = machine_bench()}, "table %s", path),
                  path, "File name too long");
    check_refused(program_run("%s --trace %s", small_run, longer), "/name", "File name too long");
    check_refused(program_run_in((struct program){.in.path = machine_bench()},
                                 "quick --point 20,5 --results %s", longer),
                  "/name", "File name too long");
    free(longer);
    free(name);
    free(path);
}

static void name_as_long_as_they_may_be_is_written(void **state)
{
    (void)state;
    for (size_t length = NAME_MAX - 8; length <= NAME_MAX; length++) {
        char *name = repeat("n", length);
        const char *path = scratch_path(name);
        for (int again = 0; again < 2; again++) {
            struct program program = program_run("%s --trace %s", small_run, path);
            PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
            program_free(&program);
            assert_int_equal(scratch_count("n", NULL), 1);
        }
        assert_int_equal(unlink(path), 0);
        free(name);
    }
}

/* As root may write anywhere, this is tried as nobody. */
static void path_without_permission_is_refused(void **state)
{
    (void)state;
    if (under_coverage())
        skip_because("nobody may not write gcov's files either");
    const char *open_to_all = text_copy(scratch_path("open")), *others = scratch_path("others");
    char *closed = text_format("%s/closed", open_to_all);
    struct program nobody = {.in.unprivileged = true};
    assert_int_equal(chmod(scratch_path(""), 0777), 0);
    assert_int_equal(mkdir(open_to_all, 0755), 0);
    assert_int_equal(mkdir(closed, 0555), 0);
    file_write(others, "old");
    assert_int_equal(chmod(others, 0444), 0);
    struct program list = program_run_in(nobody, "list");
    bool runs = list.status == 0;
    free(list.output);
    free(list.errors);
    if (!runs)
        skip_because("nobody may not run the program where it was built");
    check_refused(program_run_in(nobody, "%s --trace %s/file", small_run, closed), closed,
                  "Permission denied");
    check_refused(program_run_in(nobody, "%s --trace %s", small_run, others), others,
                  "Permission denied");
    struct program bench = nobody;
    bench.in.path = machine_bench();
    check_refused(program_run_in(bench, "quick --point 20,5 --results %s", closed), "closed",
                  "ermission denied");
    char *text = file_read(others, NULL);
    assert_string_equal(text, "old");
    free(text);
    free(closed);
    free((void *)(uintptr_t)open_to_all);
}

static bool waits_for_a_reader(const void *pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)*(const pid_t *)pid);
    char *text = file_read(path, NULL), *name_end = text ? strrchr(text, ')') : NULL;
    bool sleeps = name_end && name_end[1] == ' ' && name_end[2] == 'S';
    free(text);
    return sleeps;
}

/* As a redirection of the shell would; Ctrl-C ends it without a word, before anything was run. */
static void pipe_without_a_reader_is_waited_for(void **state)
{
    (void)state;
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    const char *pipe = scratch_path("pipe");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    for (size_t i = 0; i < 3; i++) {
        struct program program = machine_start("%s --trace %s", small_run, pipe);
        machine_wait_until(waits_for_a_reader, &program.pid, "the program sleeps");
        machine_sleep_ms(20); /* its libraries may make it sleep before */
        assert_int_equal(kill(program.pid, numbers[i]), 0);
        program_wait(&program);
        PROGRAM_CHECK(program, program.status == 128 + numbers[i]);
        PROGRAM_CHECK(program, !*program.errors && !*program.output);
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(path_that_cannot_be_written_is_refused_with_its_reason),
        cmocka_unit_test(path_that_is_too_long_is_refused_with_its_reason),
        cmocka_unit_test(name_as_long_as_they_may_be_is_written),
        cmocka_unit_test(path_without_permission_is_refused),
        cmocka_unit_test(pipe_without_a_reader_is_waited_for),
    };
    return cmocka_run_group_tests_name("machine_paths", tests, machine_open, machine_close);
}
