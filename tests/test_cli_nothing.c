/* test_cli_nothing.c -- a figure of nothing is no figure: null in JSON and TSV, - for people; and a figure
 * of one task is one.
 */
#include <stdlib.h>
#include <string.h>

#include "../harness/base/rows.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/program.h"
#include "support/report.h"

static const char *const of_finishes[] = {"lateness_p50_ns", "lateness_p99_ns", "lateness_max_ns",
                                          "makespan_ns", NULL};
static const char *const of_takes[] = {"delivery_p50_ns",       "delivery_p99_ns",
                                       "delivery_max_ns",       "displacement_take_mean",
                                       "displacement_take_max", NULL};
static const char *const of_launches[] = {"displacement_launch_mean", "displacement_launch_max",
                                          NULL};
/* What a run has in any case. */
static const char *const of_all[] = {"pulled",          "launched",    "dropped",
                                     "completed",       "failed",      "timed_out",
                                     "cancelled",       "taken",       "wall_ns",
                                     "cpu_user_ns",     "cpu_sys_ns",  "peak_rss_bytes",
                                     "peak_heap_bytes", "max_waiting", "max_in_flight",
                                     "max_unread",      "turns",       NULL};

static void check_columns(const char *command, const struct rows *rows, const char *const *columns,
                          bool defined)
{
    for (; *columns; columns++)
        if (rows_is(rows, 0, *columns, "null") == defined)
            fail_msg("%s: %s is %s", command, *columns, rows_get(rows, 0, *columns));
}

/* A day on which not everything happens. */
static const struct day {
    const char *words;
    bool launches, finishes, takes, whole;
} days[] = {
    {"-n 0 -l 3", false, false, false, true},
    {"-n 0 -l 3 --every 1ms", false, false, false, true},
    {"-n 9 -l 3 --sleep 1h --close-at 1ms", true, false, false, false},
    {"-n 9 -l 3 --sleep 1h --timeout 1ms", true, false, false, false},
    {"--sleeps 1h,1ms -l 2 --ordered --close-at 2ms", true, true, false, false},
    {"-n 1 -l 1 --sleep 1ms", true, true, true, true},
    {"-n 1 -l 1 --sleep 0s", true, true, true, true},
};

static void figure_of_nothing_is_null(void **state)
{
    (void)state;
    for (size_t s = 0; ac_strategies[s]; s++)
        for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
            const struct day *day = &days[i];
            bool one_after_the_other = ac_strategies[s]->flags & AC_SERIAL;
            if (one_after_the_other && day->finishes && !day->takes)
                continue;
            char command[256];
            snprintf(command, sizeof command, "run -s %s %s --clock virtual",
                     ac_strategies[s]->name, day->words);
            struct program tsv = program_run("%s --format tsv", command);
            struct program json = program_run("%s --format json", command);
            struct rows rows;
            assert_int_equal(rows_parse(&rows, tsv.output), 0);
            assert_int_equal(rows.count, 1);
            check_columns(command, &rows, of_all, true);
            check_columns(command, &rows, of_launches, day->launches);
            check_columns(command, &rows, of_finishes, day->finishes);
            check_columns(command, &rows, of_takes, day->takes);
            check_columns(command, &rows, (const char *const[]){"excess_ns", NULL},
                          day->whole && !strstr(day->words, "--every"));
            json_t *report = report_parse(&json);
            report_check_fields(report);
            json_decref(report);
            rows_free(&rows);
            program_free(&tsv);
            program_free(&json);
        }
}

/* Nothing slept, so no wake-up was measured. */
static void wake_up_of_nothing_is_null(void **state)
{
    (void)state;
    struct program json =
        program_run("run -s callback -n 9 -l 3 --sleep 0s --precise --format json");
    json_t *report = report_parse(&json);
    assert_true(json_is_null(json_object_get(report, "wake_cost_ns")));
    json_decref(report);
    program_free(&json);
    struct program text = program_run("run -s callback -n 9 -l 3 --sleep 0s --precise");
    PROGRAM_CHECK(text, strstr(text.output, "  wake-up    late by -, "));
    program_free(&text);
}

static void figure_of_nothing_is_a_dash_for_people(void **state)
{
    (void)state;
    struct program text = program_run("run -s callback -n 0 -l 1 --clock virtual");
    PROGRAM_CHECK(text, strstr(text.output, "  lateness   p50 -, p99 -, max -\n"));
    PROGRAM_CHECK(text, strstr(text.output, "  delivery   p50 -, p99 -, max -\n"));
    PROGRAM_CHECK(text,
                  strstr(text.output, "  order      launches - from pull order (max -), takes - "
                                      "from finish order (max -)\n"));
    program_free(&text);
    text = program_run("run -s callback -n 3 -l 2 --sleep 1h --close-at 1s --clock virtual");
    PROGRAM_CHECK(text, strstr(text.output, "launches 0.000 from pull order (max 0), takes - from "
                                            "finish order (max -)\n"));
    program_free(&text);
    text = program_run("run -s callback -n 1 -l 1 --clock virtual");
    PROGRAM_CHECK(text, strstr(text.output, "  lateness   p50 0 ns, p99 0 ns, max 0 ns\n"));
    program_free(&text);
}

/* Counted in a row of the table. */
static void comparison_of_nothing_has_dashes(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "compare -n 0 -l 1 --clock virtual",
        "compare -n 0 -l 1 --clock virtual --consume 1ms",
    };
    static const unsigned dashes[] = {2, 3}; /* late and deliv p99; makespan, idle and deliv p99 */
    for (size_t i = 0; i < 2; i++) {
        struct program program = program_run("%s", commands[i]);
        PROGRAM_CHECK(program, program.status == 0);
        char *row = strstr(program.output, "\ncallback ");
        PROGRAM_CHECK(program, row != NULL);
        unsigned found = 0;
        for (char *at = row + 1; *at != '\n'; at++)
            found += at[0] == ' ' && at[1] == '-' && (at[2] == ' ' || at[2] == '\n');
        PROGRAM_CHECK(program, found == dashes[i]);
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figure_of_nothing_is_null),
        cmocka_unit_test(wake_up_of_nothing_is_null),
        cmocka_unit_test(figure_of_nothing_is_a_dash_for_people),
        cmocka_unit_test(comparison_of_nothing_has_dashes),
    };
    return cmocka_run_group_tests_name("cli_nothing", tests, NULL, NULL);
}
