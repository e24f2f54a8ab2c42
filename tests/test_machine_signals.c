/* test_machine_signals.c -- signals to either program, once, twice, and while it is stopped: exit
 * 128 + N, no partial file, no child left, and a report that says it is not complete.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/machine.h"
#include "support/program.h"
#include "support/report.h"
#include "support/result.h"

/* What is sent, in order; the first that counts decides how it ends. */
static const struct {
    int numbers[4];
    int ends;
} sent[] = {
    {{SIGINT}, SIGINT},
    {{SIGTERM}, SIGTERM},
    {{SIGHUP}, SIGHUP},
    {{SIGINT, SIGINT}, SIGINT},
    {{SIGSTOP, SIGINT, SIGCONT}, SIGINT},
    {{SIGSTOP, SIGTERM, SIGCONT}, SIGTERM},
    {{SIGPIPE, SIGXFSZ, SIGHUP}, SIGHUP},
};
enum { SENT = sizeof sent / sizeof *sent };

static void send_all(pid_t pid, const int numbers[4])
{
    for (int i = 0; i < 4 && numbers[i]; i++)
        assert_int_equal(kill(pid, numbers[i]), 0);
}

/* Its trace, beside the name that it will have, has something in it: the run is under way. It is not
 * read: it may grow faster than it could be. */
static bool writes_its_trace(const void *name)
{
    char entry[256], *start = text_format("%s.", (const char *)name);
    struct stat status = {.st_size = 0};
    bool begun = scratch_count(start, entry) && stat(scratch_path(entry), &status) == 0;
    free(start);
    return begun && status.st_size > 0;
}

static void run_ends_as_it_was_told_on_both_clocks(void **state)
{
    (void)state;
    static const char *const runs[] = {
        "-s callback -n 2000 -l 1000 --scale 1000h",
        "-s polling -n 100000000 -l 1000 --clock virtual",
        "-s semaphore -n 100000000 -l 1000 --clock virtual",
    };
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++)
        for (size_t i = 0; i < SENT; i++) {
            struct program program =
                machine_start("run %s --format json --trace %s --histogram %s", runs[r],
                              scratch_path("trace"), scratch_path("histogram"));
            machine_wait_until(writes_its_trace, "trace", "the run writes its trace");
            send_all(program.pid, sent[i].numbers);
            program_wait(&program);
            PROGRAM_CHECK(program, program.status == 128 + sent[i].ends && !*program.errors);
            json_t *report = report_parse(&program);
            report_check_incomplete(report);
            json_decref(report);
            program_free(&program);
            assert_int_equal(scratch_count("trace", NULL), 0);
            assert_int_equal(scratch_count("histogram", NULL), 0);
        }
}

