/* test_examples.c -- the programs of examples/, run as their users run them, for every strategy of the
 * table.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* FEW_DESCRIPTORS: more than the program has open beside its files. */
enum { MOST_LINES = 79, BUFFER_BYTES = 65536, FILES = 1000, FEW_DESCRIPTORS = 20 };

/* Words of a line of sh: see find_programs(). */
#define OWN_TASK   "$LOOK_ON \"$OWN_TASK\""
#define QUEUE_WORK "$LOOK_ON \"$QUEUE_WORK\""

static const struct circumstances anywhere;

static struct program run_line(const struct circumstances *in, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Runs a line of sh, in the scratch folder unless `in` says where. */
static struct program run_line(const struct circumstances *in, const char *format, ...)
{
    struct program program = {.in = *in};
    struct text line = {.chars = NULL};
    va_list arguments;
    va_start(arguments, format);
    text_vprintf(&line, format, arguments);
    va_end(arguments);
    program.in.path = "/bin/sh";
    if (!program.in.folder)
        program.in.folder = scratch_path("");
    program = program_run_in(program, "-c '%s'", text_chars(&line));
    text_free(&line);
    return program;
}

static unsigned count_lines(const char *text)
{
    unsigned lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

/* The text has this line, once. */
static bool has_line(const char *text, const char *line)
{
    char *whole = text_format("\n%s\n", line), *all = text_format("\n%s", text);
    const char *at = strstr(all, whole);
    bool once = at && !strstr(at + 1, whole);
    free(whole);
    free(all);
    return once;
}

/* A file of `bytes` bytes, of which every tenth ends a line. */
static void plant(const char *path, unsigned bytes)
{
    char *text = calloc(1, bytes + 1);
    assert_non_null(text);
    for (unsigned i = 0; i < bytes; i++)
        text[i] = i % 10 == 9 ? '\n' : 'x';
    file_write(path, text);
    free(text);
}

static void check_counted(const struct program *program, const char *name, unsigned bytes)
{
    char *line = text_format("%u bytes, %u lines: %s", bytes, bytes / 10, name);
    PROGRAM_CHECK(*program, has_line(program->output, line));
    free(line);
}

/* --- own_task --- */

static void own_task_counts_files_of_any_size(void **state)
{
    (void)state;
    static const unsigned sizes[] = {0,      1, BUFFER_BYTES - 1, BUFFER_BYTES, BUFFER_BYTES + 1,
                                     3000000};
    enum { SIZES = sizeof sizes / sizeof *sizes };
    for (unsigned i = 0; i < SIZES; i++) {
        char *name = text_format("size%u", i);
        plant(scratch_path(name), sizes[i]);
        free(name);
    }
    for
        EACH_STRATEGY(s)
        {
            struct program program = run_line(&anywhere, OWN_TASK " %s 2 0 size*", (*s)->name);
            PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
            PROGRAM_CHECK(program, count_lines(program.output) == SIZES);
            for (unsigned i = 0; i < SIZES; i++) {
                char *name = text_format("size%u", i);
                check_counted(&program, name, sizes[i]);
                free(name);
            }
            program_free(&program);
        }
}

/* Nothing hangs at a pipe, whether or not somebody may write to it. */
static void own_task_says_which_files_it_cannot_read_and_goes_on(void **state)
{
    (void)state;
    plant(scratch_path("one"), 20);
    plant(scratch_path("other"), 30);
    assert_int_equal(mkdir(scratch_path("folder"), 0777), 0);
    assert_int_equal(mkfifo(scratch_path("nobody"), 0666), 0);
    assert_int_equal(mkfifo(scratch_path("somebody"), 0666), 0);
    int writer = open(scratch_path("somebody"), O_RDWR | O_CLOEXEC);
    assert_int_equal(write(writer, "text\n", 5), 5);
    for
        EACH_STRATEGY(s)
        {
            struct program program =
                run_line(&anywhere,
                         OWN_TASK " %s 2 0 missing one folder nobody somebody \"\" other",
                         (*s)->name);
            PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 5);
            PROGRAM_CHECK(program, has_line(program.errors, "missing: no such file or directory"));
            PROGRAM_CHECK(program,
                          has_line(program.errors, "folder: illegal operation on a directory"));
            PROGRAM_CHECK(program, has_line(program.errors, "nobody: invalid seek"));
            PROGRAM_CHECK(program, has_line(program.errors, "somebody: invalid seek"));
            PROGRAM_CHECK(program, has_line(program.errors, ": no such file or directory"));
            PROGRAM_CHECK(program, count_lines(program.output) == 2);
            check_counted(&program, "one", 20);
            check_counted(&program, "other", 30);
            program_free(&program);
        }
    close(writer);
}

static void plant_many(unsigned files)
{
    assert_int_equal(mkdir(scratch_path("many"), 0777), 0);
    for (unsigned i = 0; i < files; i++) {
        char *name = text_format("many/%u", i);
        plant(scratch_path(name), i);
        free(name);
    }
}

static void check_many(const struct program *program, unsigned files)
{
    PROGRAM_CHECK(*program, program->status == 0 && !*program->errors);
    PROGRAM_CHECK(*program, count_lines(program->output) == files);
    for (unsigned i = 0; i < files; i++) {
        char *name = text_format("%u", i);
        check_counted(program, name, i);
        free(name);
    }
}

/* The program gets no more descriptors than the limit and a few. A strategy without a limit wants as many as there
 * are files: libuv opens all before it reads the first, since it takes requests first in, first out. */
static void own_task_holds_no_more_files_open_than_the_limit(void **state)
{
    (void)state;
    static const unsigned limits[] = {1, 3, 100};
    unsigned files = under_valgrind() ? FILES / 5 : FILES;
    plant_many(files);
    for
        EACH_STRATEGY(s)
    for (unsigned i = 0; i < 3; i++) {
        bool unlimited = (*s)->flags & AC_NO_LIMIT;
        struct circumstances in = {.folder = scratch_path("many"),
                                   .limited = !under_valgrind(), /* which needs more */
                                   .resource = RLIMIT_NOFILE,
                                   .most = limits[i] + FEW_DESCRIPTORS};
        struct program program = run_line(&in, OWN_TASK " %s %u 0 *", (*s)->name, limits[i]);
        if (unlimited && in.limited)
            PROGRAM_CHECK(program,
                          program.status == 1 && strstr(program.errors, ": too many open files\n"));
        else
            check_many(&program, files);
        PROGRAM_CHECK(program, count_lines(program.output) + program.errors_lines == files);
        program_free(&program);
    }
}

/* Three of these at a time, of five, which all but never end. */
static void own_task_ends_what_takes_too_long(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            const char *zero = "/dev/zero";
            struct program program = run_line(&anywhere, OWN_TASK " %s 3 20 %s %s %s %s %s",
                                              (*s)->name, zero, zero, zero, zero, zero);
            PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 5);
            PROGRAM_CHECK(program, !*program.output);
            const char *line = "/dev/zero: connection timed out\n";
            for (const char *at = program.errors; *at; at += strlen(line))
                PROGRAM_CHECK(program, strncmp(at, line, strlen(line)) == 0);
            program_free(&program);
        }
}

