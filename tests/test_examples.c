/* test_examples.c -- the programs of examples/, run as their users run them. Those that are told a strategy are run with
 * every one of the table. test_http_example.c is about the one that needs a server.
 */
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "broken/broken.h"
#include "support/check.h"
#include "support/example.h"
#include "support/files.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* FEW_DESCRIPTORS: more than the program has open beside its files. */
enum { MOST_LINES = 79, BUFFER_BYTES = 4096, FILES = 1000, FEW_DESCRIPTORS = 20 };

#define READ_FILES EXAMPLE("READ_FILES")
#define QUEUE_WORK EXAMPLE("QUEUE_WORK")

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
    PROGRAM_CHECK(*program, example_has_line(program->output, line));
    free(line);
}

/* --- read_files --- */

static void read_files_counts_files_of_any_size(void **state)
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
            struct program program = example_run(NULL, READ_FILES " %s 2 size*", (*s)->name);
            PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
            PROGRAM_CHECK(program, example_count_lines(program.output) == SIZES);
            for (unsigned i = 0; i < SIZES; i++) {
                char *name = text_format("size%u", i);
                check_counted(&program, name, sizes[i]);
                free(name);
            }
            program_free(&program);
        }
}

/* Nothing hangs at a pipe, whether or not somebody may write to it. */
static void read_files_says_which_files_it_cannot_read_and_goes_on(void **state)
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
                example_run(NULL, READ_FILES " %s 2 missing one folder nobody somebody \"\" other",
                            (*s)->name);
            PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 5);
            PROGRAM_CHECK(program,
                          example_has_line(program.errors, "missing: no such file or directory"));
            PROGRAM_CHECK(program, example_has_line(program.errors,
                                                    "folder: illegal operation on a directory"));
            PROGRAM_CHECK(program, example_has_line(program.errors, "nobody: invalid seek"));
            PROGRAM_CHECK(program, example_has_line(program.errors, "somebody: invalid seek"));
            PROGRAM_CHECK(program, example_has_line(program.errors, ": no such file or directory"));
            PROGRAM_CHECK(program, example_count_lines(program.output) == 2);
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
    PROGRAM_CHECK(*program, example_count_lines(program->output) == files);
    for (unsigned i = 0; i < files; i++) {
        char *name = text_format("%u", i);
        check_counted(program, name, i);
        free(name);
    }
}

/* The program gets no more descriptors than the limit and a few. A strategy without a limit wants as many as there
 * are files: libuv opens all before it reads the first, since it takes requests first in, first out. */
static void read_files_holds_no_more_files_open_than_the_limit(void **state)
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
        struct program program = example_run(&in, READ_FILES " %s %u *", (*s)->name, limits[i]);
        if (unlimited && in.limited)
            PROGRAM_CHECK(program,
                          program.status == 1 && strstr(program.errors, ": too many open files\n"));
        else
            check_many(&program, files);
        PROGRAM_CHECK(program, example_count_lines(program.output) + program.errors_lines == files);
        program_free(&program);
    }
}

static void read_files_fails_where_its_lines_cannot_be_written(void **state)
{
    (void)state;
    plant(scratch_path("one"), 20);
    struct program program = example_run(NULL, READ_FILES " callback 2 one >/dev/full");
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
            example_run(NULL, QUEUE_WORK " %s %u %s", (*s)->name, limit, numbers);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 2);
        PROGRAM_CHECK(program, example_has_line(program.errors, "1: invalid argument"));
        PROGRAM_CHECK(program, example_has_line(program.errors, "x: invalid argument"));
        PROGRAM_CHECK(program, example_count_lines(program.output) == OTHERS);
        for (unsigned i = 0; i < OTHERS; i++) {
            char *line = text_format("%u: not prime", others[i]);
            PROGRAM_CHECK(program, example_has_line(program.output, line));
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
    unsigned count = under_valgrind() ? 2 : sizeof primes / sizeof *primes;
    for (unsigned i = 0; i < count; i++)
        for
            EACH_STRATEGY(s)
            {
                struct program program =
                    example_run(NULL, "UV_THREADPOOL_SIZE=1 " QUEUE_WORK " %s 1 4 9 %u 25 49",
                                (*s)->name, primes[i]);
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
                example_run(NULL, QUEUE_WORK " %s 1 7 $(yes 100000000000031 | head -n 3000)",
                            (*s)->name);
            PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
            PROGRAM_CHECK(program, strcmp(program.output, "7: prime\n") == 0);
            program_free(&program);
        }
}

/* --- crawl --- */

#define CRAWL EXAMPLE("CRAWL")

/* A tree in which each folder of the first `levels` holds three more, and a file. */
static void plant_tree(const char *path, unsigned levels)
{
    assert_int_equal(mkdir(path, 0777), 0);
    char *file = text_format("%s/file", path);
    file_write(file, "text\n");
    free(file);
    for (unsigned i = 0; levels && i < 3; i++) {
        char *below = text_format("%s/%u", path, i);
        plant_tree(below, levels - 1);
        free(below);
    }
}

static void check_tree(const struct program *program, const char *path, unsigned levels)
{
    char *line = text_format("%s: %u entries", path, levels ? 4u : 1u);
    PROGRAM_CHECK(*program, example_has_line(program->output, line));
    free(line);
    for (unsigned i = 0; levels && i < 3; i++) {
        char *below = text_format("%s%u/", path, i);
        check_tree(program, below, levels - 1);
        free(below);
    }
}

