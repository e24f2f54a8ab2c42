/* test_cli_exec.c -- `exec` as its users run it: lines in, whole outputs out, under every strategy. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/lines.h"
#include "support/program.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

static void cli_exec_outputs_are_whole_under_every_strategy(void **state)
{
    (void)state;
    char words[256], expected[2048] = "", lines[512] = "";
    for (unsigned i = 1; i <= 40; i++) {
        sprintf(lines + strlen(lines), "%u\n", i);
        sprintf(expected + strlen(expected), "a %u\nb %u\n", i, i);
    }
    for
        EACH_STRATEGY(s)
        {
            snprintf(words, sizeof words,
                     "-s %s -l 6 --ordered --shell 'echo a $1; sleep 0.0$(($1%%4)); echo b $1'",
                     (*s)->name);
            lines_check(lines, words, 0, expected, "");
        }
}

static void cli_exec_line_is_never_text_of_the_script(void **state)
{
    (void)state;
    static const char lines[] = "$(echo no)\n`echo no`; echo no\n\"' \\ *\n-n\n";
    lines_check(lines, "-s callback -l 2 --ordered --shell 'printf \"%s\\n\" \"$1\"'", 0, lines,
                "");
    lines_check(lines, "-s callback -l 2 --ordered -- printf %s\\n", 0, lines, "");
    lines_check("it's\n", "-s callback -l 2 --dry-run -- cp {} /tmp/{}.old", 0,
                "cp 'it'\\''s' '/tmp/it'\\''s.old'\n", "");
}

static void cli_exec_says_how_jobs_ended(void **state)
{
    (void)state;
    lines_check("", "-s callback -l 2 true", 0, "", "");
    lines_check("1\n", "-s callback -l 2 false", 1, "",
                "as-completed: 1 job: 1 failed (exit status not 0)\n");
    lines_check("0\n3\n", "-s callback -l 2 --shell 'exit $1'", 1, "",
                "as-completed: 2 jobs: 1 done, 1 failed (exit status not 0)\n");
    lines_check("1\n2\n", "-s polling -l 2 --shell 'kill -9 $$'", 1, "",
                "as-completed: 2 jobs: 2 killed by a signal\n");
    lines_check("1\n2\n", "-s callback -l 2 --take 1 --drain --shell 'kill -9 $$'", 1, "",
                "as-completed: 2 jobs: 2 killed by a signal\n");
    lines_check(
        "1\n", "-s semaphore -l 2 /no/such", 1, "",
        "as-completed: 1 job: 1 could not be started (/no/such: no such file or directory)\n");
    lines_check("1\n2\n", "-s bounded_queue -l 2 --task-timeout 100ms sleep 100", 1, "",
                "as-completed: 2 jobs: 2 timed out\n");
    lines_check("100\n100\n", "-s callback -l 2 --timeout 100ms sleep", 1, "",
                "as-completed: --timeout: 2 jobs: 2 cancelled\n");
    lines_check("x\n", "-s callback -l 2 --shell 'sleep 100 & echo $1'", 0, "x\n",
                "as-completed: 1 job: 1 done, 1 with output held open by a process left behind\n");
}

static void cli_exec_lines_of_all_kinds(void **state)
{
    (void)state;
    lines_check("a\r\n\r\n \t\nb c", "-s callback -l 1 echo", 0, "a\nb c\n", "");
    lines_check("\xff\xfe\n", "-s callback -l 1 echo", 0, "\xff\xfe\n", "");
    lines_check(
        "1\n2\n3\n", "-s callback -l 1 cat /dev/stdin /dev/null -", 1, "",
        "cat: 1: No such file or directory\ncat: 2: No such file or directory\n"
        "cat: 3: No such file or directory\nas-completed: 3 jobs: 3 failed (exit status not 0)\n");
    lines_check("1\n2\n3\n", "-s serial --shell 'echo $AC_SEQ $AC_SLOT'", 0, "1 1\n2 1\n3 1\n", "");
    struct program program = {.stdin_file = lines_file("a\nb\0c\0\0", 7)};
    program = program_run_in(program, "exec -s serial -0 --shell 'echo \"[$1]\"'");
    close(program.stdin_file);
    PROGRAM_CHECK(program, !strcmp(program.output, "[a\nb]\n[c]\n[]\n"));
    program_free(&program);
    program = (struct program){.stdin_file = lines_file("a\0b\nc\n", 6)};
    program = program_run_in(program, "exec -s serial echo");
    close(program.stdin_file);
    PROGRAM_CHECK(program, program.status == 1 && !strcmp(program.output, "c\n"));
    program_free(&program);
}

/* A word of a command has 128 KiB at most: that job fails, and the others run. */
static void cli_exec_a_line_of_ten_megabytes_fails_alone(void **state)
{
    (void)state;
    enum { LONG = 10 << 20 };
    char *lines = malloc(LONG + 9);
    assert_non_null(lines);
    memset(lines, 'x', LONG);
    memcpy(lines, "one\n", 4);
    memcpy(lines + LONG, "\nthree\n", 8);
    struct program program =
        lines_run_in((struct program){.pid = 0}, lines, "-s callback -l 2 --ordered echo");
    PROGRAM_CHECK(program, program.status == 1);
    PROGRAM_CHECK(program, !strcmp(program.output, "one\nthree\n"));
    PROGRAM_CHECK(program, strstr(program.errors, "argument list too long"));
    program_free(&program);
    free(lines);
}

