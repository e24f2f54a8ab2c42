/* test_watch.c -- `run --watch`: the picture on terminals of all sizes, the pace of the virtual clock,
 * plain lines elsewhere; and that the run does not notice.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../harness/loops/wake.h"
#include "../harness/trace/lanes.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"
#include "support/terminal.h"

static const char *program_path(void)
{
    const char *path = getenv("AS_COMPLETED");
    return path ? path : "build/as-completed";
}

/* Starts `run WORDS --watch` on a terminal. */
static void start(struct terminal *terminal, unsigned rows, unsigned columns, const char *words)
{
    const char *all[PROGRAM_WORDS + 3] = {program_path(), "run", "--watch"};
    char *copy = strdup(words);
    program_split(copy, (char **)all + 3);
    terminal_start(terminal, rows, columns, all);
    free(copy);
}

static void check_screen(const struct screen *screen)
{
    assert_false(screen->wrapped);
    assert_false(screen->over_the_top);
    assert_int_equal(screen->unknown, 0);
}

/* Each column of time is one character: who holds the slot. */
static void watch_lanes_are_made_from_left_to_right(void **state)
{
    (void)state;
    static struct ac_lanes lanes;
    char line[AC_LANES_COLUMNS + 1];
    lanes.columns = 10;
    lanes.span_ns = 10;
    struct ac_stay first = {.slot = 1, .launch_ns = 0}, second = {.slot = 1, .launch_ns = 4};
    ac_lanes_hold(&lanes, &first, 2, 7, false, false);
    ac_lanes_line(&lanes, 1, line);
    assert_string_equal(line, "7==.......");
    ac_lanes_hold(&lanes, &first, 4, 7, true, false);
    ac_lanes_hold(&lanes, &second, 4, 12, false, false); /* the column is the other's */
    ac_lanes_line(&lanes, 1, line);
    assert_string_equal(line, "7====.....");
    ac_lanes_hold(&lanes, &second, 8, 12, true, true);
    ac_lanes_line(&lanes, 1, line);
    assert_string_equal(line, "7====12=x.");
    ac_lanes_stretch(&lanes, 11);
    assert_int_equal(lanes.span_ns, 10);
    ac_lanes_stretch(&lanes, 35);
    assert_int_equal(lanes.span_ns, 40);
    ac_lanes_line(&lanes, 1, line);
    assert_string_equal(line, "7+x.......");
    ac_lanes_line(&lanes, 2, line);
    assert_string_equal(line, "..........");
    ac_lanes_narrow(&lanes, 12);
    assert_int_equal(lanes.columns, 10);
    ac_lanes_narrow(&lanes, 8);
    assert_true(lanes.columns == 8 && lanes.span_ns == 64);
    ac_lanes_line(&lanes, 1, line);
    assert_string_equal(line, "+x......");
    ac_lanes_narrow(&lanes, 2);
    assert_true(lanes.columns == 2 && lanes.span_ns >= 64);
    ac_lanes_line(&lanes, 1, line);
    assert_string_equal(line, "x.");
}

