/* test_machine_limits.c -- too few descriptors, too little memory, files that may not grow, and no
 * more processes: from the least on until it works, a program works or ends with 1 and one line.
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
#include "support/result.h"

static struct program limited(int resource, rlim_t most)
{
    return (struct program){.in = {.limited = true, .resource = resource, .most = most}};
}

/* Nor the loader, where it has no room for the libraries: that is 127, and not the program yet. */
static void check_ending(struct program *program)
{
    bool loaded = program->status != 127;
    PROGRAM_CHECK(*program, loaded || strstr(program->errors, "loading shared libraries"));
    PROGRAM_CHECK(*program, !loaded || program->status <= 1);
    PROGRAM_CHECK(*program, !loaded || program->errors_lines == (unsigned)program->status);
}

static const char *make_result(const char *name)
{
    const char *dir = scratch_path(name);
    result_plant(dir);
    return dir;
}

static void few_descriptors_are_refused_or_enough(void **state)
{
    (void)state;
    if (under_valgrind())
        skip_because("valgrind takes descriptors of its own");
    char *trace = text_copy(scratch_path("trace")), *dir = text_copy(make_result("few"));
    const struct {
        const char *path;
        char *command;
    } programs[] = {
        {NULL, text_copy("list")},
        {NULL, text_format("run -s callback -n 5 --clock virtual --format tsv --trace %s "
                           "--histogram %s.2",
                           trace, trace)},
        {NULL, text_format("run -s polling -n 5 --scale 1us --trace %s", trace)},
        {NULL, text_copy("compare -n 5 -l 2 --clock virtual")},
        {NULL, text_copy("compare -n 5 -l 2 --scale 1us --format json")},
        {machine_bench(), text_format("table %s", dir)},
        {machine_bench(), text_copy("bare_queue 10,5")},
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        rlim_t most = 3;
        int status;
        do {
            struct program program = limited(RLIMIT_NOFILE, most++);
            program.in.path = programs[i].path;
            program = program_run_in(program, "%s", programs[i].command);
            check_ending(&program);
            PROGRAM_CHECK(program, program.status == 0 || !*program.output);
            assert_true(program.status == 0 || !file_exists(trace));
            status = program.status;
            program_free(&program);
        } while (status);
        assert_true(most > 4 && most < 40);
        unlink(trace);
        free(programs[i].command);
    }
    assert_int_equal(result_temporaries(scratch_path("")), 0);
    machine_refuse_orphans();
    free(trace);
    free(dir);
}

/* The bench itself, up to where it starts to measure; then it says how long that will take. */
static void few_descriptors_are_refused_by_the_bench(void **state)
{
    (void)state;
    if (under_valgrind())
        skip_because("valgrind takes descriptors of its own");
    for (rlim_t most = 4; most < 16; most += long_form() ? 1 : 3) {
        struct program program = limited(RLIMIT_NOFILE, most);
        program.in.path = machine_bench();
        program = program_run_in(program, "quick --point 20,5 --rounds 1 --results %s",
                                 scratch_path("refused"));
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, "oo many open files") && !*program.output);
        assert_false(file_exists(scratch_path("refused")));
        program_free(&program);
    }
}

/* Steps of a quarter, from what loads nothing to what holds a million tasks. */
static void little_memory_is_refused_or_enough(void **state)
{
    (void)state;
    if (under_instruments() || under_coverage())
        skip_because("instruments take address space of their own");
    static const char *const commands[] = {
        "run -s unbounded -n 1000000 --clock virtual --format tsv",
        "run -s unbounded -n 1000000 --scale 0s --format none",
        "run -s callback -n 100 -l 10 --clock virtual --format json --trace ",
        "table ",
    };
    char *dir = text_copy(make_result("little"));
    for (size_t i = 0; i < 4; i++) {
        unsigned held = 0;
        int status = 1;
        for (rlim_t most = 2 << 20; status; most += most / (long_form() ? 32 : 4)) {
            struct program program = limited(RLIMIT_AS, most);
            const char *word = i == 3 ? dir : i == 2 ? scratch_path("trace") : "";
            program.in.path = i == 3 ? machine_bench() : NULL;
            program = program_run_in(program, "%s%s", commands[i], word);
            check_ending(&program);
            PROGRAM_CHECK(program, program.status != 1 || strstr(program.errors, "memory"));
            held += strstr(program.errors, "while holding ") != NULL;
            assert_true(i != 2 || !program.status || !file_exists(scratch_path("trace")));
            status = program.status;
            program_free(&program);
            assert_true(most < (rlim_t)1 << 32);
        }
        assert_true(i > 1 || held > 3);
    }
    unlink(scratch_path("trace"));
    assert_int_equal(result_temporaries(scratch_path("")), 0);
    free(dir);
}

/* Every strategy of compare says it of itself; none is left out. */
static void little_memory_is_told_by_each_of_compare(void **state)
{
    (void)state;
    if (under_instruments())
        skip_because("a sanitizer and valgrind take address space of their own");
    struct program program = limited(RLIMIT_AS, 32 << 20);
    program = program_run_in(program, "compare -n 1000000 -l 10 --clock virtual --format tsv");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 2);
    PROGRAM_CHECK(program, strstr(program.errors, "unbounded: out of memory while holding "));
    PROGRAM_CHECK(program, strstr(program.errors, "semaphore: out of memory while holding "));
    PROGRAM_CHECK(program, strstr(program.output, "\ncallback\tsleep\tvirtual\t1000000\t10\ttrue"));
    program_free(&program);
}

