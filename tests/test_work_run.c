/* test_work_run.c -- runs of work: what is measured, when a source is asked, and what a workload need not do. */
#include <errno.h>

#include "../harness/engine/limit.h"
#include "../harness/engine/measures.h"
#include "../harness/workloads/arrivals.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/work_run.h"

/* A workload need not be able to cancel, nor want to hear of releases. */
static void work_that_cannot_be_stopped_runs_to_its_end(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        work_init(&work, 3);
        work.workload.cancel = NULL;
        work.workload.release = NULL;
        for (uint32_t i = 1; i <= 3; i++)
            work.plans[i].end_ms = 4;
        work_run_open(*s, 1);
        const struct ac_task *task = ac_next(run);
        assert_int_equal(task->error, -ETIMEDOUT);
        assert_int_equal(work.now_ns, 4 * WORK_MS);
        ac_stop(run, true);
        while ((task = ac_next(run)))
            assert_true(task->error == -ETIMEDOUT || !task->error);
        ac_end(run, false);
        assert_int_equal(ac_counts(run)->launched, ac_counts(run)->finished);
        assert_int_equal(ac_counts(run)->cancelling, 0);
        ac_close(run);
        assert_int_equal(work.in_flight, 0);
    }
}

/* The end of time is later than any end. */
static void work_with_an_endless_timeout_never_times_out(void **state)
{
    (void)state;
    const uint64_t timeouts_ns[] = {UINT64_MAX, UINT64_MAX - 1, UINT64_MAX - WORK_MS};
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (size_t i = 0; i < 3; i++) {
            work_init(&work, 4);
            for (uint32_t n = 1; n <= 4; n++)
                work.plans[n].end_ms = 2;
            work_run_config(*s)->task_timeout_ns = timeouts_ns[i];
            work_run_config_open();
            for (const struct ac_task *task; (task = ac_next(run));)
                work_taken(&work, task);
            assert_int_equal(ac_counts(run)->taken, 4);
            assert_int_equal(ac_counts(run)->timed_out, 0);
            work_run_close();
        }
}

/* Tasks of 3, 4 and 5 ms, of which the last is cancelled after so much of it. */
static void work_is_measured_from_its_start_to_its_end(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct ac_measures measures = {.busy_ns = 0};
        work_init(&work, 3);
        for (uint32_t i = 1; i <= 3; i++)
            work.plans[i].end_ms = i + 2;
        work_run_config(*s);
        work_run_config_open();
        ac_measure(run, &measures);
        assert_non_null(ac_next(run));
        assert_non_null(ac_next(run));
        uint64_t busy_ns = 0, last_ns = work.tasks[2].end_ns;
        assert_int_equal(measures.last_finish_ns, last_ns);
        ac_end(run, false);
        for (uint32_t i = 1; i <= 3; i++)
            busy_ns += work.tasks[i].end_ns - work.tasks[i].start_ns;
        assert_int_equal(measures.busy_ns, busy_ns);
        assert_int_equal(measures.lateness.total, 0); /* nobody knows when it was due */
        assert_int_equal(measures.delivery.total, 2);
        assert_int_equal(measures.delivery.max, 0);
        assert_int_equal(measures.last_finish_ns, last_ns);
        work_run_close();
    }
}

/* The wall time of a run begins where the clock is when it is opened. */
static void work_has_a_wall_time_of_its_own(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct ac_measures measures = {.busy_ns = 0};
        work_init(&work, 1);
        work.plans[1].end_ms = 3;
        work.now_ns = 70 * WORK_MS;
        work_run_config(*s);
        work_run_config_open();
        ac_measure(run, &measures);
        assert_int_equal(measures.start_ns, 70 * WORK_MS);
        work_run_take(1, 0);
        assert_null(ac_next(run));
        assert_int_equal(ac_wall_ns(run), 3 * WORK_MS);
        work_run_close();
    }
}

/* How often the source was asked; and a turn inside a turn, which is none. */
static void count_the_asking(struct work *self, enum work_call call, uint32_t number)
{
    uint32_t *asked = self->data;
    (void)number;
    *asked += call == WORK_NEXT;
    if (call != WORK_TURN)
        return;
    uint64_t turns = ac_counts(run)->turns;
    ac_turn(run);
    assert_int_equal(ac_counts(run)->turns, turns);
}

/* An event brings the second task. Until then the source is not asked, whatever instant it has
 * named before. */
