/* test_exec_faults.c -- calls that fail while `exec` runs, or do a part only, beyond those that test_faults_cli
 * fails: once, each time, and every other time.
 *
 * Four jobs print 100,000 bytes each. All of it comes; or a job fails, and the others' comes; or the program says
 * in a line why it ends. No process and no file is left.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/machine.h"
#include "support/program.h"

enum { JOBS = 4, BYTES = 100000, SOFT_LIMIT = 256 };

static const struct row {
    const char *name;
    int error;     /* 0: it does a part */
    bool harmless; /* nothing is lost by it */
} rows[] = {
    {"pwrite", 0, true},          {"pwrite", EINTR, true},  {"pwrite", ENOSPC, false},
    {"pwrite", EDQUOT, false},    {"pwrite", EIO, false},   {"pread", 0, true},
    {"pread", EINTR, true},       {"pread", EIO, false},    {"read", EINTR, true},
    {"read", EAGAIN, true},       {"read", EIO, false},     {"write", 0, true},
    {"write", EINTR, true},       {"write", EAGAIN, true},  {"write", EIO, false},
    {"pipe2", EMFILE, false},     {"pipe2", ENFILE, false}, {"open", EOPNOTSUPP, true},
    {"open", EISDIR, true},       {"waitpid", EINTR, true}, {"epoll_ctl", ENOSPC, false},
    {"epoll_ctl", ENOMEM, false}, {"prlimit", EPERM, true}, {"setrlimit", EPERM, true},
};

static unsigned faults_met(void)
{
    size_t length = 0;
    free(file_read(getenv("EXEC_FAULT_LOG"), &length));
    return (unsigned)length;
}

/* How many jobs printed all, in one piece. Anything else in the output fails the test. */
static unsigned whole_outputs(const char *output, unsigned *parts)
{
    unsigned whole = 0;
    for (*parts = 0; *output;) {
        size_t length = 0;
        while (output[length] == *output)
            length++;
        whole += length == BYTES;
        *parts += length != BYTES;
        assert_in_range(*output, '1', '0' + JOBS);
        output += length;
    }
    return whole;
}

static void check_ending(const struct row *row, const struct program *program)
{
    unsigned parts, whole = whole_outputs(program->output, &parts);
    bool right = program->status == 0 && whole == JOBS && !parts && !*program->errors;
    bool read =
        !strcmp(row->name, "read"); /* it may fail in the place of the end, when all has come */
    bool said =
        program->status == 1 && program->errors_lines == 1 && (whole < JOBS || (read && !parts));
    if (right || (said && !row->harmless))
        return;
    fail_msg("%s: status %d, %u whole, %u parts, '%s'", getenv("EXEC_FAULT"), program->status,
             whole, parts, program->errors);
}

/* One program, of which the calls `first` and each `step` after it fail. How many there were. */
static unsigned play(const struct row *row, unsigned first, unsigned step)
{
    char *fault = text_format("%s %d %u %u", row->name, row->error, first, step);
    char *kept = text_copy(getenv("TMPDIR"));
    assert_int_equal(mkdir(scratch_path("spool"), 0777), 0);
    setenv("TMPDIR", scratch_path("spool"), 1);
    setenv("EXEC_FAULT", fault, 1);
    unlink(getenv("EXEC_FAULT_LOG"));
    struct program program =
        lines_run_in((struct program){.pid = 0}, "1\n2\n3\n4\n",
                     "-s callback -l 2 --shell 'head -c 100000 /dev/zero | tr \"\\0\" $1'");
    check_ending(row, &program);
    program_free(&program);
    machine_refuse_orphans();
    unsetenv("EXEC_FAULT");
    setenv("TMPDIR", kept, 1);
    assert_int_equal(rmdir(scratch_path("spool")), 0);
    free(fault);
    free(kept);
    return faults_met();
}

static void exec_faults_fail_a_job_or_end_with_a_line(void **state)
{
    (void)state;
    if (under_instruments())
        skip_because("instruments take the place of these calls themselves");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool again = rows[i].error == EINTR || rows[i].error == EAGAIN; /* it is tried at once */
        unsigned most = long_form() ? 100 : 1, met = play(&rows[i], 1, again ? 2 : 1);
        if (!met)
            fail_msg("%s is not called", rows[i].name);
        for (unsigned first = 1; first <= most && play(&rows[i], first, 0); first++)
            ;
    }
}

/* Neither gone already, nor not to be signalled: a job that will not be ended ends by itself. */
static void exec_faults_of_signals_leave_the_job_to_its_end(void **state)
{
    (void)state;
    static const int errors[] = {ESRCH, EPERM};
    if (under_instruments())
        skip_because("instruments take the place of these calls themselves");
    for (size_t i = 0; i < 2; i++) {
        char *fault = text_format("kill %d 1 1", errors[i]);
        setenv("EXEC_FAULT", fault, 1);
        unlink(getenv("EXEC_FAULT_LOG"));
        struct program program = lines_run_in(
            (struct program){.pid = 0}, "1\n2\n",
            "-s callback -l 2 --task-timeout 50ms --grace 50ms --shell 'sleep 0.3; echo $1'");
        PROGRAM_CHECK(program, program.status == 1 && strstr(program.errors, "2 timed out"));
        PROGRAM_CHECK(program, strlen(program.output) == 4);
        assert_true(faults_met() > 0);
        program_free(&program);
        machine_refuse_orphans();
        free(fault);
    }
    unsetenv("EXEC_FAULT");
}

/* Both have exited before the program, which was stopped, sees either: no further signal comes. */
static void exec_takes_all_exits_though_each_other_wait_is_interrupted(void **state)
{
    (void)state;
    if (under_instruments())
        skip_because("instruments take the place of these calls themselves");
    char *fault = text_format("waitpid %d 1 2", EINTR);
    setenv("EXEC_FAULT", fault, 1);
    struct program program = lines_run_in(
        (struct program){.pid = 0}, "1\n2\n",
        "-s callback -l 2 --shell 'P=$PPID; test $1 = 1 || "
        "{ (until test \"$(ps --ppid $P -o stat= | grep -c Z)\" = 2; do sleep 0.01; done; "
        "kill -CONT $P) >/dev/null 2>&1 & kill -STOP $P; }; "
        "until ps -p $P -o stat= | grep -q T; do sleep 0.01; done'");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    program_free(&program);
    unsetenv("EXEC_FAULT");
    free(fault);
}

/* The soft limit is one that the program raises, and gives to its jobs as it was. */
static int lower_soft_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit))
        return -1;
    limit.rlim_cur = limit.rlim_max > SOFT_LIMIT ? SOFT_LIMIT : limit.rlim_max / 2;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

static int begin(void **state)
{
    if (machine_open(state) || lower_soft_limit())
        return -1;
    char *path = text_copy(machine_program()), *end = strrchr(path, '/');
    *end = '\0';
    char *preloaded = text_format("%s/tests/exec_faults.so", path);
    setenv("LD_PRELOAD", preloaded, 1);
    setenv("EXEC_FAULT_LOG", scratch_path("met"), 1);
    free(path);
    free(preloaded);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exec_faults_fail_a_job_or_end_with_a_line),
        cmocka_unit_test(exec_faults_of_signals_leave_the_job_to_its_end),
        cmocka_unit_test(exec_takes_all_exits_though_each_other_wait_is_interrupted),
    };
    return cmocka_run_group_tests(tests, begin, machine_close);
}
