/* test_pull.c -- what a pull makes of the answers of its source. With every strategy, on the test's own clock. */
#include <errno.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/work_run.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* Two tasks, of which one is there; the source answers `lack` until the other is. */
static void prepare(const struct ac_strategy *strategy, int lack)
{
    work_init(&work, 2);
    work.ready = 1;
    work.lack = lack;
    work.plans[1].end_ms = work.plans[2].end_ms = 5;
    work_run_config(strategy);
}

/* An event brings the other task, and the workload has not said so yet. The next pull gets it. */
static void pull_asks_a_source_again_that_waits_for_an_event(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & (AC_HOLDS_ALL | AC_NO_LIMIT | AC_QUEUES))
                continue; /* they pull in `fill`, or behind a launch */
            prepare(*s, AC_SUPPLY_EVENT);
            work_run_config_open();
            assert_null(ac_try(run));
            work.ready = 2;
            work_run_take(1, 0);
            assert_int_equal(ac_counts(run)->launched, 2);
            work_run_take(2, 0);
            work_run_close();
        }
}

/* A clock that only the run moves on would never come to an instant that is not to come. */
static void pull_ends_a_run_whose_source_waits_for_the_past(void **state)
{
    (void)state;
    static const uint64_t wakes_ms[] = {0, 3, 10};
    for
        EACH_STRATEGY(s)
    for (size_t i = 0; i < sizeof wakes_ms / sizeof *wakes_ms; i++) {
        prepare(*s, AC_SUPPLY_NONE);
        work.now_ns = 10 * WORK_MS;
        work.ready = 0;
        work.workload.wake_ns = wakes_ms[i] * WORK_MS;
        work.loop.standing_ns = &work.now_ns;
        work_run_config_open();
        assert_null(ac_next(run));
        assert_int_equal(ac_error(run), -EINVAL);
        ac_close(run);
        assert_null(work_close(&work));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pull_asks_a_source_again_that_waits_for_an_event),
        cmocka_unit_test(pull_ends_a_run_whose_source_waits_for_the_past),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
