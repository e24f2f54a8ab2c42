/* test_cli_bad_input.c -- wrong usage: exit 2, nothing on stdout, and one line on stderr that names
 * the value and what is allowed.
 */
#include <string.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

struct bad {
    const char *command;
    const char *value; /* the line must hold it */
    const char *hint;  /* and this: what is allowed, or the nearest name */
};

static void check_bad(const struct bad *bad)
{
    struct program program = program_run("%s", bad->command);
    if (program.status != 2 || program.errors_lines != 1 || *program.output ||
        !strstr(program.errors, bad->value) || !strstr(program.errors, bad->hint) ||
        strncmp(program.errors, "as-completed: ", 14) != 0 ||
        program.errors[strlen(program.errors) - 1] != '\n')
        fail_msg("%s: status %d, stderr: %s", bad->command, program.status, program.errors);
    program_free(&program);
}

#define CHECK_EACH(table)                                        \
    for (size_t i = 0; i < sizeof(table) / sizeof *(table); i++) \
    check_bad(&(table)[i])

static void cli_unknown_name_offers_the_nearest(void **state)
{
    (void)state;
    static const struct bad bad[] = {
        {"run -s calback -n 1", "'calback'", "'callback'"},
        {"run -s semafore -n 1", "'semafore'", "'semaphore'"},
        {"run -s callback,semaphore -n 1", "'callback,semaphore'", "unknown strategy"},
        {"compare -s callback,semafore -n 1", "'semafore'", "'semaphore'"},
        {"compare -s callback, -n 1", "''", "unknown strategy"},
        {"compare -s ,callback -n 1", "''", "unknown strategy"},
        {"compare -s '' -n 1", "''", "unknown strategy"},
        {"run -s '' -n 1", "''", "unbounded, polling, callback"},
        {"run --strategy Polling -n 1", "'Polling'", "'polling'"},
        {"run -s callback -n 1 --clock virtul", "'virtul'", "'virtual'"},
        {"run -s callback -n 1 --clock ''", "''", "real, virtual"},
        {"run -s callback -n 1 --order shuffel", "'shuffel'", "'shuffle'"},
        {"run -s callback -n 1 --format jsn", "'jsn'", "'json'"},
        {"run -s callback -n 1 --clok real", "'--clok'", "'--clock'"},
        {"run -s callback -n 1 --limits 3", "'--limits'", "'--limit'"},
        {"run -s callback -n 1 --sede=3", "'--sede'", "'--seed'"},
        {"run -s callback -n 1 -x", "'-x'", "--help"},
        {"runn -s callback -n 1", "'runn'", "'run'"},
        {"compar -n 1", "'compar'", "'compare'"},
        {"--clock real", "'--clock'", "list, run, compare"},
    };
    CHECK_EACH(bad);
}

/* Where none is near, none is offered. */
static void cli_unknown_name_far_from_all_is_told_what_there_is(void **state)
{
    (void)state;
    static const struct bad bad[] = {
        {"start -n 1", "'start'", "must be one of list, run, compare, exec, http, quiz"},
        {"version", "'version'", "must be one of list, run"},
        {"run -s threads -n 1", "'threads'", "must be one of unbounded, polling"},
        {"run -s '' -n 1", "''", "must be one of unbounded, polling"},
        {"run -s callback -n 1 --clock utc", "'utc'", "must be one of real, virtual"},
        {"run -s callback -n 1 --verbose", "'--verbose'", "see --help"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_bad(&bad[i]);
        struct program program = program_run("%s", bad[i].command);
        PROGRAM_CHECK(program, !strstr(program.errors, "did you mean"));
        program_free(&program);
    }
}

static void cli_help_is_a_word_too(void **state)
{
    (void)state;
    static const char *const words[] = {"help",      "help run",  "run help", "compare help",
                                        "list help", "quiz help", "-h",       "run --help"};
    struct program help = program_run("--help");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct program program = program_run("%s", words[i]);
        PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
        PROGRAM_CHECK(program, strcmp(program.output, help.output) == 0);
        program_free(&program);
    }
    program_free(&help);
}

