/* test_cli_files.c -- what is written where: traces, histograms, and whole files. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

static const char small_run[] = "run -n 3 -l 2 --sleeps 5ns,2ns,3ns --clock virtual --format none";

/* The two finish in one turn: all finishes before all takes. */
static const char small_trace[] = "t_ns\tevent\ttask\n"
                                  "0\tpull\t1\n0\tlaunch\t1\n0\tpull\t2\n0\tlaunch\t2\n"
                                  "2\tfinish\t2\n2\tpull\t3\n2\tlaunch\t3\n2\ttake\t2\n"
                                  "5\tfinish\t1\n5\tfinish\t3\n5\ttake\t1\n5\ttake\t3\n";

static void run_well(const char *options, const char *trace)
{
    struct program program = program_run("%s %s --trace %s", small_run, options, trace);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors && !*program.output);
    program_free(&program);
}

static void check_file(const char *path, const char *expected)
{
    char *text = file_read(path, NULL);
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

static void cli_trace_has_every_event_in_order(void **state)
{
    (void)state;
    const char *path = scratch_path("trace");
    run_well("-s callback", path);
    check_file(path, small_trace);
    assert_int_equal(scratch_count("trace", NULL), 1); /* and nothing beside it */
    assert_int_equal(unlink(path), 0);
}

/* The same bytes on every run; their hash is pinned, so that every machine agrees (FNV-1a). */
static uint64_t hash_of(const char *command, const char *path)
{
    struct program program = program_run("%s --format none --trace %s", command, path);
    uint64_t hash = 0xcbf29ce484222325;
    char *text = file_read(path, NULL);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors && text);
    for (const char *c = text; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 0x100000001b3;
    free(text);
    program_free(&program);
    return hash;
}

static void cli_virtual_trace_is_the_same_everywhere(void **state)
{
    (void)state;
    static const struct {
        const char *options;
        uint64_t hash;
    } runs[] = {
        {"-s unbounded -n 1000", 0xbe83f07bfe016f34},
        {"-s polling -n 1000 -l 10", 0x3d4914997d9dc564},
        {"-s callback -n 1000 -l 10 --order shuffle --seed 7", 0x7b38b7a69ad7288a},
        {"-s semaphore -n 1000 -l 10 --order reverse", 0x82e7eb4e75fbb7df},
        {"-s bounded_queue -n 1000 -l 10 --queue 3 --tick 1ms", 0x89ace2dd6e135bc4},
        {"-s polling -n 100 -l 10 --poll-interval 1ms", 0x4bffe44919b891b0},
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        char command[256];
        snprintf(command, sizeof command, "run --clock virtual %s", runs[i].options);
        uint64_t hash = hash_of(command, scratch_path("one"));
        assert_true(hash == hash_of(command, scratch_path("two")));
        if (hash != runs[i].hash)
            fail_msg("%s: the trace's hash is 0x%016llx", command, (unsigned long long)hash);
    }
    unlink(scratch_path("one"));
    unlink(scratch_path("two"));
}

static void cli_trace_replaces_a_file_whole_and_keeps_its_mode(void **state)
{
    (void)state;
    const char *path = scratch_path("trace");
    struct stat status;
    file_write(path, "old");
    assert_int_equal(chmod(path, 0640), 0);
    int old = open(path, O_RDONLY);
    run_well("-s callback", path);
    check_file(path, small_trace);
    char held[8] = "";
    assert_int_equal(read(old, held, sizeof held), 3); /* who had it open still reads the old one */
    assert_string_equal(held, "old");
    close(old);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0640);
    assert_int_equal(scratch_count("trace", NULL), 1);
    unlink(path);
}

static void cli_trace_follows_a_link_to_its_file(void **state)
{
    (void)state;
    const char *path = scratch_path("target"), *link_path = scratch_path("link");
    struct stat status;
    file_write(path, "old");
    assert_int_equal(symlink(path, link_path), 0);
    run_well("-s callback", link_path);
    check_file(path, small_trace);
    assert_int_equal(lstat(link_path, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    unlink(link_path);
    unlink(path);
}

static void cli_trace_is_written_to_a_pipe_that_exists(void **state)
{
    (void)state;
    const char *path = scratch_path("fifo");
    struct stat status;
    char text[1024] = "";
    assert_int_equal(mkfifo(path, 0600), 0);
    int reader = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    run_well("-s callback", path);
    assert_int_equal(read(reader, text, sizeof text - 1), strlen(small_trace));
    assert_string_equal(text, small_trace);
    close(reader);
    assert_int_equal(lstat(path, &status), 0);
    assert_true(S_ISFIFO(status.st_mode));
    unlink(path);
}

static void cli_trace_goes_to_stdout_where_it_is_asked_to(void **state)
{
    (void)state;
    struct program program = program_run("%s -s callback --trace /dev/stdout", small_run);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, strcmp(program.output, small_trace) == 0);
    program_free(&program);
}

/* Nothing else goes there: the report for people goes to stderr, another form is refused. */
static void cli_dash_is_stdout(void **state)
{
    (void)state;
    static const char *const names[] = {"-", "/dev/stdout", "/dev/fd/1"};
    static const char histogram[] = "measure\tupper_ns\tcount\nlateness\t0\t3\ndelivery\t0\t3\n";
    static const char run[] = "run -s callback -n 3 -l 2 --sleeps 5ns,2ns,3ns --clock virtual";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct program silent = program_run("%s -s callback --trace %s", small_run, names[i]);
        PROGRAM_CHECK(silent, silent.status == 0 && !*silent.errors);
        PROGRAM_CHECK(silent, strcmp(silent.output, small_trace) == 0);
        struct program trace = program_run("%s --trace %s", run, names[i]);
        PROGRAM_CHECK(trace, trace.status == 0 && strcmp(trace.output, small_trace) == 0);
        PROGRAM_CHECK(trace, strstr(trace.errors, "lateness"));
        struct program counts = program_run("%s --histogram %s", run, names[i]);
        PROGRAM_CHECK(counts, counts.status == 0 && strcmp(counts.output, histogram) == 0);
        PROGRAM_CHECK(counts, strstr(counts.errors, "lateness"));
        struct program both = program_run("%s --trace %s --histogram -", run, names[i]);
        PROGRAM_CHECK(both, both.status == 2 && both.errors_lines == 1 && !*both.output);
        for (int tsv = 0; tsv < 2; tsv++) {
            struct program row =
                program_run("%s --format %s --trace %s", run, tsv ? "tsv" : "json", names[i]);
            PROGRAM_CHECK(row, row.status == 2 && row.errors_lines == 1 && !*row.output);
            PROGRAM_CHECK(row, strstr(row.errors, names[i]) && strstr(row.errors, "stdout"));
            program_free(&row);
        }
        program_free(&silent);
        program_free(&trace);
        program_free(&counts);
        program_free(&both);
    }
    assert_false(file_exists("-"));
}

