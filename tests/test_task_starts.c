/* test_task_starts.c -- what a loop answers when a task is given to it, and what becomes of a task that has ended before it
 * began.
 */
#include <errno.h>

#include "support/backwards.h"
#include "support/check.h"

static void a_loop_at_its_end_ends_the_run(void **state)
{
    (void)state;
    static const int answers[] = {-ENOMEM, -EOVERFLOW, 1, INT16_MIN - 1};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        backwards_prepare();
        backwards_refuse(answers[i]);
        backwards_open();
        assert_null(ac_next(backwards.run));
        bool fatal = answers[i] == -ENOMEM || answers[i] == -EOVERFLOW;
        assert_int_equal(ac_error(backwards.run), fatal ? answers[i] : -EINVAL);
        assert_int_equal(ac_counts(backwards.run)->launched, 0);
        assert_int_equal(backwards.launched, 0);
        backwards_close();
    }
}

static void a_task_that_cannot_be_started_fails_with_its_error(void **state)
{
    (void)state;
    backwards_prepare();
    backwards_refuse(-EMFILE);
    backwards.loop.now_ns = 7 * BACKWARDS_MS;
    backwards_open();
    for (unsigned i = 0; i < BACKWARDS_TASKS; i++) {
        const struct ac_task *task = ac_next(backwards.run);
        assert_int_equal(task->error, -EMFILE);
        assert_int_equal(task->time_ns, 7 * BACKWARDS_MS); /* when its end was noticed */
    }
    assert_null(ac_next(backwards.run));
    assert_int_equal(ac_counts(backwards.run)->failed, BACKWARDS_TASKS);
    backwards_close();
}

static void what_has_ended_does_not_finish_after_a_failure(void **state)
{
    (void)state;
    backwards_prepare();
    backwards_refuse(-EMFILE);
    backwards_open();
    assert_null(ac_try(backwards.run));
    assert_int_equal(ac_counts(backwards.run)->in_flight, BACKWARDS_TASKS);
    ac_fail(backwards.run, -EPIPE);
    ac_turn(backwards.run);
    assert_int_equal(ac_counts(backwards.run)->finished, 0);
    backwards_close();
}

/* The first of those that could not be started cancels the others, which had ended in the same turn. */
static void what_is_cancelled_does_not_finish_as_well(void **state)
{
    (void)state;
    backwards_prepare();
    backwards_refuse(-EMFILE);
    backwards.config.on_error = AC_NOW;
    backwards_open();
    assert_non_null(ac_next(backwards.run));
    assert_null(ac_next(backwards.run));
    assert_int_equal(ac_counts(backwards.run)->finished, 1);
    assert_int_equal(ac_counts(backwards.run)->cancelled, BACKWARDS_TASKS - 1);
    backwards_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_loop_at_its_end_ends_the_run),
        cmocka_unit_test(a_task_that_cannot_be_started_fails_with_its_error),
        cmocka_unit_test(what_has_ended_does_not_finish_after_a_failure),
        cmocka_unit_test(what_is_cancelled_does_not_finish_as_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
