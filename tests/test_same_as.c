/* test_same_as.c -- tests/same_as, which holds the program to an older one: it notices an older one that differs in one
 * thing, whatever that is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

/* In the scratch folder, where it keeps what differs. */
static struct program same_as(const char *words)
{
    char *script = realpath("tests/same_as", NULL);
    struct program program = {.in = {.path = script, .folder = scratch_path("")}};
    program = program_run_in(program, "%s", words);
    free(script);
    return program;
}

/* The older program is the one that is tested, with these lines of a shell around it. */
static struct program compare(const char *lines)
{
    char text[4096];
    const char *given = getenv("AS_COMPLETED");
    char *built = realpath(given ? given : "build/as-completed", NULL);
    snprintf(text, sizeof text, "#!/bin/sh\nprogram=$(cat <<'END'\n%s\nEND\n)\n%s\n", built, lines);
    const char *other = scratch_path("other");
    file_write(other, text);
    assert_int_equal(chmod(other, 0755), 0);
    snprintf(text, sizeof text, "--count 50 --old '%s' --new '%s'", other, built);
    free(built);
    return same_as(text);
}

static void same_as_leaves_out_what_is_measured(void **state)
{
    (void)state;
    struct program program = compare("\"$program\" \"$@\" >out; status=$?\n"
                                     "sed -E 's/(\"cpu_user_ns\": |\"peak_rss_bytes\": )/&9/; "
                                     "s/[0-9.]+ MiB resident/9 B resident/' out\n"
                                     "rm out; exit $status");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, strstr(program.output, "50 command lines (seed 1; "));
    PROGRAM_CHECK(program, strstr(program.output, "): the same as /"));
    program_free(&program);
}

/* What it does otherwise, and where that is seen. */
static void same_as_notices_all_else(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *where;
    } others[] = {
        {"\"$program\" \"$@\" || exit 3", "status of /"},
        {"\"$program\" \"$@\"; status=$?; echo more >&2; exit $status", "stderr of /"},
        {"\"$program\" \"$@\" >out; status=$?; sed 's/turns /turns 1/; s/\"turns\": /&1/' out; rm "
         "out; exit $status",
         "stdout of /"},
        {"\"$program\" \"$@\" >out; status=$?; sed 's/\"peak_heap_bytes\": /&1/' out; rm out; exit "
         "$status",
         "stdout of /"},
        {"\"$program\" \"$@\"; status=$?; [ ! -e trace ] || echo '0\tpull\t1' >>trace; exit "
         "$status",
         "file trace of /"},
        {"\"$program\" \"$@\"; status=$?; [ ! -e trace ] || rm trace; exit $status",
         "file trace of /"},
        {"\"$program\" \"$@\"; status=$?; : >left; exit $status", "file left of /"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct program program = compare(others[i].lines);
        PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
        PROGRAM_CHECK(program, strncmp(program.output, "cd ", 3) == 0);
        PROGRAM_CHECK(program, strstr(program.output, others[i].where));
        PROGRAM_CHECK(program, strstr(program.output, " differ from /"));
        program_free(&program);
    }
}

static void same_as_is_skipped_where_there_is_no_older_one(void **state)
{
    (void)state;
    struct program program = same_as("--commit no-such-commit");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, strncmp(program.output, "skipped: same_as: ", 18) == 0);
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_as_leaves_out_what_is_measured),
        cmocka_unit_test(same_as_notices_all_else),
        cmocka_unit_test(same_as_is_skipped_where_there_is_no_older_one),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