static void own_task_fails_where_its_lines_cannot_be_written(void **state)
{
    (void)state;
    plant(scratch_path("one"), 20);
    struct program program = run_line(&anywhere, OWN_TASK " callback 2 0 one >/dev/full");
    PROGRAM_CHECK(program, program.status == 1);
    program_free(&program);
}

/* --- queue_work --- */

static void queue_work_tells_primes_from_other_numbers(void **state)
{
    (void)state;
    static const unsigned others[] = {4, 6, 8, 9, 15, 25, 35, 49, 77, 121, 91, 4294967295};
    enum { OTHERS = sizeof others / sizeof *others };
    for
        EACH_STRATEGY(s)
    for (unsigned limit = 1; limit <= 4; limit += 3) {
        char *numbers = text_format("1 x");
        for (unsigned i = 0; i < OTHERS; i++) {
            char *more = text_format("%s %u", numbers, others[i]);
            free(numbers);
            numbers = more;
        }
        struct program program =
            run_line(&anywhere, QUEUE_WORK " %s %u %s", (*s)->name, limit, numbers);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 2);
        PROGRAM_CHECK(program, has_line(program.errors, "1: invalid argument"));
        PROGRAM_CHECK(program, has_line(program.errors, "x: invalid argument"));
        PROGRAM_CHECK(program, count_lines(program.output) == OTHERS);
        for (unsigned i = 0; i < OTHERS; i++) {
            char *line = text_format("%u: not prime", others[i]);
            PROGRAM_CHECK(program, has_line(program.output, line));
            free(line);
        }
        program_free(&program);
        free(numbers);
    }
}

