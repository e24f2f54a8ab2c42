/* test_runner.c -- what runs the tests: tests/run, tests/tap and tests/patience.py, with programs that fail, that hang, and that only
 * are not let on; and the scripts and the Makefile where the environment or the words are not as usual.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

/* A program for them, of a shell's lines, in the scratch folder. */
static const char *script(const char *name, const char *lines)
{
    char text[512];
    const char *path = scratch_path(name);
    snprintf(text, sizeof text, "#!/bin/sh\n%s\n", lines);
    file_write(path, text);
    assert_int_equal(chmod(path, 0755), 0);
    return path;
}

static struct program patience(const char *name, const char *lines)
{
    struct program program = {.in = {.path = "tests/patience.py"}};
    return program_run_in(program, "%s", script(name, lines));
}

static void a_program_ends_as_it_does_alone(void **state)
{
    (void)state;
    static const char *const lines[] = {"exit 0", "exit 3", "kill -KILL $$"};
    static const int statuses[] = {0, 3, 137};
    for (size_t i = 0; i < 3; i++) {
        struct program program = patience("short", lines[i]);
        PROGRAM_CHECK(program, program.status == statuses[i] && !*program.errors);
        program_free(&program);
    }
}

/* Gone, or what is left of it before somebody asks for its status; a signal takes a while to end it. */
static bool ends(long pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    for (unsigned tries = 0; tries < 6000; tries++) {
        char *stat = file_read(path, NULL);
        bool gone = !stat || !*stat || strstr(stat, ") Z ");
        free(stat);
        if (gone)
            return true;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    return false;
}

/* With all that it started, and whatever signals it ignores. */
static void a_program_that_hangs_is_ended(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "trap '' TERM INT HUP; sleep 1000 & echo $!; wait",
        "trap '' TERM INT HUP; (while :; do :; done) & echo $!; sleep 1000",
    };
    static const char *const why[] = {"nothing of it ran for 2 s", "it used 2 s of CPU"};
    setenv("AC_CPU_S", "2", 1);
    for (size_t i = 0; i < 2; i++) {
        setenv("AC_ASLEEP_S", i ? "1000" : "2", 1);
        struct program program = patience("hangs", lines[i]);
        PROGRAM_CHECK(program, program.status == 124 && strstr(program.errors, why[i]));
        PROGRAM_CHECK(program, ends(strtol(program.output, NULL, 10)));
        program_free(&program);
    }
    unsetenv("AC_ASLEEP_S");
    unsetenv("AC_CPU_S");
}

/* It has a share of a processor of one in thousands, and its limits are far below the time that it takes. */
static void a_program_that_is_not_let_on_is_not_ended(void **state)
{
    (void)state;
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    pid_t busy[256];
    assert_true(count > 0 && count <= 256);
    for (long i = 0; i < count; i++)
        if ((busy[i] = fork()) == 0)
            for (volatile unsigned turns = 0;; turns++)
                ;
    setenv("AC_ASLEEP_S", "2", 1);
    struct program program = patience("starves", "exec nice -n 19 sh -c 'i=0; while [ $i -lt "
                                                 "300000 ]; do i=$((i + 1)); done'");
    unsetenv("AC_ASLEEP_S");
    for (long i = 0; i < count; i++) {
        kill(busy[i], SIGKILL);
        waitpid(busy[i], NULL, 0);
    }
    PROGRAM_CHECK(program, program.status == 0);
    program_free(&program);
}

/* tests/run with these words; what fails is kept in the scratch folder. */
static struct program run_programs(const char *words)
{
    const char *built = getenv("AS_COMPLETED");
    char *keep = strdup(built ? built : "build/as-completed");
    setenv("AS_COMPLETED", scratch_path("as-completed"), 1);
    struct program program = {.in = {.path = "tests/run"}};
    program = program_run_in(program, "%s", words);
    setenv("AS_COMPLETED", keep, 1);
    free(keep);
    return program;
}

static void what_fails_is_shown_and_kept(void **state)
{
    (void)state;
    char words[1024], path[1024];
    script("good", "echo 1..1; echo 'ok 1 - one'; echo chatter; echo '# a note'");
    script("bad", "echo 1..2; echo 'ok 1 - one'; echo 'not ok 2 - two'; echo the reason; exit 1");
    snprintf(words, sizeof words, "%s %s", scratch_path("good"), scratch_path("bad"));
    struct program program = run_programs(words);
    PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
    PROGRAM_CHECK(program, strstr(program.output, "\nthe reason\n"));
    PROGRAM_CHECK(program, strstr(program.output, "    good: a note\n"));
    PROGRAM_CHECK(program, !strstr(program.output, "chatter"));
    PROGRAM_CHECK(program, strstr(program.output, "\n2 passed, 1 failed, 0 skipped\n"));
    const char *place = strstr(program.output, "its output is kept: ");
    PROGRAM_CHECK(program, place);
    snprintf(path, sizeof path, "%.*s", (int)strcspn(place + 20, "\n"), place + 20);
    char *kept = file_read(path, NULL);
    PROGRAM_CHECK(program, kept && strstr(kept, "the reason\nended with status 1\n"));
    free(kept);
    program_free(&program);
}