static void watch_draws_on_terminals_of_all_sizes(void **state)
{
    (void)state;
    static const unsigned sizes[][2] = {{24, 80}, {60, 200}, {12, 40}, {6, 20}, {4, 12}, {2, 2}};
    static struct screen screen;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct terminal terminal;
        if (ac_wake_resolution_ns > 1 && sizes[i][1] < 80)
            continue; /* what it says of its timers is longer than a line */
        start(&terminal, sizes[i][0], sizes[i][1],
              "-s semaphore -n 200 -l 50 --scale 200ms --format none");
        terminal_finish(&terminal);
        screen_show(&screen, &terminal);
        check_screen(&screen);
        assert_int_equal(terminal.status, 0);
        assert_true(screen.cleared > 0);
        if (sizes[i][1] >= 80) {
            assert_non_null(screen_find(&screen, "semaphore, real clock, at "));
            const char *lane = screen_find(&screen, "  slot   1 |");
            assert_true(lane && strstr(lane, "1=")); /* launched late on a busy machine */
            assert_non_null(screen_find(&screen, "0 unread; 200 of 200 taken"));
            assert_non_null(screen_find(&screen, "slots more, 0 of them busy"));
        }
        terminal_free(&terminal);
    }
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Two runs of one second on the virtual clock, of which one is watched for four. */
static void watch_paces_the_virtual_clock_and_changes_nothing(void **state)
{
    (void)state;
    static const char words[] = "-s bounded_queue -n 40 -l 4 --fail-task 9 --clock virtual --order "
                                "shuffle --format none --trace";
    static struct screen screen;
    struct terminal terminal;
    char all[512];
    snprintf(all, sizeof all, "%s %s", words, scratch_path("watched"));
    double start_s = seconds();
    start(&terminal, 24, 80, all);
    terminal_finish(&terminal);
    double took_s = seconds() - start_s;
    screen_show(&screen, &terminal);
    check_screen(&screen);
    assert_int_equal(terminal.status, 1); /* a task failed */
    assert_true(took_s > 3 && screen.cleared > 4);
    assert_true(screen.cleared < took_s * 20 + 2);
    assert_non_null(screen_find(&screen, "40 of 40 taken"));
    assert_non_null(screen_find(&screen, "x"));
    struct program program = program_run("run %s %s", words, scratch_path("unwatched"));
    PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
    char *watched = file_read(scratch_path("watched"), NULL);
    char *unwatched = file_read(scratch_path("unwatched"), NULL);
    assert_true(watched && unwatched && strlen(watched) > 1000);
    assert_string_equal(watched, unwatched);
    free(watched);
    free(unwatched);
    program_free(&program);
    terminal_free(&terminal);
}

/* On either clock: in the middle of a task that takes an hour, and of the pause that stands for it. */
static void watch_is_left_with_ctrl_c(void **state)
{
    (void)state;
    static const char *const clocks[] = {"real", "virtual"};
    static struct screen screen;
    for (int i = 0; i < 2; i++) {
        struct terminal terminal;
        char words[256];
        snprintf(words, sizeof words, "-s callback -n 9 -l 3 --scale 1000h --clock %s", clocks[i]);
        start(&terminal, 24, 200, words);
        terminal_await(&terminal, "slot   3 |3");
        terminal_await(&terminal, "slot   3 |3");
        terminal_press(&terminal, "\003");
        terminal_finish(&terminal);
        screen_show(&screen, &terminal);
        check_screen(&screen);
        assert_int_equal(terminal.status, 130);
        assert_true(terminal.modes_kept);
        assert_non_null(screen_find(&screen, " 0 in flight, "));
        assert_non_null(screen_find(&screen, "INCOMPLETE"));
        assert_null(strstr(terminal.output, "\033[?"));
        terminal_free(&terminal);
    }
}

/* A class that cannot read it asks for larger letters: then it is drawn anew, the end of the axis too. */
static void watch_follows_the_size_of_the_terminal(void **state)
{
    (void)state;
    static const unsigned sizes[][2] = {{12, 40}, {30, 120}, {5, 30}, {12, 40}};
    static struct screen screen;
    struct terminal terminal;
    start(&terminal, 24, 80, "-s callback -n 9 -l 3 --scale 1000h --clock virtual --format none");
    terminal_await(&terminal, "slot   3 |3");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        terminal_resize(&terminal, sizes[i][0], sizes[i][1]);
        terminal_await(&terminal, "\033[H\033[J");
        terminal_await(&terminal, "in flight");
    }
    terminal_press(&terminal, "\003");
    terminal_finish(&terminal);
    char *all = terminal.output;
    for (char *at = all; (at = strstr(at, "\033[H")); at++)
        terminal.output = at;
    screen_show(&screen, &terminal);
    check_screen(&screen);
    assert_non_null(strstr(screen.lines[0], "callback, virtual clock, at "));
    assert_non_null(strstr(screen.lines[3], "  slot   3 |3"));
    assert_non_null(strstr(screen.lines[3], ".|"));
    terminal.output = all;
    terminal_free(&terminal);
}

