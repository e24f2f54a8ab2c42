/* test_exec_bad_input.c -- `exec` with commands, lines, descriptors and limits that are not as they should be:
 * that job fails, or one line says what is wrong and the status is 2; the rest goes on, and nothing is lost.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/machine.h"
#include "support/program.h"
#include "support/terminal.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

static struct program limited(unsigned resource, rlim_t most)
{
    return (struct program){.in = {.limited = true, .resource = (int)resource, .most = most}};
}

static void check_refused(struct program program, const char *says)
{
    PROGRAM_CHECK(program, program.status == 2 && !*program.output);
    PROGRAM_CHECK(program, program.errors_lines == 1 && strstr(program.errors, says));
    program_free(&program);
}

/* --- commands --- */

static void bad_command_fails_alone(void **state)
{
    (void)state;
    struct program program =
        lines_run_in((struct program){.pid = 0}, "true\n/no/such\n/etc/passwd\n/\nfalse\ntrue\n",
                     "-s callback -l 2 {}");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "6 jobs: 2 done, 1 failed (exit status not 0), "
                                                  "3 could not be started"));
    program_free(&program);
    lines_check("1\n", "-s serial ''", 1, "",
                "as-completed: 1 job: 1 could not be started (no such file or directory)\n");
    lines_check("./a\n", "-s serial", 2, "",
                "as-completed: exec: no command given: as-completed exec -s STRATEGY -l LIMIT "
                "[options] [--] COMMAND [ARG...]\n");
}

/* As a path where it has a slash, else along PATH: that of the program. */
static void bad_command_is_looked_for_as_by_a_shell(void **state)
{
    (void)state;
    char *path = text_format("PATH=%s:/usr/bin:/bin", scratch_path("tools"));
    char *environment[] = {path, NULL}, none[] = "PATH=/no/such", *nowhere[] = {none, NULL};
    struct program here = {.in = {.folder = scratch_path("")}};
    assert_int_equal(mkdir(scratch_path("tools"), 0777), 0);
    file_write(scratch_path("tools/tool"), "#!/bin/sh\necho tool $1\n");
    assert_int_equal(chmod(scratch_path("tools/tool"), 0777), 0);
    here.in.environment = environment;
    static const char *const works[] = {"tool", "tools/tool", "./tools/tool", "t{}l", "{}/tool"};
    static const char *const lines[] = {"1", "1", "1", "oo", "tools"};
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        char *line = text_format("%s\n", lines[i]);
        char *expected = text_copy(i < 3 ? "tool 1\n" : "tool\n");
        struct program program = lines_run_in(here, line, "-s serial %s", works[i]);
        PROGRAM_CHECK(program, program.status == 0);
        PROGRAM_CHECK(program, !strcmp(program.output, expected));
        program_free(&program);
        free(line);
        free(expected);
    }
    here.in.environment = nowhere;
    struct program program = lines_run_in(here, "1\n", "-s serial tool");
    PROGRAM_CHECK(program, program.status == 1 && strstr(program.errors, "no such file"));
    program_free(&program);
    free(path);
}

static void bad_line_may_look_like_an_option(void **state)
{
    (void)state;
    lines_check("-n\n--help\n", "-s serial printf %s,", 0, "-n,--help,", "");
    lines_check("-n\n", "-s serial -- printf %s, --", 0, "--,-n,", "");
    lines_check("{}\n", "-s serial printf %s,%s, {} x{}", 0, "{},x{},", "");
}

/* Its slot is free when it ends, not when its outputs do. */
static void bad_command_closes_its_outputs_and_lives_on(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & AC_NO_LIMIT)
                continue;
            char *path = text_copy(scratch_path("order"));
            struct program program = lines_run_in(
                (struct program){.pid = 0}, "1\n2\n",
                "-s %s -l 1 --shell 'echo in$1; echo begin >>%s; exec >&- 2>&-; sleep 0.2; "
                "echo end >>%s; exit $1'",
                (*s)->name, path, path);
            PROGRAM_CHECK(program, program.status == 1 && !strcmp(program.output, "in1\nin2\n"));
            PROGRAM_CHECK(program, strstr(program.errors, "2 failed (exit status not 0)"));
            char *order = file_read(path, NULL);
            assert_string_equal(order, "begin\nend\nbegin\nend\n");
            free(order);
            unlink(path);
            free(path);
            program_free(&program);
        }
}

