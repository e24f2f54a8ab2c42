/* test_bench_peers.c -- ours beside peers, whole comparisons: with a script in the place of the peers
 * that does what its mode says.
 *
 * AS_COMPLETED_BENCH says where the driver is, AS_COMPLETED which program it measures.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../harness/base/rows.h"
#include "../harness/base/text.h"
#include "../harness/bench/peers/plan.h"
#include "../harness/bench/peers/summary.h"
#include "../harness/bench/suite.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

#define POINT "20,4,1ms,1ns" /* its ideal is 5 ms */

static char *measured, *driver;

static int find_programs(void **state)
{
    (void)state;
    const char *bench = getenv("AS_COMPLETED_BENCH"), *program = getenv("AS_COMPLETED");
    measured = text_copy(program ? program : "build/as-completed");
    driver = text_copy(bench ? bench : "build/as-completed-bench");
    return 0;
}

static int forget_programs(void **state)
{
    (void)state;
    free(measured);
    free(driver);
    return 0;
}

/* Logs its mode, and prints a row of which one thing may be wrong. */
static const char peer[] =
    "#!/bin/sh\n"
    "dir=$(dirname \"$0\") wall=5000000 sum=$(($2 * ($2 + 1) / 2)) flight=$3\n"
    "echo $1 >>\"$dir/log\"\n"
    "case $1 in\n"
    "far) wall=90000000000000 ;; early) wall=4999999 ;; sum) sum=1 ;; flight) flight=5 ;;\n"
    "silent) exit 0 ;; three) exit 3 ;; killed) kill -9 $$ ;;\n"
    "hangs) [ -e \"$dir/free\" ] || { : >\"$dir/hangs\"; exec sleep 60; } ;;\n"
    "esac\n"
    "printf 'peer\\tmode\\ttasks\\tlimit\\tsleep\\ttick_ns\\tdone\\tsum\\tmax_in_flight\\t'\n"
    "printf 'out_of_order\\twall_ns\\tpeak_rss_bytes\\n'\n"
    "printf 'fake\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t0\\t%s\\t1000\\n' "
    "$1 $2 $3 $4 $5 $2 $sum $flight $wall\n";

static void write_program(const char *name, const char *script)
{
    file_write(scratch_path(name), script);
    assert_int_equal(chmod(scratch_path(name), 0777), 0);
}

/* The list of these modes, which a space separates, of a peer that PATH has; and a gnuplot that only makes its file. */
static void play(const char *modes)
{
    struct text list = {.chars = NULL};
    text_add(&list, "peer\tmode\tlimited\tcommand\tversion\tflags\tsource\trounds_down\n");
    for (const char *mode = modes; *mode; mode += strspn(mode, " ")) {
        size_t length = strcspn(mode, " ");
        text_printf(&list, "fake\t%.*s\tyes\tpeer\t1\tnone\there\tyes\n", (int)length, mode);
        mode += length;
    }
    file_write(scratch_path("list.tsv"), text_chars(&list));
    file_write(scratch_path("skipped.tsv"), "peer\twhy\nother\tit is not here\n");
    text_free(&list);
    write_program("peer", peer);
    write_program("gnuplot", "#!/bin/sh\n[ \"$1\" = --version ] || : >\"$5\"\n");
}

/* The driver, with these words behind what every test gives it. */
static struct program start(const char *words)
{
    char *path = text_format("%s:%s", scratch_path("."), getenv("PATH")),
         *keep = text_copy(getenv("PATH"));
    struct program program = {.in = {.path = driver}};
    char *command =
        text_format("peers --seed 1 --comparison " POINT " --program %s --results %s --list %s %s",
                    measured, scratch_path("."), scratch_path("list.tsv"), words);
    setenv("PATH", path, 1);
    program_start(&program, command);
    setenv("PATH", keep, 1);
    free(command);
    free(path);
    free(keep);
    return program;
}

static struct program compare(const char *words)
{
    struct program program = start(words);
    program_wait(&program);
    return program;
}

