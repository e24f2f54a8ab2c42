/* test_cli_rare.c -- runs that few people make: ends while the consumer is busy, times past the end of
 * time, more slots than are drawn, outputs that are no files.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"
#include "support/report.h"

static json_t *report_with_status(const char *command, int status)
{
    struct program program = program_run("%s --clock virtual --format json", command);
    PROGRAM_CHECK(program, program.status == status);
    json_t *report = report_parse(&program);
    program_free(&program);
    return report;
}

/* The consumer is busy for 10 ms with each result; tasks take 1 ms. */
static void cli_ends_are_kept_while_the_consumer_is_busy(void **state)
{
    (void)state;
#define BUSY "run -s callback -n 9 -l 1 --tick 1ms --scale 1ms --consume 10ms "
    json_t *closed = report_with_status(BUSY "--close-at 15ms", 0);
    json_t *late = report_with_status(BUSY "--timeout 15ms", 1);
    json_t *more = report_with_status(BUSY "--unread 1 -l 1,5ms:3,2s:1 --close-at 1s", 0);
    json_t *before = report_with_status(BUSY "--take 3 --close-at 2s --timeout 3s", 0);
    assert_int_equal(report_whole(closed, "taken"), 2);
    assert_int_equal(report_whole(closed, "launched"), 9);
    assert_int_equal(report_whole(late, "taken"), 2);
    assert_int_equal(report_whole(more, "taken"), 9);
    assert_int_equal(report_whole(more, "max_unread"), 1);
    assert_int_equal(report_whole(before, "taken"), 3);
    json_decref(closed);
    json_decref(late);
    json_decref(more);
    json_decref(before);
}

static void cli_the_narrower_of_two_windows_holds(void **state)
{
    (void)state;
    json_t *one =
        report_with_status("run -s callback -n 40 -l 9 --ordered --window 3 --unread 5", 0);
    json_t *two =
        report_with_status("run -s callback -n 40 -l 9 --ordered --window 5 --unread 2", 0);
    assert_int_equal(report_whole(one, "max_in_flight"), 3);
    assert_int_equal(report_whole(two, "max_in_flight"), 2);
    json_decref(one);
    json_decref(two);
}

static void cli_what_goes_past_the_end_of_time_ends_the_run(void **state)
{
    (void)state;
    static const char *const runs[] = {
        "--sleeps 876000h,876000h,876000h",
        "-n 8 --sleep 1ms --every 876000h",
        "-n 8 --consume 876000h",
        "-n 8 --sleep 876000h --task-timeout 875999h --consume 1h",
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        struct program program =
            program_run("run -s callback -l 1 --clock virtual --format none %s", runs[i]);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, "must end within 2^63-1 ns"));
        program_free(&program);
    }
}

static void cli_draws_twenty_slots_and_counts_the_others(void **state)
{
    (void)state;
    struct program program = program_run("run -s unbounded -n 30 --clock virtual");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, strstr(program.output, "slot  20 |"));
    PROGRAM_CHECK(program, !strstr(program.output, "slot  21 |"));
    PROGRAM_CHECK(program, strstr(program.output, "  and 10 slots more\n"));
    program_free(&program);
    program = program_run("run -s unbounded -n 0 --clock virtual");
    PROGRAM_CHECK(program, program.status == 0 && !strstr(program.output, "slot"));
    program_free(&program);
}

/* A descriptor, stderr, a link that leads to a file, and one that leads nowhere. */
static void cli_traces_go_where_they_are_sent(void **state)
{
    (void)state;
    static const char run[] = "run -s callback -n 2 --clock virtual --format none --trace %s";
    int file = open(scratch_path("descriptor"), O_RDWR | O_CREAT, 0666);
    char path[32];
    assert_true(file >= 0);
    snprintf(path, sizeof path, "/dev/fd/%d", file);
    struct program to_descriptor = program_run(run, path),
                   to_stderr = program_run(run, "/dev/stderr");
    PROGRAM_CHECK(to_descriptor, to_descriptor.status == 0);
    PROGRAM_CHECK(to_stderr, to_stderr.status == 0);
    close(file);
    char *text = file_read(scratch_path("descriptor"), NULL);
    assert_non_null(strstr(text, "\ttake\t2\n"));
    assert_string_equal(text, to_stderr.errors);
    program_free(&to_descriptor);
    program_free(&to_stderr);

    assert_int_equal(symlink(scratch_path("descriptor"), scratch_path("link")), 0);
    assert_int_equal(symlink(scratch_path("none"), scratch_path("nowhere")), 0);
    file_write(scratch_path("descriptor"), "");
    struct program linked = program_run(run, scratch_path("link"));
    struct program lost = program_run(run, scratch_path("nowhere"));
    PROGRAM_CHECK(linked, linked.status == 0);
    PROGRAM_CHECK(lost, lost.status == 1 && lost.errors_lines == 1);
    char *again = file_read(scratch_path("descriptor"), NULL);
    assert_string_equal(again, text);
    assert_false(file_exists(scratch_path("none")));
    program_free(&linked);
    program_free(&lost);
    free(text);
    free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_ends_are_kept_while_the_consumer_is_busy),
        cmocka_unit_test(cli_the_narrower_of_two_windows_holds),
        cmocka_unit_test(cli_what_goes_past_the_end_of_time_ends_the_run),
        cmocka_unit_test(cli_draws_twenty_slots_and_counts_the_others),
        cmocka_unit_test(cli_traces_go_where_they_are_sent),
    };
    return cmocka_run_group_tests_name("cli_rare", tests, scratch_make, scratch_remove);
}
