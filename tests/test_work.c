/* test_work.c -- work whose end nobody knows, on every strategy: what its tasks end as, however they
 * are asked to end. */
#include <errno.h>

#include "../harness/engine/memory.h"
#include "support/check.h"
#include "support/work.h"

static struct work work;
static struct ac_run *run;
static uint64_t heap_bytes;

static void open_run(const struct ac_strategy *strategy, uint64_t timeout_ms)
{
    const struct ac_config config = {.strategy = strategy,
                                     .workload = &work.workload,
                                     .loop = &work.loop,
                                     .limit = 2,
                                     .queue = 2,
                                     .task_timeout_ns = timeout_ms * WORK_MS};
    heap_bytes = ac_heap_bytes();
    assert_int_equal(ac_open(&run, &config), 0);
}

static void take(uint32_t number, int error)
{
    const struct ac_task *task = ac_next(run);
    assert_non_null(task);
    work_taken(&work, task);
    assert_int_equal(task->number, number);
    assert_int_equal(task->error, error);
}

static void close_run(void)
{
    ac_end(run, false);
    const struct ac_counts *c = ac_counts(run);
    assert_int_equal(ac_error(run), 0);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->in_flight + c->waiting + c->cancelling, 0);
    ac_close(run);
    const char *fault = work_close(&work);
    if (fault)
        fail_msg("task %u %s", work.fault_task, fault);
    assert_int_equal(ac_heap_bytes(), heap_bytes);
}

static void work_ends_in_the_order_that_the_test_says(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        bool one = (*s)->flags & AC_SERIAL; /* at a time */
        work_init(&work, 2);
        work.plans[1].end_ms = 5;
        work.plans[2].end_ms = 3;
        work.plans[2].error = -EIO;
        open_run(*s, 0);
        take(one ? 1 : 2, one ? 0 : -EIO);
        assert_int_equal(work.now_ns, (one ? 5 : 3) * WORK_MS);
        take(one ? 2 : 1, one ? -EIO : 0);
        assert_int_equal(work.now_ns, (one ? 8 : 5) * WORK_MS);
        assert_null(ac_next(run));
        close_run();
    }
}

static void work_that_was_never_started_ends_at_once(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (int failed = 0; failed < 2; failed++) {
            work_init(&work, 1);
            work.plans[1].start = failed ? -ENOMEM : AC_DONE;
            open_run(*s, 0);
            take(1, failed ? -ENOMEM : 0);
            assert_int_equal(work.now_ns, 0);
            close_run();
        }
}

/* At once, later, with success, or not as asked: it was late. */
static void work_that_timed_out_stays_so(void **state)
{
    (void)state;
    const struct work_plan plans[] = {
        {.cancel_error = -ECANCELED},
        {.cancel_error = 0},
        {.cancel = WORK_STOPS_LATER, .cancel_ms = 4, .cancel_error = -EIO},
        {.cancel = WORK_STOPS_LATER, .cancel_ms = 4},
        {.cancel = WORK_GOES_ON, .end_ms = 7},
    };
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
            work_init(&work, 1);
            work.plans[1] = plans[i];
            open_run(*s, 3);
            take(1, -ETIMEDOUT);
            assert_int_equal(work.tasks[1].asked_ns, 3 * WORK_MS);
            assert_int_equal(work.now_ns, (i < 2 ? 3 : 7) * WORK_MS);
            assert_int_equal(ac_counts(run)->timed_out, 1);
            close_run();
        }
}

/* The work that was completed all the same is handed over; the rest is cancelled. */
static void work_that_was_stopped_ends_as_it_says(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (int completes = 0; completes < 2; completes++) {
            work_init(&work, 3);
            work.plans[1].end_ms = 1;
            work.plans[2].cancel = work.plans[3].cancel = WORK_STOPS_LATER;
            work.plans[2].cancel_ms = work.plans[3].cancel_ms = 2;
            work.plans[2].cancel_error = completes ? 0 : -ECANCELED;
            open_run(*s, 0);
            take(1, 0);
            uint64_t in_flight = ac_counts(run)->in_flight;
            ac_stop(run, true);
            assert_int_equal(ac_counts(run)->cancelling, in_flight);
            if (completes && in_flight)
                take(2, 0);
            assert_null(ac_next(run));
            assert_int_equal(ac_counts(run)->cancelled, in_flight - (completes && in_flight));
            close_run();
        }
}

