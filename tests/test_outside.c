/* test_outside.c -- values from outside that do not fit: refused with an error, never cut.
 *
 * From the source, from the start of a task, and durations on either clock; for every strategy of the table.
 */
#include <errno.h>
#include <limits.h>

#include "../harness/engine/measures.h"
#include "../harness/loops/uv.h"
#include "../strategies/strategies.h"
#include "support/scene.h"

static int answer, given;

static int next(struct ac_workload *workload, struct ac_item *item)
{
    (void)workload;
    *item = (struct ac_item){.number = (uint32_t)++given};
    return given == 3 ? answer : AC_SUPPLY_TASK;
}

/* What the run says of an error of a task, from the source or from its start. */
static int error_of(const struct ac_strategy *strategy, int error, bool at_start)
{
    scene_prepare(strategy, 5, 2);
    scene.plan.errors[2] = at_start ? 0 : error;
    scene.plan.start_errors[2] = at_start ? error : 0;
    scene_open();
    uint64_t taken = 0, failed = 0;
    for (const struct ac_task *task; (task = ac_next(scene.run)); taken++) {
        failed += task->error != 0;
        assert_int_equal(task->error, task->number == 3 ? error : 0);
    }
    int found = ac_error(scene.run);
    if (!found)
        assert_true(taken == 5 && failed == (error != 0));
    else
        assert_false(ac_complete(scene.run));
    scene_check_end();
    return found;
}

static void outside_an_error_is_kept_or_refused(void **state)
{
    (void)state;
    static const int good[] = {0, -EIO, -EINVAL, -4095, INT16_MIN};
    static const int bad[] = {1, EIO, INT_MAX, INT16_MIN - 1, -65536, -65536 - EIO, INT_MIN};
    for
        EACH_STRATEGY(s)
    for (int at_start = 0; at_start < 2; at_start++) {
        for (size_t i = 0; i < sizeof good / sizeof *good; i++)
            assert_int_equal(error_of(*s, good[i], at_start), 0);
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
            assert_int_equal(error_of(*s, bad[i], at_start), -EINVAL);
    }
}

static void outside_an_answer_of_a_source_that_is_none_is_refused(void **state)
{
    (void)state;
    static const int bad[] = {AC_SUPPLY_EVENT + 1, 77, INT_MAX};
    for
        EACH_STRATEGY(s)
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ac_workload workload = {.size = sizeof(struct ac_workload),
                                       .count = 5,
                                       .next = next};
        scene_prepare(*s, 5, 5);
        scene.config.workload = &workload;
        answer = bad[i];
        given = 0;
        scene_open();
        scene_take_all();
        assert_int_equal(ac_error(scene.run), -EINVAL);
        scene_check_end();
    }
}

static int next_too_long(struct ac_workload *workload, struct ac_item *item)
{
    if (!workload->count)
        return AC_SUPPLY_END;
    workload->count = 0; /* one is enough */
    *item = (struct ac_item){.number = 1, .duration_ns = UINT64_MAX - (uint64_t)given};
    return AC_SUPPLY_TASK;
}

/* The end of time is an error on both clocks, unless the task's time is over before. */
static int error_of_a_duration(struct ac_loop *loop, uint64_t timeout_ns)
{
    struct ac_workload workload = {.size = sizeof(struct ac_workload),
                                   .count = 1,
                                   .next = next_too_long};
    struct ac_config config = {.size = sizeof(struct ac_config),
                               .strategy = ac_strategies[0],
                               .workload = &workload,
                               .loop = loop,
                               .limit = 1,
                               .queue = 1,
                               .task_timeout_ns = timeout_ns};
    struct ac_run *run;
    assert_int_equal(ac_open(&run, &config), 0);
    const struct ac_task *task = ac_next(run);
    int error = ac_error(run);
    assert_true(error ? !task : task->timed_out && task->error == -ETIMEDOUT);
    ac_close(run);
    return error;
}

static void outside_a_duration_beyond_the_end_of_time_is_refused(void **state)
{
    (void)state;
    static const int64_t less[] = {0, 1, 1000000000};
    for (size_t i = 0; i < sizeof less / sizeof *less; i++) {
        struct ac_loop_virtual virtual;
        struct ac_loop_uv real;
        uv_loop_t uv;
        given = (int)less[i];
        ac_loop_virtual_init(&virtual);
        assert_int_equal(uv_loop_init(&uv), 0);
        assert_int_equal(ac_loop_uv_init(&real, &uv), 0);
        assert_int_equal(error_of_a_duration(&virtual.loop, 0), -EOVERFLOW);
        assert_int_equal(error_of_a_duration(&virtual.loop, MS), 0);
        assert_int_equal(error_of_a_duration(&real.loop, 0), -EOVERFLOW);
        assert_int_equal(error_of_a_duration(&real.loop, MS), 0);
        ac_loop_virtual_free(&virtual);
        ac_loop_uv_close(&real);
        assert_int_equal(uv_loop_close(&uv), 0);
    }
}

/* More than 2^64 ns of work is no small number. */
static void outside_work_without_bounds_is_not_added_up_wrongly(void **state)
{
    (void)state;
    static struct ac_measures measures;
    scene_prepare(ac_strategies[0], 7, 7);
    for (int i = 0; i < 7; i++)
        scene.plan.durations_ns[i] = UINT64_MAX / 6;
    measures = (struct ac_measures){.busy_ns = 0};
    scene_open();
    ac_measure(scene.run, &measures);
    assert_int_equal(scene_take_all(), 7);
    assert_int_equal(measures.busy_ns, UINT64_MAX);
    scene_check_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outside_an_error_is_kept_or_refused),
        cmocka_unit_test(outside_an_answer_of_a_source_that_is_none_is_refused),
        cmocka_unit_test(outside_a_duration_beyond_the_end_of_time_is_refused),
        cmocka_unit_test(outside_work_without_bounds_is_not_added_up_wrongly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
