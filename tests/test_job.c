/* test_job.c -- one command as a child process: what it gets from us, and that every byte of it comes. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../harness/engine/memory.h"
#include "../harness/workloads/job.h"
#include "support/check.h"
#include "support/files.h"

enum { MOST = 4, MEGABYTE = 1 << 20 };

static struct {
    uv_loop_t uv;
    struct ac_jobs jobs;
    struct ac_job *job[MOST];
    unsigned ended;
    uint64_t heap_bytes;
    unsigned descriptors;
} at;

static void on_ended(struct ac_job *job)
{
    (void)job;
    at.ended++;
}

static void open_jobs(uint64_t pipe_grace_ms)
{
    memset(&at, 0, sizeof at);
    at.heap_bytes = ac_heap_bytes();
    at.descriptors = open_descriptors();
    assert_int_equal(uv_loop_init(&at.uv), 0);
    at.jobs.uv = &at.uv;
    at.jobs.grace_ms = 200;
    at.jobs.pipe_grace_ms = pipe_grace_ms;
    at.jobs.ended = on_ended;
    assert_int_equal(ac_jobs_open(&at.jobs), 0);
}

static void start(unsigned i, const char *script)
{
    char *words[] = {"sh", "-c", (char *)(uintptr_t)script, NULL};
    assert_int_equal(ac_job_start(&at.jobs, words, environ, NULL, &at.job[i]), 0);
}

static void run_until(unsigned ended)
{
    while (at.ended < ended)
        uv_run(&at.uv, UV_RUN_ONCE);
}

/* What it has printed on its stdout, up to `most` - 1 bytes of it. */
static const char *printed(unsigned i, char *into, size_t most)
{
    const struct ac_stream *stream = &at.job[i]->printed[0];
    size_t length = (size_t)ac_stream_length(stream), done = 0;
    while (done < length && done < most - 1) {
        size_t left = length < most - 1 ? length - done : most - 1 - done;
        int64_t got = ac_spool_read(&at.jobs.spool, stream, done, into + done, left);
        assert_true(got > 0);
        done += (size_t)got;
    }
    into[done] = '\0';
    return into;
}