/* The rows of the only result folder. */
static struct rows kept(char dir[512])
{
    char name[256];
    struct rows rows;
    assert_int_equal(scratch_count("20", name), 1);
    snprintf(dir, 512, "%s", scratch_path(name));
    char *path = text_format("%s/rows.tsv", dir);
    assert_int_equal(rows_read(&rows, path), 0);
    assert_true(suite_of_rows(&rows) == &suite_peers);
    free(path);
    return rows;
}

static void check_end(const struct rows *rows, const char *mode, const char *end)
{
    char *cell = text_format("fake %s", mode);
    size_t row = peers_find(rows, "first", POINT, cell, 1);
    assert_int_not_equal(row, SIZE_MAX);
    assert_string_equal(rows_get(rows, row, "exit"), end);
    free(cell);
}

static size_t count_stage(const struct rows *rows, const char *stage, const char *cell)
{
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++)
        count += rows_is(rows, row, "stage", stage) && rows_is(rows, row, "cell", cell);
    return count;
}

static void peers_are_measured_and_judged(void **state)
{
    (void)state;
    play("near far early sum flight silent three killed");
    struct program program = compare("");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strstr(program.output, "N=20, limit 4, 1.00 ms each: ideal 5.00 ms"));
    PROGRAM_CHECK(program, strstr(program.output, "EARLY"));
    PROGRAM_CHECK(program, strstr(program.output, "Skipped: other: it is not here."));
    PROGRAM_CHECK(program, strstr(program.errors, "fake sum at " POINT ": wrong row: sum"));
    PROGRAM_CHECK(program, !strstr(program.output, "INCOMPLETE"));
    program_free(&program);
    char dir[512];
    struct rows rows = kept(dir);
    static const char *const ends[][2] = {{"near", "0"},
                                          {"far", "0"},
                                          {"early", "0"},
                                          {"sum", "wrong row: sum"},
                                          {"flight", "wrong row: max_in_flight"},
                                          {"silent", "printed no row"},
                                          {"three", "3"},
                                          {"killed", "137"}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        check_end(&rows, ends[i][0], ends[i][1]);
        char *cell = text_format("fake %s", ends[i][0]);
        assert_int_equal(count_stage(&rows, "round", cell), i == 0 ? PEERS_ROUNDS : 0);
        free(cell);
    }
    assert_int_equal(count_stage(&rows, "round", PEERS_REFERENCE), PEERS_ROUNDS);
    assert_int_equal(count_stage(&rows, "own", PEERS_REFERENCE), 1);
    rows_free(&rows);
    char *table = text_format("%s/table.tsv", dir), *before = file_read(table, NULL);
    program = program_run_in((struct program){.in = {.path = driver}}, "table %s", dir);
    PROGRAM_CHECK(program, program.status == 0 && program.errors_lines == 0);
    char *after = file_read(table, NULL), *plot = text_format("%s/plots/peers_wall.svg", dir);
    assert_string_equal(before, after);
    assert_true(file_exists(plot));
    char *brief = text_format("%s/brief.md", dir), *best = file_read(brief, NULL);
    assert_true(strstr(best, "| fake near |") && !strstr(best, "fake far"));
    assert_non_null(strstr(best, "| **" PEERS_REFERENCE "** |"));
    free(brief);
    free(best);
    program_free(&program);
    free(table);
    free(before);
    free(after);
    free(plot);
}

static void peers_that_hang_are_timed_out(void **state)
{
    (void)state;
    play("hangs");
    struct program program = compare("--quick --at-most 3s");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strstr(program.output, "timed out"));
    program_free(&program);
    char dir[512];
    struct rows rows = kept(dir);
    check_end(&rows, "hangs", "timed out");
    rows_free(&rows);
}

