/* test_bench_bad_input.c -- the bench with words it does not know, and with nowhere to write: one
 * line, and the right exit status. AS_COMPLETED_BENCH says where the driver is. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

static char *measured; /* the program that the driver measures */

/* From here on program_run() runs the driver. */
static int set_up(void **state)
{
    const char *driver = getenv("AS_COMPLETED_BENCH"), *program = getenv("AS_COMPLETED");
    measured = strdup(program ? program : "build/as-completed");
    setenv("AS_COMPLETED", driver ? driver : "build/as-completed-bench", 1);
    return scratch_make(state);
}

static int tear_down(void **state)
{
    free(measured);
    return scratch_remove(state);
}

/* One line on stderr that holds these words, and nothing on stdout. */
static void check_refused(struct program program, int status, const char *words)
{
    PROGRAM_CHECK(program, program.status == status);
    PROGRAM_CHECK(program, program.errors_lines == 1 && !*program.output);
    PROGRAM_CHECK(program, strncmp(program.errors, "as-completed-bench: ", 20) == 0);
    PROGRAM_CHECK(program, strstr(program.errors, words));
    program_free(&program);
}

static void bench_refuses_bad_words(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"", "quick, full"},
        {"qick", "did you mean 'quick'?"},
        {"quick --rouns 3", "did you mean '--rounds'?"},
        {"quick -x", "'-x'"},
        {"quick now", "'now'"},
        {"quick --rounds", "needs a value"},
        {"quick --rounds 0", "from 1 to 1000"},
        {"quick --rounds 1.5", "'1.5'"},
        {"quick --rounds ''", "''"},
        {"quick --rounds 99999999999999999999", "from 1 to 1000"},
        {"quick --seed -1", "'-1'"},
        {"quick --help=1", "takes no value"},
        {"full --point 10", "'10': must be N,LIMIT"},
        {"full --point 0,1", "'0,1'"},
        {"full --point 1,0", "'1,0'"},
        {"full --point 1,1,1", "'1,1,1'"},
        {"full --point 100000001,1", "from 1 to 100000000"},
        {"quick --point 10,5 --point 20,5 --point 10,5", "'10,5': must be given once"},
        {"table", "needs a result folder"},
        {"table a b", "unexpected 'b'"},
        {"table a --rounds 3", "takes no --rounds"},
        {"plots --seed 1 a", "takes no --seed"},
        {"bare_heap", "needs a point"},
        {"--rounds 1 peers", "peers must come first"},
        {"--rounds 1 adoption", "adoption must come first"},
        {"adoption --rounds 0", "from 1 to 1000"},
        {"adoption --full", "'--full'"},
        {"adoption --resume ''", "--resume '': must be the name"},
        {"bare_queue 10", "'10'"},
        {"table ''", "table '': must be the name"},
        {"plots ''", "plots '': must be the name"},
        {"quick --results ''", "--results '': must be the name"},
        {"quick --program ''", "--program '': must be the name"},
        {"full --peers ''", "--peers '': must be the name"},
        {"peers --list ''", "--list '': must be the name"},
        {"peers --resume ''", "--resume '': must be the name"},
        {"peers --results ''", "--results '': must be the name"},
        {"peers --program ''", "--program '': must be the name"},
        {"exec --only walks", "--only 'walks': there is no such stage; there are true, sleeps"},
        {"exec --only gets", "--only 'gets'"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_refused(program_run("%s", bad[i][0]), 2, bad[i][1]);
}

static void bench_help_is_a_word_too(void **state)
{
    (void)state;
    static const char *const words[] = {"help", "--help", "help table", "peers help"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct program program = program_run("%s", words[i]);
        PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
        PROGRAM_CHECK(program, strncmp(program.output, "usage: ", 7) == 0);
        program_free(&program);
    }
    struct program far = program_run("start");
    PROGRAM_CHECK(far, far.status == 2 && !strstr(far.errors, "did you mean"));
    program_free(&far);
}

static void bench_says_what_it_cannot_read(void **state)
{
    (void)state;
    check_refused(program_run("table %s", scratch_path("none")), 1, "rows.tsv");
    check_refused(program_run("plots %s", scratch_path("none")), 1, "rows.tsv");
    file_write(scratch_path("empty"), "");
    check_refused(program_run("table %s", scratch_path("empty")), 1, "rows.tsv");
}

static void bench_says_where_it_cannot_write(void **state)
{
    (void)state;
    static const char quick[] = "quick --point 3,3 --rounds 1 --program %s --results %s";
    check_refused(program_run(quick, measured, scratch_path("none/results")), 1, "--results");
    check_refused(program_run(quick, measured, "/dev/null"), 1, "--results");
    check_refused(program_run(quick, "/none/program", scratch_path("results")), 1, "--program");
    assert_false(file_exists(scratch_path("results")));
    if (geteuid() == 0)
        return; /* may write everywhere */
    const char *closed = scratch_path("closed");
    assert_int_equal(mkdir(closed, 0555), 0);
    check_refused(program_run(quick, measured, closed), 1, "--results");
    assert_int_equal(rmdir(closed), 0);
}

