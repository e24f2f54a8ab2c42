/* test_cli_excess.c -- the ideal and the excess of runs whose consumer is slow, on the command line: never
 * below 0 on the virtual clock, and 0 for who launches whatever the consumer does.
 */
#include <stdio.h>
#include <string.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/random.h"
#include "support/report.h"

/* The rows of `compare` with these options, on the virtual clock. */
static json_t *compared(const char *options)
{
    struct program program = program_run("compare %s --clock virtual --format json", options);
    PROGRAM_CHECK(program, program.status == 0);
    json_t *rows = report_parse(&program);
    assert_true(json_is_array(rows) && json_array_size(rows) > 0);
    program_free(&program);
    return rows;
}

static const struct ac_strategy *strategy_of(const json_t *row)
{
    const char *name = json_string_value(json_object_get(row, "strategy"));
    const struct ac_strategy *const *s = ac_strategies;
    while (strcmp((*s)->name, name) != 0)
        s++;
    return *s;
}

static void excess_of_each_strategy_is_0_where_the_consumer_decides(void **state)
{
    (void)state;
    json_t *rows = compared("-n 100 -l 10 --sleep 100ms --consume 20ms"), *row;
    size_t i;
    size_t count = 0;
    while (ac_strategies[count])
        count++;
    assert_int_equal(json_array_size(rows), count);
    json_array_foreach(rows, i, row)
    {
        bool serial = strategy_of(row)->flags & AC_SERIAL;
        assert_int_equal(report_whole(row, "ideal_ns"), serial ? 10000000000 : 2080000000);
        assert_int_equal(report_whole(row, "wall_ns"), report_whole(row, "ideal_ns"));
        assert_int_equal(report_whole(row, "excess_ns"), 0);
    }
    json_decref(rows);
}

/* The long task comes fourth: in its order it holds up all behind it. */
static void ideal_in_pull_order_waits_for_the_task_whose_turn_it_is(void **state)
{
    (void)state;
    static const char options[] =
        "run -s callback --sleeps 10ms,10ms,10ms,1s,10ms,10ms -l 3 --consume 50ms --clock virtual";
    json_t *free = report_of(options);
    assert_int_equal(report_whole(free, "ideal_ns"), 1010000000);
    json_decref(free);
    char ordered[sizeof options + 16];
    snprintf(ordered, sizeof ordered, "%s --ordered", options);
    json_t *row = report_of(ordered);
    assert_int_equal(report_whole(row, "ideal_ns"), 1010000000 + 2 * 50000000);
    assert_int_equal(report_whole(row, "excess_ns"), 0);
    json_decref(row);
}

static void ideal_is_of_all_takes_or_none(void **state)
{
    (void)state;
    static const char *const options[] = {"--take 99", "--take 100", ""};
    for (int i = 0; i < 3; i++) {
        char command[128];
        snprintf(command, sizeof command,
                 "run -s callback -n 100 -l 10 --sleep 100ms --consume 20ms --clock virtual %s",
                 options[i]);
        json_t *row = report_of(command);
        assert_true(json_is_null(json_object_get(row, "ideal_ns")) == (i == 0));
        assert_true(json_is_null(json_object_get(row, "excess_ns")) == (i == 0));
        json_decref(row);
    }
}

/* Where a slot is free at the finish the slots are busy whatever the consumer does. */
static bool launches_regardless(const struct ac_strategy *strategy)
{
    return strategy->slot == AC_SLOT_TO_FINISH && !(strategy->flags & AC_CONTROL);
}

static void check_rows(const char *options, bool bounded)
{
    json_t *rows = compared(options), *row;
    size_t i;
    json_array_foreach(rows, i, row)
    {
        json_int_t excess_ns = report_whole(row, "excess_ns");
        if (excess_ns < 0 || (excess_ns && !bounded && launches_regardless(strategy_of(row))))
            fail_msg("%s: %s: excess %lld ns", options, strategy_of(row)->name,
                     (long long)excess_ns);
    }
    json_decref(rows);
}

static void excess_is_never_below_0_in_seeded_worlds(void **state)
{
    (void)state;
    static const char *const works[] = {"--sleep 10ms", "--scale 300ms", "--scale 2s --tick 7ms",
                                        "--sleep 0s"};
    static const char *const orders[] = {"forward", "reverse", "shuffle"};
    for (unsigned seed = 0; seed < repetitions(100); seed++) {
        struct random_draws draws = {seed};
        char options[256], bound[64] = "";
        bool bounded = draw_below(&draws, 3) == 0, ordered = draw_below(&draws, 2);
        if (bounded)
            snprintf(bound, sizeof bound, "%s %u", ordered ? "--window" : "--unread",
                     1 + (unsigned)draw_below(&draws, 20));
        snprintf(options, sizeof options,
                 "-n %u -l %u --queue %u %s --order %s --seed %u --consume %uus %s %s",
                 (unsigned)draw_below(&draws, 50), 1 + (unsigned)draw_below(&draws, 12),
                 1 + (unsigned)draw_below(&draws, 12), works[draw_below(&draws, 4)],
                 orders[draw_below(&draws, 3)], seed, (unsigned)draw_below(&draws, 20000),
                 ordered ? "--ordered" : "", bound);
        check_rows(options, bounded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(excess_of_each_strategy_is_0_where_the_consumer_decides),
        cmocka_unit_test(ideal_in_pull_order_waits_for_the_task_whose_turn_it_is),
        cmocka_unit_test(ideal_is_of_all_takes_or_none),
        cmocka_unit_test(excess_is_never_below_0_in_seeded_worlds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
