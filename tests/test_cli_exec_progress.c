/* test_cli_exec_progress.c -- `exec` on a terminal: the progress line, what it gives way to, and the line
 * at the end.
 */
#include <stdlib.h>
#include <string.h>

#include "../harness/cli/lines/progress.h"
#include "support/check.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/terminal.h"

/* Starts `exec WORDS` on a terminal, with these lines on stdin and what else the shell is told. */
static void start(struct terminal *terminal, unsigned columns, const char *lines, const char *words)
{
    const char *path = getenv("AS_COMPLETED");
    char script[1024];
    file_write(scratch_path("lines"), lines);
    snprintf(script, sizeof script, "exec '%s' exec %s", path ? path : "build/as-completed", words);
    setenv("LINES_FILE", scratch_path("lines"), 1);
    const char *all[] = {"/bin/sh", "-c", script, NULL};
    terminal_start(terminal, 24, columns, all);
}

static void check_screen(struct screen *screen, const struct terminal *terminal)
{
    screen_show(screen, terminal);
    assert_false(screen->wrapped);
    assert_false(screen->over_the_top);
    assert_int_equal(screen->unknown, 0);
}

static void check_text(unsigned columns, struct ac_line_progress_state state, const char *expected)
{
    char text[256];
    ac_line_progress_text(text, sizeof text, "bounded_queue", &state, UINT64_C(4000000000),
                          columns);
    assert_string_equal(text, expected);
}

static void progress_text_fits_the_terminal(void **state)
{
    (void)state;
    struct ac_line_progress_state some = {.done = 1398, .failed = 2};
    check_text(80, some, "bounded_queue: 1,398 done, 2 failed, 350 a second");
    some.all = 4000;
    check_text(80, some, "bounded_queue: 1,398 done, 2 failed of 4,000, 350 a second, 7 s left");
    some.estimated = true;
    some.all = 400000;
    check_text(80, some, "bounded_queue: 1,398 done, 2 failed, 350 a second, about 19 min left");
    check_text(68, some, "bounded_queue: 1,398 done, 2 failed, about 19 min left");
    check_text(40, some, "1,398 done, 2 failed, about 19 min left");
    check_text(39, some, "1,398 done, 2 failed");
    check_text(10, some, "1,398 don");
    check_text(80, (struct ac_line_progress_state){.all = 5}, "bounded_queue: 0 done of 5");
    check_text(80, (struct ac_line_progress_state){.done = 2},
               "bounded_queue: 2 done, 0.5 a second");
    check_text(80, (struct ac_line_progress_state){.done = 1, .all = 100000},
               "bounded_queue: 1 done of 100,000, 0.2 a second, 111 h left");
}

static void progress_estimates_from_the_share_that_was_read(void **state)
{
    (void)state;
    struct ac_line_progress progress = {.input_begin = 100, .input_end = 1100};
    assert_int_equal(ac_line_progress_estimate(&progress, 0, 100), 0);
    assert_int_equal(ac_line_progress_estimate(&progress, 10, 300), 50);
    assert_int_equal(ac_line_progress_estimate(&progress, 10, 1200), 10); /* the file has grown */
    progress = (struct ac_line_progress){.input_end = 0};                 /* a pipe */
    assert_int_equal(ac_line_progress_estimate(&progress, 10, -1), 0);
}

static void progress_line_comes_and_goes(void **state)
{
    (void)state;
    struct terminal terminal;
    struct screen screen;
    start(&terminal, 80, "1\n2\n3\n4\n",
          "-s callback -l 1 --shell 'sleep 0.4; echo job $1' < $LINES_FILE");
    terminal_await(&terminal, "callback: 0 done");
    terminal_await(&terminal, "job 1");
    terminal_await(&terminal, "callback: 1 done, ");
    terminal_await(&terminal, " a second, about ");
    terminal_await(&terminal, " s left");
    terminal_await(&terminal, "job 4");
    terminal_finish(&terminal);
    assert_int_equal(terminal.status, 0);
    check_screen(&screen, &terminal);
    for (int i = 0; i < 4; i++)
        assert_int_equal(screen.lines[i][4], '1' + i);
    assert_memory_equal(screen.lines[4], "as-completed: 4 jobs in ", 24);
    assert_non_null(strstr(screen.lines[4], "s: 4 done"));
    assert_int_equal(screen.lines[5][0], '\0');
    terminal_free(&terminal);
}

