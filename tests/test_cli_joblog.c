/* test_cli_joblog.c -- `exec --joblog` and `--resume` as their users run them: what the log has, how it is
 * read again after a crash, and what is refused.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../strategies/as_completed.h"
#include "support/check.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/program.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

#define HEADER "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"

/* Runs it, and checks its exit status and, unless NULL, what it prints. */
static void check_run(const char *lines, const char *words, int status, const char *output,
                      const char *errors)
{
    struct program program = lines_run_in((struct program){.pid = 0}, lines, "%s", words);
    PROGRAM_CHECK(program, program.status == status);
    PROGRAM_CHECK(program, !output || !strcmp(program.output, output));
    PROGRAM_CHECK(program, !errors || !strcmp(program.errors, errors));
    program_free(&program);
}

/* The options, with the log of the scratch folder. */
static const char *with_log(const char *options)
{
    static char words[1024];
    snprintf(words, sizeof words, "-s callback -l 2 --joblog %s %s", scratch_path("log"), options);
    return words;
}

/* The log without its two times, which are checked, as "1 0 2 0 0 echo 1;..." in the order of Seq from 1 to
 * 9. It may be no log that a crash has cut. */
static char *log_of(void)
{
    static char all[4096];
    char *text = file_read(scratch_path("log"), NULL), found[10][256] = {""};
    assert_non_null(text);
    assert_memory_equal(text, HEADER, strlen(HEADER));
    for (char *line = text + strlen(HEADER); *line; line = strchr(line, '\n') + 1) {
        unsigned seq, send, receive, ms;
        int status, number, at = 0;
        char runtime[16], *end = strchr(line, '\n');
        assert_non_null(end);
        assert_int_equal(sscanf(line, "%u\t:\t%*u.%3u\t%10[ 0-9.]\t%u\t%u\t%d\t%d\t%n", &seq, &ms,
                                runtime, &send, &receive, &status, &number, &at),
                         7);
        assert_true(at && seq >= 1 && seq <= 9);
        const char *third = strchr(strchr(strchr(line, '\t') + 1, '\t') + 1, '\t') + 1;
        assert_int_equal(strcspn(third, "\t"), 10);
        snprintf(found[seq] + strlen(found[seq]), 256 - strlen(found[seq]), "%u %u %u %d %d %.*s;",
                 seq, send, receive, status, number, (int)(end - line - at), line + at);
    }
    *all = '\0';
    for (int i = 1; i <= 9; i++)
        strcat(all, found[i]);
    free(text);
    return all;
}

static void joblog_has_a_line_for_each_job(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            char words[512];
            snprintf(words, sizeof words, "-s %s -l 2 --joblog %s --ordered echo", (*s)->name,
                     scratch_path("log"));
            check_run("a\nbb\n", words, 0, "a\nbb\n", "");
            assert_string_equal(log_of(), "1 0 2 0 0 echo a;2 0 3 0 0 echo bb;");
            unlink(scratch_path("log"));
        }
}

static void joblog_tells_how_jobs_ended(void **state)
{
    (void)state;
    check_run("exit 3\nkill -9 $$\nexec sleep 99\n", with_log("--task-timeout 200ms sh -c"), 1, "",
              "as-completed: 3 jobs: 1 failed (exit status not 0), 1 killed by a signal, 1 timed "
              "out\n");
    assert_string_equal(log_of(), "1 0 0 3 0 sh -c 'exit 3';2 0 0 0 9 sh -c 'kill -9 $$';"
                                  "3 0 0 -1 15 sh -c 'exec sleep 99';");
    unlink(scratch_path("log"));
    check_run(
        "a\n", with_log("/no/such"), 1, "",
        "as-completed: 1 job: 1 could not be started (/no/such: no such file or directory)\n");
    assert_string_equal(log_of(), "1 0 0 127 0 /no/such a;");
    unlink(scratch_path("log"));
    check_run("a\n", with_log("--retries 2 --retry-delay 1ms false"), 1, "",
              "as-completed: 1 job: 1 failed (exit status not 0), 2 attempts tried again\n");
    assert_string_equal(log_of(), "1 0 0 1 0 false a;"); /* once, as the last attempt ended */
    unlink(scratch_path("log"));
    check_run("99\n", with_log("--timeout 100ms sleep"), 1, "",
              "as-completed: --timeout: 1 job: 1 cancelled\n");
    assert_string_equal(log_of(), ""); /* it has not ended by itself: it will run again */
    unlink(scratch_path("log"));
}

