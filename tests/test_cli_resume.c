/* test_cli_resume.c -- `exec --resume` as its users run it: what of a job log is not run again, after a crash too. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check.h"
#include "support/files.h"
#include "support/joblog.h"
#include "support/lines.h"

static void resume_counts_equal_commands_and_keeps_numbers(void **state)
{
    (void)state;
    joblog_run("x\nx\n", joblog_with("echo"), 0, "x\nx\n", "");
    joblog_run("y\r\nx\r\nx\nx\n\n", joblog_with("--resume --ordered echo"), 0, "y\nx\n",
               "as-completed: 2 jobs: 2 done, 2 skipped (in the job log)\n");
    assert_string_equal(joblog_read(), "1 0 2 0 0 echo x;1 0 2 0 0 echo y;2 0 2 0 0 echo x;"
                                       "4 0 2 0 0 echo x;");
    unlink(scratch_path("log"));
    static const char odd[] = "a\tb\nc 'd' \"e\" \xff \\ $(f)";
    joblog_run(odd, joblog_with("-0 echo -n"), 0, odd, "");
    joblog_run(odd, joblog_with("-0 --resume echo -n"), 0, "",
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
    size_t at = 0, log_at = (size_t)sprintf(big->log, "%s", JOBLOG_HEADER);
    for (unsigned i = 1; i <= 1500; i++) {
        at += (size_t)sprintf(big->lines + at, "%u\n", i);
        if (i > 2)
            log_at +=
                (size_t)sprintf(big->log + log_at, "%u\t:\t0\t0\t0\t0\t0\t0\techo %u\n", i, i);
    }
    file_write(scratch_path("log"), big->log);
    snprintf(words, sizeof words, "-s unbounded --joblog %s --resume --shell 'echo $1 $AC_SEQ'",
             scratch_path("log"));
    joblog_run(big->lines, words, 1, NULL, NULL);
    snprintf(words, sizeof words, "-s unbounded --ordered --joblog %s --resume echo",
             scratch_path("log"));
    joblog_run(big->lines, words, 0, "1\n2\n",
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
        fputs(JOBLOG_HEADER, log);
        for (unsigned i = 1, all = many ? JOBS : FEW; i <= all; i++)
            fprintf(log, "%u\t:\t0\t0\t0\t0\t0\t0\techo %u\n", i, i);
        fclose(log);
        struct program program = lines_run_in((struct program){.pid = 0}, "1\n2\n10\nx\n", "%s",
                                              joblog_with("--resume echo"));
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
        snprintf(text, sizeof text, "%s%s%.*s", JOBLOG_HEADER, row, (int)cut, row);
        file_write(scratch_path("log"), text);
        joblog_run("1\n1\n", joblog_with("--resume echo"), 0, "1\n",
                   "as-completed: 1 job: 1 done, 1 skipped (in the job log)\n");
        assert_string_equal(joblog_read(), "1 0 2 0 0 echo 1;2 0 2 0 0 echo 1;");
    }
    file_write(scratch_path("log"), "Seq\tHo"); /* nor was the header whole */
    joblog_run("1\n", joblog_with("--resume echo"), 0, "1\n", "");
    assert_string_equal(joblog_read(), "1 0 2 0 0 echo 1;");
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
                                            joblog_with("--shell 'sleep 0.02; echo $1'"));
    while (lines_of_log() < 10)
        usleep(1000);
    kill(program.pid, SIGKILL);
    program_wait(&program);
    assert_int_equal(program.status, 128 + SIGKILL);
    unsigned before = lines_of_log() - 1;
    assert_true(before < JOBS);
    program_free(&program);
    joblog_run(lines, joblog_with("--resume --shell 'sleep 0.02; echo $1'"), 0, NULL, NULL);
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

static void resume_says_where_the_log_is_of_another_input(void **state)
{
    (void)state;
    char said[512];
    joblog_run("1\n", joblog_with("echo"), 0, "1\n", "");
    snprintf(said, sizeof said,
             "as-completed: --joblog '%s' may be of another input: none of its 1 jobs is in this "
             "one\n",
             scratch_path("log"));
    joblog_run("2\n", joblog_with("--resume echo"), 0, "2\n", said);
    unlink(scratch_path("log"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resume_counts_equal_commands_and_keeps_numbers),
        cmocka_unit_test(resume_skips_before_the_jobs_are_counted),
        cmocka_unit_test(resume_of_a_long_log_takes_little_memory),
        cmocka_unit_test(resume_cuts_a_line_that_a_crash_has_cut),
        cmocka_unit_test(resume_after_a_kill_runs_the_rest),
        cmocka_unit_test(resume_says_where_the_log_is_of_another_input),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