static void cli_bad_number_is_named_with_what_is_allowed(void **state)
{
    (void)state;
    static const char *const numbers[] = {"-1",   "1.5", "''",    "18446744073709551616",
                                          "1e3",  "0x5", "3x",    "' 3'",
                                          "'3 '", "+3",  "1,000", "ten"};
    static const struct {
        const char *option, *least, *most;
    } options[] = {{"-n", "0", "100000000"},
                   {"--tasks", "0", "100000000"},
                   {"-l", "1", "9223372036854775807"},
                   {"--limit", "1", "9223372036854775807"},
                   {"--queue", "1", "9223372036854775807"},
                   {"--seed", "0", "18446744073709551615"}};
    for (size_t o = 0; o < sizeof options / sizeof *options; o++)
        for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++) {
            char command[256], value[64], hint[64];
            snprintf(command, sizeof command, "run -s callback -n 1 --clock virtual %s %s",
                     options[o].option, numbers[n]);
            snprintf(value, sizeof value, *numbers[n] == '\'' ? "%s" : "'%s'", numbers[n]);
            snprintf(hint, sizeof hint, "from %s to %s", options[o].least, options[o].most);
            check_bad(&(struct bad){command, value, hint});
        }
}

static void cli_number_out_of_bounds_is_refused(void **state)
{
    (void)state;
    static const struct bad bad[] = {
        {"run -s callback -n 1 -l 0", "'0'", "from 1"},
        {"run -s callback -n 1 --limit=0", "'0'", "from 1"},
        {"run -s unbounded -n 1 -l 0", "'0'", "from 1"},
        {"compare -n 1 -l 0", "'0'", "from 1"},
        {"run -s callback -n 1 -l 9223372036854775808", "'9223372036854775808'", "from 1"},
        {"run -s callback -n 1 --queue 0", "'0'", "from 1"},
        {"run -s callback -n 100000001", "'100000001'", "100000000"},
        {"compare -n 100000001", "'100000001'", "100000000"},
    };
    CHECK_EACH(bad);
}

static void cli_bad_duration_is_named_with_its_reason(void **state)
{
    (void)state;
    static const char *const durations[][2] = {
        {"1", "has no unit"},
        {"''", "is empty"},
        {"ms", "has no digits"},
        {"-1ms", "is negative"},
        {"1d", "has an unknown unit: must be a number with a unit (ns, us, ms, s, m, h)"},
        {"0:01.59", "has a colon in it, where a unit belongs"},
        {".5s", "has no digit before its point"},
        {"1ms,", "has a comma in it"},
        {"1000000h", "is over 100 years"},
        {"'20ms 30ms'", "has something behind its unit"},
        {"1..5s", "has two points"},
        {"0", "has no unit"},
        {"99999999999999999999999s", "is over 100 years"},
    };
    static const char *const options[] = {"--tick", "--scale", "--poll-interval", "--timeout"};
    for (size_t o = 0; o < sizeof options / sizeof *options; o++)
        for (size_t d = 0; d < sizeof durations / sizeof *durations; d++) {
            char command[256], value[128];
            const char *text = durations[d][0];
            snprintf(command, sizeof command, "run -s polling -n 1 --clock virtual %s %s",
                     options[o], text);
            snprintf(value, sizeof value, *text == '\'' ? "%s %s" : "'%s' %s", text,
                     durations[d][1]);
            check_bad(&(struct bad){command, value, "unit"});
        }
    check_bad(&(struct bad){"run -s callback -n 1 --tick 0s", "'0s'", "from 1ns"});
    check_bad(&(struct bad){"run -s callback -n 1 --tick 0.4ns", "'0.4ns'", "from 1ns"});
}