static void work_that_an_event_brings_is_not_asked_for_before(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        uint32_t asked = 0;
        if ((*s)->flags & AC_POLLED) /* each look pulls, too */
            continue;
        work_init(&work, 2);
        work.hook = count_the_asking;
        work.data = &asked;
        work.ready = 1;
        work.workload.wake_ns = 1;
        work.plans[1].end_ms = 5;
        work_run_open(*s, 0);
        assert_null(ac_next_before(run, WORK_MS));
        uint32_t asked_first = asked; /* in vain for the second */
        for (uint64_t ms = 2; ms < 5; ms++)
            assert_null(ac_next_before(run, ms * WORK_MS));
        assert_int_equal(asked, asked_first);
        work_run_take(1, 0);
        asked = 0;
        work.ready = 2;
        work.plans[2].end_ms = 1;
        ac_more(run);
        work_run_take(2, 0);
        assert_in_range(asked, 1, 2); /* and perhaps for a third */
        work_run_close();
    }
}

static void work_of_no_tasks_and_of_one_at_a_time_has_limit_1(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        bool serial = (*s)->flags & AC_SERIAL;
        assert_int_equal(ac_effective_limit(*s, 5, 0), 1);
        assert_int_equal(ac_effective_limit(*s, 5, 9), serial ? 1 : 5);
        assert_int_equal(ac_effective_limit(*s, 5, 3), serial ? 1 : 3);
    }
}

/* A turn that comes 1 ns late. */
static void be_late(struct work *self, enum work_call call, uint32_t number)
{
    (void)number;
    self->now_ns += call == WORK_TURN;
}

static void work_times_out_on_a_loop_that_is_late(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        work_init(&work, 1);
        work.hook = be_late;
        work_run_open(*s, 3);
        work_run_take(1, -ETIMEDOUT);
        assert_int_equal(work.tasks[1].asked_ns, 3 * WORK_MS + 1);
        work_run_close();
    }
}

/* Task 2, which was asked to end, does so in the release of task 1. */
static void end_task_2(struct work *self, enum work_call call, uint32_t number)
{
    if (call != WORK_RELEASE || number != 1)
        return;
    assert_int_equal(ac_counts(run)->cancelling, 1);
    work_end(self, 2, 0);
    assert_int_equal(ac_counts(run)->cancelling, 0);
    assert_int_equal(ac_counts(run)->in_flight, 1); /* until the next turn */
}

static void work_that_ends_in_a_release_is_cancelling_no_more(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        if ((*s)->flags & AC_SERIAL) /* it never has two */
            continue;
        work_init(&work, 3);
        work.hook = end_task_2;
        work.plans[1].end_ms = 1;
        work.plans[2].cancel = WORK_STOPS_LATER;
        work_run_open(*s, 2);
        work_run_take(1, 0);
        work_run_take(3, -ETIMEDOUT);
        work_run_take(2, -ETIMEDOUT);
        work_run_close();
    }
}

/* Its program may tell the run of more before anything is pulled. */
static void work_behind_other_workloads_knows_its_run_at_once(void **state)
{
    (void)state;
    struct ac_arrivals inner, outer;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        work_init(&work, 2);
        work.ready = 1;
        work.lack = AC_SUPPLY_NONE;
        work.workload.wake_ns = UINT64_MAX;
        work.plans[1].end_ms = work.plans[2].end_ms = 1;
        ac_arrivals_init(&inner, &work.workload, 0, 0);
        ac_arrivals_init(&outer, &inner.workload, 0, 0);
        work_run_config(*s)->workload = &outer.workload;
        work_run_config_open();
        assert_ptr_equal(work.workload.run, run);
        work.ready = 2;
        ac_more(work.workload.run);
        for (const struct ac_task *task; (task = ac_next(run));)
            work_taken(&work, task);
        assert_int_equal(ac_counts(run)->taken, 2);
        work_run_close();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_that_cannot_be_stopped_runs_to_its_end),
        cmocka_unit_test(work_with_an_endless_timeout_never_times_out),
        cmocka_unit_test(work_is_measured_from_its_start_to_its_end),
        cmocka_unit_test(work_has_a_wall_time_of_its_own),
        cmocka_unit_test(work_that_an_event_brings_is_not_asked_for_before),
        cmocka_unit_test(work_of_no_tasks_and_of_one_at_a_time_has_limit_1),
        cmocka_unit_test(work_times_out_on_a_loop_that_is_late),
        cmocka_unit_test(work_that_ends_in_a_release_is_cancelling_no_more),
        cmocka_unit_test(work_behind_other_workloads_knows_its_run_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