/* A table that is one file with the rows, by a link, another table, or as what stdout goes to. */
static void bench_refuses_to_write_what_it_reads(void **state)
{
    (void)state;
    static const char rows[] = "stage\tpoint\tcell\tclock\texit\twall_ns\n"
                               "verdict\t10,5\tcallback\treal\t0\t1000000\n";
    static const char *const links[][2] = {
        {"rows.tsv", "table.md"},
        {"../rows.tsv", "plots/cost.tsv"},
        {"../traces/callback.tsv", "plots/gantt.tsv"},
        {"table.tsv", "table.txt"},
    };
    static const char *const commands[] = {"table %s", "plots %s"};
    assert_int_equal(mkdir(scratch_path("set"), 0777), 0);
    assert_int_equal(mkdir(scratch_path("set/plots"), 0777), 0);
    assert_int_equal(mkdir(scratch_path("set/traces"), 0777), 0);
    file_write(scratch_path("set/traces/callback.tsv"), "");
    file_write(scratch_path("set/table.tsv"), "");
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        for (size_t c = 0; c < 2; c++) {
            char name[64];
            snprintf(name, sizeof name, "set/%s", links[i][1]);
            const char *link = scratch_path(name);
            file_write(scratch_path("set/rows.tsv"), rows);
            assert_int_equal(symlink(links[i][0], link), 0);
            check_refused(program_run(commands[c], scratch_path("set")), 2, "are one file");
            assert_int_equal(unlink(link), 0);
            char *text = file_read(scratch_path("set/rows.tsv"), NULL);
            assert_string_equal(text, rows);
            free(text);
        }
    struct program program = {
        .stdout_file = open(scratch_path("set/rows.tsv"), O_WRONLY | O_APPEND | O_CLOEXEC)};
    check_refused(program_run_in(program, "table %s", scratch_path("set")), 2, "stdout");
    close(program.stdout_file);
    program.stdout_file = open(scratch_path("set/log"), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    program = program_run_in(program, "table %s", scratch_path("set")); /* nobody reads that */
    close(program.stdout_file);
    PROGRAM_CHECK(program, program.status < 2 && !strstr(program.errors, "one file"));
    program_free(&program);
    assert_int_equal(symlink("rows.tsv", scratch_path("set/table.md")), 0);
    check_refused(program_run("peers --resume %s", scratch_path("set")), 2, "are one file");
}

static void bench_says_why_rows_cannot_be_read(void **state)
{
    (void)state;
    assert_int_equal(mkdir(scratch_path("odd"), 0777), 0);
    check_refused(program_run("table %s", scratch_path("odd")), 1, "No such file or directory\n");
    assert_int_equal(mkdir(scratch_path("odd/rows.tsv"), 0777), 0);
    check_refused(program_run("table %s", scratch_path("odd")), 1, "rows.tsv: Is a directory\n");
    check_refused(program_run("plots %s", scratch_path("odd")), 1, "rows.tsv: Is a directory\n");
}

/* The command for a table of more bytes than stdio holds by itself. */
static const char *long_table(void)
{
    static char command[600];
    static const char *const names[] = {"rows.tsv", "environment.json"};
    assert_int_equal(mkdir(scratch_path("long"), 0777), 0);
    for (int i = 0; i < 2; i++) {
        char *from = text_format("results/reference/%s", names[i]), *text = file_read(from, NULL);
        char *into = text_format("long/%s", names[i]);
        assert_non_null(text);
        file_write(scratch_path(into), text);
        free(from);
        free(into);
        free(text);
    }
    snprintf(command, sizeof command, "table %s", scratch_path("long"));
    return command;
}

/* What is written to stdout, into a full one and into a closed one. */
static void bench_says_that_stdout_is_full(void **state)
{
    (void)state;
    const char *const commands[] = {"--help", "bare_heap 10,3", long_table()};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct program full = {.stdout_file = open("/dev/full", O_WRONLY | O_CLOEXEC)};
        struct program closed = {.stdout_file = STDOUT_CLOSED};
        assert_true(full.stdout_file > 0);
        program_start(&full, commands[i]);
        program_wait(&full);
        close(full.stdout_file);
        check_refused(full, 1, "'stdout': No space left on device");
        program_start(&closed, commands[i]);
        program_wait(&closed);
        PROGRAM_CHECK(closed, closed.status == 1 && closed.errors_lines == 0);
        program_free(&closed);
    }
}

static void bench_says_that_memory_is_out(void **state)
{
    (void)state;
    if (under_instruments())
        skip_because("a sanitizer and valgrind take address space of their own");
    struct program program = {.address_space = (size_t)40000 * 1024};
    program_start(&program, "bare_queue 10000000,10000000");
    program_wait(&program);
    check_refused(program, 1, "out of memory");
}

static void bench_prints_the_bare_rows(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"bare_heap 10,10", "\nbare_heap\tsleep\tvirtual\t10\t10\ttrue\t1000000000\t"},
        {"bare_queue 10,10", "\nbare_queue\tsleep\tvirtual\t10\t10\ttrue\t1000000000\t"},
        {"bare_heap 100,2", "\nbare_heap\tsleep\tvirtual\t100\t2\ttrue\t2593737169\t"},
        {"bare_queue 100,2", "\nbare_queue\tsleep\tvirtual\t100\t2\ttrue\t2593737169\t"},
        {"bare_heap 2,7", "\nbare_heap\tsleep\tvirtual\t2\t2\ttrue\t1000000000\t"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct program program = program_run("%s", rows[i][0]);
        PROGRAM_CHECK(program, program.status == 0 && program.errors_lines == 0);
        PROGRAM_CHECK(program, strstr(program.output, rows[i][1]));
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bench_refuses_bad_words),
        cmocka_unit_test(bench_help_is_a_word_too),
        cmocka_unit_test(bench_says_what_it_cannot_read),
        cmocka_unit_test(bench_says_where_it_cannot_write),
        cmocka_unit_test(bench_refuses_to_write_what_it_reads),
        cmocka_unit_test(bench_says_why_rows_cannot_be_read),
        cmocka_unit_test(bench_says_that_stdout_is_full),
        cmocka_unit_test(bench_says_that_memory_is_out),
        cmocka_unit_test(bench_prints_the_bare_rows),
    };
    return cmocka_run_group_tests_name("bench_bad_input", tests, set_up, tear_down);
}
