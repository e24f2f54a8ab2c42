/* test_works_open.c -- how a workload is opened: on which clock, and what it is told of the options.
 *
 * With the table of tests/works.
 */
#include <errno.h>
#include <string.h>
#include <uv.h>

#include "../harness/scenario/simulate.h"
#include "../strategies/strategies.h"
#include "support/check.h"

static struct ac_options options;
static struct ac_sleeps sleeps;

static void choose(const char *name)
{
    ac_options_init(&options);
    options.strategy = ac_strategies[0];
    options.tasks = 4;
    sleeps = ac_config_sleeps(&options);
    while (strcmp(ac_config_row(&options)->name, name) != 0)
        options.work++;
}

static void works_need_durations_on_the_virtual_clock(void **state)
{
    (void)state;
    struct ac_config_workload workload;
    struct ac_simulation simulation = {.options = &options};
    choose("timer");
    assert_int_equal(ac_config_open(&workload, &options, &sleeps, NULL), -EINVAL);
    assert_int_equal(ac_simulate(&simulation), -EINVAL);
    choose("sleep");
    assert_int_equal(ac_config_open(&workload, &options, &sleeps, NULL), 0);
    ac_config_close(&workload);
    assert_int_equal(ac_simulate(&simulation), 0);
    assert_int_equal(simulation.counts.taken, 4);
    assert_true(simulation.has_ideal);
}

static void works_that_cannot_be_opened_are_not_closed(void **state)
{
    (void)state;
    struct ac_config_workload workload;
    uv_loop_t uv;
    assert_int_equal(uv_loop_init(&uv), 0);
    choose("refuses");
    assert_int_equal(ac_config_open(&workload, &options, &sleeps, &uv), -ECONNREFUSED);
    assert_int_equal(uv_loop_close(&uv), 0);
}

static void works_read_options_by_name(void **state)
{
    (void)state;
    struct ac_config_workload workload;
    choose("sleep");
    options.seed = 7;
    assert_int_equal(ac_config_open(&workload, &options, &sleeps, NULL), 0);
    const struct ac_workload_wish *wish = &workload.wish;
    const uint64_t *seed = wish->option(wish, "seed"), *tasks = wish->option(wish, "tasks");
    const unsigned *work = wish->option(wish, "work");
    assert_ptr_equal(wish->sleeps, &sleeps);
    assert_null(wish->uv);
    assert_int_equal(*seed, 7);
    assert_int_equal(*tasks, 4);
    assert_int_equal(*work, 0);
    ac_config_close(&workload);
}

/* Arrivals stand in front of it only where tasks turn up one by one. */
static void works_are_wrapped_where_tasks_turn_up(void **state)
{
    (void)state;
    struct ac_config_workload workload;
    for (unsigned i = 0; i < 3; i++) {
        choose("sleep");
        options.every_ns = i == 1 ? 5 : 0;
        options.adds = i == 2 ? 3 : 0;
        assert_int_equal(ac_config_open(&workload, &options, &sleeps, NULL), 0);
        assert_int_equal(workload.source == &workload.arrivals.workload, i > 0);
        assert_int_equal(workload.source->count, 4);
        ac_config_close(&workload);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(works_need_durations_on_the_virtual_clock),
        cmocka_unit_test(works_that_cannot_be_opened_are_not_closed),
        cmocka_unit_test(works_read_options_by_name),
        cmocka_unit_test(works_are_wrapped_where_tasks_turn_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
