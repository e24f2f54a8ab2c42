/* test_trace_flows.c -- `--trace-format chrome` as its viewers open it: every flow leads from its task to
 * its take and no task lies inside another, however short they are and however many at one instant.
 */
#include <stdlib.h>
#include <string.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/chrome.h"
#include "support/files.h"
#include "support/program.h"

static struct chrome seen;

/* The trace of a run, checked; every task that was taken has a flow. */
static void trace(const char *strategy, const char *words)
{
    char why[CHROME_WHY];
    const char *path = scratch_path("trace");
    struct program program = program_run("run -s %s %s --format none --trace-format chrome "
                                         "--trace %s",
                                         strategy, words, path);
    PROGRAM_CHECK(program, program.status <= 1);
    program_free(&program);
    char *text = file_read(path, NULL);
    if (!text || !chrome_check(text, 0, &seen, why))
        fail_msg("run -s %s %s: %s", strategy, words, text ? why : "no trace");
    free(text);
    assert_int_equal(seen.viewers.flows, seen.taken);
    assert_int_equal(seen.viewers.starts, seen.launched - seen.cancelled);
}

/* On the real clock many are noticed in one turn of the loop, and taken within one us. */
static void trace_binds_every_flow_of_a_plain_run(void **state)
{
    (void)state;
    static const char *const strategies[] = {"callback", "polling", "semaphore"};
    for (size_t i = 0; i < 3; i++) {
        trace(strategies[i], "-n 1000 -l 10 --scale 100ms");
        assert_int_equal(seen.viewers.flows, 1000);
    }
    trace("callback", "-n 1000 -l 10 --scale 100ms --fail 5% --task-timeout 10ms");
    assert_int_equal(seen.viewers.flows, 1000);
}

/* Also without a limit and with the least; in order; with a consumer that is slow, or that stops. */
static void trace_binds_every_flow_of_short_tasks(void **state)
{
    (void)state;
    static const char *const tasks[] = {
        "-n 100 --sleep 0s",       "-n 100 --sleep 1ns",
        "-n 100 --sleep 2ns",      "-n 100 --scale 20ns --order shuffle",
        "-n 100 --sleep 1us",      "--sleeps 0s,1ns,0s,0s,2ns,5ns,0s,1ns,1ns,0s,3ns,0s",
        "--sleeps 9ns,1ns,1ns,0s",
    };
    static const char *const ways[] = {"",
                                       "-l 1",
                                       "-l 3 --ordered",
                                       "-l 7 --consume 1ns",
                                       "-l 7 --fail 30% --take 5",
                                       "-l 100 --close-at 1ns"};
    size_t step = under_valgrind() ? 3 : 1;
    for (size_t s = 0; ac_strategies[s]; s++)
        for (size_t i = s % step; i < sizeof tasks / sizeof *tasks; i += step)
            for (size_t way = 0; way < sizeof ways / sizeof *ways; way++)
                for (int real = 0; real < (way ? 1 : 2); real++) {
                    char words[256];
                    snprintf(words, sizeof words, "%s %s --clock %s", tasks[i], ways[way],
                             real ? "real" : "virtual");
                    trace(ac_strategies[s]->name, words);
                }
}

static void trace_binds_every_flow_of_one_instant(void **state)
{
    (void)state;
    static const char *const ways[] = {
        "-n 1000 -l 1000 --sleep 10ms",
        "-n 1000 -l 100 --sleep 10ms --ordered",
        "-n 1000 -l 100 --sleep 10ms --fail 20% --on-error now,fail=30",
        "-n 1000 -l 100 --sleep 10ms --timeout 20ms",
        "-n 1000 -l 100 --sleep 10ms --task-timeout 10ms",
        "-n 100 -l 10 --sleep 10ms --consume 20ms",
        "-n 100 -l 10,20ms:3 --sleep 10ms",
    };
    for (size_t s = 0; ac_strategies[s]; s++)
        for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
            char words[256];
            snprintf(words, sizeof words, "%s --clock virtual", ways[way]);
            trace(ac_strategies[s]->name, words);
        }
}

/* A double of ms has no digits left for the ns of years. */
static void trace_binds_every_flow_after_a_hundred_years(void **state)
{
    (void)state;
    static const char *const sleeps[] = {
        "--sleeps 78h,1ns,0s,2ns,0s,0s",
        "--sleeps 1000h,0s,1ns,2ns,3ns,0s,1000h,1000h",
        "--sleeps 876000h,0s,1ns,100ns,0s,1us,0s,1h,0s,123456789ns,0s",
        "-n 100 --scale 876000h",
        "-n 100 --sleep 8760h",
    };
    for (size_t i = 0; i < sizeof sleeps / sizeof *sleeps; i++)
        for (unsigned limit = 1; limit <= 5; limit += 2) {
            char words[256];
            snprintf(words, sizeof words, "%s -l %u --clock virtual", sleeps[i], limit);
            trace("callback", words);
        }
}

/* What has room is where it happened; what has none, as near as can be. */
static void trace_moves_what_has_no_room_by_a_few_ns(void **state)
{
    (void)state;
    trace("callback", "-l 1 --sleeps 5us,0s,1ns,7us --clock virtual");
    static const uint64_t expected[][2] = {{0, 5000}, {5000, 5002}, {5002, 5004}, {5004, 12001}};
    for (unsigned number = 1; number <= 4; number++) {
        assert_int_equal(seen.tasks[number].launch_ns, expected[number - 1][0]);
        assert_int_equal(seen.tasks[number].end_ns, expected[number - 1][1]);
    }
}

/* Catapult knows a flow by its id alone, whatever the process. */
static void trace_binds_every_flow_of_a_comparison(void **state)
{
    (void)state;
    static const char *const words[] = {"-n 60 -l 7 --scale 10ms", "-n 60 -l 7 --clock virtual",
                                        "-n 60 -l 7 --sleep 0s",
                                        "-n 60 -l 3 --sleep 1ns --clock virtual",
                                        "-n 60 -l 7 --fail 10% --scale 1ms --ordered"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char why[VIEWERS_WHY];
        struct viewers viewers;
        struct program program =
            program_run("compare %s --format tsv --trace %s --trace-format chrome", words[i],
                        scratch_path("all"));
        PROGRAM_CHECK(program, program.status <= 1 && !*program.errors);
        program_free(&program);
        json_t *root = json_load_file(scratch_path("all"), JSON_REJECT_DUPLICATES, NULL);
        if (!root || !viewers_check(root, &viewers, why))
            fail_msg("compare %s: %s", words[i], root ? why : "no JSON");
        unsigned count = 0;
        while (ac_strategies[count])
            count++;
        assert_int_equal(viewers.flows, 60 * count);
        json_decref(root);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trace_binds_every_flow_of_a_plain_run),
        cmocka_unit_test(trace_binds_every_flow_of_short_tasks),
        cmocka_unit_test(trace_binds_every_flow_of_one_instant),
        cmocka_unit_test(trace_binds_every_flow_after_a_hundred_years),
        cmocka_unit_test(trace_moves_what_has_no_room_by_a_few_ns),
        cmocka_unit_test(trace_binds_every_flow_of_a_comparison),
    };
    return cmocka_run_group_tests_name("trace_flows", tests, scratch_make, scratch_remove);
}
