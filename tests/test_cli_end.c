/* test_cli_end.c -- how the program ends before its time, and what it says of its memory: signals,
 * `ulimit -v`, a parent that is large; and a terminal.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../harness/loops/wake.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"
#include "support/report.h"

/* Waits until the file that the trace is written to, beside its name, has something in it: then the
 * run is under way. */
static void wait_for_trace(void)
{
    for (unsigned i = 0; i < 60000; i++) {
        char entry[256];
        struct stat status;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        if (scratch_count("trace.", entry) && stat(scratch_path(entry), &status) == 0 &&
            status.st_size > 0)
            return;
    }
    fail_msg("no trace after a minute");
}

/* Starts a run with a trace, sends the signal once it is under way, and waits for its end. */
static struct program run_and_signal(const char *command, int number)
{
    char words[2048];
    struct program program = {.stdout_file = STDOUT_CAPTURED};
    snprintf(words, sizeof words, "%s --trace %s", command, scratch_path("trace"));
    program_start(&program, words);
    wait_for_trace();
    assert_int_equal(kill(program.pid, number), 0);
    program_wait(&program);
    return program;
}

static const char *const endless_runs[] = {
    "run -n 2000 -l 1000 --scale 1000h --clock real -s callback",
    "run -n 2000 -l 1000 --scale 1000h --clock real -s polling",
    "run -n 2000 -l 1000 --scale 1000h --clock real -s polling --poll-interval 5000h",
    "run -n 2000 -l 1000 --scale 1000h --clock real -s semaphore",
    "run -n 2000 -l 1000 --scale 1000h --clock real -s bounded_queue",
    "run -n 2000 --scale 1000h --clock real -s unbounded",
    "run -n 100000000 -l 1000 --clock virtual -s callback",
    "run -n 100000000 -l 10 --clock virtual -s polling",
    "run -n 100000000 -l 1000 --clock virtual -s bounded_queue",
};

static void cli_interrupted_reports_what_was_measured(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof endless_runs / sizeof *endless_runs; i++) {
        char command[256];
        snprintf(command, sizeof command, "%s --format json", endless_runs[i]);
        struct program program = run_and_signal(command, SIGINT);
        PROGRAM_CHECK(program, program.status == 130);
        PROGRAM_CHECK(program, !*program.errors);
        json_t *report = report_parse(&program);
        report_check_incomplete(report);
        assert_true(report_whole(report, "pulled") > 0);
        json_decref(report);
        program_free(&program);
        assert_int_equal(scratch_count("trace", NULL), 0); /* no trace is left */
    }
}

static void cli_interrupted_text_is_marked_incomplete(void **state)
{
    (void)state;
    struct program program = run_and_signal(endless_runs[0], SIGINT);
    PROGRAM_CHECK(program, program.status == 130 && !*program.errors);
    PROGRAM_CHECK(program, strstr(program.output, "INCOMPLETE"));
    program_free(&program);
}

static void cli_terminated_ends_as_interrupted(void **state)
{
    (void)state;
    struct program program = run_and_signal(endless_runs[0], SIGTERM);
    PROGRAM_CHECK(program, program.status == 128 + SIGTERM && !*program.errors);
    PROGRAM_CHECK(program, strstr(program.output, "INCOMPLETE"));
    program_free(&program);
    assert_int_equal(scratch_count("trace", NULL), 0);
}

static void cli_interrupted_leaves_the_old_trace_alone(void **state)
{
    (void)state;
    file_write(scratch_path("trace"), "old");
    struct program program = run_and_signal(endless_runs[0], SIGINT);
    PROGRAM_CHECK(program, program.status == 130);
    char *text = file_read(scratch_path("trace"), NULL);
    assert_non_null(text);
    assert_string_equal(text, "old");
    assert_int_equal(scratch_count("trace", NULL), 1);
    free(text);
    program_free(&program);
    unlink(scratch_path("trace"));
}

/* Interrupted while a strategy pulls the whole source, in which no turn of the loop ends. */
static void cli_interrupted_while_it_pulls_stops_pulling(void **state)
{
    (void)state;
    static const char *const names[] = {"unbounded", "semaphore"};
    for (int i = 0; i < 2; i++) {
        char command[256];
        snprintf(command, sizeof command, "run -n 4000000 -s %s --clock virtual --format json",
                 names[i]);
        struct program program = run_and_signal(command, SIGINT);
        PROGRAM_CHECK(program, program.status == 130 && !*program.errors);
        json_t *report = report_parse(&program);
        report_check_incomplete(report);
        assert_true(report_whole(report, "pulled") < 4000000);
        json_decref(report);
        program_free(&program);
    }
}

