/* test_faults_calls.c -- no call is forgotten: what the objects of the programs want of libc and libuv
 * is listed in tests/faults/calls, each with what may go wrong with it.
 */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/check.h"
#include "support/files.h"

enum { MOST_CALLS = 400 };

static char *calls, *names[MOST_CALLS], *classes[MOST_CALLS], *reasons[MOST_CALLS];
static size_t call_count;

static int read_calls(void **state)
{
    (void)state;
    calls = file_read("tests/faults/calls", NULL);
    if (!calls)
        return -1;
    char *rest = calls;
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *name = strtok(line, " ");
        if (!name || *name == '#')
            continue;
        assert_true(call_count < MOST_CALLS);
        names[call_count] = name;
        classes[call_count] = strtok(NULL, " ");
        reasons[call_count++] = strtok(NULL, "");
    }
    return 0;
}

static int free_calls(void **state)
{
    (void)state;
    free(calls);
    return 0;
}

static bool is_listed(const char *name)
{
    for (size_t i = 0; i < call_count; i++) {
        size_t star = strcspn(names[i], "*");
        if (names[i][star] ? strncmp(names[i], name, star) == 0 : strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* What compilers and linkers want for themselves, sanitizers and gcov. */
static bool is_of_the_tools(const char *name)
{
    static const char *const of_tools[] = {
        "_GLOBAL_OFFSET_TABLE_", "__asan_",          "__ubsan_", "__sanitizer_", "__gcov_",
        "__stack_chk",           "__errno_location", "stdout",   "stderr",       "opt"};
    for (size_t i = 0; i < sizeof of_tools / sizeof *of_tools; i++)
        if (strncmp(name, of_tools[i], strlen(of_tools[i])) == 0)
            return true;
    return false;
}

/* One of `symbols`, a text with a line each, that ends with the name. */
static bool is_defined(const char *symbols, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = symbols; (at = strstr(at, name)); at++)
        if (at > symbols && at[-1] == ' ' && at[length] == '\n')
            return true;
    return false;
}

static char *output_of(const char *command)
{
    char *text = NULL;
    size_t size = 0;
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    if (getdelim(&text, &size, '\0', pipe) < 0)
        fail_msg("%s printed nothing", command);
    assert_int_equal(pclose(pipe), 0);
    return text;
}

static void faults_every_call_of_the_programs_is_listed(void **state)
{
    (void)state;
    const char *program = getenv("AS_COMPLETED");
    char path[1024], command[4096];
    snprintf(path, sizeof path, "%s", program ? program : "build/as-completed");
    const char *build = dirname(path);
    const char *format =
        "cd %s && nm -g %s engine.a base.a command.a driver.a obj/harness/cli/main.o "
        "obj/harness/bench/main.o $(test ! -f http.a || echo http.a)";
    snprintf(command, sizeof command, format, build, "--defined-only");
    char *defined = output_of(command);
    snprintf(command, sizeof command, format, build, "--undefined-only");
    char *wanted = output_of(command), *rest = wanted;
    size_t checked = 0, missing = 0;
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *name = strstr(line, " U ");
        if (!name || is_of_the_tools(name += 3) || is_defined(defined, name))
            continue;
        if (strncmp(name, "__isoc", 6) == 0) /* what a standard changed */
            name = strchr(name + 6, '_') + 1;
        checked++;
        if (!is_listed(name)) {
            print_error("%s is called, and not in tests/faults/calls\n", name);
            missing++;
        }
    }
    free(defined);
    free(wanted);
    assert_int_equal(missing, 0);
    assert_true(checked > 50);
}

static void faults_what_is_not_failed_has_a_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < call_count; i++) {
        assert_non_null(classes[i]);
        bool sound = strcmp(classes[i], "sound") == 0;
        bool wrapped = strcmp(classes[i], "fails") == 0 || strcmp(classes[i], "held") == 0 ||
                       strcmp(classes[i], "asked") == 0;
        assert_true(sound || wrapped);
        if (strcmp(classes[i], "fails") != 0 && !reasons[i])
            fail_msg("%s: why can it not fail?", names[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_every_call_of_the_programs_is_listed),
        cmocka_unit_test(faults_what_is_not_failed_has_a_reason),
    };
    return cmocka_run_group_tests(tests, read_calls, free_calls);
}
