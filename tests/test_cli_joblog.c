/* test_cli_joblog.c -- `exec --joblog` as its users run it: what the log has, and what is refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/joblog.h"
#include "support/lines.h"
#include "support/program.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

static void joblog_has_a_line_for_each_job(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            char words[512];
            snprintf(words, sizeof words, "-s %s -l 2 --joblog %s --ordered echo", (*s)->name,
                     scratch_path("log"));
            joblog_run("a\nbb\n", words, 0, "a\nbb\n", "");
            assert_string_equal(joblog_read(), "1 0 2 0 0 echo a;2 0 3 0 0 echo bb;");
            unlink(scratch_path("log"));
        }
}

static void joblog_tells_how_jobs_ended(void **state)
{
    (void)state;
    joblog_run("exit 3\nkill -9 $$\nexec sleep 99\n", joblog_with("--task-timeout 200ms sh -c"), 1,
               "",
               "as-completed: 3 jobs: 1 failed (exit status not 0), 1 killed by a signal, 1 timed "
               "out\n");
    assert_string_equal(joblog_read(), "1 0 0 3 0 sh -c 'exit 3';2 0 0 0 9 sh -c 'kill -9 $$';"
                                       "3 0 0 -1 15 sh -c 'exec sleep 99';");
    unlink(scratch_path("log"));
    joblog_run(
        "a\n", joblog_with("/no/such"), 1, "",
        "as-completed: 1 job: 1 could not be started (/no/such: no such file or directory)\n");
    assert_string_equal(joblog_read(), "1 0 0 127 0 /no/such a;");
    unlink(scratch_path("log"));
    joblog_run("a\n", joblog_with("--retries 2 --retry-delay 1ms false"), 1, "",
               "as-completed: 1 job: 1 failed (exit status not 0), 2 attempts tried again\n");
    assert_string_equal(joblog_read(), "1 0 0 1 0 false a;"); /* once, as the last attempt ended */
    unlink(scratch_path("log"));
    joblog_run("99\n", joblog_with("--timeout 100ms sleep"), 1, "",
               "as-completed: --timeout: 1 job: 1 cancelled\n");
    assert_string_equal(joblog_read(), ""); /* it has not ended by itself: it will run again */
    unlink(scratch_path("log"));
}

/* What GNU parallel writes of the same jobs. */
static void joblog_is_as_parallels(void **state)
{
    (void)state;
    static const char sample[] =
        JOBLOG_HEADER "1\t:\t1795849708.250\t     0.000\t0\t4\t0\t0\techo 'a b'\n"
                      "2\t:\t1795849708.258\t     0.007\t0\t2\t0\t0\techo c\n";
    file_write(scratch_path("log"), sample);
    joblog_run("a b\nc\nd\n", joblog_with("--resume echo"), 0, "d\n",
               "as-completed: 1 job: 1 done, 2 skipped (in the job log)\n");
    assert_string_equal(joblog_read(), "1 0 4 0 0 echo 'a b';2 0 2 0 0 echo c;3 0 2 0 0 echo d;");
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
    assert_string_equal(joblog_read(), "1 0 4 0 0 echo 'a b';2 0 2 0 0 echo c;");
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
    joblog_run(word, joblog_with("-0 -- printf [%s] {} '' ~ -n a=b"), 0, expected, "");
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

static void joblog_refuses_in_one_line(void **state)
{
    (void)state;
    char said[512];
    joblog_run("1\n", "-s callback -l 2 --resume echo", 2, "",
               "as-completed: --resume goes with --joblog: give the log\n");
    joblog_run("1\n", "-s callback -l 2 --joblog /dev/full echo", 2, "",
               "as-completed: --joblog '/dev/full' is no regular file: must be one\n");
    joblog_run("1\n", "-s callback -l 2 --joblog /dev/stdout echo", 2, "",
               "as-completed: --joblog '/dev/stdout' is stdout: must be another file\n");
    joblog_run("1\n", "-s callback -l 2 --joblog /dev/stdin echo", 2, "",
               "as-completed: --joblog '/dev/stdin' is stdin: must be another file\n");
    file_write(scratch_path("log"), JOBLOG_HEADER);
    snprintf(said, sizeof said,
             "as-completed: --joblog '%s' has something in it: give --resume, or another file\n",
             scratch_path("log"));
    joblog_run("1\n", joblog_with("echo"), 2, "", said);
    static const struct {
        const char *text;
        int line;
    } wrong[] = {{"no log\n", 1},
                 {"Seq\n", 1},
                 {JOBLOG_HEADER "1\t:\t0\t0\t0\t0\t0\tx\n", 2},
                 {JOBLOG_HEADER "1\t:\t0\t0\t0\t0\t0\t0\tx\n\n", 3},
                 {JOBLOG_HEADER "x\t\t\t\t\t\t\t\t\n", 2}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        file_write(scratch_path("log"), wrong[i].text);
        snprintf(said, sizeof said,
                 "as-completed: --joblog '%s': line %d is not one of a job log\n",
                 scratch_path("log"), wrong[i].line);
        joblog_run("1\n", joblog_with("--resume echo"), 2, "", said);
        char *text = file_read(scratch_path("log"), NULL);
        assert_string_equal(text, wrong[i].text);
        free(text);
    }
    unlink(scratch_path("log"));
}

/* The log is full: every job runs all the same, and what is in the log is whole. */
static void joblog_that_is_full_loses_no_result(void **state)
{
    (void)state;
    struct program program = {.in = {.limited = true, .resource = RLIMIT_FSIZE, .most = 150}};
    program = lines_run_in(program, "1\n2\n3\n", "%s", joblog_with("--ordered echo"));
    PROGRAM_CHECK(program, program.status == 1);
    PROGRAM_CHECK(program, strcmp(program.output, "1\n2\n3\n") == 0);
    PROGRAM_CHECK(program, program.errors_lines == 1 && strstr(program.errors, "cannot write"));
    program_free(&program);
    joblog_run("1\n2\n3\n", joblog_with("--resume --ordered echo"), 0, "2\n3\n", NULL);
    assert_string_equal(joblog_read(), "1 0 2 0 0 echo 1;2 0 2 0 0 echo 2;3 0 2 0 0 echo 3;");
    unlink(scratch_path("log"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joblog_has_a_line_for_each_job),
        cmocka_unit_test(joblog_tells_how_jobs_ended),
        cmocka_unit_test(joblog_is_as_parallels),
        cmocka_unit_test(joblog_command_is_one_for_a_shell),
        cmocka_unit_test(joblog_refuses_in_one_line),
        cmocka_unit_test(joblog_that_is_full_loses_no_result),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