static void cli_compare_writes_its_trace_to_stdout(void **state)
{
    (void)state;
    static const char compare[] = "compare -n 3 -l 2 --clock virtual --trace-format chrome";
    struct program program = program_run("%s --trace -", compare);
    PROGRAM_CHECK(program, program.status == 0 && *program.output == '{');
    PROGRAM_CHECK(program, strcmp(strrchr(program.output, ']'), "]}\n") == 0);
    PROGRAM_CHECK(program, strstr(program.errors, "bounded_queue"));
    program_free(&program);
    program = program_run("%s --format tsv --trace -", compare);
    PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1 && !*program.output);
    program_free(&program);
}

/* From where stdin stands; and from a pipe. */
static void cli_dash_is_stdin(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "run -s callback -n 3 -l 2 --clock virtual --format none --trace - --sleeps @-",
        "run -s callback -l 2 --clock virtual --format none --trace - --sleeps @-"};
    for (size_t i = 0; i < 2; i++)
        for (int piped = 0; piped < 2; piped++) {
            int ends[2] = {open(scratch_path("lat"), O_RDWR | O_CREAT | O_TRUNC, 0666), -1};
            if (piped)
                assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
            static const char text[] = "1ms\n5ns\n2ns\n3ns\n";
            size_t skipped = piped ? 4 : 0;
            assert_int_equal(write(ends[piped], text + skipped, strlen(text) - skipped),
                             strlen(text) - skipped);
            if (piped)
                close(ends[1]);
            else
                assert_int_equal(lseek(ends[0], 4, SEEK_SET), 4);
            struct program program =
                program_run_in((struct program){.stdin_file = ends[0]}, "%s", commands[i]);
            PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
            PROGRAM_CHECK(program, strcmp(program.output, small_trace) == 0);
            program_free(&program);
            close(ends[0]);
        }
    unlink(scratch_path("lat"));
}

/* It is not empty. */
static void cli_closed_stdin_cannot_be_read(void **state)
{
    (void)state;
    static const char *const commands[] = {"run -s callback", "compare"};
    for (size_t i = 0; i < 2; i++) {
        struct program program = program_run_in((struct program){.in.closed = 1},
                                                "%s --clock virtual --sleeps @-", commands[i]);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, "'@-': Bad file descriptor"));
        PROGRAM_CHECK(program, !*program.output);
        program_free(&program);
    }
}

static void cli_histogram_counts_every_task(void **state)
{
    (void)state;
    const char *path = scratch_path("histogram");
    struct program program =
        program_run("run -s callback -n 50 -l 5 --clock virtual --format tsv --histogram %s", path);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    check_file(path, "measure\tupper_ns\tcount\nlateness\t0\t50\ndelivery\t0\t50\n");
    program_free(&program);
    unlink(path);
}

/* Ends with 1 and one line that names the path, and leaves nothing behind. */
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_trace_has_every_event_in_order),
        cmocka_unit_test(cli_virtual_trace_is_the_same_everywhere),
        cmocka_unit_test(cli_trace_replaces_a_file_whole_and_keeps_its_mode),
        cmocka_unit_test(cli_trace_follows_a_link_to_its_file),
        cmocka_unit_test(cli_trace_is_written_to_a_pipe_that_exists),
        cmocka_unit_test(cli_trace_goes_to_stdout_where_it_is_asked_to),
        cmocka_unit_test(cli_dash_is_stdout),
        cmocka_unit_test(cli_compare_writes_its_trace_to_stdout),
        cmocka_unit_test(cli_dash_is_stdin),
        cmocka_unit_test(cli_closed_stdin_cannot_be_read),
        cmocka_unit_test(cli_histogram_counts_every_task),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
