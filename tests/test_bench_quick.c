/* test_bench_quick.c -- the whole quick plan in seconds: with programs in place of as-completed, python3
 * and gnuplot that only say what the bench wants to hear, or what it does not.
 *
 * AS_COMPLETED_BENCH says where the driver is.
 */
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/rows.h"
#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"
#include "support/report.h"

static char folder[] = "/tmp/test_bench_quick_XXXXXX";

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static char *place(const char *name)
{
    return text_format("%s/%s", folder, name);
}

/* Writes a shell script of that name. */
static void play(const char *name, const char *script)
{
    char *path = place(name), *all = text_format("#!/bin/sh\n%s", script);
    file_write(path, all);
    assert_int_equal(chmod(path, 0777), 0);
    free(path);
    free(all);
}

/* A row as as-completed prints it, of the strategy after -s; and the files it is asked for. */
static void play_program(const char *before)
{
    struct text script = {.chars = NULL};
    text_printf(&script, "[ \"$1\" = list ] && exit 0\n%s\nprintf '%%s' '%s'\n", before,
                report_tsv_header);
    text_add(&script, "printf '%s\\tsleep\\treal\\t100' \"$3\"\n");
    size_t columns = 4;
    for (const char *c = report_tsv_header; *c; c++)
        columns += *c == '\t';
    for (size_t i = 2 * 4 - 1; i < columns; i++)
        text_add(&script, "printf '\\t1000000000'\n");
    text_add(&script, "echo\n");
    play("program", text_chars(&script));
    text_free(&script);
}

static int set_up(void **state)
{
    (void)state;
    const char *driver = getenv("AS_COMPLETED_BENCH");
    setenv("AS_COMPLETED", driver ? driver : "build/as-completed-bench", 1);
    if (!mkdtemp(folder))
        return -1;
    char *path = text_format("%s:%s", folder, getenv("PATH"));
    setenv("PATH", path, 1);
    free(path);
    play("gnuplot", "[ \"$1\" = --version ] && echo gnuplot && exit\n: >\"$5\"");
    play("python3", "[ \"$1\" = -c ] && echo \"$0\" && exit\n"
                    "printf 'peer\\tmode\\ndone\\t%s\\n' \"$2\"");
    char *peer = place("blog_asyncio.py");
    file_write(peer, "");
    free(peer);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    return nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static struct program quick(const char *peers)
{
    return program_run("quick --rounds 1 --seed 1 --program %s/program --results %s/results "
                       "--peers %s",
                       folder, folder, peers);
}

static void quick_runs_its_whole_plan(void **state)
{
    (void)state;
    play_program("");
    struct program program = quick(folder);
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strstr(program.output, "The blog's Python on this machine"));
    PROGRAM_CHECK(program, strstr(program.output, "polling-limited"));
    PROGRAM_CHECK(program, strstr(program.output, "Growth in N at limit 10"));
    PROGRAM_CHECK(program, !strstr(program.output, "FAILED"));
    program_free(&program);
}

/* A cell that fails, says nothing, or ends by a signal is counted, said, and no reason to stop. */
static void quick_goes_on_after_failures(void **state)
{
    (void)state;
    play_program("case \"$3\" in polling) echo no >&2; exit 3;; semaphore) exit 0;; "
                 "floor) kill -9 $$;; esac");
    struct program program = quick("/none");
    PROGRAM_CHECK(program, program.status == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "failed: "));
    PROGRAM_CHECK(program, strstr(program.errors, "(exit: 3)"));
    PROGRAM_CHECK(program, strstr(program.errors, "(exit: printed no row)"));
    PROGRAM_CHECK(program, strstr(program.errors, "(exit: signal 9)"));
    PROGRAM_CHECK(program, strstr(program.errors, "polling: no\n"));
    PROGRAM_CHECK(program, strstr(program.output, "Skipped: there is no blog_asyncio.py"));
    PROGRAM_CHECK(program, strstr(program.output, "FAILED: polling at 100,10, 1 of 1, exit: 3"));
    program_free(&program);
}

/* Of a program that prints without end, under hyperfine and without: each cell is ended, and said. */
static void quick_ends_what_prints_without_end(void **state)
{
    (void)state;
    play_program("case \"$3\" in polling) exec yes;; esac");
    struct program program =
        program_run("quick --point 5,2 --rounds 1 --program %s/program --results %s/results",
                    folder, folder);
    PROGRAM_CHECK(program, program.status == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "(exit: printed over 1 MiB)"));
    PROGRAM_CHECK(program, strstr(program.output, "FAILED: polling at 5,2, 1 of 1, exit: printed"));
    PROGRAM_CHECK(program, strlen(program.errors) < 5000 && strlen(program.output) < 20000);
    program_free(&program);
}

/* The tools as well, when they are looked for. */
static void quick_ends_tools_that_print_without_end(void **state)
{
    (void)state;
    static const char *const tools[] = {"gnuplot", "hyperfine"};
    for (size_t i = 0; i < 2; i++) {
        play(tools[i], "exec yes");
        struct program program = quick(folder);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, tools[i]));
        PROGRAM_CHECK(program, strstr(program.errors, "printed over 1 MiB"));
        program_free(&program);
        char *tool = place(tools[i]);
        assert_int_equal(unlink(tool), 0);
        free(tool);
    }
}

/* The first line of what it said, if it said something. */
static void quick_says_why_there_is_no_picture(void **state)
{
    (void)state;
    static const char *const fails[][2] = {{"echo 'no font' >&2; echo more >&2; exit 3",
                                            ".tsv: 3: no font\n"},
                                           {"exit 3", ".tsv: 3\n"},
                                           {"kill -9 $$", ".tsv: signal 9\n"}};
    play_program("");
    for (size_t i = 0; i < sizeof fails / sizeof *fails; i++) {
        char *drawing =
            text_format("[ \"$1\" = --version ] && echo gnuplot && exit\n%s", fails[i][0]);
        play("gnuplot", drawing);
        struct program program =
            program_run("quick --point 5,2 --rounds 1 --program %s/program --results %s/results",
                        folder, folder);
        PROGRAM_CHECK(program, program.status == 1);
        PROGRAM_CHECK(program, strstr(program.errors, fails[i][1]));
        program_free(&program);
        free(drawing);
    }
}

static void quick_says_what_is_not_installed(void **state)
{
    (void)state;
    static const char *const tools[] = {"gnuplot", "hyperfine"};
    for (size_t i = 0; i < 2; i++) {
        play(tools[i], "exit 1");
        struct program program = quick(folder);
        PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, tools[i]));
        PROGRAM_CHECK(program, strstr(program.errors, "is not installed"));
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quick_runs_its_whole_plan),
        cmocka_unit_test(quick_goes_on_after_failures),
        cmocka_unit_test(quick_ends_what_prints_without_end),
        cmocka_unit_test(quick_ends_tools_that_print_without_end),
        cmocka_unit_test(quick_says_why_there_is_no_picture),
        cmocka_unit_test(quick_says_what_is_not_installed),
    };
    return cmocka_run_group_tests_name("bench_quick", tests, set_up, tear_down);
}
