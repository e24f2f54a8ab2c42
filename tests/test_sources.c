/* test_sources.c -- sources that are slow, fed by the tasks before, fed by the caller, or without an
 * end. On the virtual clock, for every strategy of the table.
 */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "../harness/engine/memory.h"
#include "../harness/workloads/arrivals.h"
#include "../harness/workloads/sleep.h"
#include "../strategies/strategies.h"
#include "support/scene.h"

static struct ac_sleeps sleeps;
static struct ac_sleep_workload workload;
static struct ac_arrivals arrivals;

/* `count` tasks of 10 ms, that arrive one by one. */
static void prepare(const struct ac_strategy *strategy, uint64_t count, uint64_t limit)
{
    scene_prepare(strategy, 0, limit);
    sleeps = (struct ac_sleeps){
        .count = count, .cycle = 4, .scale_ns = 10 * MS, .same = true, .tick_ns = 1};
    ac_sleep_workload_init(&workload, &sleeps);
    scene.config.workload = &arrivals.workload;
}

static uint64_t take_all(void)
{
    uint64_t taken = 0;
    for (; ac_next(scene.run); taken++)
        ac_arrivals_done(&arrivals, scene.run);
    return taken;
}

static void sources_tasks_that_add_tasks_do_not_deadlock(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t limit = 1; limit <= 4; limit++)
        for (uint64_t adds = 1; adds <= 3; adds++) {
            prepare(*s, 40, limit);
            ac_arrivals_init(&arrivals, &workload.workload, 0, adds);
            scene_open();
            assert_int_equal(take_all(), 40);
            assert_true(ac_complete(scene.run));
            assert_true(adds > 1 || ac_counts(scene.run)->max_in_flight == 1);
            assert_true(ac_counts(scene.run)->max_waiting <= 40);
            scene_check_end();
        }
}

/* Each is taken in the instant it can be: the source is what limits the run. */
static void sources_a_slow_one_idles_no_longer_than_it_must(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (uint64_t limit = 1; limit <= 4; limit++)
        for (uint64_t every_ns = 5 * MS; every_ns <= 20 * MS; every_ns += 5 * MS) {
            prepare(*s, 20, limit);
            ac_arrivals_init(&arrivals, &workload.workload, every_ns, 0);
            scene_open();
            assert_int_equal(take_all(), 20);
            uint64_t slots = (*s)->flags & AC_SERIAL ? 1 : (*s)->flags & AC_NO_LIMIT ? 20 : limit;
            uint64_t step_ns = every_ns * slots >= 10 * MS ? every_ns : 10 * MS;
            assert_int_equal(scene.loop.now_ns, 19 * step_ns + 10 * MS);
            scene_check_end();
        }
}

static void sources_slow_and_fed_at_once(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, 30, 1);
            ac_arrivals_init(&arrivals, &workload.workload, 3 * MS, 2);
            scene_open();
            assert_int_equal(take_all(), 30);
            assert_true(ac_complete(scene.run));
            scene_check_end();
        }
}

/* Nothing in flight, and only the caller can go on: ac_next says so, and is not over. */
static void sources_the_caller_feeds_a_run_that_paused(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, 10, 3);
            ac_arrivals_init(&arrivals, &workload.workload, 0, 1);
            scene_open();
            for (int i = 0; i < 10; i++) {
                assert_non_null(ac_next(scene.run));
                assert_null(ac_next(scene.run));
                assert_int_equal(ac_over(scene.run), i == 9);
                assert_int_equal(ac_complete(scene.run), i == 9);
                ac_arrivals_done(&arrivals, scene.run);
            }
            assert_null(ac_next(scene.run));
            assert_true(ac_complete(scene.run));
            scene_check_end();
        }
}

static void sources_without_an_end_repeat_and_take_no_memory(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            uint64_t heap_bytes = 0;
            if ((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
                continue;
            prepare(*s, AC_ENDLESS, 3);
            sleeps.same = false;
            scene.config.workload = &workload.workload;
            scene_open();
            for (uint32_t i = 0; i < 20000; i++) {
                struct ac_task *task = ac_next(scene.run);
                assert_non_null(task);
                assert_true(task->number >= 1 && task->number <= i + 1 + 3);
                if (i == 100)
                    heap_bytes = ac_heap_bytes();
            }
            assert_int_equal(ac_heap_bytes(), heap_bytes);
            uint64_t launched = ac_counts(scene.run)->launched;
            ac_stop(scene.run, false);
            assert_true(scene_take_all() <= 3);
            assert_int_equal(ac_counts(scene.run)->launched, launched);
            assert_true(ac_over(scene.run) && !ac_complete(scene.run));
            scene_check_end();
        }
}

static void sources_numbers_count_on_and_durations_repeat(void **state)
{
    (void)state;
    struct ac_item item;
    sleeps = (struct ac_sleeps){.count = AC_ENDLESS, .cycle = 4, .scale_ns = 12 * MS, .tick_ns = 1};
    ac_sleep_workload_init(&workload, &sleeps);
    for (uint32_t i = 0; i < 20; i++) {
        assert_int_equal(workload.workload.next(&workload.workload, &item), AC_SUPPLY_TASK);
        assert_int_equal(item.number, i + 1);
        assert_int_equal(item.duration_ns, 12 * MS / (i % 4 + 1));
    }
    assert_int_equal(ac_sleeps_number(&sleeps, UINT32_MAX - 1), UINT32_MAX);
    assert_int_equal(ac_sleeps_number(&sleeps, UINT32_MAX), 1);
}

/* An interval that goes behind the end of time is an error like any other that is too long. */
static void sources_an_interval_too_long_is_refused(void **state)
{
    (void)state;
    prepare(ac_strategies[0], 3, 3);
    ac_arrivals_init(&arrivals, &workload.workload, (uint64_t)INT64_MAX, 0);
    scene_open();
    take_all();
    assert_int_equal(ac_error(scene.run), -EOVERFLOW);
    scene_check_end();
}

/* A busy consumer: what the source has meanwhile is launched when it is there, not at the next take. */
static void sources_what_turns_up_is_launched_while_the_consumer_is_busy(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & AC_SERIAL)
                continue; /* its slot is free at the take */
            prepare(*s, 4, 4);
            ac_arrivals_init(&arrivals, &workload.workload, 12 * MS, 0);
            scene_open();
            assert_non_null(ac_next(scene.run));
            ac_pass(scene.run, 35 * MS);
            assert_int_equal(ac_counts(scene.run)->launched, 3);
            ac_pass(scene.run, 36 * MS);
            assert_int_equal(ac_counts(scene.run)->launched, 4);
            assert_int_equal(scene_take_all(), 3);
            scene_check_end();
        }
}