/* What GNU parallel writes of the same jobs. */
static void joblog_is_as_parallels(void **state)
{
    (void)state;
    static const char sample[] = HEADER "1\t:\t1795849708.250\t     0.000\t0\t4\t0\t0\techo 'a b'\n"
                                        "2\t:\t1795849708.258\t     0.007\t0\t2\t0\t0\techo c\n";
    file_write(scratch_path("log"), sample);
    check_run("a b\nc\nd\n", with_log("--resume echo"), 0, "d\n",
              "as-completed: 1 job: 1 done, 2 skipped (in the job log)\n");
    assert_string_equal(log_of(), "1 0 4 0 0 echo 'a b';2 0 2 0 0 echo c;3 0 2 0 0 echo d;");
    unlink(scratch_path("log"));
    if (system("parallel --version 2>/dev/null | grep -q GNU") != 0)
        return;
    char command[512];
    snprintf(
        command, sizeof command,
        "printf 'a b\\nc\\n' | HOME=/nonexistent parallel -j1 --joblog '%s' echo >/dev/null 2>&1",
        scratch_path("log"));
    if (strchr(scratch_path("log"), '\'') || system(command) != 0)
        return;
    assert_string_equal(log_of(), "1 0 4 0 0 echo 'a b';2 0 2 0 0 echo c;");
    unlink(scratch_path("log"));
}

/* Every byte that a word may have, in words of a command that a shell runs again. */
static void joblog_command_is_one_for_a_shell(void **state)
{
    (void)state;
    char word[256], expected[600], output[600] = "";
    for (int i = 1; i < 256; i++)
        word[i - 1] = (char)i;
    word[255] = '\0';
    snprintf(expected, sizeof expected, "[%s][][~][-n][a=b]", word);
    check_run(word, with_log("-0 -- printf [%s] {} '' ~ -n a=b"), 0, expected, "");
    size_t length;
    char *text = file_read(scratch_path("log"), &length), *command = text;
    for (int tabs = 0; tabs < 16; tabs++)
        command = strchr(command, '\t') + 1;
    for (char *at = command; at < text + length - 1; at++)
        *at = *at ? *at : '\n';
    text[length - 1] = '\0';
    FILE *again = popen(command, "r");
    output[fread(output, 1, sizeof output - 1, again)] = '\0';
    pclose(again);
    assert_string_equal(output, expected);
    free(text);
    unlink(scratch_path("log"));
}

static void resume_counts_equal_commands_and_keeps_numbers(void **state)
{
    (void)state;
    check_run("x\nx\n", with_log("echo"), 0, "x\nx\n", "");
    check_run("y\r\nx\r\nx\nx\n\n", with_log("--resume --ordered echo"), 0, "y\nx\n",
              "as-completed: 2 jobs: 2 done, 2 skipped (in the job log)\n");
    assert_string_equal(log_of(), "1 0 2 0 0 echo x;1 0 2 0 0 echo y;2 0 2 0 0 echo x;"
                                  "4 0 2 0 0 echo x;");
    unlink(scratch_path("log"));
    static const char odd[] = "a\tb\nc 'd' \"e\" \xff \\ $(f)";
    check_run(odd, with_log("-0 echo -n"), 0, odd, "");
    check_run(odd, with_log("-0 --resume echo -n"), 0, "",
              "as-completed: 0 jobs: 1 skipped (in the job log)\n");
    unlink(scratch_path("log"));
}

/* A strategy without a limit reads all lines first, and counts only those that it will run. */
static void resume_skips_before_the_jobs_are_counted(void **state)
{
    (void)state;
    struct {
        char lines[16384], log[65536];
    } *big = calloc(1, sizeof *big);
    char words[512];
    size_t at = 0, log_at = (size_t)sprintf(big->log, "%s", HEADER);
    for (unsigned i = 1; i <= 1500; i++) {
        at += (size_t)sprintf(big->lines + at, "%u\n", i);
        if (i > 2)
            log_at +=
                (size_t)sprintf(big->log + log_at, "%u\t:\t0\t0\t0\t0\t0\t0\techo %u\n", i, i);
    }
    file_write(scratch_path("log"), big->log);
    snprintf(words, sizeof words, "-s unbounded --joblog %s --resume --shell 'echo $1 $AC_SEQ'",
             scratch_path("log"));
    check_run(big->lines, words, 1, NULL, NULL);
    snprintf(words, sizeof words, "-s unbounded --ordered --joblog %s --resume echo",
             scratch_path("log"));
    check_run(big->lines, words, 0, "1\n2\n",
              "as-completed: 2 jobs: 2 done, 1,498 skipped (in the job log)\n");
    free(big);
    unlink(scratch_path("log"));
}

