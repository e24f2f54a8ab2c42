/* test_referee_answers.c -- what a workload may answer and report is held to its bounds, and a workload may fail
 * as a whole from anywhere. With every strategy.
 */
#include <errno.h>
#include <limits.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/deed.h"

/* --- answers and reports that mean nothing --- */

static void start_with_no_errno_ends_the_run(void **state)
{
    (void)state;
    static const int answers[] = {AC_DONE + 1, 3, 40000, INT_MAX, -40000, INT16_MIN - 1, INT_MIN};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, answers)
        {
            deed_prepare(*s);
            deed.work.plans[2].start = answers[i];
            deed_open();
            deed_take_all();
            assert_int_equal(ac_error(deed.run), -EINVAL);
            assert_int_equal(ac_breach(deed.run)->rule, AC_RULE_NONE);
            deed_close();
        }
}

static void start_with_any_errno_fails_the_task(void **state)
{
    (void)state;
    static const int answers[] = {-1, -ENOMEM, -EPROTO, INT16_MIN};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, answers)
        {
            deed_prepare(*s);
            deed.work.plans[1].start = answers[i];
            deed_open();
            const struct ac_task *task;
            while ((task = ac_next(deed.run)))
                assert_int_equal(task->error, task->number == 1 ? answers[i] : 0);
            deed_check_sound();
            assert_int_equal(ac_counts(deed.run)->failed, 1);
            deed_close();
        }
}

/* The task that was reported is out of flight all the same. */
static void done_with_no_errno_ends_the_run(void **state)
{
    (void)state;
    static const int errors[] = {AC_DONE, 2,      INT16_MAX,     40000,
                                 INT_MAX, -40000, INT16_MIN - 1, INT_MIN};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, errors)
        {
            deed_prepare(*s);
            deed.work.plans[2].error = errors[i];
            deed_open();
            deed_take_all();
            assert_int_equal(ac_error(deed.run), -EINVAL);
            assert_int_equal(ac_breach(deed.run)->rule, AC_RULE_NONE);
            assert_false(work_is_in_flight(&deed.work, 2));
            assert_int_equal(ac_counts(deed.run)->in_flight, deed.work.in_flight);
            deed_close();
            assert_null(deed.work.fault);
        }
}

static void done_with_any_errno_fails_the_task(void **state)
{
    (void)state;
    static const int errors[] = {-1, -ECANCELED, -ETIMEDOUT, INT16_MIN};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, errors)
        {
            deed_prepare(*s);
            deed.work.plans[1].error = errors[i];
            deed_open();
            const struct ac_task *task;
            while ((task = ac_next(deed.run)))
                assert_int_equal(task->error, task->number == 1 ? errors[i] : 0);
            deed_check_sound();
            assert_int_equal(ac_counts(deed.run)->failed, 1);
            assert_int_equal(ac_counts(deed.run)->timed_out, 0);
            deed_close();
        }
}

/* --- the workload as a whole --- */

static void fail_with_epipe(void)
{
    ac_fail(deed.run, -EPIPE);
    ac_fail(deed.run, -EIO); /* the first counts */
}

/* From each place that is come to. Then nothing is pulled, launched or taken, and what is in flight ends. */
static void fail_ends_the_run_from_everywhere(void **state)
{
    (void)state;
    unsigned done = 0;
    for
        EACH_STRATEGY(s)
    for (unsigned place = 0; place < DEED_PLACES; place++)
        for (unsigned after = 1; after <= 3; after++) {
            deed_prepare_at(*s, fail_with_epipe, place, after);
            deed_take_all();
            bool failed = deed.calls >= after;
            assert_int_equal(ac_error(deed.run), failed ? -EPIPE : 0);
            assert_true(ac_over(deed.run));
            assert_int_equal(ac_complete(deed.run), !failed);
            uint64_t launched = ac_counts(deed.run)->launched;
            deed_close();
            assert_true(launched <= DEED_TASKS);
            assert_null(deed.work.fault);
            done += failed;
        }
    assert_true(done > 100);
}

/* What ends after it does not finish, whatever its workload reports. */
static void fail_lets_no_task_finish(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_in_flight(*s);
            uint64_t launched = ac_counts(deed.run)->launched;
            ac_fail(deed.run, -EPIPE);
            work_end(&deed.work, 1, 0);
            assert_int_equal(ac_counts(deed.run)->finished, 0);
            assert_int_equal(ac_counts(deed.run)->cancelled, 1);
            assert_int_equal(ac_counts(deed.run)->launched, launched);
            deed_close();
        }
}

static void fail_without_an_errno_is_einval(void **state)
{
    (void)state;
    for (int error = 0; error < 2; error++) {
        deed_prepare(ac_strategies[0]);
        deed_open();
        ac_fail(deed.run, error);
        assert_null(ac_next(deed.run));
        assert_int_equal(ac_error(deed.run), -EINVAL);
        deed_close();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(start_with_no_errno_ends_the_run),
        cmocka_unit_test(start_with_any_errno_fails_the_task),
        cmocka_unit_test(done_with_no_errno_ends_the_run),
        cmocka_unit_test(done_with_any_errno_fails_the_task),
        cmocka_unit_test(fail_ends_the_run_from_everywhere),
        cmocka_unit_test(fail_lets_no_task_finish),
        cmocka_unit_test(fail_without_an_errno_is_einval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