static void bad_command_ignores_term(void **state)
{
    (void)state;
    struct program program = lines_run_in(
        (struct program){.pid = 0}, "1\n2\n",
        "-s semaphore -l 2 --task-timeout 300ms --grace 100ms --shell 'trap \"\" TERM; echo in $1; "
        "sleep 100 & sleep 100; sleep 100'");
    PROGRAM_CHECK(program, program.status == 1 && strstr(program.errors, "2 timed out"));
    PROGRAM_CHECK(program, strstr(program.output, "in 1\n") && strstr(program.output, "in 2\n"));
    program_free(&program);
    machine_await_orphans();
}

static void bad_grace_may_be_none_or_a_lifetime(void **state)
{
    (void)state;
    lines_check("1\n2\n", "-s callback -l 2 --grace 0s --task-timeout 200ms sleep 100", 1, "",
                "as-completed: 2 jobs: 2 timed out\n");
    lines_check("1\n", "-s callback -l 2 --grace 876000h --task-timeout 200ms sleep 100", 1, "",
                "as-completed: 1 job: 1 timed out\n");
    lines_check("1\n", "-s callback -l 2 --grace 876000h echo", 0, "1\n", "");
}

/* --- stdin, stdout, stderr --- */

static void bad_stdin_is_named(void **state)
{
    (void)state;
    struct program closed = {.in.closed = 1}, folder = {.stdin_file = open("/", O_RDONLY)};
    closed = program_run_in(closed, "exec -s callback -l 2 echo");
    PROGRAM_CHECK(closed, closed.status == 1 && !*closed.output);
    PROGRAM_CHECK(closed, closed.errors_lines == 1 && strstr(closed.errors, "stdin"));
    program_free(&closed);
    folder = program_run_in(folder, "exec -s callback -l 2 echo");
    close(folder.stdin_file);
    PROGRAM_CHECK(folder, folder.status == 1 && !*folder.output);
    PROGRAM_CHECK(folder, folder.errors_lines == 1 && strstr(folder.errors, "irectory"));
    program_free(&folder);
}

static void bad_stdin_is_also_stdout_or_stderr(void **state)
{
    (void)state;
    int file = lines_file("1\n", 2), ends[2];
    check_refused(program_run_in((struct program){.stdin_file = file, .stdout_file = file},
                                 "exec -s callback -l 2 echo"),
                  "stdin and stdout are one file");
    struct program program = {.stdin_file = file, .stderr_file = file};
    program = program_run_in(program, "exec -s serial --shell 'echo $1 >&2'");
    PROGRAM_CHECK(program, program.status == 2 && !*program.output);
    program_free(&program);
    char said[256];
    ssize_t length = pread(file, said, sizeof said - 1, 0);
    assert_true(length > 0);
    said[length] = '\0';
    assert_non_null(strstr(said, "stdin and stderr are one file")); /* at its start, or end */
    close(file);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    check_refused(program_run_in((struct program){.stdin_file = ends[0], .stdout_file = ends[1]},
                                 "exec -s callback -l 2 echo"),
                  "one file");
    close(ends[0]);
    close(ends[1]);
}