/* Programs as cmocka makes them, and how their tests are counted. */
static void what_a_program_says_is_counted(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *counts, *also;
    } programs[] = {
        {"echo 1..2; echo 'ok 1 - one'; echo 'skipped: no disk'; echo 'not ok 2 # SKIP two'",
         "1 passed, 0 failed, 1 skipped", "skipped: no disk"},
        {"echo 1..1; printf 'ok 7 of them '; echo 'ok 1 - one'; echo 'ok 8 of them'",
         "1 passed, 0 failed, 0 skipped", "Result: PASS"},
        {"echo 1..2; echo 'ok 1 - one'; kill -SEGV $$", "1 passed, 1 failed, 0 skipped",
         "ended with status 139"},
        {"echo 1..2; echo 'ok 1 - one'; echo 'ok 2 - two'; exit 99",
         "2 passed, 1 failed, 0 skipped", "ended with status 99"},
        {"echo 1..2; echo 'not ok 0 - all [  FAILED  ] GROUP SETUP'; exit 1",
         "0 passed, 1 failed, 0 skipped", "GROUP SETUP"},
        {"echo 1..2; echo 'ok 1 - one'", "1 passed, 0 failed, 0 skipped", "Bad plan"},
        {"exit 0", "0 passed, 0 failed, 0 skipped", "Result: FAIL"},
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct program program = run_programs(script("one", programs[i].lines));
        PROGRAM_CHECK(program, (program.status == 0) == (i < 2) && !*program.errors);
        PROGRAM_CHECK(program, strstr(program.output, programs[i].counts));
        PROGRAM_CHECK(program, strstr(program.output, programs[i].also));
        program_free(&program);
    }
    struct program gone = run_programs(scratch_path("gone"));
    PROGRAM_CHECK(gone, gone.status == 1 && strstr(gone.output, "1 failed"));
    program_free(&gone);
}

/* With it, cd prints where it went, into the page, or goes elsewhere. */
static void scripts_are_the_same_with_cdpath(void **state)
{
    (void)state;
    struct program pages[2], join = {.in = {.path = "page/join"}};
    file_write(scratch_path("a module"), "not really");
    for (int i = 0; i < 2; i++) {
        if (i)
            setenv("CDPATH", ".:/:/usr", 1);
        pages[i] = program_run_in(join, "'%s'", scratch_path("a module"));
        PROGRAM_CHECK(pages[i], pages[i].status == 0 && !*pages[i].errors);
        PROGRAM_CHECK(pages[i], strncmp(pages[i].output, "<!doctype html>\n", 16) == 0);
        PROGRAM_CHECK(pages[i], strstr(pages[i].output, "\"bm90IHJlYWxseQ==\""));
    }
    unsetenv("CDPATH");
    assert_string_equal(pages[0].output, pages[1].output);
    static const char *const scripts[] = {".ci/run", "demo/play", "page/join", "tests/hostile"};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        char *text = file_read(scripts[i], NULL);
        const char *unset = text ? strstr(text, "\nunset CDPATH\n") : NULL;
        if (!unset || unset > strstr(text, "cd \"$"))
            fail_msg("%s goes by CDPATH", scripts[i]);
        free(text);
    }
    program_free(&pages[0]);
    program_free(&pages[1]);
}

/* make with these words, as somebody types it. */
static struct program make(const char *words)
{
    unsetenv("MAKEFLAGS");
    unsetenv("MAKELEVEL");
    struct program program = {.in = {.path = "/usr/bin/env"}};
    return program_run_in(program, "make --no-print-directory %s", words);
}

static void new_flags_build_anew_and_the_same_do_not(void **state)
{
    (void)state;
    static const char *const flags[] = {"",
                                        "",
                                        "CFLAGS=-O1",
                                        "CFLAGS=-O1",
                                        "",
                                        "LDFLAGS=-Wl,-O1",
                                        "SAN=address",
                                        "SAN=address WERROR=1"};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        char words[512];
        bool anew = i == 0 || (strcmp(flags[i], flags[i - 1]) != 0 && i != 7);
        snprintf(words, sizeof words,
                 "BUILD=build/flags-%ld %s build/flags-%ld/obj/harness/workloads/arrivals.o",
                 (long)getpid(), flags[i], (long)getpid());
        struct program program = make(words);
        PROGRAM_CHECK(program, program.status == 0);
        PROGRAM_CHECK(program, !!strstr(program.errors, "  CC ") == anew);
        program_free(&program);
    }
    struct program gone = {.in = {.path = "/bin/rm"}};
    gone = program_run_in(gone, "-r build/flags-%ld", (long)getpid());
    PROGRAM_CHECK(gone, gone.status == 0);
    program_free(&gone);
}

static void a_result_set_is_one_word(void **state)
{
    (void)state;
    static const char *const targets[] = {"table", "plots", "reference"};
    static const char name[] = "results/it'\\''s one-peers'";
    for (size_t i = 0; i < 3; i++) {
        char words[128], script[256];
        snprintf(script, sizeof script, "make -n %s SET=\"results/it's one-peers\"\n", targets[i]);
        file_write(scratch_path("make"), script);
        unsetenv("MAKEFLAGS");
        struct program program = {.in = {.path = "/bin/sh"}};
        program = program_run_in(program, "%s", scratch_path("make"));
        snprintf(words, sizeof words, "%s '%s", i == 2 ? "cp -r" : targets[i], name);
        PROGRAM_CHECK(program, program.status == 0 && strstr(program.output, words));
        PROGRAM_CHECK(program, i != 2 || strstr(program.output, "!= results/peers-reference &&"));
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_ends_as_it_does_alone),
        cmocka_unit_test(a_program_that_hangs_is_ended),
        cmocka_unit_test(a_program_that_is_not_let_on_is_not_ended),
        cmocka_unit_test(what_fails_is_shown_and_kept),
        cmocka_unit_test(what_a_program_says_is_counted),
        cmocka_unit_test(scripts_are_the_same_with_cdpath),
        cmocka_unit_test(new_flags_build_anew_and_the_same_do_not),
        cmocka_unit_test(a_result_set_is_one_word),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