/* What a log costs: 96 bytes for each job, and half as much again while its table grows. */
static void resume_of_a_long_log_takes_little_memory(void **state)
{
    (void)state;
    enum { JOBS = 100000, FEW = 10, MOST_EACH = 144, SPARE = 1 << 20 };
    size_t memory[2];
    if (under_instruments())
        skip_because("the memory is not what it is elsewhere");
    for (int many = 0; many < 2; many++) {
        FILE *log = fopen(scratch_path("log"), "w");
        assert_non_null(log);
        fputs(HEADER, log);
        for (unsigned i = 1, all = many ? JOBS : FEW; i <= all; i++)
            fprintf(log, "%u\t:\t0\t0\t0\t0\t0\t0\techo %u\n", i, i);
        fclose(log);
        struct program program = lines_run_in((struct program){.pid = 0}, "1\n2\n10\nx\n", "%s",
                                              with_log("--resume echo"));
        PROGRAM_CHECK(program, program.status == 0 && !strcmp(program.output, "x\n"));
        memory[many] = program.memory;
        program_free(&program);
        unlink(scratch_path("log"));
    }
    assert_true(memory[1] < memory[0] + JOBS * MOST_EACH + SPARE);
}

static void resume_cuts_a_line_that_a_crash_has_cut(void **state)
{
    (void)state;
    static const char row[] = "1\t:\t1795849708.250\t     0.000\t0\t2\t0\t0\techo 1\n";
    char text[512];
    for (size_t cut = 1; cut < sizeof row - 1; cut += 5) {
        snprintf(text, sizeof text, "%s%s%.*s", HEADER, row, (int)cut, row);
        file_write(scratch_path("log"), text);
        check_run("1\n1\n", with_log("--resume echo"), 0, "1\n",
                  "as-completed: 1 job: 1 done, 1 skipped (in the job log)\n");
        assert_string_equal(log_of(), "1 0 2 0 0 echo 1;2 0 2 0 0 echo 1;");
    }
    file_write(scratch_path("log"), "Seq\tHo"); /* nor was the header whole */
    check_run("1\n", with_log("--resume echo"), 0, "1\n", "");
    assert_string_equal(log_of(), "1 0 2 0 0 echo 1;");
    unlink(scratch_path("log"));
}

static unsigned lines_of_log(void)
{
    char *text = file_read(scratch_path("log"), NULL);
    unsigned count = 0;
    for (const char *at = text; at && (at = strchr(at, '\n')); at++)
        count++;
    free(text);
    return count;
}

/* The program is killed in the middle; then each job is in the log once, and was run. */
static void resume_after_a_kill_runs_the_rest(void **state)
{
    (void)state;
    enum { JOBS = 60 };
    char lines[512] = "";
    for (unsigned i = 1; i <= JOBS; i++)
        sprintf(lines + strlen(lines), "%u\n", i);
    struct program program = lines_start_in((struct program){.pid = 0}, lines, "%s",
                                            with_log("--shell 'sleep 0.02; echo $1'"));
    while (lines_of_log() < 10)
        usleep(1000);
    kill(program.pid, SIGKILL);
    program_wait(&program);
    assert_int_equal(program.status, 128 + SIGKILL);
    unsigned before = lines_of_log() - 1;
    assert_true(before < JOBS);
    program_free(&program);
    check_run(lines, with_log("--resume --shell 'sleep 0.02; echo $1'"), 0, NULL, NULL);
    char *text = file_read(scratch_path("log"), NULL);
    assert_int_equal(lines_of_log(), JOBS + 1);
    for (unsigned i = 1; i <= JOBS; i++) {
        char command[64];
        snprintf(command, sizeof command, "echo $1' sh %u\n", i);
        const char *first = strstr(text, command);
        assert_non_null(first);
        assert_null(strstr(first + 1, command));
    }
    free(text);
    unlink(scratch_path("log"));
}

