/* test_cli.c -- what the commands print when all is well: list, and run in its four formats.
 */
#include <string.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/program.h"
#include "support/report.h"

static void cli_list_has_a_line_for_each_strategy_of_the_table(void **state)
{
    (void)state;
    struct program program = program_run("list");
    const char *at = program.output;
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        char line[256];
        snprintf(line, sizeof line, "%-14s %s\n", (*s)->name, (*s)->idea);
        PROGRAM_CHECK(program, strncmp(at, line, strlen(line)) == 0);
        at += strlen(line);
        bool said = strncmp((*s)->idea, "a control: ", strlen("a control: ")) == 0;
        assert_int_equal(said,
                         ((*s)->flags & AC_CONTROL) != 0); /* as tests/strategies.py reads it */
    }
    PROGRAM_CHECK(program, !*at);
    program_free(&program);
}

static void cli_json_has_every_field_for_every_strategy(void **state)
{
    (void)state;
    static const char *const clocks[] = {"virtual", "real"};
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (int c = 0; c < 2; c++) {
            char command[256];
            bool limited = !((*s)->flags & (AC_NO_LIMIT | AC_SERIAL));
            snprintf(command, sizeof command, "run -s %s -n 100 %s --scale 10ms --clock %s",
                     (*s)->name, limited ? "-l 7" : "", clocks[c]);
            json_t *row = report_of(command);
            report_check_fields(row);
            report_check_complete(row, 100);
            assert_string_equal(json_string_value(json_object_get(row, "strategy")), (*s)->name);
            assert_string_equal(json_string_value(json_object_get(row, "clock")), clocks[c]);
            json_int_t most = (*s)->flags & AC_SERIAL ? 1 : limited ? 7 : 100;
            assert_int_equal(report_whole(row, "max_in_flight"), most);
            assert_int_equal(report_whole(row, "excess_ns"),
                             report_whole(row, "wall_ns") - report_whole(row, "ideal_ns"));
            assert_true(c ? report_whole(row, "excess_ns") >= 0
                          : report_whole(row, "excess_ns") == 0);
            json_decref(row);
        }
}

static void cli_json_limit_is_what_was_given_or_null(void **state)
{
    (void)state;
    json_t *row = report_of("run -s callback -n 5 -l 9223372036854775807 --clock virtual");
    assert_true(report_whole(row, "limit") == INT64_MAX);
    assert_int_equal(report_whole(row, "max_in_flight"), 5);
    json_decref(row);
    row = report_of("run -s polling -n 5 --clock virtual");
    assert_true(json_is_null(json_object_get(row, "limit")));
    assert_int_equal(report_whole(row, "max_in_flight"), 5);
    json_decref(row);
    row = report_of("run -s callback -n 0 -l 3 --clock real");
    report_check_fields(row);
    report_check_complete(row, 0);
    assert_int_equal(report_whole(row, "max_in_flight"), 0);
    json_decref(row);
}

static void cli_json_counts_the_sleeps(void **state)
{
    (void)state;
    json_t *row = report_of("run -s callback -l 2 --sleeps 3ms,1ms,1ms,1ms --clock virtual");
    report_check_complete(row, 4);
    assert_int_equal(report_whole(row, "wall_ns"), 3000000);
    json_decref(row);
    row = report_of("run -s callback -l 1 -n 2 --sleeps 3ms,1ms,1ms,1ms --clock virtual");
    report_check_complete(row, 2);
    assert_int_equal(report_whole(row, "wall_ns"), 4000000);
    json_decref(row);
}

static unsigned tabs(const char *line)
{
    unsigned count = 0;
    for (; *line && *line != '\n'; line++)
        count += *line == '\t';
    return count;
}

static void cli_tsv_has_the_header_and_a_row(void **state)
{
    (void)state;
    struct program program = program_run("run -s callback -n 9 -l 2 --clock virtual --format tsv");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program,
                  strncmp(program.output, report_tsv_header, strlen(report_tsv_header)) == 0);
    const char *row = program.output + strlen(report_tsv_header);
    PROGRAM_CHECK(program,
                  strncmp(row, "callback\tsleep\tvirtual\t9\t2\ttrue\t9\t9\t0\t9\t", 38) == 0);
    PROGRAM_CHECK(program, tabs(row) == tabs(report_tsv_header));
    PROGRAM_CHECK(program, strchr(row, '\n') && !strchr(row, '\n')[1]);
    program_free(&program);
}

static void cli_text_draws_the_slots_of_up_to_100_tasks(void **state)
{
    (void)state;
    for (unsigned tasks = 100; tasks <= 101; tasks++) {
        struct program program = program_run("run -s callback -n %u -l 4 --clock virtual", tasks);
        PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
        PROGRAM_CHECK(program, strstr(program.output, "callback"));
        PROGRAM_CHECK(program, strstr(program.output, "ideal"));
        PROGRAM_CHECK(program, !strstr(program.output, "INCOMPLETE"));
        PROGRAM_CHECK(program, !strstr(program.output, "slot   4 |") == (tasks > 100));
        PROGRAM_CHECK(program, !strstr(program.output, "slot   5 |"));
        program_free(&program);
    }
}

static void cli_none_prints_nothing(void **state)
{
    (void)state;
    struct program program = program_run("run -s callback -n 9 -l 2 --clock virtual --format none");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors && !*program.output);
    program_free(&program);
}

static void cli_options_without_a_meaning_are_said_to_be_ignored(void **state)
{
    (void)state;
    static const struct {
        const char *words, *says;
    } ignored[] = {{"-s unbounded -l 3", "-l is ignored"},
                   {"-s serial -l 3", "-l is ignored"},
                   {"-s callback --queue 3", "--queue is ignored"},
                   {"-s callback --poll-interval 1ms", "--poll-interval is ignored"}};
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) {
        struct program program =
            program_run("run %s -n 3 --clock virtual --format tsv", ignored[i].words);
        PROGRAM_CHECK(program, program.status == 0 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, ignored[i].says));
        program_free(&program);
    }
}

static void cli_help_and_version_go_to_stdout(void **state)
{
    (void)state;
    static const char *const commands[] = {"--help", "-h", "run --help", "compare -h"};
    for (size_t i = 0; i < 4; i++) {
        struct program program = program_run("%s", commands[i]);
        PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
        PROGRAM_CHECK(program, strstr(program.output, "--poll-interval"));
        program_free(&program);
    }
    struct program program = program_run("--version");
    PROGRAM_CHECK(program, program.status == 0 && strstr(program.output, "libuv"));
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_list_has_a_line_for_each_strategy_of_the_table),
        cmocka_unit_test(cli_json_has_every_field_for_every_strategy),
        cmocka_unit_test(cli_json_limit_is_what_was_given_or_null),
        cmocka_unit_test(cli_json_counts_the_sleeps),
        cmocka_unit_test(cli_tsv_has_the_header_and_a_row),
        cmocka_unit_test(cli_text_draws_the_slots_of_up_to_100_tasks),
        cmocka_unit_test(cli_none_prints_nothing),
        cmocka_unit_test(cli_options_without_a_meaning_are_said_to_be_ignored),
        cmocka_unit_test(cli_help_and_version_go_to_stdout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
