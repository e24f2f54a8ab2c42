/* test_completion.c -- what bash offers behind the words of a command line. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../harness/bench/suite.h"
#include "../harness/cli/command_line.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

/* The words behind the name of the program; what is offered, in order, with a line's end behind each. The caller
 * frees. */
static char *offered(const char *function, const char *folder, const char *words)
{
    struct program program = {.in = {.path = "/bin/bash", .folder = folder}};
    if (access("/bin/bash", X_OK) != 0)
        skip_because("there is no /bin/bash");
    char *script = realpath("tests/complete", NULL),
         *build = realpath(getenv("AS_COMPLETED"), NULL);
    assert_true(script && build);
    *strrchr(build, '/') = '\0';
    program = program_run_in(program, "%s %s/as-completed.bash %s as-completed %s", script, build,
                             function, words);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    char *output = strdup(program.output);
    program_free(&program);
    free(build);
    free(script);
    return output;
}

static void check(const char *function, const char *words, const char *expected)
{
    char *output = offered(function, NULL, words);
    for (char *c = output; *c; c++)
        *c = (char)(*c == '\n' ? ' ' : *c);
    if (strcmp(output, expected) != 0)
        fail_msg("behind '%s' it offers '%s' and not '%s'", words, output, expected);
    free(output);
}

static bool offers(const char *output, const char *word)
{
    char *line = text_format("\n%s\n", word), *all = text_format("\n%s", output);
    bool found = strstr(all, line) != NULL;
    free(line);
    free(all);
    return found;
}

static void completion_has_each_command_and_its_options(void **state)
{
    (void)state;
    static const char *const commands[] = {"list", "run", "compare", "exec", "http", "quiz"};
    char *first = offered("_as_completed", NULL, "''");
    for (unsigned c = 0; c < sizeof commands / sizeof *commands; c++) {
        char *words = text_format("%s -", commands[c]);
        char *output = offered("_as_completed", NULL, words);
        assert_true(offers(first, commands[c]));
        for (const struct ac_option *row = ac_option_table; row->name; row++) {
            char *option = text_format("--%s", row->name);
            bool ends = row->at == offsetof(struct ac_options, command);
            bool takes = c != AC_LIST && !ends && ac_command_takes((enum ac_command)c, row);
            if (!ends && offers(output, option) != takes)
                fail_msg("%s %s: %s", commands[c], option, takes ? "is missing" : "is there");
            free(option);
        }
        free(output);
        free(words);
    }
    free(first);
}

static void completion_of_the_bench_has_each_option(void **state)
{
    (void)state;
    for (unsigned s = 0; suites[s]; s++) {
        char *words = text_format("%s --", s ? suites[s]->name : "full");
        char *output = offered("_as_completed_bench", NULL, words);
        for (const struct bench_option *row = suites[s]->options; row->name; row++) {
            char *option = text_format("--%s", row->name);
            assert_true(offers(output, option));
            free(option);
        }
        free(output);
        free(words);
    }
    check("_as_completed_bench", "q", "quick ");
    check("_as_completed_bench", "quick --rou", "--rounds ");
}

static void completion_knows_what_an_option_takes(void **state)
{
    (void)state;
    static const struct {
        const char *words, *expected;
    } cases[] = {
        {"com", "compare "},
        {"run --clo", "--clock --close-at "},
        {"run -s call", "callback "},
        {"run --strategy=poll", "polling "},
        {"run --clock ''", "real virtual "},
        {"run --clock=", "real virtual "},
        {"run --clock=v", "virtual "},
        {"run --clock=virtual --for", "--for --format "},
        {"run --on-error st", "stop "},
        {"run --work c", "cpu "},
        {"run -n 1", ""},
        {"compare -s callback,poll", "callback,polling "},
        {"compare -s al", ""},
        {"exec -s al", "all "},
        {"exec -s callback,all,fl", "callback,all,floor "},
        {"quiz --", "--answers --help --seed "},
        {"list ''", "--help "},
        {"--v", "--version "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check("_as_completed", cases[i].words, cases[i].expected);
}

static void check_files(const char *function, const char *words, const char *expected)
{
    char *output = offered(function, scratch_path(""), words);
    if (strcmp(output, expected) != 0)
        fail_msg("behind '%s' it offers '%s' and not '%s'", words, output, expected);
    free(output);
}

static void completion_finds_files_folders_and_commands(void **state)
{
    (void)state;
    file_write(scratch_path("two words.tsv"), "");
    assert_int_equal(mkdir(scratch_path("twofold"), 0700), 0);
    check_files("_as_completed", "run --trace tw", "two words.tsv\ntwofold\n");
    check_files("_as_completed", "run '--trace=two '", "two words.tsv\n");
    check_files("_as_completed", "run --sleeps @two", "@two\\ words.tsv\n@twofold\n");
    check_files("_as_completed", "run --sleeps=@twof", "@twofold\n");
    check_files("_as_completed", "run --sleeps=@", "@two\\ words.tsv\n@twofold\n");
    check_files("_as_completed", "exec -s callback -l 2 -- wc two", "two words.tsv\ntwofold\n");
    check_files("_as_completed_bench", "work --resume tw", "twofold\n");
    check_files("_as_completed_bench", "table tw", "twofold\n");
    char *output = offered("_as_completed", NULL, "exec -s callback -l 2 prin");
    assert_true(offers(output, "printf"));
    free(output);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(completion_has_each_command_and_its_options),
        cmocka_unit_test(completion_of_the_bench_has_each_option),
        cmocka_unit_test(completion_knows_what_an_option_takes),
        cmocka_unit_test(completion_finds_files_folders_and_commands),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