/* From a pipe there is no time left before its end, and then all are known. */
static void progress_of_a_pipe(void **state)
{
    (void)state;
    struct terminal terminal;
    start(&terminal, 80, "",
          "-s semaphore -l 1 --shell 'sleep 0.$1; exit $((6 - $1))' < $LINES_FILE");
    terminal_finish(&terminal);
    assert_int_equal(terminal.status, 0);
    assert_non_null(strstr(terminal.output, "as-completed: 0 jobs in "));
    terminal_free(&terminal);
    const char *all[] = {"/bin/sh", "-c",
                         "printf '5\\n6\\n6\\n' | \"${AS_COMPLETED:-build/as-completed}\" exec -s "
                         "semaphore -l 1 --shell 'sleep 0.$1; exit $((6 - $1))'",
                         NULL};
    terminal_start(&terminal, 24, 40, all);
    terminal_await(&terminal, "0 done, 1 failed of 3, ");
    terminal_finish(&terminal);
    assert_int_equal(terminal.status, 1);
    assert_non_null(strstr(terminal.output, "s: 2 done, 1 failed (exit status not 0)"));
    terminal_free(&terminal);
}

/* What a job has begun on a line is not written over. */
static void progress_leaves_lines_alone_that_have_no_end(void **state)
{
    (void)state;
    struct terminal terminal;
    struct screen screen;
    start(&terminal, 80, "1\n2\n", "-s callback -l 1 --shell 'printf a; sleep 0.4' < $LINES_FILE");
    terminal_await(&terminal, "0 done");
    terminal_finish(&terminal);
    check_screen(&screen, &terminal);
    assert_string_equal(screen.lines[0], "aa");
    assert_memory_equal(screen.lines[1], "as-completed: 2 jobs in ", 24);
    terminal_free(&terminal);
}

/* One that asks for a password fails at once: it would stop, and nobody would go on with it. */
static void exec_gives_no_job_the_terminal(void **state)
{
    (void)state;
    struct terminal terminal;
    start(&terminal, 80, "1\n",
          "-s callback -l 1 --shell '(read word </dev/tty) 2>&1 | grep -c tty' < $LINES_FILE");
    terminal_finish(&terminal);
    assert_int_equal(terminal.status, 0);
    assert_non_null(strstr(terminal.output, "1\r\n"));
    terminal_free(&terminal);
}

/* Where stdout goes elsewhere the line stays, and nothing of it goes there. */
static void progress_is_on_stderr(void **state)
{
    (void)state;
    struct terminal terminal;
    start(&terminal, 20, "1\n2\n",
          "-s callback -l 1 --shell 'echo job; sleep 0.4' < $LINES_FILE > $LINES_FILE.out");
    terminal_await(&terminal, "0 done");
    terminal_await(&terminal, "1 done");
    terminal_finish(&terminal);
    assert_null(strstr(terminal.output, "job\r"));
    terminal_free(&terminal);
    char *output = file_read(scratch_path("lines.out"), NULL);
    assert_string_equal(output, "job\njob\n");
    free(output);
}

static void progress_is_for_terminals_only(void **state)
{
    (void)state;
    lines_check("1\n2\n", "-s callback -l 1 --shell 'sleep 0.3'", 0, "", "");
    struct terminal terminal;
    start(&terminal, 80, "1\n2\n", "-s callback -l 1 --dry-run echo < $LINES_FILE");
    terminal_finish(&terminal);
    assert_string_equal(terminal.output, "echo 1\r\necho 2\r\n");
    terminal_free(&terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(progress_text_fits_the_terminal),
        cmocka_unit_test(progress_estimates_from_the_share_that_was_read),
        cmocka_unit_test(progress_line_comes_and_goes),
        cmocka_unit_test(progress_of_a_pipe),
        cmocka_unit_test(progress_leaves_lines_alone_that_have_no_end),
        cmocka_unit_test(exec_gives_no_job_the_terminal),
        cmocka_unit_test(progress_is_on_stderr),
        cmocka_unit_test(progress_is_for_terminals_only),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