static void file_that_may_not_grow_is_an_error_and_no_signal(void **state)
{
    (void)state;
    if (under_coverage())
        skip_because("gcov's files may not grow either");
    static const rlim_t sizes[] = {300, 512, 4095, 4096, 4097, 20000};
    static const char run[] = "run -s callback -n 2000 -l 9 --clock virtual --format none --trace";
    const char *path = text_copy(scratch_path("grown"));
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int old = 0; old < 2; old++) {
            if (old)
                file_write(path, "old");
            struct program program =
                program_run_in(limited(RLIMIT_FSIZE, sizes[i]), "%s %s", run, path);
            PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
            PROGRAM_CHECK(program, strstr(program.errors, path));
            PROGRAM_CHECK(program, strstr(program.errors, "File too large"));
            program_free(&program);
            char *text = file_read(path, NULL);
            assert_true(old ? text && !strcmp(text, "old") : !text);
            free(text);
            unlink(path);
        }
    struct program report = limited(RLIMIT_FSIZE, 512);
    report = program_run_in(report, "run -s callback -n 5 --clock virtual --format json");
    PROGRAM_CHECK(report, report.status == 1 && report.errors_lines == 1);
    PROGRAM_CHECK(report, strstr(report.errors, "cannot write 'stdout': File too large"));
    program_free(&report);
    assert_int_equal(scratch_count("grown", NULL), 0);
    free((void *)(uintptr_t)path);
}

/* Too small for the first file, for the first rows, and for a few. */
static void file_that_may_not_grow_leaves_a_bench_with_whole_rows(void **state)
{
    (void)state;
    static const rlim_t sizes[] = {1000, 1400};
    struct program programs[2];
    for (size_t i = 0; i < 2; i++) {
        char *command = text_format("quick --point 20,5 --rounds 12 --results %s-%zu",
                                    scratch_path("grown"), i);
        programs[i] = limited(RLIMIT_FSIZE, sizes[i]);
        programs[i].in.path = machine_bench();
        program_start(&programs[i], command);
        free(command);
    }
    for (size_t i = 0; i < 2; i++) {
        char *path = text_format("%s-%zu", scratch_path("grown"), i);
        program_wait(&programs[i]);
        PROGRAM_CHECK(programs[i], programs[i].status == 1);
        PROGRAM_CHECK(programs[i], strstr(programs[i].errors, "ile too large"));
        struct results results = results_in(path);
        assert_int_equal(results.count, 1);
        result_check(results.dirs[0]);
        assert_int_equal(result_temporaries(results.dirs[0]), 0);
        results_free(&results);
        program_free(&programs[i]);
        free(path);
    }
}

/* The limit does not bind root. */
static void no_more_processes_are_said_in_one_line(void **state)
{
    (void)state;
    if (under_instruments() || under_coverage())
        skip_because("a sanitizer looks for leaks with a process of its own, and gcov says more");
    static const char *const commands[] = {
        "compare -n 5 -l 2 --clock virtual",
        "compare -n 5 -l 2 --scale 1us --format json",
        "compare -n 5 -l 2 --scale 1us --format tsv",
        "quick --point 20,5 --results /tmp/none",
    };
    for (size_t i = 0; i < 4; i++) {
        struct program program = limited(RLIMIT_NPROC, 0);
        program.in.unprivileged = true;
        program.in.path = i == 3 ? machine_bench() : NULL;
        program = program_run_in(program, "%s", commands[i]);
        if (program.status == 127 || program.status == 126)
            skip_because("nobody may not run the programs where they were built");
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, "esource temporarily unavailable"));
        PROGRAM_CHECK(program, !*program.output);
        program_free(&program);
    }
}

/* A kill by design: whoever sets it wants the process gone. */
static void cpu_limit_ends_a_run_by_its_signal(void **state)
{
    (void)state;
    if (!long_form())
        skip_because("takes a second of CPU: see make test-full");
    file_write(scratch_path("cpu"), "old");
    struct program program = limited(RLIMIT_CPU, 1);
    program =
        program_run_in(program, "run -s polling -n 5 --scale 1h --trace %s", scratch_path("cpu"));
    PROGRAM_CHECK(program, program.status == 128 + SIGXCPU || program.status == 128 + SIGKILL);
    char *text = file_read(scratch_path("cpu"), NULL);
    assert_string_equal(text, "old");
    free(text);
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_descriptors_are_refused_or_enough),
        cmocka_unit_test(few_descriptors_are_refused_by_the_bench),
        cmocka_unit_test(little_memory_is_refused_or_enough),
        cmocka_unit_test(little_memory_is_told_by_each_of_compare),
        cmocka_unit_test(file_that_may_not_grow_is_an_error_and_no_signal),
        cmocka_unit_test(file_that_may_not_grow_leaves_a_bench_with_whole_rows),
        cmocka_unit_test(no_more_processes_are_said_in_one_line),
        cmocka_unit_test(cpu_limit_ends_a_run_by_its_signal),
    };
    return cmocka_run_group_tests_name("machine_limits", tests, machine_open, machine_close);
}