static struct program run_within(size_t address_space, const char *command)
{
    struct program program = {.stdout_file = STDOUT_CAPTURED, .address_space = address_space};
    program_start(&program, command);
    program_wait(&program);
    return program;
}

static void skip_under_instruments(const char *why)
{
    if (under_instruments())
        skip_because(why);
}

static void cli_out_of_memory_says_how_many_tasks_it_held(void **state)
{
    (void)state;
    skip_under_instruments("a sanitizer and valgrind take address space of their own");
    static const char *const commands[] = {
        "run -s unbounded -n 100000000 --clock virtual --format none",
        "run -s unbounded -n 100000000 --clock real --scale 1000h --format none",
        "run -s semaphore -n 100000000 -l 1000 --clock virtual --format none",
        "run -s semaphore -n 100000000 -l 1000 --clock real --scale 1000h --format none",
        "run -s callback -n 100000000 --clock virtual --format none",
        "run -s unbounded -n 3000000 --clock virtual --format json",
        "run -s semaphore -n 3000000 -l 10 --clock real --scale 1000h --format json",
    };
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct program program = run_within((size_t)64 << 20, commands[i]);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, "out of memory while holding "));
        PROGRAM_CHECK(program, !strstr(program.errors, "holding 0 tasks"));
        PROGRAM_CHECK(program, strstr(program.errors, " tasks"));
        if (strstr(commands[i], "json")) {
            json_t *report = report_parse(&program);
            report_check_incomplete(report);
            assert_true(report_whole(report, "pulled") > 100000);
            json_decref(report);
        }
        program_free(&program);
    }
}

/* Wherever memory runs out, even before the first task: 1 and one line, never a signal. */
static void cli_out_of_memory_anywhere_is_no_crash(void **state)
{
    (void)state;
    skip_under_instruments("a sanitizer and valgrind take address space of their own");
    if (under_coverage())
        skip_because("gcov says more where memory is out");
    unsigned failed = 0;
    for (size_t kib = 2048; kib <= 12288; kib += 128) {
        struct program program =
            run_within(kib << 10, "run -s semaphore -n 100000 -l 50000 --clock real --scale 1us "
                                  "--order shuffle --format tsv");
        bool loaded = program.status != 127; /* else there was no room for its libraries */
        PROGRAM_CHECK(program, !loaded || program.status <= 1);
        PROGRAM_CHECK(program, !loaded || program.errors_lines == (unsigned)program.status);
        failed += program.status == 1;
        program_free(&program);
    }
    assert_true(failed > 0);
}

/* P25: ru_maxrss would be the parent's. So also in so many groups that VmHWM stands far down in its file. */
static void cli_resident_memory_is_not_the_parents(void **state)
{
    (void)state;
    skip_under_instruments("a sanitizer and valgrind have memory of their own resident");
    enum { FAT_BYTES = 200 << 20 };
    char *fat = malloc(FAT_BYTES);
    assert_non_null(fat);
    memset(fat, 1, FAT_BYTES);
    gid_t groups[2000];
    for (gid_t i = 0; i < 2000; i++)
        groups[i] = 100000 + i;
    int before = getgroups(0, NULL);
    gid_t kept[64];
    assert_in_range(before, 0, 64);
    assert_int_equal(getgroups(before, kept), before);
    bool many = setgroups(2000, groups) == 0; /* as root */
    struct program program =
        program_run("run -s callback -n 100 -l 10 --clock virtual --format json");
    json_t *report = report_parse(&program);
    assert_true(!many || setgroups((size_t)before, kept) == 0);
    assert_true(fat[FAT_BYTES / 2] == 1);
    free(fat);
    PROGRAM_CHECK(program, program.status == 0);
    assert_true(report_whole(report, "peak_rss_bytes") > 100 << 10);
    assert_true(report_whole(report, "peak_rss_bytes") < 16 << 20);
    json_decref(report);
    program_free(&program);
}

/* A terminal for the program's stderr: what is written to the one end is read from the other. */
static void open_terminal(int *ours, int *its)
{
    *ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*ours < 0)
        skip_because("this machine gives no pseudo-terminal");
    assert_true(grantpt(*ours) == 0 && unlockpt(*ours) == 0);
    *its = open(ptsname(*ours), O_RDWR | O_NOCTTY | O_CLOEXEC);
    assert_true(*its >= 0);
}