/* It has computed for a tenth of a second, and will for an hour. */
static bool computes(const void *pid)
{
    char *path = text_format("/proc/%d/stat", (int)*(const pid_t *)pid);
    char *stat = file_read(path, NULL), *behind = stat ? strrchr(stat, ')') : NULL;
    unsigned long ticks = 0;
    if (behind && sscanf(behind, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu", &ticks) != 1)
        ticks = 0;
    free(stat);
    free(path);
    return ticks >= (unsigned long)sysconf(_SC_CLK_TCK) / 10;
}

/* Nothing can stop such a task. The second signal does not wait for it. */
static void run_of_tasks_that_compute_ends_at_the_second_signal(void **state)
{
    (void)state;
    static const char *const ways[] = {"--threads 2", "--inline"};
    for (size_t i = 0; i < 2; i++) {
        struct program program =
            machine_start("run --work cpu --cost 1h -s callback -n 9 -l 4 --format json --trace %s "
                          "--histogram %s %s",
                          scratch_path("trace"), scratch_path("histogram"), ways[i]);
        machine_wait_until(computes, &program.pid, "a task computes");
        assert_int_equal(kill(program.pid, SIGINT), 0);
        machine_sleep_ms(100);
        assert_int_equal(kill(program.pid, SIGTERM), 0);
        program_wait(&program);
        PROGRAM_CHECK(program, program.status == 128 + SIGINT || program.status == 128 + SIGTERM);
        PROGRAM_CHECK(program, !*program.output && !*program.errors);
        program_free(&program);
        assert_int_equal(scratch_count("trace", NULL), 0);
        assert_int_equal(scratch_count("histogram", NULL), 0);
    }
}

/* The child is asked too: what it has is the last row. */
static void compare_ends_as_it_was_told_with_its_child(void **state)
{
    (void)state;
    static const char *const formats[] = {"text", "json", "tsv"};
    static const char *const words[] = {"(cut short)", "\"complete\": false", "\tfalse\t"};
    for (size_t i = 0; i < SENT; i++) {
        struct program program =
            machine_start("compare -n 5 -l 2 --scale 1h --format %s", formats[i % 3]);
        machine_wait_until(machine_has_child, &program.pid, "compare has a child");
        machine_sleep_ms(100); /* the child catches signals by then; else it has no row */
        send_all(program.pid, sent[i].numbers);
        program_wait(&program);
        machine_refuse_orphans();
        PROGRAM_CHECK(program, program.status == 128 + sent[i].ends && !*program.errors);
        PROGRAM_CHECK(program,
                      !strstr(program.output, "unbounded") || strstr(program.output, words[i % 3]));
        if (i % 3 == 1 && *program.output)
            json_decref(report_parse(&program));
        program_free(&program);
    }
}

/* All at once. */
static void bench_ends_as_it_was_told_with_what_it_has(void **state)
{
    (void)state;
    const size_t step = long_form() ? 1 : 2;
    struct program programs[SENT];
    char *results[SENT];
    for (size_t i = 0; i < SENT; i += step) {
        char name[32];
        snprintf(name, sizeof name, "results-%zu", i);
        results[i] = text_copy(scratch_path(name));
        programs[i] = machine_start_bench("quick --point 20,5 --results %s", results[i]);
    }
    for (size_t i = 0; i < SENT; i += step) {
        machine_wait_until(results_have_a_row, results[i], "the bench has a row");
        send_all(programs[i].pid, sent[i].numbers);
        program_wait(&programs[i]);
        PROGRAM_CHECK(programs[i], programs[i].status == 128 + sent[i].ends);
        PROGRAM_CHECK(programs[i], programs[i].errors_lines == 2); /* how long, and where it is */
        PROGRAM_CHECK(programs[i], strstr(programs[i].output, "INCOMPLETE"));
        struct results found = results_in(results[i]);
        assert_int_equal(result_check(found.dirs[0]), 0);
        assert_int_equal(result_temporaries(found.dirs[0]), 0);
        results_free(&found);
        program_free(&programs[i]);
        free(results[i]);
    }
    machine_refuse_orphans();
    assert_int_equal(scratch_count("as-completed-bench-", NULL), 0);
}

/* As under nohup, or in the background of a script. */
static void ignored_signal_stays_ignored(void **state)
{
    (void)state;
    static const int numbers[] = {SIGHUP, SIGINT};
    for (size_t i = 0; i < 2; i++) {
        struct program run = {.in.ignored = numbers[i]}, compare = run;
        char *command = text_format("run -s callback -n 2000 -l 50 --scale 300ms --trace %s",
                                    scratch_path("kept"));
        program_start(&run, command);
        program_start(&compare, "compare -n 50 -l 2 --scale 5ms --format tsv");
        machine_wait_until(writes_its_trace, "kept", "the run writes its trace");
        machine_wait_until(machine_has_child, &compare.pid, "compare has a child");
        assert_int_equal(kill(run.pid, numbers[i]), 0);
        assert_int_equal(kill(compare.pid, numbers[i]), 0);
        program_wait(&run);
        program_wait(&compare);
        PROGRAM_CHECK(run, run.status == 0 && file_exists(scratch_path("kept")));
        PROGRAM_CHECK(compare, compare.status == 0 && strstr(compare.output, "\nfloor\t"));
        program_free(&run);
        program_free(&compare);
        unlink(scratch_path("kept"));
        free(command);
    }
    struct program bench = {.in = {.ignored = SIGHUP, .path = machine_bench()}};
    char *command = text_format("quick --point 20,5 --results %s", scratch_path("nohup"));
    program_start(&bench, command);
    machine_wait_until(results_have_a_row, scratch_path("nohup"), "the bench has a row");
    assert_int_equal(kill(bench.pid, SIGHUP), 0);
    assert_int_equal(kill(bench.pid, SIGTERM), 0);
    program_wait(&bench);
    PROGRAM_CHECK(bench, bench.status == 128 + SIGTERM);
    program_free(&bench);
    free(command);
}

/* A pipe that has no room left, of which nobody reads. */
static void open_full_pipe(int ends[2])
{
    static const char bytes[4096];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    while (write(ends[1], bytes, sizeof bytes) > 0)
        continue;
    while (write(ends[1], bytes, 1) > 0)
        continue;
    assert_int_equal(fcntl(ends[1], F_SETFL, 0), 0);
}

/* Where the kernel does not tell, the signal comes a while later all the same. */
static void await_blocked(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/wchan", (int)pid);
    for (unsigned i = 0; i < 200; i++) {
        char *where = file_read(path, NULL);
        bool blocked = where && strstr(where, "pipe");
        free(where);
        if (blocked)
            return;
        machine_sleep_ms(10);
    }
}

/* Each has more than one thing to write before its end; once it was told to stop, none is waited for. */
static void reader_that_reads_nothing_keeps_nobody_from_the_end(void **state)
{
    (void)state;
    static const struct {
        bool bench;
        const char *command;
    } blocked[] = {
        {false, "run -s callback -n 100000 -l 9 --clock virtual --format none --trace /dev/stdout"},
        {false, "run -s callback -n 100000 -l 9 --clock virtual --format none --trace /dev/stdout "
                "--trace-format chrome"},
        {false, "run -s callback -n 90000 -l 9 --sleep 0s --format none --trace /dev/stdout"},
        {false, "run -s callback -n 9 -l 9 --clock virtual"},
        {false, "compare -n 9 -l 9 --clock virtual"},
        {false, "compare -n 9 -l 9 --clock virtual --format json"},
        {false, "compare -n 9999 -l 9 --clock virtual --format none --trace /dev/stdout "
                "--trace-format chrome"},
        {true, "bare_heap 1000,10"},
    };
    for (size_t i = 0; i < sizeof blocked / sizeof *blocked; i++) {
        int ends[2];
        open_full_pipe(ends);
        struct program program = {.stdout_file = ends[1]};
        if (blocked[i].bench)
            program.in.path = machine_bench();
        program_start(&program, blocked[i].command);
        await_blocked(program.pid);
        assert_int_equal(kill(program.pid, SIGTERM), 0);
        program_wait(&program);
        PROGRAM_CHECK(program, program.status == 128 + SIGTERM && !*program.errors);
        program_free(&program);
        close(ends[0]);
        close(ends[1]);
    }
    machine_refuse_orphans();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run_ends_as_it_was_told_on_both_clocks),
        cmocka_unit_test(run_of_tasks_that_compute_ends_at_the_second_signal),
        cmocka_unit_test(compare_ends_as_it_was_told_with_its_child),
        cmocka_unit_test(bench_ends_as_it_was_told_with_what_it_has),
        cmocka_unit_test(ignored_signal_stays_ignored),
        cmocka_unit_test(reader_that_reads_nothing_keeps_nobody_from_the_end),
    };
    return cmocka_run_group_tests_name("machine_signals", tests, machine_open, machine_close);
}
