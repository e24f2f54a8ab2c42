/* example.c -- see example.h. */
#include "example.h"

#include <ctype.h>
#include <glob.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "../../harness/base/text.h"
#include "check.h"
#include "files.h"

struct program example_run(const struct circumstances *in, const char *format, ...)
{
    struct program program = {.in = in ? *in : (struct circumstances){0}};
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

unsigned example_count_lines(const char *text)
{
    unsigned lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

bool example_has_line(const char *text, const char *line)
{
    char *whole = text_format("\n%s\n", line), *all = text_format("\n%s", text);
    const char *at = strstr(all, whole);
    bool once = at && !strstr(at + 1, whole);
    free(whole);
    free(all);
    return once;
}

/* Exports the whole path of a program by its name in capitals. */
static void example_export(const char *path)
{
    char *whole = realpath(path, NULL);
    assert_non_null(whole);
    char *name = text_copy(strrchr(whole, '/') + 1);
    for (char *at = name; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    setenv(name, whole, 1);
    free(name);
    free(whole);
}

/* They are built beside as-completed; the broken ones beside the tests. */
int example_begin(void **state)
{
    const char *program = getenv("AS_COMPLETED");
    char *folder = text_copy(program ? program : "build/as-completed");
    *strrchr(folder, '/') = '\0';
    static const char *const patterns[] = {"%s/examples/*", "%s/tests/own_*[!c]"};
    for (unsigned i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        char *pattern = text_format(patterns[i], folder);
        glob_t found;
        assert_int_equal(glob(pattern, 0, NULL, &found), 0);
        for (size_t f = 0; f < found.gl_pathc; f++)
            example_export(found.gl_pathv[f]);
        globfree(&found);
        free(pattern);
    }
    free(folder);
    setenv("LOOK_ON",
           under_valgrind() ? "valgrind --quiet --error-exitcode=99 --leak-check=full" : "", 1);
    return scratch_make(state);
}