/* What reports, hyperfine and others print is taken: a report says the same as for ns. */
static void cli_durations_of_other_programs_are_taken(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"--sleep '79.8 us'", "--sleep 79800ns"},
        {"--sleep 1.5\xc2\xb5s", "--sleep 1500ns"},
        {"--sleep '1.5 \xce\xbcs'", "--sleep 1500ns"},
        {"--scale 1m30s", "--scale 90s"},
        {"--sleep 0m1.590s --timeout 10m0s", "--sleep 1590ms"},
        {"--sleeps '20ms, 1e-05s,0.012780343000000001s'", "--sleeps 20000000ns,10000ns,12780343ns"},
        {"--scale 1s -l '2, 100 ms:5'", "--scale 1s -l 2,100ms:5"},
    };
    static const char run[] =
        "run -s callback -n 3 -l 2 --clock virtual --format none --trace - %s";
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct program one = program_run(run, same[i][0]), two = program_run(run, same[i][1]);
        PROGRAM_CHECK(one, one.status == 0 && !*one.errors);
        PROGRAM_CHECK(two, two.status == 0 && strcmp(one.output, two.output) == 0);
        program_free(&one);
        program_free(&two);
    }
}

static void cli_duration_of_0_is_allowed_but_for_the_tick(void **state)
{
    (void)state;
    struct program program = program_run(
        "run -s polling -n 5 --scale 0s --poll-interval 0s --clock virtual --format none");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors && !*program.output);
    program_free(&program);
}

static void cli_words_that_are_missing_or_too_many_are_refused(void **state)
{
    (void)state;
    static const struct bad bad[] = {
        {"", "no command", "list, run, compare"},
        {"run", "no strategy", "-s STRATEGY"},
        {"run -n 1", "no strategy", "-s STRATEGY"},
        {"run -s callback", "no tasks", "-n TASKS"},
        {"compare", "no tasks", "-n TASKS"},
        {"run -s callback -n", "'-n'", "needs a value"},
        {"run -s callback -n 1 --limit", "'--limit'", "needs a value"},
        {"run -s callback -n 1 5", "'5'", "unexpected"},
        {"run callback -n 1", "'callback'", "unexpected"},
        {"list callback", "'callback'", "unexpected"},
    };
    CHECK_EACH(bad);
}

/* Before anything runs, or is said of it. */
static void cli_empty_file_name_is_refused(void **state)
{
    (void)state;
    static const struct bad bad[] = {
        {"run -s callback -n 3 -l 3 --trace ''", "--trace ''", "name of a file"},
        {"run -s callback -n 3 -l 3 --trace=", "--trace ''", "name of a file"},
        {"run -s callback -n 3 -l 3 --histogram ''", "--histogram ''", "name of a file"},
        {"run -s callback --sleeps @", "--sleeps '@'", "name of a file"},
        {"compare --sleeps @ -l 3", "--sleeps '@'", "name of a file"},
        {"compare -n 3 --trace-format chrome --trace ''", "--trace ''", "name of a file"},
    };
    CHECK_EACH(bad);
}

static void cli_contradictions_are_refused(void **state)
{
    (void)state;
    static const struct bad bad[] = {
        {"run -s callback --sleeps 1ms --scale 1s", "'1ms'", "--scale"},
        {"run -s callback --sleeps 1ms,2ms -n 3", "'3'", "at most 2"},
        {"compare --sleeps 1ms,2ms -n 3", "'3'", "at most 2"},
        {"compare -s callback -s polling -n 1", "'callback'", "one list"},
        {"compare -s callback,polling,callback -n 1", "'callback,polling,callback'", "twice"},
        {"compare -s polling,semaphore -n 1 -l 1 --unread 3", "'3'", "semaphore"},
        {"compare -s serial,callback -n endless", "'endless'", "-l LIMIT"},
        {"compare -n 1 --trace events.tsv", "'events.tsv'", "run"},
    };
    CHECK_EACH(bad);
}