/* What does not fit into the budget is run later, and nothing twice; a torn line is run again. */
static void peers_go_on_where_they_stopped(void **state)
{
    (void)state;
    play("near far");
    struct program program = compare("--quick --budget 1ms");
    PROGRAM_CHECK(program, program.status == 0 && strstr(program.output, "INCOMPLETE"));
    PROGRAM_CHECK(program, strstr(program.errors, "go on with --resume"));
    program_free(&program);
    assert_false(file_exists(scratch_path("log")));
    char dir[512];
    for (int i = 0; i < 2; i++) {
        struct rows rows = kept(dir);
        assert_int_equal(rows.count, i == 0 ? 0 : 12);
        rows_free(&rows);
        char *path = text_format("%s/rows.tsv", dir),
             *resume = text_format("--quick --resume %s", dir);
        char *all = file_read(path, NULL), *torn = text_format("%sfirst\t20", all);
        file_write(path, torn);
        program = compare(resume);
        PROGRAM_CHECK(program, program.status == 0 && !strstr(program.output, "INCOMPLETE"));
        program_free(&program);
        free(path);
        free(resume);
        free(all);
        free(torn);
    }
    struct rows rows = kept(dir);
    assert_int_equal(rows.count, 12); /* two peers once, five of ours twice */
    rows_free(&rows);
    size_t length;
    char *log = file_read(scratch_path("log"), &length);
    assert_int_equal(length, strlen("near\nfar\n"));
    free(log);
}

static void peers_interrupted_can_go_on(void **state)
{
    (void)state;
    play("near hangs");
    struct program program = start("--quick");
    for (int tries = 0; tries < 60000 && !file_exists(scratch_path("hangs")); tries++)
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    assert_int_equal(kill(program.pid, SIGINT), 0);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status == 130);
    PROGRAM_CHECK(program, strstr(program.errors, "stopped; go on with --resume"));
    PROGRAM_CHECK(program, strstr(program.output, "INCOMPLETE"));
    program_free(&program);
    char dir[512];
    struct rows rows = kept(dir);
    assert_int_equal(count_stage(&rows, "first", "fake hangs"), 0);
    rows_free(&rows);
    file_write(scratch_path("free"), "");
    char *resume = text_format("--quick --resume %s", dir);
    program = compare(resume);
    PROGRAM_CHECK(program, program.status == 0);
    program_free(&program);
    free(resume);
    rows = kept(dir);
    assert_int_equal(rows.count, 12);
    check_end(&rows, "hangs", "0");
    rows_free(&rows);
}

/* How a peer ends is a result; ours have to succeed. */
static void peers_fail_where_ours_do(void **state)
{
    (void)state;
    play("near");
    write_program("ours", "#!/bin/sh\n[ $1 != run ]\n");
    char *keep = measured;
    measured = text_copy(scratch_path("ours"));
    struct program program = compare("--quick");
    free(measured);
    measured = keep;
    PROGRAM_CHECK(program, program.status == 1);
    PROGRAM_CHECK(program, strstr(program.errors, PEERS_REFERENCE " at " POINT ": 1"));
    program_free(&program);
}

static void peers_refuse_bad_words(void **state)
{
    (void)state;
    static const struct {
        const char *words, *says;
        int status;
    } bad[] = {{"peers now", "'now'", 2},
               {"peers --qick", "did you mean '--quick'?", 2},
               {"peers --comparison 10,4", "'10,4': must be", 2},
               {"peers --comparison 1,1,1s,1ns --comparison 1,1,1s,1ns", "given once", 2},
               {"peers --comparison 4,1,876000h,1ns", "292 years", 2},
               {"peers --budget 3", "'3'", 2},
               {"peers --at-most 0s", "'0s'", 2},
               {"peers --seed x", "'x'", 2},
               {"peers --list /none/list.tsv", "make peers-build", 1},
               {"peers --program /none", "--program", 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct program program =
            program_run_in((struct program){.in = {.path = driver}}, "%s", bad[i].words);
        PROGRAM_CHECK(program, program.status == bad[i].status && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, bad[i].says) && !*program.output);
        program_free(&program);
    }
    play("near");
    struct program program = compare("--resume /none");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "cannot go on with /none"));
    program_free(&program);
    assert_int_equal(scratch_count("20", NULL), 0);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(peers_are_measured_and_judged),  IN_SCRATCH(peers_that_hang_are_timed_out),
        IN_SCRATCH(peers_go_on_where_they_stopped), IN_SCRATCH(peers_interrupted_can_go_on),
        IN_SCRATCH(peers_fail_where_ours_do),       IN_SCRATCH(peers_refuse_bad_words),
    };
    return cmocka_run_group_tests_name("bench_peers", tests, find_programs, forget_programs);
}
