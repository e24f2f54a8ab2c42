/* test_man.c -- the manual pages: there is one for each public name, each
 * option is in them, and groff has nothing to say against them.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

/* A file of the build. The caller frees. */
static char *built(const char *name)
{
    const char *program = getenv("AS_COMPLETED");
    return text_format("%.*s%s", (int)(strrchr(program, '/') + 1 - program), program, name);
}

/* The same, read. */
static char *read_built(const char *name)
{
    char *path = built(name), *text = file_read(path, NULL);
    if (!text)
        fail_msg("%s is not there", path);
    free(path);
    return text;
}

static void man_pages_find(const char *pattern, glob_t *found)
{
    char *path = built(pattern);
    assert_int_equal(glob(path, 0, NULL, found), 0);
    free(path);
}

/* Each name before the dash of NAME has a file. */
static void check_names(const char *text)
{
    const char *line = strstr(text, "\n.SH NAME\n");
    assert_non_null(line);
    line += strlen("\n.SH NAME\n");
    char *names = strndup(line, (size_t)(strstr(line, " \\- ") - line));
    for (char *name = strtok(names, ", "); name; name = strtok(NULL, ", ")) {
        char *path = text_format("man/man3/%s.3", name), *page = read_built(path);
        free(page);
        free(path);
    }
    free(names);
}

static void man_pages_are_there_for_each_name(void **state)
{
    (void)state;
    glob_t found;
    man_pages_find("man/man3/*", &found);
    assert_true(found.gl_pathc > 50);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *text = file_read(found.gl_pathv[i], NULL);
        if (strncmp(text, ".so ", 4) == 0) {
            char *path = text_format("man/%.*s", (int)strcspn(text + 4, "\n"), text + 4);
            char *page = read_built(path);
            assert_true(strncmp(page, ".so", 3) != 0);
            free(page);
            free(path);
        } else {
            check_names(text);
        }
        free(text);
    }
    globfree(&found);
}

/* Runs a line of sh in the folder of the pages, which must say nothing. Where `tool` is not there the test is skipped,
 * and its name is the reason. */
static void check_with(const char *tool, const char *line)
{
    struct program program = {.in.path = "/bin/sh"};
    program = program_run_in(program, "-c 'command -v %s || echo'", tool);
    bool missing = *program.output == '\n';
    program_free(&program);
    if (missing)
        skip_because(tool);
    char *folder = built("man");
    program = program_run_in((struct program){.in = {.path = "/bin/sh", .folder = folder}},
                             "-c '%s'", line);
    PROGRAM_CHECK(program, program.status == 0 && !*program.output && !*program.errors);
    program_free(&program);
    free(folder);
}

static void man_pages_are_clean_for_groff(void **state)
{
    (void)state;
    check_with("groff", "groff -z -ww -man -Tutf8 man3/*.3 man1/*.1");
}

/* It would rather have links than pages that name another. */
static void man_pages_are_clean_for_mandoc(void **state)
{
    (void)state;
    check_with("mandoc", "grep -L \"^[.]so \" man3/*.3 man1/*.1 | xargs mandoc -T lint -W warning");
}

/* Each word of `help` that begins with two dashes stands in the page. */
static void check_options(const char *page, const char *help)
{
    unsigned options = 0;
    for (const char *at = help; (at = strstr(at, "--")); options++) {
        size_t length = 2 + strspn(at + 2, "abcdefghijklmnopqrstuvwxyz-");
        char *option = text_format("%.*s", (int)length, at);
        if (length > 2 && !strstr(page, option))
            fail_msg("%s is not in the manual page", option);
        free(option);
        at += length;
    }
    assert_true(options > 5);
}

/* A manual page with its dashes as they are printed. */
static char *plain_page(const char *name)
{
    char *page = read_built(name), *to = page;
    for (const char *from = page; *from; from++)
        if (from[0] != '\\' || from[1] != '-')
            *to++ = *from;
    *to = '\0';
    return page;
}

static void man_pages_have_each_option(void **state)
{
    (void)state;
    static const char *const suites[] = {"--help", "peers --help", "exec --help", "work --help"};
    char *page = plain_page("man/man1/as-completed.1");
    struct program help = program_run("--help");
    check_options(page, help.output);
    program_free(&help);
    free(page);
    page = plain_page("man/man1/as-completed-bench.1");
    for (size_t i = 0; i < sizeof suites / sizeof *suites; i++) {
        struct program bench = {.in.path = getenv("AS_COMPLETED_BENCH")};
        bench = program_run_in(bench, "%s", suites[i]);
        check_options(page, bench.output);
        program_free(&bench);
    }
    free(page);
}

/* Ten sleeps, on the real clock: their order is not the test's. */
static void man_page_has_an_example_that_runs(void **state)
{
    (void)state;
    char *path = built("reference/example");
    struct program program = program_run_in((struct program){.in.path = path}, "%s", "");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    for (unsigned number = 1; number <= 10; number++) {
        char *line = text_format("task %u: done\n", number);
        PROGRAM_CHECK(program, strstr(program.output, line));
        free(line);
    }
    program_free(&program);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(man_pages_are_there_for_each_name),
        cmocka_unit_test(man_pages_are_clean_for_groff),
        cmocka_unit_test(man_pages_are_clean_for_mandoc),
        cmocka_unit_test(man_pages_have_each_option),
        cmocka_unit_test(man_page_has_an_example_that_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