/* A program that cannot say what its jobs printed has failed. What was printed elsewhere is whole. */
static void bad_output_is_an_error(void **state)
{
    (void)state;
    static const char words[] = "-s callback -l 2 --shell 'echo out; echo err >&2'";
    struct program program =
        lines_run_in((struct program){.stdout_file = STDOUT_CLOSED}, "1\n2\n", "%s", words);
    PROGRAM_CHECK(program, program.status == 1 && strstr(program.errors, "stdout"));
    program_free(&program);
    program = lines_run_in((struct program){.in.closed = 4}, "1\n2\n", "%s", words);
    PROGRAM_CHECK(program, program.status == 1);
    program_free(&program);
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (full < 0)
        return;
    program = lines_run_in((struct program){.stdout_file = full}, "1\n2\n", "%s", words);
    PROGRAM_CHECK(program, program.status == 1 && strstr(program.errors, "o space left"));
    program_free(&program);
    program = lines_run_in((struct program){.stderr_file = full}, "1\n2\n", "%s", words);
    PROGRAM_CHECK(program, program.status == 1);
    program_free(&program);
    close(full);
}

/* Lines come as they are typed, and each job as it is typed. */
static void bad_stdin_is_a_terminal(void **state)
{
    (void)state;
    struct terminal terminal;
    const char *words[] = {
        machine_program(), "exec", "-s", "callback", "-l", "2", "echo", "job", NULL};
    terminal_start(&terminal, 24, 80, words);
    terminal_press(&terminal, "one\n");
    terminal_await(&terminal, "job one");
    terminal_press(&terminal, "two\n");
    terminal_await(&terminal, "job two");
    terminal_press(&terminal, "\004");
    terminal_finish(&terminal);
    assert_int_equal(terminal.status, 0);
    assert_true(terminal.modes_kept);
    terminal_free(&terminal);
}

/* --- limits --- */

static void bad_limit_is_refused_with_the_number(void **state)
{
    (void)state;
    if (under_valgrind())
        skip_because("valgrind keeps descriptors of its own behind the limit");
    check_refused(lines_run_in(limited(RLIMIT_NOFILE, 200), "1\n", "-s callback -l 69 echo"),
                  "-l/--limit '69': must be at most 68");
    check_refused(lines_run_in(limited(RLIMIT_NOFILE, 200), "1\n", "-s polling -l 2,1s:100 echo"),
                  "'100': must be at most 68");
    struct program most =
        lines_run_in(limited(RLIMIT_NOFILE, 200), "1\n", "-s callback -l 68 echo");
    PROGRAM_CHECK(most, most.status == 0 && !strcmp(most.output, "1\n"));
    program_free(&most);
    if (under_coverage())
        skip_because("nobody may not write gcov's files either");
    struct program nobody = limited(RLIMIT_NPROC, 300);
    nobody.in.unprivileged = true;
    nobody = lines_run_in(nobody, "1\n", "-s callback -l 300 echo");
    if (nobody.status == 127)
        skip_because("this user may not run the program");
    check_refused(nobody, "-l/--limit '300': must be at most 299");
}

/* The soft limit is raised, and a job has it as it was. */
static void bad_soft_limit_is_raised(void **state)
{
    (void)state;
    if (under_valgrind())
        skip_because("valgrind keeps descriptors of its own behind the limit");
    char lines[256] = "", expected[256] = "", *words = NULL;
    for (unsigned i = 1; i <= 40; i++) {
        sprintf(lines + strlen(lines), "%u\n", i);
        strcat(expected, "50\n");
    }
    words = text_format("-c 'ulimit -Sn 50; exec %s exec -s unbounded --shell \"sleep 0.2; "
                        "ulimit -Sn\"'",
                        machine_program());
    struct program shell = {.in.path = "/bin/sh", .stdin_file = lines_file(lines, strlen(lines))};
    shell = program_run_in(shell, "%s", words);
    close(shell.stdin_file);
    PROGRAM_CHECK(shell, shell.status == 0 && !strcmp(shell.output, expected));
    program_free(&shell);
    free(words);
}

