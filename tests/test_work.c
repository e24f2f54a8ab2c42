/* test_work.c -- work whose end nobody knows, on every strategy: what its tasks end as, however they
 * are asked to end. */
#include <errno.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/work_run.h"

static void work_ends_in_the_order_that_the_test_says(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        bool one = (*s)->flags & AC_SERIAL; /* at a time */
        work_init(&work, 2);
        work.plans[1].end_ms = 5;
        work.plans[2].end_ms = 3;
        work.plans[2].error = -EIO;
        work_run_open(*s, 0);
        work_run_take(one ? 1 : 2, one ? 0 : -EIO);
        assert_int_equal(work.now_ns, (one ? 5 : 3) * WORK_MS);
        work_run_take(one ? 2 : 1, one ? -EIO : 0);
        assert_int_equal(work.now_ns, (one ? 8 : 5) * WORK_MS);
        assert_null(ac_next(run));
        work_run_close();
    }
}

static void work_that_was_never_started_ends_at_once(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (int failed = 0; failed < 2; failed++) {
            work_init(&work, 1);
            work.plans[1].start = failed ? -ENOMEM : AC_DONE;
            work_run_open(*s, 0);
            work_run_take(1, failed ? -ENOMEM : 0);
            assert_int_equal(work.now_ns, 0);
            work_run_close();
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
            work_run_open(*s, 3);
            work_run_take(1, -ETIMEDOUT);
            assert_int_equal(work.tasks[1].asked_ns, 3 * WORK_MS);
            assert_int_equal(work.now_ns, (i < 2 ? 3 : 7) * WORK_MS);
            assert_int_equal(ac_counts(run)->timed_out, 1);
            work_run_close();
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
            work_run_open(*s, 0);
            work_run_take(1, 0);
            uint64_t in_flight = ac_counts(run)->in_flight;
            ac_stop(run, true);
            assert_int_equal(ac_counts(run)->cancelling, in_flight);
            if (completes && in_flight)
                work_run_take(2, 0);
            assert_null(ac_next(run));
            assert_int_equal(ac_counts(run)->cancelled, in_flight - (completes && in_flight));
            work_run_close();
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
            work_run_open(*s, 0);
            work_run_take(1, 0);
            uint64_t in_flight = ac_counts(run)->in_flight;
            ac_end(run, drain);
            uint64_t last_ns = in_flight ? work.tasks[2].start_ns + 4 * WORK_MS : WORK_MS;
            assert_int_equal(work.now_ns, last_ns);
            assert_int_equal(ac_counts(run)->failed, drain ? in_flight : 0);
            assert_int_equal(ac_counts(run)->cancelled, drain ? 0 : in_flight);
            work_run_close();
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
        work_run_open(*s, 0);
        work_run_take(1, -EPIPE);
        assert_int_equal(turns, 3);
        work_run_close();
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
        work_run_open(*s, 0);
        assert_null(ac_next_before(run, 9 * WORK_MS));
        assert_int_equal(work.now_ns, 9 * WORK_MS);
        ac_end(run, false);
        assert_int_equal(ac_error(run), -EDEADLK);
        assert_int_equal(ac_counts(run)->cancelled, 1);
        ac_close(run);
        assert_null(work_close(&work));
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
