/* installed.c -- see installed.h. */
#include "installed.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../harness/base/text.h"
#include "check.h"
#include "files.h"

/* The folder that as-completed was built in. */
static void find_build(void)
{
    const char *program = getenv("AS_COMPLETED");
    char *path = realpath(program ? program : "build/as-completed", NULL);
    assert_non_null(path);
    *strrchr(path, '/') = '\0';
    setenv("BUILD", path, 1);
    free(path);
}

static void find_tree(void)
{
    char *path = realpath(".", NULL);
    assert_non_null(path);
    setenv("TREE", path, 1);
    free(path);
}

int installed_make(void **state)
{
    if (scratch_make(state))
        return -1;
    find_tree();
    find_build();
    unsetenv("DESTDIR");
    setenv("LIBDIR", "lib", 1);
    setenv("PREFIX", scratch_path("pre fix"), 1);
    struct program program = installed_run("install_there");
    PROGRAM_CHECK(program, program.status == 0);
    program_free(&program);
    return 0;
}

struct program installed_run(const char *format, ...)
{
    struct program program = {.in = {.path = "/bin/sh", .folder = scratch_path("")}};
    struct text lines = {.chars = NULL};
    va_list arguments;
    va_start(arguments, format);
    text_vprintf(&lines, format, arguments);
    va_end(arguments);
    program = program_run_in(program, "-euc '. \"$TREE/tests/installed/lines.sh\"\n%s'",
                             text_chars(&lines));
    text_free(&lines);
    return program;
}

void installed_check(const char *output, const char *lines)
{
    struct program program = installed_run("%s", lines);
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strcmp(program.output, output) == 0);
    program_free(&program);
}
