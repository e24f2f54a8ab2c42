/* test_retries.c -- what has failed is tried again, under every strategy: when, how often, and what becomes
 * of it where the run ends before. The clock is the tests' own.
 */
#include <errno.h>
#include <string.h>

#include "../harness/workloads/retries.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/work_run.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { LAST = 8, DELAY_MS = 10 };

static struct ac_retries retries;
static uint32_t dropped, retried_events;
static uint32_t starts[LAST];      /* of each task, so far */
static uint64_t at_ms[LAST][9];    /* when */
static uint32_t fails_first[LAST]; /* so many attempts fail, then it ends well */

static bool give_up(struct ac_workload *workload, struct ac_task *task)
{
    (void)workload;
    assert_int_not_equal(task->error, 0);
    work.tasks[task->number].state = WORK_GIVEN;
    work.tasks[task->number].asked = false;
    return true;
}

static void drop(void *own)
{
    (void)own;
    dropped++;
}

static const struct ac_attempts attempts = {.give_up = give_up, .drop = drop};

static void on_call(struct work *self, enum work_call call, uint32_t number)
{
    if (call != WORK_START)
        return;
    at_ms[number][starts[number]] = self->now_ns / WORK_MS;
    self->plans[number].error = starts[number]++ < fails_first[number] ? -EIO : 0;
}

static void on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)now_ns;
    (void)number;
    retried_events += event == AC_EVENT_RETRY;
}

/* Each task lasts 1 ms. */
static struct ac_config *prepare(const struct ac_strategy *strategy, uint32_t count, uint64_t times)
{
    memset(starts, 0, sizeof starts);
    memset(fails_first, 0, sizeof fails_first);
    dropped = retried_events = 0;
    work_init(&work, count);
    work.hook = on_call;
    for (uint32_t i = 1; i <= count; i++)
        work.plans[i].end_ms = 1;
    ac_retries_init(&retries, &work.workload, &work.workload, &attempts, times, DELAY_MS * WORK_MS);
    struct ac_config *config = work_run_config(strategy);
    config->workload = &retries.workload;
    config->trace = on_event;
    return config;
}

static void finish(void)
{
    const struct ac_counts *c = ac_counts(run);
    assert_int_equal(c->retried, retried_events);
    ac_end(run, false);
    for (uint32_t i = 1; i <= work.pulled; i++)
        if (work.tasks[i].state == WORK_GIVEN && retries.waiting)
            work.tasks[i].state = WORK_RELEASED; /* it waits, and is dropped below */
    uint64_t waiting = retries.waiting;
    ac_retries_close(&retries);
    assert_int_equal(dropped, waiting);
    work_run_close();
}

static void retries_wait_twice_as_long_each_time(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, 1, 5);
            fails_first[1] = 3;
            work_run_config_open();
            work_run_take(1, 0);
            assert_null(ac_next(run));
            static const uint64_t expected_ms[] = {0, 11, 32, 73}; /* 1 ms each, then 10, 20, 40 */
            assert_int_equal(starts[1], 4);
            for (uint32_t i = 0; i < 4; i++)
                assert_int_equal(at_ms[1][i], expected_ms[i]);
            assert_int_equal(ac_counts(run)->retried, 3);
            assert_int_equal(ac_counts(run)->taken, 1);
            assert_int_equal(ac_counts(run)->failed, 0);
            assert_true(ac_complete(run));
            finish();
        }
}

static void retries_wait_has_an_upper_bound(void **state)
{
    (void)state;
    prepare(ac_strategies[0], 1, 4);
    retries.delay_ns = UINT64_C(400000000000);
    fails_first[1] = 4;
    work_run_config_open();
    work_run_take(1, 0);
    assert_int_equal(at_ms[1][1], 400001);
    assert_int_equal(at_ms[1][2], 400002 + 600000);
    assert_int_equal(at_ms[1][4], 400002 + 3 * 600000 + 2);
    finish();
}

/* With limit 1, the others run while the first one waits; when it is due, it comes before what is new. */
static void retries_hold_no_slot_and_come_before_what_is_new(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    if (!((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL | AC_CONTROL | AC_QUEUES))) {
        struct ac_config *config = prepare(*s, 3, 1);
        config->limit = config->queue = 1;
        fails_first[1] = 1;
        work.plans[2].end_ms = 30;
        work_run_config_open();
        work_run_take(2, 0);
        work_run_take(1, 0);
        work_run_take(3, 0);
        assert_int_equal(at_ms[2][0], 1);
        assert_int_equal(at_ms[1][1], 31);
        assert_int_equal(at_ms[3][0], 32);
        finish();
    }
}

static void retries_the_last_failure_is_handed_over_and_only_it_is_an_error(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct ac_config *config = prepare(*s, 2, 2);
            config->on_error = AC_NOW;
            fails_first[1] = 3;
            work.plans[2].end_ms = 50;
            work_run_config_open();
            const struct ac_task *task;
            uint32_t failed = 0;
            while ((task = ac_next(run))) {
                work_taken(&work, task);
                failed += task->error == -EIO && task->number == 1;
            }
            assert_int_equal(failed, 1);
            assert_int_equal(starts[1], 3);
            assert_int_equal(ac_counts(run)->failed, 1);
            assert_int_equal(ac_counts(run)->retried, 2);
            finish();
        }
}

static void retries_of_timeouts_and_of_failed_starts(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct ac_config *config = prepare(*s, 2, 1);
            config->task_timeout_ns = 5 * WORK_MS;
            work.plans[1].end_ms = 0; /* never */
            work.plans[2].start = -EAGAIN;
            work_run_config_open();
            const struct ac_task *task;
            while ((task = ac_next(run))) {
                work_taken(&work, task);
                assert_int_equal(task->error, task->number == 1 ? -ETIMEDOUT : -EAGAIN);
            }
            assert_int_equal(starts[1], 2);
            assert_int_equal(starts[2], 2);
            assert_int_equal(ac_counts(run)->retried, 2);
            assert_int_equal(ac_counts(run)->timed_out, 1);
            finish();
        }
}

/* What waits, or was pulled and has not begun, is pending. */
static void retries_that_wait_at_the_end_are_dropped(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s, 2, 3);
            fails_first[1] = 3;
            work_run_config_open();
            work_run_take(2, 0);
            ac_stop(run, false);
            assert_null(ac_next(run));
            assert_int_equal(retries.pending, 1);
            assert_false(ac_complete(run));
            finish();
            assert_int_equal(starts[1], 1);
        }
}

static void retries_are_refused_in_an_ordered_run(void **state)
{
    (void)state;
    struct ac_config *config = prepare(ac_strategies[0], 1, 1);
    config->loop = &work.loop;
    config->ordered = true;
    assert_int_equal(ac_open(&run, config), -EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(retries_wait_twice_as_long_each_time),
        cmocka_unit_test(retries_wait_has_an_upper_bound),
        cmocka_unit_test(retries_hold_no_slot_and_come_before_what_is_new),
        cmocka_unit_test(retries_the_last_failure_is_handed_over_and_only_it_is_an_error),
        cmocka_unit_test(retries_of_timeouts_and_of_failed_starts),
        cmocka_unit_test(retries_that_wait_at_the_end_are_dropped),
        cmocka_unit_test(retries_are_refused_in_an_ordered_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