static void work_is_waited_for_at_the_end(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (int drain = 0; drain < 2; drain++) {
            work_init(&work, 2);
            work.plans[1].end_ms = 1;
            work.plans[2].end_ms = 4;
            work.plans[2].cancel = WORK_GOES_ON;
            work.plans[2].error = -EIO;
            open_run(*s, 0);
            take(1, 0);
            uint64_t in_flight = ac_counts(run)->in_flight;
            ac_end(run, drain);
            uint64_t last_ns = in_flight ? work.tasks[2].start_ns + 4 * WORK_MS : WORK_MS;
            assert_int_equal(work.now_ns, last_ns);
            assert_int_equal(ac_counts(run)->failed, drain ? in_flight : 0);
            assert_int_equal(ac_counts(run)->cancelled, drain ? 0 : in_flight);
            close_run();
        }
}

/* The hook plays the test's part: in the third turn it says that the task ends. */
static void end_in_the_third_turn(struct work *self, enum work_call call, uint32_t number)
{
    uint32_t *turns = self->data;
    (void)number;
    if (call != WORK_TURN)
        return;
    self->happened = true;
    if (++*turns == 3)
        work_end(self, 1, -EPIPE);
}

static void work_ends_when_the_hook_says_so(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        uint32_t turns = 0;
        work_init(&work, 1);
        work.hook = end_in_the_third_turn;
        work.data = &turns;
        open_run(*s, 0);
        take(1, -EPIPE);
        assert_int_equal(turns, 3);
        close_run();
    }
}

/* Nothing can happen any more: the loop says so, and the run gives up the task. */
static void work_that_never_ends_is_given_up_with_the_loop(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        work_init(&work, 1);
        work.plans[1].cancel = WORK_GOES_ON;
        work.abandoned = true;
        open_run(*s, 0);
        assert_null(ac_next_before(run, 9 * WORK_MS));
        assert_int_equal(work.now_ns, 9 * WORK_MS);
        ac_end(run, false);
        assert_int_equal(ac_error(run), -EDEADLK);
        assert_int_equal(ac_counts(run)->cancelled, 1);
        ac_close(run);
        assert_null(work_close(&work));
    }
}

/* What `start` may not answer, and what a task may not end with. */
static void work_that_breaks_its_word_ends_the_run(void **state)
{
    (void)state;
    const struct {
        int start, error, ends_with;
    } cases[] = {
        {AC_DONE + 1, 0, -EINVAL},
        {INT16_MIN - 1, 0, -EINVAL},
        {INT16_MIN, 0, 0},
        {AC_STARTED, 1, -EINVAL},
        {AC_STARTED, INT16_MAX, -EINVAL},
        {AC_STARTED, INT16_MIN - 1, -EINVAL},
        {AC_STARTED, INT16_MIN, 0},
    };
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            work_init(&work, 1);
            work.plans[1].start = cases[i].start;
            work.plans[1].error = cases[i].error;
            work.plans[1].end_ms = 1;
            open_run(*s, 0);
            if (!cases[i].ends_with)
                take(1, INT16_MIN);
            assert_null(ac_next(run));
            ac_end(run, false);
            assert_int_equal(ac_error(run), cases[i].ends_with);
            assert_int_equal(ac_breach(run)->rule, AC_RULE_NONE);
            assert_int_equal(ac_counts(run)->in_flight + ac_counts(run)->waiting, 0);
            ac_close(run);
            assert_null(work_close(&work));
        }
}

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
        open_run(*s, 1);
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
            const struct ac_config config = {.strategy = *s,
                                             .workload = &work.workload,
                                             .loop = &work.loop,
                                             .limit = 1,
                                             .queue = 1,
                                             .task_timeout_ns = timeouts_ns[i]};
            heap_bytes = ac_heap_bytes();
            assert_int_equal(ac_open(&run, &config), 0);
            for (const struct ac_task *task; (task = ac_next(run));)
                work_taken(&work, task);
            assert_int_equal(ac_counts(run)->taken, 4);
            assert_int_equal(ac_counts(run)->timed_out, 0);
            close_run();
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
        const struct ac_config config = {.strategy = *s,
                                         .workload = &work.workload,
                                         .loop = &work.loop,
                                         .limit = 2,
                                         .queue = 2,
                                         .measures = &measures};
        heap_bytes = ac_heap_bytes();
        assert_int_equal(ac_open(&run, &config), 0);
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
        close_run();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_ends_in_the_order_that_the_test_says),
        cmocka_unit_test(work_that_was_never_started_ends_at_once),
        cmocka_unit_test(work_that_timed_out_stays_so),
        cmocka_unit_test(work_that_was_stopped_ends_as_it_says),
        cmocka_unit_test(work_is_waited_for_at_the_end),
        cmocka_unit_test(work_ends_when_the_hook_says_so),
        cmocka_unit_test(work_that_never_ends_is_given_up_with_the_loop),
        cmocka_unit_test(work_that_breaks_its_word_ends_the_run),
        cmocka_unit_test(work_that_cannot_be_stopped_runs_to_its_end),
        cmocka_unit_test(work_with_an_endless_timeout_never_times_out),
        cmocka_unit_test(work_is_measured_from_its_start_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
