/* test_demo.c -- `make demo`: each command of demo/steps runs well and shows something, no terminal is needed,
 * and on one it goes on at a key press and is left at any time.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"
#include "support/terminal.h"

enum { STEPS = 11 };

static const char player[] = "demo/play";

/* Where the next line begins with these characters; NULL: nowhere. */
static const char *find_line(const char *text, const char *start)
{
    char found[64];
    snprintf(found, sizeof found, "\n%s", start);
    const char *at = strstr(text, found);
    return at ? at + 1 : NULL;
}

static void demo_plays_every_step_where_there_is_no_terminal(void **state)
{
    (void)state;
    struct program program = program_run_in((struct program){.in = {.path = player}}, "%s", "");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, !strchr(program.output, '\033') && !strchr(program.output, '\r'));
    const char *at = program.output;
    for (unsigned i = 1; i <= STEPS; i++) {
        char title[32];
        snprintf(title, sizeof title, "%u of %u: ", i, STEPS);
        at = find_line(at, title);
        assert_non_null(at);
        const char *command = find_line(at, "    $ "), *next = find_line(at + 1, title);
        assert_true(command && !next);
        const char *output = strchr(command, '\n');
        assert_true(output && output[1] && output[1] != '\n'); /* it shows something */
        at = command;
    }
    program_free(&program);
}

static void demo_says_which_command_failed(void **state)
{
    (void)state;
    file_write(scratch_path("steps"), "# One\nSay this.\n$ false\n# Two\n$ echo went on\n");
    struct program program =
        program_run_in((struct program){.in = {.path = player}}, "%s", scratch_path("steps"));
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.output, "\nwent on\n"));
    program_free(&program);
    program = program_run_in((struct program){.in = {.path = player}}, "/no/such/steps");
    PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1 && !*program.output);
    PROGRAM_CHECK(program, strstr(program.errors, "'/no/such/steps'"));
    program_free(&program);
}

/* What nobody can read is not played. */
static void demo_ends_where_nobody_reads(void **state)
{
    (void)state;
    setenv("PLAYED", scratch_path("played"), 1);
    file_write(scratch_path("steps"), "# One\n$ touch \"$PLAYED\"\n");
    file_write(scratch_path("script"), "exec \"$1\" \"$2\" >/dev/full\n");
    struct program program =
        program_run_in((struct program){.in = {.path = "/bin/sh"}}, "%s '%s' %s",
                       scratch_path("script"), player, scratch_path("steps"));
    unsetenv("PLAYED");
    PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
    assert_int_not_equal(access(scratch_path("played"), F_OK), 0);
    program_free(&program);
}

static void start(struct terminal *terminal)
{
    const char *words[] = {player, scratch_path("steps"), NULL};
    file_write(scratch_path("steps"),
               "# One\nSay this.\n$ echo the first\n# Two\nAnd this.\n$ build/as-completed run "
               "-s callback -n 3 --scale 20ms --watch\n# Three\n$ build/as-completed run "
               "-s polling -n 1 --scale 1000h --watch\n");
    terminal_start(terminal, 24, 80, words);
    terminal_await(terminal, "1 of 3: One");
    terminal_await(terminal, "$ echo the first");
    terminal_await(terminal, "q: leave]");
}

static void demo_goes_on_at_a_key_and_is_left_with_q(void **state)
{
    (void)state;
    struct terminal terminal;
    start(&terminal);
    assert_null(strstr(terminal.output, "\033[Kthe first"));
    terminal_press(&terminal, " ");
    terminal_await(&terminal, "\033[Kthe first");
    terminal_await(&terminal, "q: leave]");
    terminal_press(&terminal, "\n");
    terminal_await(&terminal, "slot   3 |"); /* it draws */
    terminal_await(&terminal, "callback: 3 tasks");
    terminal_await(&terminal, "q: leave]");
    terminal_press(&terminal, "q");
    terminal_finish(&terminal);
    assert_int_equal(terminal.status, 0);
    assert_true(terminal.modes_kept);
    terminal_free(&terminal);
}

/* What a clicker sends is several bytes, and one key. */
static void demo_goes_a_step_back(void **state)
{
    (void)state;
    static const char page_up[] = "\033[5~", page_down[] = "\033[6~";
    static const char *const backs[] = {"b", page_up, "\033[D", "\033OA"};
    struct terminal terminal;
    start(&terminal);
    terminal_press(&terminal, page_up); /* there is none before the first */
    terminal_await(&terminal, "1 of 3: One");
    terminal_await(&terminal, "q: leave]");
    for (size_t i = 0; i < sizeof backs / sizeof *backs; i++) {
        terminal_press(&terminal, page_down);
        terminal_await(&terminal, "\033[Kthe first");
        terminal_await(&terminal, "2 of 3: Two");
        terminal_await(&terminal, "q: leave]");
        terminal_press(&terminal, backs[i]);
        terminal_await(&terminal, "1 of 3: One");
        terminal_await(&terminal, "q: leave]");
    }
    terminal_press(&terminal, "q");
    terminal_finish(&terminal);
    assert_int_equal(terminal.status, 0);
    assert_true(terminal.modes_kept);
    assert_null(strstr(terminal.output, "3 of 3"));
    terminal_free(&terminal);
}

static void demo_asks_for_no_key_on_a_terminal_without_sequences(void **state)
{
    (void)state;
    const char *words[] = {"/usr/bin/env", "TERM=dumb", player, scratch_path("steps"), NULL};
    struct terminal terminal;
    file_write(scratch_path("steps"), "# One\nSay this.\n$ echo the first\n");
    terminal_start(&terminal, 24, 80, words);
    terminal_finish(&terminal);
    assert_int_equal(terminal.status, 0);
    assert_null(strchr(terminal.output, '\033'));
    assert_non_null(strstr(terminal.output, "1 of 1: One\r\nSay this.\r\n"));
    assert_non_null(strstr(terminal.output, "\r\nthe first\r\n"));
    terminal_free(&terminal);
}

/* At the prompt, and while a command runs; not while a shell starts it, when dash can lose a Ctrl-C. */
static void demo_is_left_with_ctrl_c(void **state)
{
    (void)state;
    for (int running = 0; running < 2; running++) {
        struct terminal terminal;
        start(&terminal);
        for (int i = 0; running && i < 2; i++) {
            terminal_press(&terminal, " ");
            terminal_await(&terminal, "q: leave]");
        }
        if (running) {
            terminal_press(&terminal, " ");
            terminal_await(&terminal, "polling, real clock");
            terminal_await(&terminal, "slot   1 |1");
        }
        terminal_press(&terminal, "\003");
        terminal_finish(&terminal);
        assert_int_equal(terminal.status, 130);
        assert_true(terminal.modes_kept);
        terminal_free(&terminal);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(demo_plays_every_step_where_there_is_no_terminal),
        cmocka_unit_test(demo_says_which_command_failed),
        cmocka_unit_test(demo_ends_where_nobody_reads),
        cmocka_unit_test(demo_goes_on_at_a_key_and_is_left_with_q),
        cmocka_unit_test(demo_goes_a_step_back),
        cmocka_unit_test(demo_asks_for_no_key_on_a_terminal_without_sequences),
        cmocka_unit_test(demo_is_left_with_ctrl_c),
    };
    return cmocka_run_group_tests_name("demo", tests, scratch_make, scratch_remove);
}
