/* test_exec_pitfalls.c -- what tools like `exec` have got wrong: a test for each, which names where it happened. */
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

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* xargs -P gave 0 or 1 at random (freebsd-src 618); a late success hid an early failure (curl 6921). */
static void pitfall_one_failure_among_successes_is_told(void **state)
{
    (void)state;
    static const char *const orders[] = {"1\n0\n0\n0\n", "0\n0\n0\n1\n", "0\n1\n0\n0\n"};
    for
        EACH_STRATEGY(s)
        {
            for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
                struct program program =
                    lines_run_in((struct program){.pid = 0}, orders[i],
                                 "-s %s -l 4 --shell 'test $1 = 0 || sleep 0.05; exit $1'",
                                 (*s)->name);
                PROGRAM_CHECK(program, program.status == 1);
                PROGRAM_CHECK(program, strstr(program.errors, "4 jobs: 3 done, 1 failed"));
                program_free(&program);
            }
        }
}

/* A job ate the list of jobs on its stdin (sanoid 74, ksh 204). */
static void pitfall_the_lines_are_not_the_stdin_of_jobs(void **state)
{
    (void)state;
    lines_check("1\n2\n3\n", "-s callback -l 1 --shell 'cat; echo $1'", 0, "1\n2\n3\n", "");
    lines_check("1\n2\n3\n", "-s serial --shell 'read line || echo end $1'", 0,
                "end 1\nend 2\nend 3\n", "");
}

/* Each job that waited had a socket, until there were no more descriptors (task-spooler 45, 50, 52). A job may
 * run before the program has closed what it began the job with: so the least of some looks counts. */
static void pitfall_a_waiting_job_holds_no_descriptor(void **state)
{
    (void)state;
    enum { MANY = 1000, STARTING = 4 }; /* descriptors of a job whose start is not over */
    static const char words[] =
        "-s %s -l 1 --shell 'test $1 = 1 || exit 0; "
        "for i in $(seq 30); do ls /proc/$PPID/fd | wc -l; done | sort -n | head -n 1'";
    char *few = text_copy("1\n2\n3\n"), *many = text_copy("1\n2\n3\n");
    for (unsigned i = 4; i <= (long_form() ? MANY : 100); i++) {
        char *longer = text_format("%s%u\n", many, i);
        free(many);
        many = longer;
    }
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & AC_NO_LIMIT)
                continue;
            struct program one = lines_run_in((struct program){.pid = 0}, few, words, (*s)->name);
            struct program all = lines_run_in((struct program){.pid = 0}, many, words, (*s)->name);
            PROGRAM_CHECK(one, one.status == 0 && one.output[0]);
            long before = strtol(one.output, NULL, 10), after = strtol(all.output, NULL, 10);
            assert_in_range(after, 1, before + STARTING);
            program_free(&one);
            program_free(&all);
        }
    free(few);
    free(many);
}

/* A process that was left behind kept a pipe open, and the end of the output never came (libuv 611, bun 37286). */
static void pitfall_a_process_left_behind_holds_no_slot(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            char *begun = text_copy(scratch_path("begun"));
            struct program program =
                lines_run_in((struct program){.pid = 0}, "1\n2\n3\n",
                             "-s %s -l 1 --ordered --shell 'sleep 100 & echo $! >>%s; echo $1'",
                             (*s)->name, begun);
            PROGRAM_CHECK(program, program.status == 0 && !strcmp(program.output, "1\n2\n3\n"));
            PROGRAM_CHECK(program, strstr(program.errors, "3 with output held open"));
            char *left = file_read(begun, NULL), *rest = left;
            for (char *pid; *(pid = strsep(&rest, "\n"));)
                assert_int_equal(kill((pid_t)strtol(pid, NULL, 10), SIGKILL), 0);
            machine_await_orphans();
            unlink(begun);
            free(begun);
            free(left);
            program_free(&program);
        }
}

