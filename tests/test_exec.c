/* test_exec.c -- the workload of commands: real children, on the real clock, under every strategy.
 *
 * The lines come from a pipe or a file of the test's. What came out is compared byte for byte.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/uv.h"
#include "../harness/workloads/exec.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { MS = 1000000, MOST = 64, LONG = 300000 };

/* One run, and what came of each job by its number. */
static struct {
    uv_loop_t uv;
    struct ac_loop_uv loop;
    struct ac_exec exec;
    struct ac_config config;
    struct ac_run *run;
    uint64_t heap_bytes;
    unsigned descriptors;
    unsigned taken;
    int errors[MOST + 1];
    bool held[MOST + 1], timed_out[MOST + 1];
    int signals[MOST + 1];
    uint64_t exits[MOST + 1], lengths[MOST + 1];
    char printed[MOST + 1][256], complained[MOST + 1][64];
} at;

static void open_exec(const struct ac_strategy *strategy, char **words, int input, uint64_t limit)
{
    memset(&at, 0, sizeof at);
    at.heap_bytes = ac_heap_bytes();
    at.descriptors = open_descriptors();
    assert_int_equal(uv_loop_init(&at.uv), 0);
    assert_int_equal(ac_loop_uv_init(&at.loop, &at.uv), 0);
    struct ac_exec_wish wish = {.lines = {.uv = &at.uv, .input = input, .separator = '\n'},
                                .words = words,
                                .grace_ms = 200,
                                .pipe_grace_ms = 100};
    assert_int_equal(ac_exec_open(&at.exec, &wish), 0);
    at.config = (struct ac_config){.size = sizeof(struct ac_config),
                                   .strategy = strategy,
                                   .workload = &at.exec.workload,
                                   .loop = &at.loop.loop,
                                   .limit = limit,
                                   .queue = 3};
}

/* The last bytes of a stream. */
static void copy(const struct ac_stream *stream, char *into, size_t most)
{
    uint64_t length = ac_stream_length(stream);
    size_t count = length < most ? (size_t)length : most - 1;
    for (size_t done = 0; done < count;) {
        int64_t got = ac_spool_read(&at.exec.jobs.spool, stream, length - count + done, into + done,
                                    count - done);
        assert_true(got > 0);
        done += (size_t)got;
    }
    into[count] = '\0';
}

static void keep(const struct ac_task *task)
{
    const struct ac_exec_task *own = ac_own(at.run, task);
    uint32_t i = task->number;
    assert_in_range(i, 1, MOST);
    at.taken++;
    at.errors[i] = task->error;
    at.timed_out[i] = task->timed_out;
    if (!own->job)
        return;
    at.exits[i] = own->job->exit_status;
    at.signals[i] = own->job->signal;
    at.held[i] = own->job->held;
    at.lengths[i] = ac_stream_length(&own->job->printed[0]);
    copy(&own->job->printed[0], at.printed[i], sizeof at.printed[i]);
    copy(&own->job->printed[1], at.complained[i], sizeof at.complained[i]);
}

static void run_all(void)
{
    struct ac_task *task;
    assert_int_equal(ac_open(&at.run, &at.config), 0);
    while ((task = ac_next(at.run)))
        keep(task);
}

/* Nothing is left: no task, no child, no byte, no descriptor. */
static void close_exec(void)
{
    ac_end(at.run, false);
    const struct ac_counts *c = ac_counts(at.run);
    assert_int_equal(ac_breach(at.run)->rule, AC_RULE_NONE);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->in_flight + c->waiting + c->cancelling, 0);
    ac_close(at.run);
    ac_exec_close(&at.exec);
    ac_loop_uv_close(&at.loop);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
    assert_int_equal(open_descriptors(), at.descriptors);
}

/* The read end of a pipe that has this, and then its end. */
static int pipe_of(const char *text)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
    close(ends[1]);
    return ends[0];
}

static void exec_each_line_is_a_job_and_each_output_is_whole(void **state)
{
    (void)state;
    static char *words[] = {"sh", "-c", "echo out $1; echo err {} >&2; exit $1", "sh", "{}", NULL};
    for
        EACH_STRATEGY(s)
        {
            int input = pipe_of("0\n1\n\n2\r\n  \n3");
            open_exec(*s, words, input, 2);
            run_all();
            assert_int_equal(at.taken, 4);
            for (unsigned i = 1; i <= 4; i++) {
                char out[16], err[16];
                snprintf(out, sizeof out, "out %u\n", i - 1);
                snprintf(err, sizeof err, "err %u\n", i - 1);
                assert_string_equal(at.printed[i], out);
                assert_string_equal(at.complained[i], err);
                assert_int_equal(at.exits[i], i - 1);
                assert_int_equal(at.errors[i], i == 1 ? 0 : -EIO);
            }
            close_exec();
            close(input);
        }
}

static void exec_first_job_starts_before_the_end_of_the_input(void **state)
{
    (void)state;
    static char *words[] = {"echo", NULL};
    for
        EACH_STRATEGY(s)
        {
            int ends[2];
            struct ac_task *task;
            if ((*s)->flags & (AC_HOLDS_ALL | AC_NO_LIMIT))
                continue;
            assert_int_equal(pipe(ends), 0);
            assert_int_equal(write(ends[1], "one\ntw", 6), 6);
            open_exec(*s, words, ends[0], 3);
            assert_int_equal(ac_open(&at.run, &at.config), 0);
            assert_non_null(task = ac_next(at.run));
            keep(task);
            assert_string_equal(at.printed[1], "one\n");
            assert_int_equal(ac_counts(at.run)->pulled, 1);
            assert_int_equal(write(ends[1], "o", 1), 1);
            close(ends[1]);
            at.descriptors--;
            while ((task = ac_next(at.run)))
                keep(task);
            assert_string_equal(at.printed[2], "two\n");
            close_exec();
            close(ends[0]);
        }
}

