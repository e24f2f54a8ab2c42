/* test_bench_adoption_programs.c -- the programs of the bench of adoption, which stand beside the driver: by hand and with
 * the library they do the same work; and what they say where they cannot.
 */
#include <stdlib.h>
#include <string.h>

#include "../harness/base/rows.h"
#include "../harness/base/text.h"
#include "../harness/bench/work/http_server.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

static char *folder;

static int set_up(void **state)
{
    const char *bench = getenv("AS_COMPLETED_BENCH");
    if (!bench)
        bench = "build/as-completed-bench";
    folder = text_format("%.*s", (int)(strrchr(bench, '/') + 1 - bench), bench);
    return scratch_make(state);
}

static int tear_down(void **state)
{
    free(folder);
    return scratch_remove(state);
}

static struct program run(const char *name, const char *words)
{
    char *path = text_format("%s%s", folder, name);
    struct program program = program_run_in((struct program){.in.path = path}, "%s", words);
    free(path);
    return program;
}

/* The row that it prints says that tasks 1 to 300 were done, at most so many at a time. */
static void check_row(struct program *program, double in_flight)
{
    struct rows rows;
    PROGRAM_CHECK(*program, program->status == 0 && !*program->errors);
    PROGRAM_CHECK(*program, rows_parse(&rows, program->output) == 0 && rows.count == 1);
    PROGRAM_CHECK(*program, rows_is(&rows, 0, "done", "300"));
    PROGRAM_CHECK(*program, rows_is(&rows, 0, "checksum", "9045050"));
    PROGRAM_CHECK(*program, rows_number(&rows, 0, "max_in_flight") == in_flight);
    PROGRAM_CHECK(*program, rows_number(&rows, 0, "wall_ns") > 0);
    rows_free(&rows);
    program_free(program);
}

static const char *const strategies[] = {"callback", "bounded_queue", "semaphore", "floor"};
enum { STRATEGIES = sizeof strategies / sizeof *strategies };

static void check_ours(const char *name, double in_flight)
{
    for (size_t i = 0; i < STRATEGIES; i++)
        for (int pull = 0; pull < 2; pull++) {
            char *words = text_format("%s %s 300 7", strategies[i], pull ? "pull" : "push");
            struct program program = run(name, words);
            check_row(&program, in_flight);
            free(words);
        }
}

static void programs_by_hand_and_with_the_library_do_the_same(void **state)
{
    (void)state;
    struct program program = run("adoption-nothing-by-hand", "300 7");
    check_row(&program, 1);
    program = run("adoption-timer-by-hand", "300 7");
    check_row(&program, 7);
    check_ours("adoption-nothing-ours", 7);
    check_ours("adoption-sleep-ours", 7);
    check_ours("adoption-later-ours", 7);
    check_ours("adoption-timer-ours", 7);
}

/* Beside a server that is started for it, and ended. */
static struct program echo(const char *name, const char *words)
{
    unsigned port = http_server_port();
    assert_true(port > 0);
    char *all = text_format("%u '%sadoption-echo-server %u' %s%s %u %s", port, folder, port, folder,
                            name, port, words);
    struct program program = run("work-served", all);
    free(all);
    return program;
}

static void programs_wait_for_the_echo(void **state)
{
    (void)state;
    struct program program = echo("adoption-echo-by-hand", "300 7");
    check_row(&program, 7);
    for (size_t i = 0; i < STRATEGIES; i++) {
        char *words = text_format("%s push 300 7", strategies[i]);
        program = echo("adoption-echo-ours", words);
        check_row(&program, 7);
        free(words);
    }
}

/* Without a server they say so, and end. */
static void programs_say_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *name, *words, *says;
        int status;
    } cases[] = {
        {"adoption-timer-by-hand", "300", "usage: ", 2},
        {"adoption-timer-by-hand", "0 7", "usage: ", 2},
        {"adoption-timer-ours", "callback push 300 0", "usage: ", 2},
        {"adoption-timer-ours", "calback push 300 7", "calback: invalid argument", 1},
        {"adoption-nothing-by-hand", "x 7", "usage: ", 2},
        {"adoption-echo-by-hand", "300 7", "usage: ", 2},
        {"adoption-echo-server", "", "usage: ", 2},
        {"adoption-starts", "0 /bin/true", "usage: ", 2},
        {"adoption-starts", "3 /bin/false", "/bin/false failed", 1},
        {"adoption-starts", "3 /nowhere/at/all", "cannot start /nowhere/at/all", 1},
        {"adoption-size", "", "usage: ", 2},
        {"adoption-size", "/nowhere/at/all", "is no program or library of this machine", 1},
        {"adoption-size", "README.md", "is no program or library of this machine", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct program program = run(cases[i].name, cases[i].words);
        PROGRAM_CHECK(program, program.status == cases[i].status && !*program.output);
        PROGRAM_CHECK(program, program.errors_lines == 1 && strstr(program.errors, cases[i].says));
        program_free(&program);
    }
    char *words = text_format("%u 300 7", http_server_port());
    struct program program = run("adoption-echo-by-hand", words);
    PROGRAM_CHECK(program, program.status == 1 && !*program.output);
    PROGRAM_CHECK(program, strstr(program.errors, "a connection: connection refused"));
    program_free(&program);
    free(words);
}

/* A file that is cut anywhere is none. */
static void size_reads_no_file_that_is_cut(void **state)
{
    (void)state;
    size_t length;
    char *path = text_format("%sadoption-size", folder), *bytes = file_read(path, &length);
    assert_non_null(bytes);
    for (size_t cut = 1; cut < 8; cut++) {
        FILE *file = fopen(scratch_path("cut"), "wb");
        assert_true(file && fwrite(bytes, 1, length / 8 * cut, file) > 0 && fclose(file) == 0);
        struct program program = run("adoption-size", scratch_path("cut"));
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        program_free(&program);
    }
    struct program program = run("adoption-size", path);
    PROGRAM_CHECK(program, program.status == 0 && strstr(program.output, "code_bytes\tdata_bytes"));
    program_free(&program);
    free(path);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_by_hand_and_with_the_library_do_the_same),
        cmocka_unit_test(programs_wait_for_the_echo),
        cmocka_unit_test(programs_say_what_is_wrong),
        cmocka_unit_test(size_reads_no_file_that_is_cut),
    };
    return cmocka_run_group_tests_name("bench_adoption_programs", tests, set_up, tear_down);
}