/* Nothing is left: no job, no byte, no descriptor, no child. */
static void close_jobs(void)
{
    for (unsigned i = 0; i < MOST; i++)
        if (at.job[i])
            ac_job_free(at.job[i]);
    ac_jobs_close(&at.jobs);
    uv_run(&at.uv, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
    assert_int_equal(open_descriptors(), at.descriptors);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* Many times: the exit must never be taken for the end of the output (libuv issues 610 and 611). */
static void job_prints_a_megabyte_and_exits(void **state)
{
    (void)state;
    unsigned times = long_form() ? 10000 : repetitions(200);
    open_jobs(100);
    for (unsigned i = 1; i <= times; i++) {
        start(0, "head -c 1048576 /dev/zero");
        run_until(i);
        assert_int_equal(ac_stream_length(&at.job[0]->printed[0]), MEGABYTE);
        assert_int_equal(at.job[0]->exit_status + (unsigned)at.job[0]->held, 0);
        ac_job_free(at.job[0]);
    }
    at.job[0] = NULL;
    close_jobs();
}

/* --- a loop that is late --- */

static uv_poll_t late;

static void await_exit(unsigned i)
{
    siginfo_t ended;
    assert_int_equal(waitid(P_PID, (id_t)at.job[i]->exit.pid, &ended, WEXITED | WNOWAIT), 0);
}

/* The second job prints its last and exits while the loop is here. Of the first the loop has a signal still to
 * look at, and with it will find both exits: before it has looked at the second one's pipe again. */
static void be_late(uv_poll_t *poll, int status, int events)
{
    const int *told = poll->data;
    (void)status;
    (void)events;
    assert_int_equal(write(*told, "\n", 1), 1);
    await_exit(1);
    uv_close((uv_handle_t *)poll, NULL);
}

static void job_tail_comes_though_the_loop_was_late(void **state)
{
    (void)state;
    char script[128], text[64];
    int told[2], now[2], heard[2];
    assert_int_equal(pipe2(told, O_CLOEXEC) | pipe2(now, O_CLOEXEC) | pipe2(heard, O_CLOEXEC), 0);
    fcntl(told[0], F_SETFD, 0);
    fcntl(heard[1], F_SETFD, 0);
    open_jobs(0);
    snprintf(script, sizeof script,
             "echo begin; echo >/dev/fd/%d; read line </dev/fd/%d; echo tail", heard[1], told[0]);
    start(1, script);
    assert_int_equal(read(heard[0], text, 1), 1);
    uv_run(&at.uv, UV_RUN_NOWAIT); /* it has read what came before */
    start(0, "true");
    await_exit(0);
    assert_int_equal(uv_poll_init(&at.uv, &late, now[0]), 0);
    late.data = &told[1];
    uv_poll_start(&late, UV_READABLE, be_late);
    assert_int_equal(write(now[1], "", 1), 1);
    run_until(2);
    assert_string_equal(printed(1, text, sizeof text), "begin\ntail\n");
    assert_false(at.job[1]->held);
    close_jobs();
    int *all[] = {told, now, heard};
    for (size_t i = 0; i < 3; i++) {
        close(all[i][0]);
        close(all[i][1]);
    }
}

/* The output and the exit of a job that was not seen before cost one turn of the loop. */
static void job_ends_in_the_turn_that_hears_of_its_exit(void **state)
{
    (void)state;
    char text[8];
    open_jobs(100);
    start(0, "echo one");
    await_exit(0);
    uv_run(&at.uv, UV_RUN_NOWAIT);
    assert_int_equal(at.ended, 1);
    assert_string_equal(printed(0, text, sizeof text), "one\n");
    close_jobs();
}

/* Nobody else's child is waited for, and it hides no job's exit. */
static void job_exits_beside_a_child_of_somebody_else(void **state)
{
    (void)state;
    siginfo_t ended;
    int status;
    open_jobs(100);
    pid_t other = fork();
    if (other == 0)
        _exit(7);
    assert_int_equal(waitid(P_PID, (id_t)other, &ended, WEXITED | WNOWAIT), 0);
    for (unsigned i = 0; i < MOST; i++)
        start(i, i % 2 ? "exit 3" : "read line; exit 4");
    run_until(MOST);
    for (unsigned i = 0; i < MOST; i++)
        assert_int_equal(at.job[i]->exit_status, i % 2 ? 3 : 4);
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(WEXITSTATUS(status), 7);
    close_jobs();
}

/* While no job lives the loop is not kept open; while one does, it is, also without a pipe of it. */
static void job_keeps_the_loop_open(void **state)
{
    (void)state;
    open_jobs(100);
    assert_false(uv_loop_alive(&at.uv));
    start(0, "exec >&- 2>&-; sleep 0.1");
    uv_run(&at.uv, UV_RUN_DEFAULT);
    assert_int_equal(at.ended, 1);
    assert_false(at.job[0]->held);
    close_jobs();
}

/* A process that was left behind, and prints on and on, is not waited for. */
static void job_left_a_process_that_floods(void **state)
{
    (void)state;
    char text[8];
    open_jobs(20);
    start(0, "(trap '' TERM; exec yes) & echo $! >&2");
    run_until(1);
    assert_true(at.job[0]->held);
    assert_int_equal(at.job[0]->exit_status, 0);
    assert_in_range(printed(0, text, sizeof text)[0], 0, 'y');
    close_jobs(); /* it gets SIGPIPE */
}

/* --- what a job gets --- */

static void check_printed(const char *script, const char *expected)
{
    char text[256];
    open_jobs(100);
    start(0, script);
    run_until(1);
    assert_string_equal(printed(0, text, sizeof text), expected);
    close_jobs();
}

/* What `ls` says of itself: three, that of the folder, and what whoever runs this test gives to every process. */
static void job_has_three_descriptors(void **state)
{
    (void)state;
    char script[2048] = "ls /proc/self/fd | grep -vxE '", *end = script + strlen(script);
    for (int i = STDERR_FILENO + 1; i < 256; i++) {
        int flags = fcntl(i, F_GETFD);
        if (flags >= 0 && !(flags & FD_CLOEXEC))
            end += sprintf(end, "%d|", i);
    }
    strcpy(end, "0' | wc -l");
    check_printed(script, "3\n");
    check_printed("readlink /proc/self/fd/0; readlink /proc/self/fd/1 | cut -c 1-5",
                  "/dev/null\npipe:\n");
    check_printed("echo out >/dev/stdout; echo err >/dev/stderr; cat", "out\n");
}

/* But for 32 and 33, if whoever runs this test ignores them: they are libc's, which lets no program have them. */
static void job_has_every_signal_as_it_is_by_default(void **state)
{
    (void)state;
    static const char words[] = "grep -E '^Sig(Blk|Ign)' /proc/self/status | cut -f 2 | "
                                "sed s/0000000180000000/0000000000000000/ | sort -u";
    signal(SIGUSR1, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    check_printed(words, "0000000000000000\n");
    signal(SIGUSR1, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
}

static void job_is_a_group_of_its_own(void **state)
{
    (void)state;
    check_printed("set -- $(cut -d ' ' -f 5 /proc/$$/stat); [ $1 = $$ ] && echo yes", "yes\n");
}

/* The soft limits of this process are raised; a job has those from before. */
static void job_has_the_limits_that_its_parent_had(void **state)
{
    (void)state;
    struct rlimit before, now, low;
    char text[64];
    if (under_valgrind())
        skip_because("valgrind keeps descriptors of its own behind the limit");
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    low = (struct rlimit){99, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
    open_jobs(100);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &now), 0);
    assert_int_equal(now.rlim_cur, before.rlim_max);
    start(0, "ulimit -Sn");
    run_until(1);
    assert_string_equal(printed(0, text, sizeof text), "99\n");
    close_jobs();
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

/* As with a shell: a script needs no line that names its program. */
static void job_is_a_script_for_sh_where_it_names_no_program(void **state)
{
    (void)state;
    char text[64];
    char *words[] = {(char *)(uintptr_t)scratch_path("script"), "a b", NULL};
    file_write(words[0], "echo \"$1\"\n");
    assert_int_equal(chmod(words[0], 0700), 0);
    open_jobs(100);
    assert_int_equal(ac_job_start(&at.jobs, words, environ, NULL, &at.job[0]), 0);
    run_until(1);
    assert_string_equal(printed(0, text, sizeof text), "a b\n");
    close_jobs();
}

static void job_that_cannot_start_says_why(void **state)
{
    (void)state;
    char *long_word = malloc(MEGABYTE);
    memset(long_word, 'x', MEGABYTE);
    long_word[MEGABYTE - 1] = '\0';
    struct {
        char *words[3];
        int error;
    } all[] = {{{"/nowhere/at/all", NULL}, -ENOENT},
               {{"no such command", NULL}, -ENOENT},
               {{"/dev/null", NULL}, -EACCES},
               {{"/dev/null/x", NULL}, -ENOTDIR},
               {{"true", long_word, NULL}, -E2BIG}};
    open_jobs(100);
    size_t rows = sizeof all / sizeof *all - under_valgrind(); /* it cannot go on after E2BIG */
    for (size_t i = 0; i < rows; i++) {
        struct ac_job *job;
        assert_int_equal(ac_job_start(&at.jobs, all[i].words, environ, NULL, &job), all[i].error);
    }
    uv_run(&at.uv, UV_RUN_DEFAULT);
    assert_int_equal(at.ended, 0);
    close_jobs();
    free(long_word);
}

/* The first child makes libuv open a pipe for signals, which it keeps. */
static int begin(void **state)
{
    if (scratch_make(state))
        return -1;
    open_jobs(100);
    start(0, "true");
    run_until(1);
    ac_job_free(at.job[0]);
    ac_jobs_close(&at.jobs);
    uv_run(&at.uv, UV_RUN_DEFAULT);
    return uv_loop_close(&at.uv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(job_prints_a_megabyte_and_exits),
        cmocka_unit_test(job_tail_comes_though_the_loop_was_late),
        cmocka_unit_test(job_ends_in_the_turn_that_hears_of_its_exit),
        cmocka_unit_test(job_exits_beside_a_child_of_somebody_else),
        cmocka_unit_test(job_keeps_the_loop_open),
        cmocka_unit_test(job_left_a_process_that_floods),
        cmocka_unit_test(job_has_three_descriptors),
        cmocka_unit_test(job_has_every_signal_as_it_is_by_default),
        cmocka_unit_test(job_is_a_group_of_its_own),
        cmocka_unit_test(job_has_the_limits_that_its_parent_had),
        cmocka_unit_test(job_is_a_script_for_sh_where_it_names_no_program),
        cmocka_unit_test(job_that_cannot_start_says_why),
    };
    return cmocka_run_group_tests(tests, begin, scratch_remove);
}
