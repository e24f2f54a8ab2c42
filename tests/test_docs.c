/* test_docs.c -- the documents are true: what they say that commands print, and where they lead. And
 * tests/docs, which finds that out, finds what is planted in tests/documents/, each file wrong in the
 * way that its name and its first line say.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

enum { LESSONS = 12, MOST_LINES = 60, MOST_COLUMNS = 100 };

static const struct program docs = {.in.path = "tests/docs"};

static void docs_of_the_project_are_true(void **state)
{
    (void)state;
    struct program program = program_run_in(docs, "%s", "");
    fputs(program.output, stderr);
    PROGRAM_CHECK(program, program.status == 0 && !*program.output && !*program.errors);
    program_free(&program);
}

/* What the first line of a planted document says; the caller frees. */
static char *expected_of(const char *path)
{
    static const char begin[] = "<!-- says: ";
    char *text = file_read(path, NULL);
    assert_non_null(text);
    assert_true(strncmp(text, begin, strlen(begin)) == 0);
    char *says = text + strlen(begin);
    char *end = strstr(says, " -->\n");
    assert_non_null(end);
    *end = '\0';
    says = strdup(says);
    free(text);
    return says;
}

/* The line on which `output` speaks of a file, checked to be the only one. */
static void check_line_of(const char *output, const char *path, const char *says)
{
    char start[256];
    snprintf(start, sizeof start, "%s:", path);
    const char *line = strstr(output, start);
    if (!line)
        fail_msg("nothing is said of %s", path);
    size_t length = strcspn(line, "\n");
    if (!memmem(line, length, says, strlen(says)))
        fail_msg("of %s it must be said '%s', and is: %.*s", path, says, (int)length, line);
    if (strstr(line + length, start))
        fail_msg("more than one thing is said of %s", path);
}

static void docs_that_are_wrong_are_noticed(void **state)
{
    (void)state;
    static const char right[] = "tests/documents/right.md";
    char command[4096] = "";
    glob_t found;
    assert_int_equal(glob("tests/documents/*.md", 0, NULL, &found), 0);
    assert_true(found.gl_pathc > 20);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        assert_true(strlen(command) + strlen(found.gl_pathv[i]) + 2 < sizeof command);
        strcat(strcat(command, found.gl_pathv[i]), " ");
    }
    struct program program = program_run_in(docs, "%s", command);
    PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        if (strcmp(found.gl_pathv[i], right) == 0)
            continue;
        char *says = expected_of(found.gl_pathv[i]);
        check_line_of(program.output, found.gl_pathv[i], says);
        free(says);
    }
    PROGRAM_CHECK(program, !strstr(program.output, right));
    program_free(&program);
    globfree(&found);
}

/* Only what is no longer true is written. */
static void docs_written_anew_are_true(void **state)
{
    (void)state;
    static const char command[] = "$ build/as-completed run -s callback -n 5 -l 2 --clock virtual";
    char text[1024], expected[1024];
    snprintf(
        text, sizeof text,
        "Before\n\n  ```console\n  %s | grep wall\n  gone\n  gone\n  %s | grep turns\n  ```\n\n"
        "```console\n%s | grep -e turns -e cpu\n  cpu        7 s user, 7 s system\n"
        "  turns      5\n```\nAfter\n",
        command, command, command);
    snprintf(expected, sizeof expected,
             "Before\n\n  ```console\n  %s | grep wall\n    wall       1.200000 s; the ideal is "
             "1.200000 s, excess 0 ns\n  %s | grep turns\n  ```\n\n"
             "```console\n%s | grep -e turns -e cpu\n  cpu        7 s user, 7 s system\n"
             "  turns      5\n```\nAfter\n",
             command, command, command);
    file_write(scratch_path("page.md"), text);
    struct program program = program_run_in(docs, "--write %s", scratch_path("page.md"));
    PROGRAM_CHECK(program, program.status == 0 && !*program.output && !*program.errors);
    program_free(&program);
    char *written = file_read(scratch_path("page.md"), NULL);
    assert_string_equal(written, expected);
    free(written);
    program = program_run_in(docs, "%s", scratch_path("page.md"));
    PROGRAM_CHECK(program, program.status == 0);
    program_free(&program);
}

/* Or a command that builds would build something else into the folder that is tested. */
static void docs_build_with_the_variables_of_the_make_that_runs_them(void **state)
{
    (void)state;
    static const char page[] = "```console\n$ echo $MAKEFLAGS\n%s\n```\n";
    static const char *const flags[][2] = {
        {"MAKEFLAGS=s -j4 --jobserver-auth=3,4 -- CC=clang MORE=tests/seven BUILD=build/seven",
         "-- CC=clang MORE=tests/seven BUILD=build/seven BUILD=build"},
        {"MAKEFLAGS=s", "all is as in the Makefile"}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        char text[256], variable[128], path[4096], tested[4096];
        snprintf(text, sizeof text, page, flags[i][1]);
        snprintf(variable, sizeof variable, "%s", flags[i][0]);
        snprintf(path, sizeof path, "PATH=%s", getenv("PATH"));
        snprintf(tested, sizeof tested, "AS_COMPLETED=%s", getenv("AS_COMPLETED"));
        file_write(scratch_path("page.md"), text);
        char *environment[] = {variable, path, tested, NULL};
        struct program program = docs;
        program.in.environment = environment;
        program = program_run_in(program, "%s", scratch_path("page.md"));
        PROGRAM_CHECK(program, !*program.errors);
        PROGRAM_CHECK(program, i ? strstr(program.output, "but\n\n") != NULL : !program.status);
        program_free(&program);
    }
}