/* The take makes room in the window: the next task is launched at it, however long the result is used. */
static void sources_room_in_the_window_is_used_at_the_take(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
                continue;
            prepare(*s, 10, 2);
            scene.config.workload = &workload.workload;
            scene.config.window = 1;
            scene_open();
            for (unsigned taken = 1; ac_next(scene.run); taken++) {
                assert_int_equal(ac_counts(scene.run)->launched, taken < 10 ? taken + 1 : 10);
                ac_pass(scene.run, scene.loop.now_ns + 10 * MS);
            }
            assert_int_equal(scene.loop.now_ns, 110 * MS);
            scene_check_end();
        }
}

/* A limit that rises while the consumer is busy binds at once. */
static void sources_a_raised_limit_is_used_while_the_consumer_is_busy(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & (AC_SERIAL | AC_NO_LIMIT))
                continue;
            prepare(*s, 10, 1);
            scene.config.workload = &workload.workload;
            scene_open();
            assert_non_null(ac_next(scene.run));
            ac_set_limit(scene.run, 5);
            ac_pass(scene.run, scene.loop.now_ns + 1);
            assert_int_equal(ac_counts(scene.run)->in_flight, 5);
            assert_int_equal(scene_take_all(), 9);
            scene_check_end();
        }
}

static void on_alarm(int signal)
{
    (void)signal;
    ac_interrupt(scene.run);
}

/* What nothing would end does not go round: all has finished, and who was to take it waits. */
static void sources_a_wait_for_ever_ends_where_nothing_will_happen(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, 3, 3);
            ac_arrivals_init(&arrivals, &workload.workload, 0, 1);
            scene_open();
            signal(SIGALRM, on_alarm);
            alarm(5);
            ac_pass(scene.run, UINT64_MAX);
            alarm(0);
            assert_false(ac_over(scene.run)); /* nobody had to interrupt it */
            assert_int_equal(ac_counts(scene.run)->unread, 1);
            assert_non_null(ac_try(scene.run));
            ac_close(scene.run);
            ac_loop_virtual_free(&scene.loop);
        }
}

static int ask_me_now(struct ac_workload *asked, struct ac_item *item)
{
    (void)item;
    asked->wake_ns = asked->now_ns;
    return AC_SUPPLY_NONE;
}

/* Where time stands still between turns, that would be asked for ever. */
static void sources_none_until_now_is_refused(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int timed = 0; timed < 2; timed++) {
        struct ac_workload asked = {.size = sizeof(struct ac_workload),
                                    .count = 5,
                                    .next = ask_me_now,
                                    .timed = timed};
        prepare(*s, 5, 3);
        scene.config.workload = &asked;
        scene_open();
        assert_null(ac_next(scene.run));
        assert_int_equal(ac_error(scene.run), -EINVAL);
        scene_check_end();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sources_tasks_that_add_tasks_do_not_deadlock),
        cmocka_unit_test(sources_a_slow_one_idles_no_longer_than_it_must),
        cmocka_unit_test(sources_slow_and_fed_at_once),
        cmocka_unit_test(sources_the_caller_feeds_a_run_that_paused),
        cmocka_unit_test(sources_without_an_end_repeat_and_take_no_memory),
        cmocka_unit_test(sources_numbers_count_on_and_durations_repeat),
        cmocka_unit_test(sources_an_interval_too_long_is_refused),
        cmocka_unit_test(sources_what_turns_up_is_launched_while_the_consumer_is_busy),
        cmocka_unit_test(sources_room_in_the_window_is_used_at_the_take),
        cmocka_unit_test(sources_a_raised_limit_is_used_while_the_consumer_is_busy),
        cmocka_unit_test(sources_a_wait_for_ever_ends_where_nothing_will_happen),
        cmocka_unit_test(sources_none_until_now_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
