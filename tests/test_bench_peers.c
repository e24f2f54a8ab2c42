/* test_bench_peers.c -- ours beside peers: who is ranked and measured again, from planted rows; and
 * whole comparisons, with a script in the place of the peers that does what its mode says.
 *
 * AS_COMPLETED_BENCH says where the driver is, AS_COMPLETED which program it measures.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../harness/bench/peers_measure.h"
#include "../harness/bench/peers_plan.h"
#include "../harness/bench/peers_summary.h"
#include "../harness/common/rows.h"
#include "../harness/common/text.h"
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

/* --- planted rows --------------------------------------------------------------------------------- */

static size_t plant(struct rows *rows, const char *stage, const char *cell, int round,
                    double wall_ns)
{
    size_t row = rows_add(rows);
    char *number = text_format("%d", round), *wall = text_format("%.0f", wall_ns),
         *peer = text_format("%.*s", (int)strcspn(cell, " "), cell);
    const char *const values[][2] = {
        {"stage", stage},     {"point", POINT},          {"cell", cell},
        {"peer", peer},       {"round", number},         {"wall_ns", wall},
        {"ideal_ns", "1000"}, {"longest_ns", "100"},     {"tasks", "20"},
        {"exit", "0"},        {"hyperfine_user_s", "1"}, {"hyperfine_sys_s", "1"}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        rows_set(rows, row, values[i][0], values[i][1]);
    free(number);
    free(wall);
    free(peer);
    return row;
}

static void near_is_within_one_and_a_half_times_ours(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, peers_columns);
    plant(&rows, "first", PEERS_REFERENCE, 1, 2000);
    plant(&rows, "first", "a near", 1, 3000);
    plant(&rows, "first", "a far", 1, 3001);
    plant(&rows, "first", "a early", 1, 999);
    rows_set(&rows, plant(&rows, "first", "a failed", 1, 2000), "exit", "timed out");
    plant(&rows, "first", PEERS_OURS " semaphore", 1, 90000);
    assert_true(peers_is_near(&rows, POINT, PEERS_REFERENCE));
    assert_true(peers_is_near(&rows, POINT, "a near"));
    assert_false(peers_is_near(&rows, POINT, "a far"));
    assert_false(peers_is_near(&rows, POINT, "a early"));
    assert_false(peers_is_near(&rows, POINT, "a failed"));
    assert_false(peers_is_near(&rows, POINT, "a missing"));
    assert_true(peers_is_near(&rows, POINT, PEERS_OURS " semaphore"));
    rows_set(&rows, 0, "exit", "1");
    assert_false(peers_is_near(&rows, POINT, "a near"));
    rows_free(&rows);
}

/* The ranked by wall, then who was early, then who failed; the verdict is of rounds alone. */
static void summaries_rank_and_compare(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, peers_columns);
    rows_set(&rows, plant(&rows, "first", "a failed", 1, 1), "exit", "wrong row: sum");
    rows_set(&rows, 0, "wall_ns", "null");
    plant(&rows, "first", "a early", 1, 999);
    plant(&rows, "first", "a slow", 1, 2500);
    plant(&rows, "first", PEERS_REFERENCE, 1, 9999);
    for (int round = 1; round <= 6; round++) {
        plant(&rows, "round", PEERS_REFERENCE, round, 1000 * round);
        plant(&rows, "round", "a slow", round, 1200 * round);
    }
    struct peers_summaries list = peers_summarize(&rows);
    static const char *const expected[] = {PEERS_REFERENCE, "a slow", "a early", "a failed"};
    assert_int_equal(list.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(list.items[i].cell, expected[i]);
    assert_int_equal(list.items[2].rank, PEERS_EARLY);
    assert_int_equal(list.items[3].rank, PEERS_FAILED);
    assert_string_equal(list.items[3].end, "wrong row: sum");
    assert_true(list.items[0].rounds == 6 && list.items[0].wall_ns == 3500);
    assert_true(list.items[1].wall.ratio > 1.199 && list.items[1].wall.ratio < 1.201);
    assert_int_equal(list.items[1].wall.word, STATISTICS_SLOWER);
    assert_int_equal(list.items[1].cpu.word, STATISTICS_SAME);
    assert_int_equal(list.items[2].wall.pairs, 0);
    peers_summaries_free(&list);
    rows_free(&rows);
}