static void docs_without_the_program_are_one_line(void **state)
{
    (void)state;
    char variable[] = "AS_COMPLETED=nowhere/as-completed", path[4096];
    snprintf(path, sizeof path, "PATH=%s", getenv("PATH"));
    char *environment[] = {variable, path, NULL};
    struct program program = docs;
    program.in.environment = environment;
    program = program_run_in(program, "%s", "");
    PROGRAM_CHECK(program, program.status == 1 && !*program.output && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "nowhere/as-completed is not there"));
    program_free(&program);
}

/* Two screens: what is printed may be wider than the text around it. */
static void check_size(const char *path, const char *text)
{
    unsigned lines = 0;
    bool shown = false;
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
        bool fence = strncmp(line, "```", 3) == 0;
        shown ^= fence;
        if (!shown && !fence && strncmp(line, "![", 2) != 0 && strcspn(line, "\n") > MOST_COLUMNS)
            fail_msg("%s: %u: longer than %d columns", path, lines + 1, MOST_COLUMNS);
        lines++;
    }
    if (lines > MOST_LINES)
        fail_msg("%s: %u lines: at most %d", path, lines, MOST_LINES);
}

static unsigned occurrences(const char *text, const char *word)
{
    unsigned count = 0;
    while ((text = strstr(text, word))) {
        text += strlen(word);
        count++;
    }
    return count;
}

static void docs_lessons_have_their_parts(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "\n**Predict.** ",  "\n$ ",         "\n![", "\n**What you see.**", "\n**On record.** ",
        "\n**Question.** ", "](answers.md#"};
    glob_t found;
    char *index = file_read("docs/lessons/README.md", NULL);
    assert_non_null(index);
    assert_int_equal(glob("docs/lessons/[0-9]*.md", 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, LESSONS);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        char *text = file_read(path, NULL);
        assert_non_null(text);
        check_size(path, text);
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
            if (occurrences(text, parts[p]) != 1)
                fail_msg("%s: must have '%s' once", path, parts[p] + 1);
        assert_int_equal(occurrences(index, strrchr(path, '/') + 1), 1);
        free(text);
    }
    globfree(&found);
    free(index);
}

/* The line in which an SVG file says what drew it. */
static char *drawn_by(const char *svg)
{
    const char *line = strstr(svg, "Produced by");
    return line ? strndup(line, strcspn(line, "\n<")) : strdup("");
}

static void docs_pictures_are_drawn_from_the_traces_of_today(void **state)
{
    (void)state;
    struct program program = {.in.path = "plots/lessons/pictures"};
    glob_t found;
    program = program_run_in(program, "%s", scratch_path(""));
    PROGRAM_CHECK(program, program.status == 0 && !*program.output);
    program_free(&program);
    assert_int_equal(glob("docs/lessons/*.svg", 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, LESSONS);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *kept = file_read(found.gl_pathv[i], NULL);
        char *drawn = file_read(scratch_path(strrchr(found.gl_pathv[i], '/') + 1), NULL);
        assert_true(kept && drawn);
        char *kept_by = drawn_by(kept), *by = drawn_by(drawn);
        bool other_gnuplot = strcmp(kept_by, by) != 0, same = strcmp(kept, drawn) == 0;
        free(kept_by);
        free(by);
        free(kept);
        free(drawn);
        if (other_gnuplot)
            skip_because("the pictures were drawn by another gnuplot");
        if (!same)
            fail_msg("%s is no longer true: make docs", found.gl_pathv[i]);
    }
    globfree(&found);
}

#define TEN "one two three four five six seven eight nine ten "

/* TEN has 49 columns. Code, tables and quoted tables may be as long as they like. */
static void prose_that_is_too_long_is_named_with_its_place(void **state)
{
    (void)state;
    static const char page[] =
        "# A heading\n\n- " TEN TEN "\n  1 2 `code, one word` [4 5](address). One.\n- 1 2 3\n\n"
        "| " TEN TEN TEN "|\n\n```text\n" TEN TEN TEN "\n```\n\n"
        "<!-- quote FILE \"x\" -->\n" TEN TEN TEN "\n<!-- end of quote -->\n\n"
        "<!-- reference FILE -->\n" TEN TEN TEN "\n<!-- end of reference -->\n\n"
        "1 2. " TEN TEN "\n1 2 3 4 5 6.\n";
    char expected[512];
    struct program program = {.in.path = "docs/prose"};
    file_write(scratch_path("page.md"), page);
    program = program_run_in(program, "%s", scratch_path("page.md"));
    const char *path = scratch_path("page.md");
    snprintf(expected, sizeof expected,
             "%s:21: 103 columns\n%s:21: a sentence of 26 words: one two three four five six ...\n",
             path, path);
    PROGRAM_CHECK(program, program.status == 1 && !*program.output);
    assert_string_equal(program.errors, expected);
    program_free(&program);
    program = program_run_in((struct program){.in.path = "docs/prose"}, "%s", "");
    PROGRAM_CHECK(program, program.status == 0 && !*program.output && !*program.errors);
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(docs_of_the_project_are_true),
        cmocka_unit_test(docs_that_are_wrong_are_noticed),
        cmocka_unit_test(docs_written_anew_are_true),
        cmocka_unit_test(docs_build_with_the_variables_of_the_make_that_runs_them),
        cmocka_unit_test(docs_without_the_program_are_one_line),
        cmocka_unit_test(docs_lessons_have_their_parts),
        cmocka_unit_test(prose_that_is_too_long_is_named_with_its_place),
        cmocka_unit_test(docs_pictures_are_drawn_from_the_traces_of_today),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
