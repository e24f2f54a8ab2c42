/* test_cli_compare_options.c -- `compare` with what it passes on to its children: durations of one's own,
 * failures, ends, limits that change; and which strategies it leaves out.
 */
#include <stdlib.h>
#include <string.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"
#include "support/report.h"

static size_t count_strategies(unsigned without)
{
    size_t count = 0;
    for (size_t i = 0; ac_strategies[i]; i++)
        count += !(ac_strategies[i]->flags & without);
    return count;
}

static unsigned lines_with(const char *text, const char *words)
{
    unsigned count = 0;
    for (const char *at = text; (at = strstr(at, words)); at += strlen(words))
        count++;
    return count;
}

static void compare_passes_sleeps_and_failures_on(void **state)
{
    (void)state;
    file_write(scratch_path("sleeps"), "5ms\n4ms\n3ms\n2ms\n");
    static const char *const options[] = {
        "--sleeps 5ms,4ms,3ms,2ms --fail-task 2",
        "--sleeps @%s --fail-task 2 --order reverse --on-error continue",
        "--sleeps @%s --fail-task 2 -l 3,2ms:1 --ordered --drain --take 4",
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        char words[512];
        snprintf(words, sizeof words, options[i], scratch_path("sleeps"));
        struct program program = program_run("compare %s --clock virtual --format json", words);
        PROGRAM_CHECK(program, program.status == 1);
        /* that it keeps the place of each line: compare itself, and once for all children */
        PROGRAM_CHECK(program, program.errors_lines == (i == 1 ? 2 : 0));
        json_t *rows = report_parse(&program);
        assert_int_equal(json_array_size(rows), count_strategies(0));
        for (size_t row = 0; row < json_array_size(rows); row++) {
            report_check_fields(json_array_get(rows, row));
            assert_int_equal(report_whole(json_array_get(rows, row), "tasks"), 4);
            assert_int_equal(report_whole(json_array_get(rows, row), "failed"), 1);
            assert_int_equal(report_whole(json_array_get(rows, row), "taken"), 4);
        }
        json_decref(rows);
        program_free(&program);
    }
}

static void compare_marks_what_was_cut_short(void **state)
{
    (void)state;
    struct program program = program_run("compare -n 50 --take 3 --clock virtual");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, strncmp(program.output, "virtual clock\n", 14) == 0);
    PROGRAM_CHECK(program, lines_with(program.output, " (cut short) ") == count_strategies(0));
    program_free(&program);
}

/* On the real clock one task after the other would take 12 s, and so is left out. */
static void compare_leaves_out_what_takes_long(void **state)
{
    (void)state;
    struct program program = program_run("compare -n 2 --scale 8s --close-at 1ms --format tsv");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, lines_with(program.output, "\treal\t") == count_strategies(AC_SERIAL));
    PROGRAM_CHECK(program, !strstr(program.output, "\nserial\t"));
    program_free(&program);
    program = program_run("compare --sleeps 1ms,1ms -l 2");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strncmp(program.output, "real clock, limit 2\n", 20) == 0);
    PROGRAM_CHECK(program, strstr(program.output, "\nserial "));
    program_free(&program);
}

/* With a line for each of them. */
static void compare_leaves_out_what_cannot_be_honoured(void **state)
{
    (void)state;
    size_t able = count_strategies(AC_NO_LIMIT | AC_HOLDS_ALL);
    struct program program = program_run("compare -n 9 --unread 4 --clock virtual --format json");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, lines_with(program.errors, "cannot be honoured by ") ==
                               count_strategies(0) - able);
    json_t *rows = report_parse(&program);
    assert_int_equal(json_array_size(rows), able);
    json_decref(rows);
    program_free(&program);
}

static void compare_refuses_what_it_cannot_read(void **state)
{
    (void)state;
    static const char *const commands[] = {"compare", "run -s callback"};
    for (size_t i = 0; i < 2; i++) {
        struct program program = program_run("%s --sleeps @%s", commands[i], scratch_path("none"));
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, "--sleeps: cannot read '@"));
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compare_passes_sleeps_and_failures_on),
        cmocka_unit_test(compare_marks_what_was_cut_short),
        cmocka_unit_test(compare_leaves_out_what_takes_long),
        cmocka_unit_test(compare_leaves_out_what_cannot_be_honoured),
        cmocka_unit_test(compare_refuses_what_it_cannot_read),
    };
    return cmocka_run_group_tests_name("cli_compare_options", tests, scratch_make, scratch_remove);
}