/* What is in the way, from wall, ideal, longest sleep and CPU. */
static void summaries_say_what_limits(void **state)
{
    (void)state;
    static const struct {
        const char *wall_ns, *ideal_ns, *longest_ns, *cpu_s, *says;
    } cases[] = {
        {"1010000000", "1000000000", "1000000000", "9", "task 1's second"},
        {"1210000000", "1209000000", "1000000000", "0", "work over limit"},
        {"10100000000", "10000000000", "10000000000", "0", "the sleep"},
        {"2000000000", "1209000000", "1000000000", "1.7", "CPU"},
        {"2000000000", "1209000000", "1000000000", "0.5", "wake-up cost"},
        {"2000000000", "0", "0", "2", "CPU"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rows rows;
        rows_init(&rows, peers_columns);
        size_t row = plant(&rows, "first", "a b", 1, 0);
        rows_set(&rows, row, "wall_ns", cases[i].wall_ns);
        rows_set(&rows, row, "ideal_ns", cases[i].ideal_ns);
        rows_set(&rows, row, "longest_ns", cases[i].longest_ns);
        rows_set(&rows, row, "hyperfine_user_s", cases[i].cpu_s);
        rows_set(&rows, row, "hyperfine_sys_s", "0");
        struct peers_summaries list = peers_summarize(&rows);
        assert_string_equal(list.items[0].limited_by, cases[i].says);
        peers_summaries_free(&list);
        rows_free(&rows);
    }
}

/* How many runs the rounds of two entrants are, where the longer took so long. */
static size_t rounds_of(double wall_ns, struct rows *rows)
{
    struct peers_entrant entrants[] = {{.name = (char[]){PEERS_REFERENCE}, .limited = true},
                                       {.name = (char[]){"a b"}, .limited = true}};
    struct peers_list list = {entrants, 2};
    struct peers_comparison comparison;
    struct peers_plan plan = {.what = NULL};
    assert_true(peers_comparison_read(POINT, &comparison));
    plant(rows, "first", PEERS_REFERENCE, 1, wall_ns / 1.2);
    plant(rows, "first", "a b", 1, wall_ns);
    peers_plan_rounds(&plan, 1, 0, &comparison, &list, rows);
    size_t count = plan.runs.count;
    for (size_t i = 0; count % 2 == 0 && i < count; i += 2) { /* both in each round */
        assert_int_equal(plan.runs.cells[i].round, i / 2 + 1);
        assert_true(plan.what[i].entrant != plan.what[i + 1].entrant);
        assert_true(plan.runs.cells[i].position == 1 && plan.runs.cells[i + 1].position == 2);
    }
    peers_plan_free(&plan);
    peers_comparison_free(&comparison);
    return count;
}

static void rounds_are_seven_or_three(void **state)
{
    (void)state;
    static const struct {
        double wall_ns;
        size_t runs;
    } cases[] = {{5e9, 14}, {5.1e9, 6}};
    for (size_t i = 0; i < 2; i++) {
        struct rows rows;
        rows_init(&rows, peers_columns);
        assert_int_equal(rounds_of(cases[i].wall_ns, &rows), cases[i].runs);
        plant(&rows, "round", "a b", 2, 1); /* is there already */
        assert_int_equal(rounds_of(cases[i].wall_ns, &rows), cases[i].runs - 1);
        rows_free(&rows);
    }
}

/* After another comparison: only who ended there, ours first, then the fastest. */
static void first_runs_follow_another_comparison(void **state)
{
    (void)state;
    struct rows rows;
    struct peers_entrant entrants[] = {
        {.name = (char[]){"a slow"}, .command = (char[]){"a"}, .limited = true},
        {.name = (char[]){"a failed"}, .command = (char[]){"a"}, .limited = true},
        {.name = (char[]){"a fast"}, .command = (char[]){"a"}, .limited = true},
        {.name = (char[]){PEERS_REFERENCE}, .limited = true}};
    static const char *const expected[] = {PEERS_REFERENCE, PEERS_REFERENCE, "a fast", "a slow"};
    struct peers_list list = {entrants, 4};
    struct peers_comparison comparison;
    rows_init(&rows, peers_columns);
    plant(&rows, "first", "a slow", 1, 5e9);
    plant(&rows, "first", "a fast", 1, 1e9);
    plant(&rows, "first", PEERS_REFERENCE, 1, 9e9);
    rows_set(&rows, plant(&rows, "first", "a failed", 1, 1), "exit", "timed out");
    assert_true(peers_comparison_read("2000,4,1ms,1ns", &comparison));
    comparison.after = text_copy(POINT);
    for (uint64_t seed = 1; seed < 10; seed++) {
        struct peers_plan plan = {.what = NULL};
        peers_plan_first(&plan, seed, 0, &comparison, &list, &rows);
        assert_int_equal(plan.runs.count, 4); /* ours is run twice */
        for (size_t i = 0; i < 4; i++)
            assert_string_equal(plan.runs.cells[i].name, expected[i]);
        peers_plan_free(&plan);
    }
    peers_comparison_free(&comparison);
    rows_free(&rows);
}

static void comparisons_are_read_whole_or_not(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "20",
                                      "20,4,1/i",
                                      "20,4,1/i,1ns,",
                                      "0,4,1/i,1ns",
                                      "20,0,1/i,1ns",
                                      "20,4,1/i,0ns",
                                      "20,4,2/i,1ns",
                                      "20,4,1,1ns",
                                      "20,all,1s,1ns"};
    struct peers_comparison c;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(peers_comparison_read(bad[i], &c));
    assert_true(peers_comparison_read("100000,10,1/i,1ms", &c) && peers_comparison_find_ideal(&c));
    assert_true(c.tasks == 100000 && c.limit == 10 && c.sleep_ns == PEERS_HARMONIC);
    assert_true(c.ideal_ns > 10000000000 && c.longest_ns == 1000000000);
    peers_comparison_free(&c);
    assert_true(peers_comparison_read("20,none,10s,1ns", &c) && peers_comparison_find_ideal(&c));
    assert_true(c.limit == 0 && c.ideal_ns == 10000000000);
    struct peers_entrant process = {.process = true, .limited = true}, each = {.limited = false};
    assert_true(peers_takes_part(&process, &c) && peers_takes_part(&each, &c));
    peers_comparison_free(&c);
    assert_true(peers_comparison_read("101,4,0s,1ns", &c) && peers_comparison_find_ideal(&c));
    assert_true(c.ideal_ns == 0);
    assert_false(peers_takes_part(&process, &c) || peers_takes_part(&each, &c));
    peers_comparison_free(&c);
}

