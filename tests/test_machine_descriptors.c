/* test_machine_descriptors.c -- stdin, stdout and stderr closed in all eight ways: the exit status is
 * right, and no file gets what was meant for one of them.
 */
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
#include "support/result.h"

enum { STDIN = 1, STDOUT = 2, STDERR = 4, WAYS = 8 };

static struct program run_closed(const char *path, unsigned closed, const char *command)
{
    return program_run_in((struct program){.in = {.path = path, .closed = closed}}, "%s", command);
}

/* A closed stdout is an error of what has data for it, and a silent one; stderr is only for talk. */
static void closed_descriptors_change_no_status_but_for_lost_data(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "list",
        "--version",
        "run -s callback -n 5 --clock virtual",
        "run -s unbounded -n 5 -l 3 --scale 1ms --format json", /* it says that -l is ignored */
        "compare -n 5 -l 2 --clock virtual",
        "compare -n 5 -l 2 --scale 1us --format json",
    };
    for (unsigned closed = 0; closed < WAYS; closed++) {
        for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
            struct program program = run_closed(NULL, closed, commands[i]);
            PROGRAM_CHECK(program, program.status == (closed & STDOUT ? 1 : 0));
            PROGRAM_CHECK(program, !*program.output == !!(closed & STDOUT));
            PROGRAM_CHECK(program, !*program.errors || (i == 3 && !(closed & STDERR)));
            program_free(&program);
        }
        struct program wrong = run_closed(NULL, closed, "run -s calback -n 5");
        PROGRAM_CHECK(wrong, wrong.status == 2 && !*wrong.output);
        PROGRAM_CHECK(wrong, wrong.errors_lines == !(closed & STDERR));
        program_free(&wrong);
    }
}

static char *run_and_read(unsigned closed, const char *option, const char *format)
{
    char *command = text_format("run -s callback -n 500 -l 9 --clock virtual --format %s --%s %s",
                                format, option, scratch_path("file"));
    struct program program = run_closed(NULL, closed, command);
    bool lost = closed & STDOUT && strcmp(format, "none") != 0;
    PROGRAM_CHECK(program, program.status == lost);
    char *text = file_read(scratch_path("file"), NULL);
    PROGRAM_CHECK(program, lost ? !text : text != NULL); /* all of a run is kept, or nothing */
    unlink(scratch_path("file"));
    assert_int_equal(scratch_count("file", NULL), 0);
    program_free(&program);
    free(command);
    return text;
}

/* The file is the first that is opened: it would get the number of a closed stdout. */
static void closed_descriptors_put_nothing_else_into_a_file(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"trace", "none"},
                                           {"trace", "json"},
                                           {"histogram", "tsv"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *expected = run_and_read(0, cases[i][0], cases[i][1]);
        for (unsigned closed = 1; closed < WAYS; closed++) {
            char *text = run_and_read(closed, cases[i][0], cases[i][1]);
            if (text)
                assert_string_equal(text, expected);
            free(text);
        }
        free(expected);
    }
}

/* By these names a closed descriptor is nothing that could be written to. */
static void closed_descriptors_cannot_be_written_by_name(void **state)
{
    (void)state;
    static const char *const names[] = {"/dev/stdout", "/dev/fd/1", "/dev/fd/3", "/dev/fd/99"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *command =
            text_format("run -s callback -n 5 --clock virtual --format none --trace %s", names[i]);
        struct program program = run_closed(NULL, STDIN | STDOUT, command);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, names[i]));
        program_free(&program);
        free(command);
    }
}

static void closed_descriptors_leave_the_files_of_a_bench_alone(void **state)
{
    (void)state;
    static const char *const names[] = {"rows.tsv", "table.txt", "table.md", "table.tsv"};
    char *dir = text_copy(scratch_path("result"));
    char *command = text_format("table %s", dir), *expected[4] = {NULL};
    result_plant(dir);
    for (unsigned closed = 0; closed < WAYS; closed++) {
        struct program program = run_closed(machine_bench(), closed, command);
        PROGRAM_CHECK(program, program.status == (closed & STDOUT ? 1 : 0) && !*program.errors);
        for (size_t i = 0; i < 4; i++) {
            char *path = text_format("%s/%s", dir, names[i]), *text = file_read(path, NULL);
            if (!expected[i])
                expected[i] = text_copy(text);
            assert_string_equal(text, expected[i]);
            free(text);
            free(path);
        }
        program_free(&program);
    }
    for (size_t i = 0; i < 4; i++)
        free(expected[i]);
    free(dir);
    free(command);
}

/* Its children have pipes of their own; a row shows that nothing else came into the files. */
static void closed_descriptors_do_not_disturb_a_bench(void **state)
{
    (void)state;
    struct program programs[2];
    char *results[2];
    for (size_t i = 0; i < 2; i++) {
        results[i] = text_copy(scratch_path(i ? "some" : "all"));
        char *command = text_format("quick --point 20,5 --results %s", results[i]);
        programs[i] =
            (struct program){.in = {.path = machine_bench(),
                                    .closed = i ? STDIN | STDERR : STDIN | STDOUT | STDERR}};
        program_start(&programs[i], command);
        free(command);
    }
    for (size_t i = 0; i < 2; i++) {
        machine_wait_until(results_have_a_row, results[i], "the bench has a row");
        struct results found = results_in(results[i]);
        assert_int_equal(kill(programs[i].pid, SIGINT), 0);
        program_wait(&programs[i]);
        PROGRAM_CHECK(programs[i], programs[i].status == 130 && !*programs[i].errors);
        PROGRAM_CHECK(programs[i], !*programs[i].output == !i);
        assert_int_equal(result_check(found.dirs[0]), 0);
        results_free(&found);
        program_free(&programs[i]);
        free(results[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed_descriptors_change_no_status_but_for_lost_data),
        cmocka_unit_test(closed_descriptors_put_nothing_else_into_a_file),
        cmocka_unit_test(closed_descriptors_cannot_be_written_by_name),
        cmocka_unit_test(closed_descriptors_leave_the_files_of_a_bench_alone),
        cmocka_unit_test(closed_descriptors_do_not_disturb_a_bench),
    };
    return cmocka_run_group_tests_name("machine_descriptors", tests, machine_open, machine_close);
}