/* All that is shown until the last program that has the terminal ends; it is read while that runs, as a terminal
 * that nobody reads takes nothing any more once it is full. */
static char *read_terminal(int ours)
{
    char *shown = NULL;
    size_t length = 0;
    ssize_t got;
    do {
        shown = realloc(shown, length + 4097);
        assert_non_null(shown);
        got = read(ours, shown + length, 4096);
        length += got > 0 ? (size_t)got : 0;
    } while (got > 0 || (got < 0 && errno == EINTR));
    shown[length] = '\0';
    close(ours);
    return shown;
}

/* The second one is long after its last turn when it ends: nothing may be shown of it any more. */
static void cli_progress_is_shown_on_a_terminal(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "run -s callback -n 60 -l 1 --scale 100ms --format none",
        "run -s unbounded -n 4000000 --scale 0s --format none",
    };
    for (int i = 0; i < 2; i++) {
        struct program program = {.stdout_file = STDOUT_CAPTURED};
        int ours;
        open_terminal(&ours, &program.stderr_file);
        program_start(&program, commands[i]);
        close(program.stderr_file);
        char *shown = read_terminal(ours);
        program_wait(&program);
        PROGRAM_CHECK(program, program.status == 0 && !*program.output);
        if (!strstr(shown, i ? "of 4,000,000 tasks" : "of 60 tasks"))
            fail_msg("no progress of '%s': '%s'", commands[i], shown);
        free(shown);
        program_free(&program);
    }
}

/* Until it takes nothing any more, also after a while: it moves what it has from one store to the next. */
static void fill_terminal(int its)
{
    int flags = fcntl(its, F_GETFL);
    assert_int_equal(fcntl(its, F_SETFL, flags | O_NONBLOCK), 0);
    for (unsigned naps = 0; naps < 5; naps++) {
        while (write(its, "", 1) > 0)
            naps = 0;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    assert_int_equal(fcntl(its, F_SETFL, flags), 0);
}

/* Nobody reads it, as after Ctrl-S: what is going on goes on, and ends. */
static void cli_waits_for_no_terminal(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "run -s callback -n 60 -l 1 --scale 100ms --format none",
        "run -s callback -n 9 -l 3 --scale 200ms --format none --watch",
        "run -s callback -n 9 -l 3 --clock virtual --format none --watch",
        "compare -n 9 -l 3 --scale 700ms --format json",
    };
    const char *kind = getenv("TERM");
    char *kept = kind ? strdup(kind) : NULL;
    setenv("TERM", "vt100", 1);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct program program = {.stdout_file = STDOUT_CAPTURED};
        int ours;
        if (ac_wake_resolution_ns > 1 && !strstr(commands[i], "virtual"))
            continue; /* it begins with a message, of the fallback's whole ms, and a message waits */
        open_terminal(&ours, &program.stderr_file);
        fill_terminal(program.stderr_file);
        program_start(&program, commands[i]);
        close(program.stderr_file);
        program_wait(&program);
        PROGRAM_CHECK(program, program.status == 0);
        close(ours);
        program_free(&program);
    }
    if (kept)
        setenv("TERM", kept, 1);
    else
        unsetenv("TERM");
    free(kept);
}

static void cli_heap_is_the_same_on_every_run(void **state)
{
    (void)state;
    json_int_t peaks[2];
    for (int i = 0; i < 2; i++) {
        struct program program =
            program_run("run -s callback -n %d -l 100 --clock virtual --format json",
                        i ? 100000 : 10000);
        json_t *report = report_parse(&program);
        peaks[i] = report_whole(report, "peak_heap_bytes");
        json_decref(report);
        program_free(&program);
    }
    assert_int_equal(peaks[0], peaks[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_interrupted_reports_what_was_measured),
        cmocka_unit_test(cli_interrupted_text_is_marked_incomplete),
        cmocka_unit_test(cli_terminated_ends_as_interrupted),
        cmocka_unit_test(cli_interrupted_leaves_the_old_trace_alone),
        cmocka_unit_test(cli_interrupted_while_it_pulls_stops_pulling),
        cmocka_unit_test(cli_out_of_memory_says_how_many_tasks_it_held),
        cmocka_unit_test(cli_out_of_memory_anywhere_is_no_crash),
        cmocka_unit_test(cli_resident_memory_is_not_the_parents),
        cmocka_unit_test(cli_progress_is_shown_on_a_terminal),
        cmocka_unit_test(cli_waits_for_no_terminal),
        cmocka_unit_test(cli_heap_is_the_same_on_every_run),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