/* --- whole comparisons ---------------------------------------------------------------------------- */

/* Logs its mode, and prints a row of which one thing may be wrong. */
static const char peer[] =
    "#!/bin/sh\n"
    "dir=$(dirname \"$0\") wall=5000000 sum=$(($2 * ($2 + 1) / 2)) flight=$3\n"
    "echo $1 >>$dir/log\n"
    "case $1 in\n"
    "far) wall=90000000000000 ;; early) wall=4999999 ;; sum) sum=1 ;; flight) flight=5 ;;\n"
    "silent) exit 0 ;; three) exit 3 ;; killed) kill -9 $$ ;;\n"
    "hangs) [ -e $dir/free ] || { : >$dir/hangs; exec sleep 60; } ;;\n"
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

/* The list of these modes, which a space separates; and a gnuplot that only makes its file. */
static void play(const char *modes)
{
    struct text list = {.chars = NULL};
    text_add(&list, "peer\tmode\tlimited\tcommand\tversion\tflags\tsource\n");
    for (const char *mode = modes; *mode; mode += strspn(mode, " ")) {
        size_t length = strcspn(mode, " ");
        text_printf(&list, "fake\t%.*s\tyes\t%s\t1\tnone\there\n", (int)length, mode,
                    scratch_path("peer"));
        mode += length;
    }
    file_write(scratch_path("list.tsv"), text_chars(&list));
    file_write(scratch_path("skipped.tsv"), "peer\twhy\nother\tit is not here\n");
    text_free(&list);
    write_program("peer", peer);
    write_program("gnuplot", "#!/bin/sh\n[ \"$1\" = --version ] || : >\"$4\"\n");
}

/* The driver, with these words behind what every test gives it. */
static struct program compare(const char *words)
{
    char *path = text_format("%s:%s", scratch_path("."), getenv("PATH")),
         *keep = text_copy(getenv("PATH"));
    setenv("PATH", path, 1);
    struct program program =
        program_run_in((struct program){.in = {.path = driver}},
                       "peers --seed 1 --comparison " POINT
                       " --program %s --results %s --list %s %s",
                       measured, scratch_path("."), scratch_path("list.tsv"), words);
    setenv("PATH", keep, 1);
    free(path);
    free(keep);
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
    assert_true(peers_has_columns(&rows));
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
        assert_int_equal(rows.count, i == 0 ? 0 : 8);
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
    assert_int_equal(rows.count, 8); /* two peers once, three of ours twice */
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
    struct program program = {.in = {.path = driver}};
    char *command = text_format("peers --quick --seed 1 --comparison " POINT
                                " --program %s --results %s --list %s",
                                measured, scratch_path("."), scratch_path("list.tsv"));
    program_start(&program, command);
    for (int tries = 0; tries < 1000 && !file_exists(scratch_path("hangs")); tries++)
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    assert_int_equal(kill(program.pid, SIGINT), 0);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status == 130);
    PROGRAM_CHECK(program, strstr(program.errors, "stopped; go on with --resume"));
    PROGRAM_CHECK(program, strstr(program.output, "INCOMPLETE"));
    program_free(&program);
    free(command);
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
    assert_int_equal(rows.count, 8);
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
        cmocka_unit_test(near_is_within_one_and_a_half_times_ours),
        cmocka_unit_test(summaries_rank_and_compare),
        cmocka_unit_test(summaries_say_what_limits),
        cmocka_unit_test(rounds_are_seven_or_three),
        cmocka_unit_test(first_runs_follow_another_comparison),
        cmocka_unit_test(comparisons_are_read_whole_or_not),
        IN_SCRATCH(peers_are_measured_and_judged),
        IN_SCRATCH(peers_that_hang_are_timed_out),
        IN_SCRATCH(peers_go_on_where_they_stopped),
        IN_SCRATCH(peers_interrupted_can_go_on),
        IN_SCRATCH(peers_fail_where_ours_do),
        IN_SCRATCH(peers_refuse_bad_words),
    };
    return cmocka_run_group_tests_name("bench_peers", tests, find_programs, forget_programs);
}