static void exec_much_output_goes_through_the_file_and_comes_back(void **state)
{
    (void)state;
    static char *words[] = {"sh", "-c", "head -c {} /dev/zero | tr '\\0' {}; echo end {}", NULL};
    int input = pipe_of("1\n65535\n65536\n300000\n131072\n");
    open_exec(ac_strategies[1], words, input, 2);
    run_all();
    static const uint64_t sizes[] = {1, 65535, 65536, 300000, 131072};
    assert_int_equal(at.taken, 5);
    for (unsigned i = 1; i <= 5; i++) {
        char end[32];
        int length = snprintf(end, sizeof end, "end %llu\n", (unsigned long long)sizes[i - 1]);
        assert_int_equal(at.lengths[i], sizes[i - 1] + (unsigned)length);
        size_t kept = strlen(at.printed[i]);
        assert_string_equal(at.printed[i] + kept - (unsigned)length, end);
    }
    close_exec();
    close(input);
}

static void exec_a_job_that_cannot_start_fails_alone(void **state)
{
    (void)state;
    static char *words[] = {"{}", NULL};
    for
        EACH_STRATEGY(s)
        {
            int input = pipe_of("true\n/no/such/command\n/etc/passwd\ntrue\n");
            open_exec(*s, words, input, 2);
            run_all();
            assert_int_equal(at.errors[1], 0);
            assert_int_equal(at.errors[2], -ENOENT);
            assert_int_equal(at.errors[3], -EACCES);
            assert_int_equal(at.errors[4], 0);
            close_exec();
            close(input);
        }
}

static void exec_a_grandchild_does_not_hold_the_slot(void **state)
{
    (void)state;
    static char *words[] = {"sh", "-c", "sleep 100 & echo {}", NULL};
    int input = pipe_of("x\n");
    open_exec(ac_strategies[2], words, input, 1);
    run_all();
    assert_int_equal(at.errors[1], 0);
    assert_true(at.held[1]);
    assert_string_equal(at.printed[1], "x\n");
    close_exec();
    close(input);
}

static void exec_a_timeout_ends_the_whole_group(void **state)
{
    (void)state;
    static char *words[] = {"sh", "-c", "{}", NULL};
    for
        EACH_STRATEGY(s)
        {
            int input =
                pipe_of("trap '' TERM; sleep 100 & sleep 100; sleep 100\nsleep 100\ntrue\n");
            open_exec(*s, words, input, 3);
            at.config.task_timeout_ns = 300 * MS;
            run_all();
            assert_int_equal(at.taken, 3);
            assert_int_equal(at.errors[1], -ETIMEDOUT);
            assert_int_equal(at.errors[2], -ETIMEDOUT);
            assert_int_equal(at.signals[1], SIGKILL);
            assert_int_equal(at.signals[2], SIGTERM);
            assert_int_equal(at.errors[3], 0);
            close_exec();
            close(input);
        }
}

static void exec_leaving_early_waits_for_the_last_child(void **state)
{
    (void)state;
    static char *words[] = {"sh", "-c", "{}", NULL};
    for
        EACH_STRATEGY(s)
        {
            int input = pipe_of("true\ntrap 'exit 0' TERM; sleep 100 & wait\nsleep 100\n");
            open_exec(*s, words, input, 3);
            assert_int_equal(ac_open(&at.run, &at.config), 0);
            keep(ac_next(at.run));
            close_exec();
            close(input);
        }
}

static void exec_words_are_filled_in(void **state)
{
    (void)state;
    static char *plain[] = {"cp", NULL}, *twice[] = {"cp", "a{}b{}", "{}", NULL},
                *script[] = {"echo \"$1\"", NULL};
    struct ac_exec_wish wish = {.words = plain};
    char **words = ac_exec_words(&wish, "x y");
    assert_string_equal(words[1], "x y");
    assert_null(words[2]);
    ac_free(words);
    wish.words = twice;
    words = ac_exec_words(&wish, "$(q)");
    assert_string_equal(words[1], "a$(q)b$(q)");
    assert_string_equal(words[2], "$(q)");
    assert_null(words[3]);
    ac_free(words);
    wish = (struct ac_exec_wish){.words = script, .shell = true};
    words = ac_exec_words(&wish, "$(rm -rf /)");
    assert_string_equal(words[2], "echo \"$1\"");
    assert_string_equal(words[4], "$(rm -rf /)");
    assert_null(words[5]);
    ac_free(words);
}

/* The first child makes libuv open a pipe for signals, which it keeps. */
static int begin(void **state)
{
    (void)state;
    static char *words[] = {"true", NULL};
    uv_loop_t uv;
    uv_process_t process;
    uv_process_options_t options = {.file = words[0], .args = words};
    uv_loop_init(&uv);
    uv_spawn(&uv, &process, &options);
    uv_close((uv_handle_t *)&process, NULL);
    uv_run(&uv, UV_RUN_DEFAULT);
    return uv_loop_close(&uv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exec_words_are_filled_in),
        cmocka_unit_test(exec_each_line_is_a_job_and_each_output_is_whole),
        cmocka_unit_test(exec_first_job_starts_before_the_end_of_the_input),
        cmocka_unit_test(exec_much_output_goes_through_the_file_and_comes_back),
        cmocka_unit_test(exec_a_job_that_cannot_start_fails_alone),
        cmocka_unit_test(exec_a_grandchild_does_not_hold_the_slot),
        cmocka_unit_test(exec_a_timeout_ends_the_whole_group),
        cmocka_unit_test(exec_leaving_early_waits_for_the_last_child),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