static void cli_exec_refuses_in_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *words, *says;
    } all[] = {
        {"true", "no strategy given"},
        {"-s callback true", "no limit given"},
        {"-s callback -l 2", "no command given"},
        {"-s callback -l 2 --", "no command given"},
        {"-s callback -l 2 --scale 1s true", "--scale"},
        {"-s callback -l 2 -n 3 true", "-n"},
        {"-s callback -l 2 --shell echo x", "'x' is a word more"},
        {"-s callback -l 2 --grace 1 true", "--grace '1'"},
        {"-s callback -l 2 --on-error stop,fail=3% true", "a share has no meaning"},
        {"-s callback -l 4000000000 true", "must be at most"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct program program =
            lines_run_in((struct program){.pid = 0}, "1\n", "%s", all[i].words);
        PROGRAM_CHECK(program, program.status == 2 && !*program.output);
        PROGRAM_CHECK(program, program.errors_lines == 1 && strstr(program.errors, all[i].says));
        program_free(&program);
    }
}

/* All bytes come, in one piece, while the reader is slow; in flight is what the strategy says. */
static void cli_exec_a_slow_reader_gets_every_byte(void **state)
{
    (void)state;
    enum { JOBS = 6, BYTES = 200000 };
    for
        EACH_STRATEGY(s)
        {
            int ends[2];
            char command[256], part[4096];
            size_t total = 0;
            assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
            struct program program = {.stdin_file = lines_file("1\n2\n3\n4\n5\n6\n", 12),
                                      .stdout_file = ends[1]};
            snprintf(command, sizeof command, "exec -s %s -l 2 --shell 'yes $1 | head -c 200000'",
                     (*s)->name);
            program_start(&program, command);
            close(ends[1]);
            close(program.stdin_file);
            char last = 0;
            unsigned changes = 0;
            for (ssize_t got; (got = read(ends[0], part, sizeof part)) > 0; total += (size_t)got)
                for (ssize_t i = 0; i < got; i++)
                    if (part[i] != '\n' && part[i] != last) {
                        last = part[i];
                        changes++;
                    }
            close(ends[0]);
            program_wait(&program);
            PROGRAM_CHECK(program, program.status == 0);
            assert_int_equal(total, JOBS * BYTES);
            assert_int_equal(changes, JOBS);
            program_free(&program);
        }
}

/* A shell and its child both end at TERM. Nobody else may have to wait for the child first, which the shell has
 * left behind: that would take the whole grace. */
static void cli_exec_a_group_that_ends_at_once_needs_no_grace(void **state)
{
    (void)state;
    lines_check("1\n2\n3\n",
                "-s callback -l 2 --task-timeout 50ms --grace 1h --shell 'sleep 1h; true'", 1, "",
                "as-completed: 3 jobs: 3 timed out\n");
    lines_check(
        "1\n", "-s callback -l 1 --task-timeout 100ms --grace 1h --shell '(sleep 1h; true) & wait'",
        1, "", "as-completed: 1 job: 1 timed out\n");
}