/* Outputs lay in a file with a fixed name, or stayed there after a crash (Rust's parallel, jobflow). */
static void pitfall_a_spooled_output_has_no_name(void **state)
{
    (void)state;
    char *kept = text_copy(getenv("TMPDIR"));
    assert_int_equal(mkdir(scratch_path("spool"), 0777), 0);
    setenv("TMPDIR", scratch_path("spool"), 1);
    struct program program =
        lines_run_in((struct program){.pid = 0}, "1\n",
                     "-s serial --shell 'head -c 300000 /dev/zero; ls -A \"$TMPDIR\" >&2'");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    setenv("TMPDIR", scratch_path("not/there"), 1);
    program_free(&program);
    program = lines_run_in((struct program){.pid = 0}, "1\n2\n",
                           "-s serial --shell 'head -c 70000 /dev/zero | tr \"\\0\" $1'");
    PROGRAM_CHECK(program, program.status == 1);
    PROGRAM_CHECK(program,
                  strstr(program.errors, "2 whose output could not be kept (no such file"));
    program_free(&program);
    setenv("TMPDIR", kept, 1);
    free(kept);
}

/* --- signals: processes were left running (rush 17 and 69, jobserver-rs 116) --- */

/* Starts jobs that ignore TERM, as do their children; each has written its number into begun[0]. */
static struct program start_stubborn(int *begun, const char *options)
{
    char numbers[64];
    assert_int_equal(pipe2(begun, O_CLOEXEC), 0);
    fcntl(begun[1], F_SETFD, 0);
    struct program program =
        lines_start_in((struct program){.pid = 0}, "1\n2\n",
                       "-s callback -l 2 %s --shell 'trap \"\" TERM HUP; echo >/dev/fd/%d; "
                       "sleep 100 & sleep 100; sleep 100'",
                       options, begun[1]);
    close(begun[1]);
    for (ssize_t count = 0, got; count < 2; count += got)
        assert_true((got = read(begun[0], numbers, sizeof numbers)) > 0);
    return program;
}

static void pitfall_signals_leave_no_process(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < 3; i++) {
        int begun[2];
        struct program program = start_stubborn(begun, "--grace 100ms");
        kill(program.pid, signals[i]);
        program_wait(&program);
        PROGRAM_CHECK(program, program.status == 128 + signals[i]);
        PROGRAM_CHECK(program, strstr(program.errors, "2 jobs: 2 cancelled"));
        char end;
        assert_int_equal(read(begun[0], &end, 1), 0); /* nobody has the pipe open */
        close(begun[0]);
        program_free(&program);
        machine_await_orphans();
    }
}

static void pitfall_a_second_interrupt_names_what_stays(void **state)
{
    (void)state;
    int begun[2];
    struct program program = start_stubborn(begun, "--grace 1h");
    kill(program.pid, SIGINT);
    machine_sleep_ms(20); /* two signals at once may be one */
    kill(program.pid, SIGINT);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status == 128 + SIGINT);
    const char *names = strstr(program.errors, "2 jobs have not ended: ");
    PROGRAM_CHECK(program, names != NULL);
    int first, second;
    assert_int_equal(sscanf(names, "2 jobs have not ended: %d, %d", &first, &second), 2);
    assert_int_equal(kill(-first, SIGKILL) | kill(-second, SIGKILL), 0);
    close(begun[0]);
    program_free(&program);
    machine_await_orphans();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pitfall_one_failure_among_successes_is_told),
        cmocka_unit_test(pitfall_the_lines_are_not_the_stdin_of_jobs),
        cmocka_unit_test(pitfall_a_waiting_job_holds_no_descriptor),
        cmocka_unit_test(pitfall_a_process_left_behind_holds_no_slot),
        cmocka_unit_test(pitfall_a_spooled_output_has_no_name),
        cmocka_unit_test(pitfall_signals_leave_no_process),
        cmocka_unit_test(pitfall_a_second_interrupt_names_what_stays),
    };
    return cmocka_run_group_tests(tests, machine_open, machine_close);
}