/* And no loop of links is walked. */
static void crawl_comes_to_each_folder_once(void **state)
{
    (void)state;
    enum { LEVELS = 4, FOLDERS = 1 + 3 + 9 + 27 + 81 };
    plant_tree(scratch_path("tree"), LEVELS);
    char *up = text_copy(scratch_path("tree"));
    assert_int_equal(symlink(up, scratch_path("tree/0/0/0/0/up")), 0);
    assert_int_equal(unlink(scratch_path("tree/0/0/0/0/file")), 0);
    struct program program = example_run(NULL, CRAWL " tree");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, example_count_lines(program.output) == FOLDERS);
    check_tree(&program, "tree/", LEVELS);
    program_free(&program);
    free(up);
}

static void crawl_without_a_word_begins_where_it_is(void **state)
{
    (void)state;
    assert_int_equal(mkdir(scratch_path("empty"), 0777), 0);
    struct circumstances in = {.folder = scratch_path("empty")};
    struct program program = example_run(&in, CRAWL);
    PROGRAM_CHECK(program, program.status == 0 && !strcmp(program.output, "./: 0 entries\n"));
    program_free(&program);
}

static void crawl_says_what_it_cannot_read(void **state)
{
    (void)state;
    struct program program = example_run(NULL, CRAWL " nowhere");
    PROGRAM_CHECK(program, program.status == 1);
    PROGRAM_CHECK(program, !strcmp(program.output, "nowhere/: -2 no such file or directory\n"));
    program_free(&program);
}

/* --- own_strategy --- */

static void own_strategy_conforms(void **state)
{
    (void)state;
    struct program program = example_run(NULL, EXAMPLE("OWN_STRATEGY"));
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, !strcmp(program.output, "credits: conforms\n"));
    program_free(&program);
}

/* Its main, with a strategy in the place of its own that is wrong on purpose. */
static void check_own_fails(const char *variable, const char *name)
{
    const struct broken *broken = broken_strategies;
    while (broken->strategy && strcmp(broken->strategy->name, name) != 0)
        broken++;
    assert_non_null(broken->strategy);
    struct program program = example_run(NULL, "$LOOK_ON \"$%s\"", variable);
    char *begins =
        text_format("%s: day \"%s\", check \"%s\" (N=", name, broken->day, broken->check);
    PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
    PROGRAM_CHECK(program, !strncmp(program.output, begins, strlen(begins)));
    PROGRAM_CHECK(program, example_count_lines(program.output) == 1);
    program_free(&program);
    free(begins);
}

static void own_strategy_fails_with_the_reason_where_it_is_broken(void **state)
{
    (void)state;
    check_own_fails("OWN_LOSES_A_SLOT_ON_FAILURE", "loses_a_slot_on_failure");
    check_own_fails("OWN_PILES_UP_RESULTS", "piles_up_results");
}

/* --- all --- */

static void examples_refuse_wrong_words(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "callback", "callback 3", "calback 3 f", "callback 0 f", "callback x f"};
    for (unsigned i = 0; i < 2; i++)
        for (unsigned w = 0; w < sizeof wrong / sizeof *wrong; w++) {
            struct program program =
                example_run(NULL, "%s %s", i ? QUEUE_WORK : READ_FILES, wrong[w]);
            PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
            PROGRAM_CHECK(program, strncmp(program.errors, "usage: ", 7) == 0 && !*program.output);
            program_free(&program);
        }
}

/* A file is a program: it includes nothing but what is installed. */
static void examples_are_short_and_stand_alone(void **state)
{
    (void)state;
    glob_t files;
    assert_int_equal(glob("examples/*.[ch]", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        char *text = file_read(files.gl_pathv[i], NULL);
        assert_non_null(text);
        assert_in_range(example_count_lines(text), 1, MOST_LINES);
        assert_null(strstr(text, "#include \""));
        assert_non_null(strstr(text, "\nint main("));
        free(text);
    }
    globfree(&files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_files_counts_files_of_any_size),
        cmocka_unit_test(read_files_says_which_files_it_cannot_read_and_goes_on),
        cmocka_unit_test(read_files_holds_no_more_files_open_than_the_limit),
        cmocka_unit_test(read_files_fails_where_its_lines_cannot_be_written),
        cmocka_unit_test(queue_work_tells_primes_from_other_numbers),
        cmocka_unit_test(queue_work_ends_at_the_first_prime),
        cmocka_unit_test(queue_work_does_not_begin_what_was_cancelled),
        cmocka_unit_test(crawl_comes_to_each_folder_once),
        cmocka_unit_test(crawl_without_a_word_begins_where_it_is),
        cmocka_unit_test(crawl_says_what_it_cannot_read),
        cmocka_unit_test(own_strategy_conforms),
        cmocka_unit_test(own_strategy_fails_with_the_reason_where_it_is_broken),
        cmocka_unit_test(examples_refuse_wrong_words),
        cmocka_unit_test(examples_are_short_and_stand_alone),
    };
    return cmocka_run_group_tests_name("examples", tests, example_begin, scratch_remove);
}
