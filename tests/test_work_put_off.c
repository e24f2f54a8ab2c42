/* test_work_put_off.c -- what a callback asks of its run is done when the call under way is over, and no sooner; and it
 * is no more than was asked for. With every strategy, on the test's own clock.
 */
#include <errno.h>

#include "../harness/engine/limit.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/work_run.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { TASKS = 12, LONG_MS = 50 };

/* What the next turn of the loop does, in which no task ends; done once. */
static void (*deed)(void);
static unsigned asked; /* the source, so far */

static void on_call(struct work *self, enum work_call call, uint32_t number)
{
    void (*now)(void) = call == WORK_TURN ? deed : NULL;
    (void)self;
    (void)number;
    asked += call == WORK_NEXT;
    if (!now)
        return;
    deed = NULL;
    now();
}

/* Tasks that last long, of which so many are there. The first take has launched what it can. */
static void open_with(const struct ac_strategy *strategy, uint32_t ready)
{
    work_init(&work, TASKS);
    work.ready = ready;
    work.hook = on_call;
    for (uint32_t i = 1; i <= TASKS; i++)
        work.plans[i].end_ms = LONG_MS;
    work_run_open(strategy, 0);
    assert_null(ac_try(run));
    asked = 0;
}

static void turn_with(void (*what)(void))
{
    deed = what;
    ac_pass(run, work.now_ns + WORK_MS);
    assert_null(deed);
}

/* --- a limit --- */

static void raise_limit(void)
{
    uint64_t limit = run->limit, in_flight = ac_counts(run)->in_flight;
    ac_set_limit(run, 4);
    assert_int_equal(run->limit, limit);
    assert_int_equal(ac_counts(run)->in_flight, in_flight);
}

static void lower_limit(void)
{
    uint64_t limit = run->limit;
    ac_set_limit(run, 1);
    assert_int_equal(run->limit, limit);
}

static void a_limit_that_a_callback_raises_holds_after_the_call(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            uint64_t limit = ac_effective_limit(*s, 4, TASKS);
            open_with(*s, TASKS);
            turn_with(raise_limit);
            assert_int_equal(run->limit, limit);
            if (!((*s)->flags & AC_NO_LIMIT))
                assert_int_equal(ac_counts(run)->in_flight, limit);
            work_run_close();
        }
}

/* Nothing can be launched for it, so nobody is asked for tasks. */
static void a_limit_that_does_not_rise_asks_no_source(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            open_with(*s, 2);
            ac_set_limit(run, run->limit);
            ac_set_limit(run, 1);
            assert_int_equal(run->limit, 1);
            assert_int_equal(asked, 0);
            work_run_close();
            open_with(*s, 2);
            turn_with(lower_limit);
            assert_int_equal(run->limit, 1);
            assert_int_equal(asked, 0);
            work_run_close();
        }
}

static void a_limit_of_no_tasks_is_1(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            work_init(&work, 0);
            work_run_open(*s, 0);
            ac_set_limit(run, 5);
            assert_int_equal(run->limit, 1);
            assert_null(ac_next(run));
            work_run_close();
        }
}

/* --- a cancel --- */

static void cancel(void)
{
    ac_stop(run, true);
    assert_int_equal(ac_counts(run)->cancelling + ac_counts(run)->cancelled, 0);
    assert_int_equal(work.in_flight, ac_counts(run)->in_flight);
}

static void a_cancel_of_a_callback_comes_after_the_call(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            open_with(*s, TASKS);
            uint64_t in_flight = ac_counts(run)->in_flight;
            turn_with(cancel);
            assert_int_equal(work.in_flight, 0);
            assert_int_equal(ac_counts(run)->cancelled, in_flight);
            work_run_close();
        }
}

/* Some have ended, and are not taken yet. */
static void try_in_cancel(struct work *self, enum work_call call, uint32_t number)
{
    (void)self;
    (void)number;
    if (call == WORK_CANCEL)
        assert_null(ac_try(run));
}

static void nothing_is_taken_inside_a_cancel(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            open_with(*s, TASKS);
            ac_pass(run, work.now_ns + 10 * WORK_MS);
            ac_set_limit(run, 4); /* these end later */
            ac_pass(run, work.now_ns + (LONG_MS - 10) * WORK_MS);
            assert_true(ac_counts(run)->unread > 0);
            work.hook = try_in_cancel;
            ac_stop(run, true);
            work_run_close();
        }
}

/* --- a fill --- */

static struct ac_strategy counting;
static const struct ac_strategy *counted;
static unsigned fills;

static void count_and_fill(struct ac_run *filled)
{
    fills++;
    counted->fill(filled);
}

/* Each task says that there are more. */
static void ask_for_more(struct work *self, enum work_call call, uint32_t number)
{
    (void)self;
    (void)number;
    if (call == WORK_START)
        ac_more(run);
}

/* It might go on for ever. */
static void a_call_fills_once(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            counted = *s;
            counting = **s;
            counting.fill = count_and_fill;
            open_with(&counting, TASKS);
            work.hook = ask_for_more;
            fills = 0;
            ac_set_limit(run, 4);
            assert_in_range(fills, 0, 1);
            work_run_close();
        }
}

/* --- a run whose program turns the loop --- */

static void detach(struct ac_run *detached)
{
    (void)detached;
    fail_msg("nobody asked to");
}

/* It has failed, and is over when its last task has ended: what waits is dropped then. */
static void an_attached_run_that_has_failed_ends_with_its_last_task(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            work_init(&work, TASKS);
            work.loop.detach = detach;
            work_run_open(*s, 0);
            assert_null(ac_try(run));
            ac_fail(run, -EIO);
            for (uint32_t i = 1; i <= TASKS; i++) {
                if (work_is_in_flight(&work, i))
                    work_end(&work, i, 0);
                assert_int_equal(ac_counts(run)->in_flight, work.in_flight);
            }
            assert_int_equal(ac_counts(run)->waiting, 0);
            assert_int_equal(ac_error(run), -EIO);
            work.loop.detach = NULL;
            ac_close(run);
            assert_null(work_close(&work));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_that_a_callback_raises_holds_after_the_call),
        cmocka_unit_test(a_limit_that_does_not_rise_asks_no_source),
        cmocka_unit_test(a_limit_of_no_tasks_is_1),
        cmocka_unit_test(a_cancel_of_a_callback_comes_after_the_call),
        cmocka_unit_test(nothing_is_taken_inside_a_cancel),
        cmocka_unit_test(a_call_fills_once),
        cmocka_unit_test(an_attached_run_that_has_failed_ends_with_its_last_task),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