static void queue_work_ends_at_the_first_prime(void **state)
{
    (void)state;
    static const unsigned primes[] = {2, 3, 5, 7, 97, 65537, 4294967291};
    for (unsigned i = 0; i < sizeof primes / sizeof *primes; i++)
        for
            EACH_STRATEGY(s)
            {
                struct program program =
                    run_line(&anywhere, QUEUE_WORK " %s 1 4 9 %u 25 49", (*s)->name, primes[i]);
                char *expected = text_format("4: not prime\n9: not prime\n%u: prime\n", primes[i]);
                PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
                PROGRAM_CHECK(program, strcmp(program.output, expected) == 0);
                free(expected);
                program_free(&program);
            }
}

/* Each of these takes a thread a tenth of a second. All of them would take more CPU time than a program of the tests
 * may have; the one that was begun is computed to its end. */
static void queue_work_does_not_begin_what_was_cancelled(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct program program =
                run_line(&anywhere, QUEUE_WORK " %s 1 7 $(yes 100000000000031 | head -n 3000)",
                         (*s)->name);
            PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
            PROGRAM_CHECK(program, strcmp(program.output, "7: prime\n") == 0);
            program_free(&program);
        }
}

/* --- both --- */

static void examples_refuse_wrong_words(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "callback", "callback 3", "calback 3 0 f", "callback 0 0 f", "callback x 0 f"};
    for (unsigned i = 0; i < 2; i++)
        for (unsigned w = 0; w < sizeof wrong / sizeof *wrong; w++) {
            struct program program =
                run_line(&anywhere, "%s %s", i ? QUEUE_WORK : OWN_TASK, wrong[w]);
            PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
            PROGRAM_CHECK(program, strncmp(program.errors, "usage: ", 7) == 0 && !*program.output);
            program_free(&program);
        }
}

static void examples_are_short(void **state)
{
    (void)state;
    static const char *const paths[] = {"examples/own_task.c", "examples/queue_work.c",
                                        "examples/count_file.c", "examples/count_file.h",
                                        "examples/example.h"};
    for (unsigned i = 0; i < sizeof paths / sizeof *paths; i++) {
        char *text = file_read(paths[i], NULL);
        assert_non_null(text);
        assert_in_range(count_lines(text), 1, MOST_LINES);
        free(text);
    }
}

/* --- the programs --- */

/* Exports the path of an example: it is built beside as-completed. */
static void find_program(const char *name, const char *variable)
{
    const char *program = getenv("AS_COMPLETED");
    char *path = text_copy(program ? program : "build/as-completed"), *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    char *example = text_format("%s/examples/%s", path, name), *whole = realpath(example, NULL);
    if (whole)
        setenv(variable, whole, 1);
    free(whole);
    free(example);
    free(path);
}

/* valgrind looks on at the programs where it does so here. */
static int find_programs(void **state)
{
    find_program("own_task", "OWN_TASK");
    find_program("queue_work", "QUEUE_WORK");
    setenv("LOOK_ON",
           under_valgrind() ? "valgrind --quiet --error-exitcode=99 --leak-check=full" : "", 1);
    return getenv("OWN_TASK") && getenv("QUEUE_WORK") ? scratch_make(state) : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_task_counts_files_of_any_size),
        cmocka_unit_test(own_task_says_which_files_it_cannot_read_and_goes_on),
        cmocka_unit_test(own_task_holds_no_more_files_open_than_the_limit),
        cmocka_unit_test(own_task_ends_what_takes_too_long),
        cmocka_unit_test(own_task_fails_where_its_lines_cannot_be_written),
        cmocka_unit_test(queue_work_tells_primes_from_other_numbers),
        cmocka_unit_test(queue_work_ends_at_the_first_prime),
        cmocka_unit_test(queue_work_does_not_begin_what_was_cancelled),
        cmocka_unit_test(examples_refuse_wrong_words),
        cmocka_unit_test(examples_are_short),
    };
    return cmocka_run_group_tests_name("examples", tests, find_programs, scratch_remove);
}