static void cli_bad_sleep_is_named_with_its_place(void **state)
{
    (void)state;
    static const struct bad lists[] = {
        {"run -s callback --sleeps 1ms,2", "2 '2'", "unit"},
        {"run -s callback --sleeps 1ms,,3ms", "2 ''", "unit"},
        {"run -s callback --sleeps ''", "1 ''", "unit"},
        {"compare --sleeps 1ms,2ms,-3ms", "3 '-3ms'", "unit"},
    };
    CHECK_EACH(lists);
    static const struct {
        const char *text, *value;
    } files[] = {{"1ms\n2ms\nthree\n4ms\n", "line 3 'three' has no digits"},
                 {"# ms\n1ms\n\n2\n", "line 4 '2' has no unit"},
                 {"1ms\n2\n", "line 2 '2' has no unit"},
                 {"1ms\n2ms\n-3ms", "line 3 '-3ms' is negative"},
                 {"1ms\r2ms\r", "line 1 '1ms\\r2ms' has a carriage return in it"},
                 {"\xff\xfe"
                  "1",
                  "line 1 '\\xff\\xfe1' is UTF-16"},
                 {"1\xc2\xa0ms\n", "line 1 '1\\u00a0ms' has a non-breaking space in it"},
                 {"1.5 \xc2\xb5\n", "line 1 '1.5 \xc2\xb5' has an unknown unit"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char command[1200];
        file_write(scratch_path("sleeps"), files[i].text);
        for (int compare = 0; compare < 2; compare++) {
            snprintf(command, sizeof command, "%s --sleeps @%s",
                     compare ? "compare" : "run -s callback", scratch_path("sleeps"));
            check_bad(&(struct bad){command, files[i].value, "unit"});
        }
    }
}

static void cli_file_without_its_sign_is_named_with_it(void **state)
{
    (void)state;
    char command[1200], hint[1200];
    file_write(scratch_path("lat.txt"), "1ms\n");
    for (int compare = 0; compare < 2; compare++) {
        snprintf(command, sizeof command, "%s --sleeps %s", compare ? "compare" : "run -s callback",
                 scratch_path("lat.txt"));
        snprintf(hint, sizeof hint, "must be @%s", scratch_path("lat.txt"));
        check_bad(&(struct bad){command, "there is a file of that name", hint});
        snprintf(command, sizeof command, "%s --sleeps %s", compare ? "compare" : "run -s callback",
                 scratch_path("none.txt"));
        check_bad(&(struct bad){command, "--sleeps: item 1", "or @FILE for a file of them"});
    }
}

static void cli_complaint_is_one_line_whatever_the_value(void **state)
{
    (void)state;
    static const struct bad bad[] = {
        {"run -s 'call\nback' -n 1", "'call\\nback'", "callback"},
        {"run -s callback -n '1\n2'", "'1\\n2'", "from 0"},
        {"run -s callback -n 1 --tick '\033[31m1ms'", "'\\x1b[31m1ms'", "control character"},
        {"run -s callback -n 1 --tick '1ms\r'", "'1ms\\r'", "carriage return"},
        {"run -s callback -n 1 --tick '\xef\xbb\xbf"
         "1ms'",
         "'\\ufeff1ms'", "byte order mark"},
        {"run -s callback -n 1 --tick '1\xc2\xa0ms'", "'1\\u00a0ms'", "non-breaking space"},
        {"run -s callback -n 1 --tick '1\xff'", "'1\\xff'", "not UTF-8"},
        {"run -s callback -n 1 --tick 1.5\xc2\xb5", "'1.5\xc2\xb5' ", "unknown unit"},
        {"run -s caf\xc3\xa9 -n 1", "'caf\xc3\xa9'", "callback"},
    };
    CHECK_EACH(bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_unknown_name_offers_the_nearest),
        cmocka_unit_test(cli_unknown_name_far_from_all_is_told_what_there_is),
        cmocka_unit_test(cli_help_is_a_word_too),
        cmocka_unit_test(cli_bad_number_is_named_with_what_is_allowed),
        cmocka_unit_test(cli_number_out_of_bounds_is_refused),
        cmocka_unit_test(cli_bad_duration_is_named_with_its_reason),
        cmocka_unit_test(cli_durations_of_other_programs_are_taken),
        cmocka_unit_test(cli_duration_of_0_is_allowed_but_for_the_tick),
        cmocka_unit_test(cli_words_that_are_missing_or_too_many_are_refused),
        cmocka_unit_test(cli_empty_file_name_is_refused),
        cmocka_unit_test(cli_contradictions_are_refused),
        cmocka_unit_test(cli_bad_sleep_is_named_with_its_place),
        cmocka_unit_test(cli_file_without_its_sign_is_named_with_it),
        cmocka_unit_test(cli_complaint_is_one_line_whatever_the_value),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