/* The picture stands above what is said of the run's end. */
static void watch_gives_way_to_messages(void **state)
{
    (void)state;
    static struct screen screen;
    struct terminal terminal;
    start(&terminal, 24, 200, "-s callback -n 9 -l 3 --scale 1s --timeout 100ms --format none");
    terminal_finish(&terminal);
    screen_show(&screen, &terminal);
    check_screen(&screen);
    const char *picture = screen_find(&screen, "of 9 taken"),
               *said = screen_find(&screen, "timed out");
    assert_true(picture && said && picture < said);
    assert_int_equal(terminal.status, 1);
    terminal_free(&terminal);
}

static void watch_says_plain_lines_on_a_terminal_without_sequences(void **state)
{
    (void)state;
    static const char *const kinds[] = {"TERM=dumb", "TERM="};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *words[] = {"/usr/bin/env", kinds[i],   program_path(), "run",
                               "-s",           "callback", "-n",           "20",
                               "-l",           "5",        "--clock",      "virtual",
                               "--watch",      "--format", "none",         NULL};
        struct terminal terminal;
        terminal_start(&terminal, 24, 80, words);
        terminal_finish(&terminal);
        assert_int_equal(terminal.status, 0);
        assert_null(strchr(terminal.output, '\033'));
        assert_non_null(strstr(terminal.output, "0 in flight, 0 unread, 20 taken"));
        terminal_free(&terminal);
    }
}

static void watch_says_plain_lines_where_there_is_no_terminal(void **state)
{
    (void)state;
    struct program program =
        program_run("run -s semaphore -n 3 -l 2 --sleep 1ms --clock virtual --watch --format none");
    PROGRAM_CHECK(program, program.status == 0 && !*program.output);
    assert_string_equal(program.errors,
                        "semaphore: 1.000 ms: 0 waiting, 1 in flight, 1 unread, 1 taken\n"
                        "semaphore: 1.000 ms: 0 waiting, 1 in flight, 0 unread, 2 taken\n"
                        "semaphore: 2.000 ms: 0 waiting, 0 in flight, 0 unread, 3 taken\n");
    program_free(&program);
    program = program_run("run -s callback -n 95 -l 5 --clock virtual --watch --take 42");
    PROGRAM_CHECK(program, program.status == 0 && program.errors_lines == 5);
    PROGRAM_CHECK(program, strstr(program.errors, " 5 in flight, 0 unread, 40 taken\n"));
    PROGRAM_CHECK(program, strstr(program.errors, " 0 in flight, 0 unread, 42 taken\n"));
    PROGRAM_CHECK(program, strstr(program.output, "slot   5 |5==="));
    program_free(&program);
    program = program_run("run -s callback -n endless -l 5 --clock virtual --watch --take 5000 "
                          "--format none");
    PROGRAM_CHECK(program, program.status == 0 && program.errors_lines == 5);
    program_free(&program);
    program = program_run("run -s callback -n 0 --clock virtual --watch --format none");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(watch_lanes_are_made_from_left_to_right),
        cmocka_unit_test(watch_draws_on_terminals_of_all_sizes),
        cmocka_unit_test(watch_paces_the_virtual_clock_and_changes_nothing),
        cmocka_unit_test(watch_is_left_with_ctrl_c),
        cmocka_unit_test(watch_follows_the_size_of_the_terminal),
        cmocka_unit_test(watch_gives_way_to_messages),
        cmocka_unit_test(watch_says_plain_lines_on_a_terminal_without_sequences),
        cmocka_unit_test(watch_says_plain_lines_where_there_is_no_terminal),
    };
    return cmocka_run_group_tests_name("watch", tests, scratch_make, scratch_remove);
}
