/* test_reference.c -- docs/api.md is about all that is public, and about nothing else. */
#include <stdlib.h>
#include <string.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

/* The list of the public headers, in one line. The caller frees. */
static char *public_headers(void)
{
    const char *program = getenv("AS_COMPLETED");
    char *path =
        text_format("%.*slibrary/headers", (int)(strrchr(program, '/') + 1 - program), program);
    char *list = file_read(path, NULL);
    assert_non_null(list);
    for (char *c = list; *c; c++)
        *c = (char)(*c == '\n' ? ' ' : *c);
    free(path);
    return list;
}

static void reference_says_what_the_headers_say(void **state)
{
    (void)state;
    struct program program = {.in.path = "docs/reference/api"};
    char *headers = public_headers();
    program = program_run_in(program, "--check docs/api.md %s", headers);
    PROGRAM_CHECK(program, program.status == 0 && !*program.output && !*program.errors);
    program_free(&program);
    free(headers);
}

static const char header[] =
    "/* one.h -- an idea. */\n"
    "#ifndef ONE_H\n#define ONE_H\n\n"
    "/* A number, of `much`. */\n#define AC_ONE 1\n\n"
    "struct ac_known; /* elsewhere */\n\n"
    "/* Two things.\n *\n *     kept = as it is\n */\nstruct ac_two {\n    int a; /* one\n"
    "              of them */\n};\n\n"
    "/* Does it: see ac_two. */\nint ac_do(struct ac_two *two,\n          int much);\n"
    "void ac_undo(void);\n\n"
    "void ac_silent(void);\n\n"
    "/* Adds. */\nstatic inline int ac_add(int a)\n{\n    return a + 1;\n}\n\n#endif\n";

static const char page_with[] =
    "# One\n\n| `ac_do`, `ac_undo` | `AC_ONE` |\n| `ac_add` | `ac_gone` |\n\n"
    "<!-- reference one.h -->\n%s<!-- end of reference -->\nThe end.\n";

/* Runs docs/reference/api in the scratch folder, where that header and page are. */
static struct program run_api(const char *check)
{
    char *path = realpath("docs/reference/api", NULL);
    struct program program = {.in = {.path = path, .folder = scratch_path("")}};
    program = program_run_in(program, "%s page.md one.h", check);
    free(path);
    return program;
}

static void reference_is_written_between_its_lines(void **state)
{
    (void)state;
    static const char made[] =
        "\nAn idea.\n\n### AC_ONE\n\n```c one.h\n#define AC_ONE 1\n```\n\nA number, of `much`.\n\n"
        "### struct ac_two\n\n```c one.h\nstruct ac_two {\n    int a; /* one\n              of "
        "them */\n};\n```\n\n"
        "Two things.\n\n```text\nkept = as it is\n```\n\n"
        "### ac_do, ac_undo\n\n```c one.h\nint ac_do(struct ac_two *two,\n          int "
        "much);\nvoid ac_undo(void);\n"
        "```\n\nDoes it: see `ac_two`.\n\n### ac_silent\n\n```c one.h\nvoid "
        "ac_silent(void);\n```\n\n"
        "### ac_add\n\n```c one.h\nstatic inline int ac_add(int a)\n```\n\nAdds.\n\n";
    char *before = text_format(page_with, ""), *expected = text_format(page_with, made);
    file_write(scratch_path("one.h"), header);
    file_write(scratch_path("page.md"), before);
    for (unsigned times = 0; times < 2; times++) {
        struct program program = run_api("");
        PROGRAM_CHECK(program, program.status == 0 && !*program.output && !*program.errors);
        program_free(&program);
        char *page = file_read(scratch_path("page.md"), NULL);
        assert_string_equal(page, expected);
        free(page);
    }
    free(expected);
    free(before);
}

static void reference_that_is_wrong_is_named(void **state)
{
    (void)state;
    static const char of_both[] = "page.md:4: no public header declares ac_gone\n"
                                  "page.md: no row of a table begins with ac_silent\n"
                                  "one.h: ac_silent has no comment directly above it\n";
    static const char of_page[] = "page.md: not what the headers say: make api\n";
    char *page = text_format(page_with, "old\n");
    struct program program = run_api("--check");
    PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
    assert_string_equal(program.output, of_both);
    program_free(&program);
    file_write(scratch_path("page.md"), page);
    program = run_api("--check");
    PROGRAM_CHECK(program, program.status == 1 && strstr(program.output, of_page));
    program_free(&program);
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_says_what_the_headers_say),
        cmocka_unit_test(reference_is_written_between_its_lines),
        cmocka_unit_test(reference_that_is_wrong_is_named),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