/* All jobs that could not be started are counted, and the others have run. */
static void check_started(struct program program, unsigned jobs, const char *reason)
{
    const char *counts = strstr(program.errors, "jobs:");
    unsigned done = 0, not_started = 0, printed = 0;
    for (const char *c = program.output; *c; c++)
        printed += *c == '\n';
    PROGRAM_CHECK(program, program.status == 1 && counts && strstr(counts, reason));
    if (!strstr(counts, "done"))
        sscanf(counts, "jobs: %u could not be started", &not_started);
    else
        sscanf(counts, "jobs: %u done, %u could not be started", &done, &not_started);
    PROGRAM_CHECK(program, done + not_started == jobs && done == printed && not_started);
    program_free(&program);
}

static void bad_jobs_that_cannot_start_are_counted(void **state)
{
    (void)state;
    static const char lines[] =
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n";
    if (under_valgrind())
        skip_because("valgrind keeps descriptors of its own behind the limit");
    check_started(lines_run_in(limited(RLIMIT_NOFILE, 30), lines,
                               "-s unbounded --shell 'sleep 0.2; echo $1'"),
                  20, "oo many open files");
    struct program nobody = limited(RLIMIT_NPROC, 1);
    nobody.in.unprivileged = true;
    nobody = lines_run_in(nobody, lines, "-s callback -l 1 echo");
    if (nobody.status == 127 || nobody.status == 126)
        skip_because("this user may not run the program");
    check_started(nobody, 20, "resource temporarily unavailable");
}

/* --- many lines --- */

static size_t memory_of(const char *strategy, int lines)
{
    struct program program = {.stdin_file = lines,
                              .stdout_file = open("/dev/null", O_WRONLY | O_CLOEXEC)};
    lseek(lines, 0, SEEK_SET);
    program = program_run_in(program, "exec -s %s -l 4 --yes --dry-run echo", strategy);
    close(program.stdout_file);
    PROGRAM_CHECK(program, program.status == 0);
    program_free(&program);
    return program.memory;
}

/* Lines that wait are not held, but by two strategies. */
static void bad_million_lines_cost_no_memory(void **state)
{
    (void)state;
    enum { FEW = 1000, ALLOWED = 8 << 20, FLAT = 512 << 10 };
    unsigned many = long_form() ? 1000000 : 100000;
    if (under_instruments() || under_coverage())
        skip_because("instruments take memory of their own");
    struct text text = {.chars = NULL};
    for (unsigned i = 1; i <= many; i++)
        text_printf(&text, "%07u\n", i);
    int all = lines_file(text_chars(&text), 8 * many), few = lines_file(text_chars(&text), 8 * FEW);
    text_free(&text);
    for
        EACH_STRATEGY(s)
        {
            size_t before = memory_of((*s)->name, few), after = memory_of((*s)->name, all);
            if (!((*s)->flags & (AC_HOLDS_ALL | AC_NO_LIMIT))) {
                assert_in_range(after, 1, ALLOWED);
                assert_in_range(after, 1, before + FLAT);
            }
            if (long_form())
                print_message("# %s: %.1f MiB for %d lines, %.1f MiB for %u\n", (*s)->name,
                              (double)before / (1 << 20), FEW, (double)after / (1 << 20), many);
        }
    close(all);
    close(few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_million_lines_cost_no_memory),
        cmocka_unit_test(bad_command_fails_alone),
        cmocka_unit_test(bad_command_is_looked_for_as_by_a_shell),
        cmocka_unit_test(bad_line_may_look_like_an_option),
        cmocka_unit_test(bad_command_closes_its_outputs_and_lives_on),
        cmocka_unit_test(bad_command_ignores_term),
        cmocka_unit_test(bad_grace_may_be_none_or_a_lifetime),
        cmocka_unit_test(bad_stdin_is_named),
        cmocka_unit_test(bad_stdin_is_also_stdout_or_stderr),
        cmocka_unit_test(bad_output_is_an_error),
        cmocka_unit_test(bad_stdin_is_a_terminal),
        cmocka_unit_test(bad_limit_is_refused_with_the_number),
        cmocka_unit_test(bad_soft_limit_is_raised),
        cmocka_unit_test(bad_jobs_that_cannot_start_are_counted),
    };
    return cmocka_run_group_tests(tests, machine_open, machine_close);
}