/* The job looks at the program that has started it: how often that has given the processor up, since it
 * first slept. */
static void cli_exec_wakes_for_nothing_while_a_job_runs(void **state)
{
    (void)state;
    static const char words[] =
        "--shell 'look() { grep ^voluntary /proc/$PPID/status; }; "
        "until grep -q ^State:.S /proc/$PPID/status; do :; done; "
        "before=$(look); sleep 1.2; after=$(look); [ \"$before\" = \"$after\" ] && echo idle'";
    char all[512];
    for
        EACH_STRATEGY(s)
        {
            snprintf(all, sizeof all, "-s %s -l 2 %s", (*s)->name, words);
            if (strcmp((*s)->name, "polling") != 0)
                lines_check("1\n", all, 0, "idle\n", "");
        }
}

static void cli_exec_a_reader_that_leaves_ends_it(void **state)
{
    (void)state;
    int ends[2];
    char part[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    struct program program = {.stdin_file = lines_file("1\n2\n3\n", 6), .stdout_file = ends[1]};
    program_start(&program, "exec -s callback -l 2 --shell 'yes $1 | head -c 100000; sleep 0.$1'");
    close(ends[1]);
    close(program.stdin_file);
    assert_int_equal(read(ends[0], part, sizeof part), 2);
    close(ends[0]);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status == 1);
    program_free(&program);
}

static void cli_exec_many_lines(void **state)
{
    (void)state;
    enum { LINES = 40000 };
    char *lines = calloc(LINES, 8), *end = lines;
    assert_non_null(lines);
    for (unsigned i = 1; i <= LINES; i++)
        end += sprintf(end, "%u\n", i);
    lines_check(lines, "-s callback -l 3 --ordered --dry-run {}", 0, lines, "");
    free(lines);
}

static void cli_exec_one_file_for_input_and_output_is_refused(void **state)
{
    (void)state;
    int file = lines_file("1\n", 2);
    struct program program = {.stdin_file = file, .stdout_file = file};
    program = program_run_in(program, "exec -s callback -l 2 echo");
    assert_int_equal(program.status, 2);
    assert_int_equal(program.errors_lines, 1);
    assert_non_null(strstr(program.errors, "one file"));
    assert_int_equal(lseek(file, 0, SEEK_END), 2);
    program_free(&program);
    close(file);
}

static void cli_exec_without_a_limit_asks_before_many(void **state)
{
    (void)state;
    char *lines = calloc(1001, 8);
    assert_non_null(lines);
    for (unsigned i = 1; i <= 1001; i++)
        sprintf(lines + strlen(lines), "%u\n", i);
    struct program program = lines_run_in((struct program){.pid = 0}, lines, "-s unbounded echo");
    PROGRAM_CHECK(program, program.status == 1 && !*program.output && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "--yes"));
    program_free(&program);
    free(lines);
    lines_check("3\n", "-s unbounded echo", 0, "3\n", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_exec_outputs_are_whole_under_every_strategy),
        cmocka_unit_test(cli_exec_line_is_never_text_of_the_script),
        cmocka_unit_test(cli_exec_says_how_jobs_ended),
        cmocka_unit_test(cli_exec_lines_of_all_kinds),
        cmocka_unit_test(cli_exec_a_line_of_ten_megabytes_fails_alone),
        cmocka_unit_test(cli_exec_refuses_in_one_line),
        cmocka_unit_test(cli_exec_a_slow_reader_gets_every_byte),
        cmocka_unit_test(cli_exec_a_group_that_ends_at_once_needs_no_grace),
        cmocka_unit_test(cli_exec_wakes_for_nothing_while_a_job_runs),
        cmocka_unit_test(cli_exec_a_reader_that_leaves_ends_it),
        cmocka_unit_test(cli_exec_many_lines),
        cmocka_unit_test(cli_exec_one_file_for_input_and_output_is_refused),
        cmocka_unit_test(cli_exec_without_a_limit_asks_before_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