static void joblog_refuses_in_one_line(void **state)
{
    (void)state;
    char said[512];
    check_run("1\n", "-s callback -l 2 --resume echo", 2, "",
              "as-completed: --resume goes with --joblog: give the log\n");
    check_run("1\n", "-s callback -l 2 --joblog /dev/full echo", 2, "",
              "as-completed: --joblog '/dev/full' is no regular file: must be one\n");
    check_run("1\n", "-s callback -l 2 --joblog /dev/stdout echo", 2, "",
              "as-completed: --joblog '/dev/stdout' is stdout: must be another file\n");
    check_run("1\n", "-s callback -l 2 --joblog /dev/stdin echo", 2, "",
              "as-completed: --joblog '/dev/stdin' is stdin: must be another file\n");
    file_write(scratch_path("log"), HEADER);
    snprintf(said, sizeof said,
             "as-completed: --joblog '%s' has something in it: give --resume, or another file\n",
             scratch_path("log"));
    check_run("1\n", with_log("echo"), 2, "", said);
    static const struct {
        const char *text;
        int line;
    } wrong[] = {{"no log\n", 1},
                 {"Seq\n", 1},
                 {HEADER "1\t:\t0\t0\t0\t0\t0\tx\n", 2},
                 {HEADER "1\t:\t0\t0\t0\t0\t0\t0\tx\n\n", 3},
                 {HEADER "x\t\t\t\t\t\t\t\t\n", 2}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        file_write(scratch_path("log"), wrong[i].text);
        snprintf(said, sizeof said,
                 "as-completed: --joblog '%s': line %d is not one of a job log\n",
                 scratch_path("log"), wrong[i].line);
        check_run("1\n", with_log("--resume echo"), 2, "", said);
        char *text = file_read(scratch_path("log"), NULL);
        assert_string_equal(text, wrong[i].text);
        free(text);
    }
    unlink(scratch_path("log"));
}

static void resume_says_where_the_log_is_of_another_input(void **state)
{
    (void)state;
    char said[512];
    check_run("1\n", with_log("echo"), 0, "1\n", "");
    snprintf(said, sizeof said,
             "as-completed: --joblog '%s' may be of another input: none of its 1 jobs is in this "
             "one\n",
             scratch_path("log"));
    check_run("2\n", with_log("--resume echo"), 0, "2\n", said);
    unlink(scratch_path("log"));
}

/* The log is full: every job runs all the same, and what is in the log is whole. */
static void joblog_that_is_full_loses_no_result(void **state)
{
    (void)state;
    struct program program = {.in = {.limited = true, .resource = RLIMIT_FSIZE, .most = 150}};
    program = lines_run_in(program, "1\n2\n3\n", "%s", with_log("--ordered echo"));
    PROGRAM_CHECK(program, program.status == 1);
    PROGRAM_CHECK(program, strcmp(program.output, "1\n2\n3\n") == 0);
    PROGRAM_CHECK(program, program.errors_lines == 1 && strstr(program.errors, "cannot write"));
    program_free(&program);
    check_run("1\n2\n3\n", with_log("--resume --ordered echo"), 0, "2\n3\n", NULL);
    assert_string_equal(log_of(), "1 0 2 0 0 echo 1;2 0 2 0 0 echo 2;3 0 2 0 0 echo 3;");
    unlink(scratch_path("log"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joblog_has_a_line_for_each_job),
        cmocka_unit_test(joblog_tells_how_jobs_ended),
        cmocka_unit_test(joblog_is_as_parallels),
        cmocka_unit_test(joblog_command_is_one_for_a_shell),
        cmocka_unit_test(resume_counts_equal_commands_and_keeps_numbers),
        cmocka_unit_test(resume_skips_before_the_jobs_are_counted),
        cmocka_unit_test(resume_of_a_long_log_takes_little_memory),
        cmocka_unit_test(resume_cuts_a_line_that_a_crash_has_cut),
        cmocka_unit_test(resume_after_a_kill_runs_the_rest),
        cmocka_unit_test(joblog_refuses_in_one_line),
        cmocka_unit_test(resume_says_where_the_log_is_of_another_input),
        cmocka_unit_test(joblog_that_is_full_loses_no_result),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
