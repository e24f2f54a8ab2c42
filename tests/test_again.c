/* test_again.c -- an attempt, whose work comes back as another task: when the run asks, what its workload sees then,
 * and what is counted. With every strategy.
 */
#include <errno.h>

#include "support/check.h"
#include "support/deed.h"

/* --- when the run asks --- */

static void an_attempt_is_nobodys_and_its_work_comes_back(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_attempt(*s);
            deed_open();
            uint32_t taken = 0;
            for (const struct ac_task *task; (task = ac_next(deed.run)); taken++)
                assert_int_not_equal(task->number, 1);
            assert_int_equal(taken, DEED_TASKS);
            assert_int_equal(deed.work.tasks[1].end_ns, WORK_MS);
            assert_int_equal(ac_counts(deed.run)->retried, 1);
            assert_int_equal(ac_counts(deed.run)->finished, DEED_TASKS);
            assert_int_equal(ac_counts(deed.run)->unread, 0);
            deed_check_sound();
            deed_close();
        }
}

/* Nothing would be pulled any more. */
static void a_run_that_ends_does_not_ask(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < 3; way++) {
        deed_prepare_attempt(*s);
        deed_open();
        assert_null(ac_try(deed.run));
        if (way == 0)
            ac_stop(deed.run, false);
        else if (way == 1)
            ac_interrupt(deed.run);
        else
            ac_end(deed.run, true);
        deed_take_all();
        deed_close();
        assert_true(deed.work.tasks[1].state == WORK_RELEASED);
        assert_false(deed.work.tasks[1].asked_again);
        assert_null(deed.work.fault);
    }
}

/* --- what the workload sees --- */

static uint64_t now_ns;
static bool timed;

static void see_an_attempt(void)
{
    const struct ac_task *task = deed_task(1);
    assert_int_equal(deed.number, 1);
    assert_int_equal(ac_counts(deed.run)->cancelling, deed.work.asked);
    assert_int_equal(ac_counts(deed.run)->in_flight, deed.work.in_flight + 1); /* it still counts */
    assert_int_equal(task->stage, AC_ENDED);
    assert_int_equal(task->error, -ETIMEDOUT);
    assert_int_equal(deed.work.workload.now_ns, timed ? deed.work.now_ns : now_ns);
    assert_null(ac_try(deed.run)); /* the call under way goes on */
}

/* Also one that was asked to end, since it was late. The others are later. */
static void prepare_late(const struct ac_strategy *strategy)
{
    deed_prepare_attempt(strategy);
    for (uint32_t number = 1; number <= DEED_TASKS; number++)
        deed.work.plans[number] = (struct work_plan){.cancel = WORK_STOPS_LATER,
                                                     .cancel_ms = number == 1 ? 3 : 4,
                                                     .cancel_error = -ECANCELED,
                                                     .again = number == 1};
    deed.config.task_timeout_ns = 5 * WORK_MS;
    deed.act = see_an_attempt;
    deed.place = WORK_AGAIN;
    deed.after = 1;
}

static void an_attempt_has_ended_when_the_run_asks(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int i = 0; i < 2; i++) {
        prepare_late(*s);
        deed.work.workload.timed = timed = i;
        deed.work.workload.now_ns = now_ns = 12345;
        deed_open();
        deed_take_all();
        assert_true(deed.calls >= 1);
        assert_int_equal(ac_counts(deed.run)->cancelling, 0);
        assert_int_equal(ac_counts(deed.run)->retried, 1);
        deed_check_sound();
        deed_close();
    }
}

/* Inside that call another task ends: it finishes in the next turn. */
static void end_task_2(void)
{
    if (!work_is_in_flight(&deed.work, 2))
        return;
    work_end(&deed.work, 2, 0);
    assert_int_equal(ac_counts(deed.run)->finished, 0);
}

static void what_ends_while_the_run_asks_finishes_later(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_attempt(*s);
            deed.act = end_task_2;
            deed.place = WORK_AGAIN;
            deed.after = 1;
            deed_open();
            deed_take_all();
            assert_int_equal(ac_counts(deed.run)->taken, DEED_TASKS);
            deed_check_sound();
            deed_close();
        }
}

/* The call is over then, also where no other call follows. */
static void the_call_is_over_when_the_attempt_has_ended(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_attempt(*s);
            deed.config.trace = NULL;
            deed.work.plans[1].comes_later = true;
            deed_open();
            assert_null(ac_try(deed.run));
            work_end(&deed.work, 1, -EIO);
            assert_int_equal(deed_engine()->calls & ENGINE_INSIDE, 0);
            deed.work.ready++;
            ac_more(deed.run);
            deed_take_all();
            deed_check_sound();
            deed_close();
        }
}

/* --- what is counted --- */

static unsigned retry_events;

static void count_retries(void *context, uint64_t at_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)at_ns;
    if (event != AC_EVENT_RETRY)
        return;
    retry_events++;
    assert_int_equal(number, 1);
    assert_int_equal(ac_counts(deed.run)->retried, 1);
}

/* An attempt is unread from its end until the strategy hands it over, and then its place is free. */
static void an_attempt_is_unread_until_it_is_handed_over(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_attempt(*s);
            deed.config.trace = count_retries;
            retry_events = 0;
            deed_open();
            assert_null(ac_try(deed.run));
            work_end(&deed.work, 1, -EIO);
            assert_int_equal(retry_events, 1);
            assert_int_equal(ac_counts(deed.run)->unread, 1);
            assert_int_equal(ac_counts(deed.run)->max_unread, 1);
            assert_int_equal(ac_counts(deed.run)->failed, 0);
            assert_null(ac_try(deed.run));
            assert_int_equal(ac_counts(deed.run)->unread, 0);
            assert_int_equal(deed.work.tasks[1].state, WORK_RELEASED);
            deed_take_all();
            assert_int_equal(retry_events, 1);
            deed_check_sound();
            deed_close();
        }
}

/* The most that were unread at a time, whatever comes later. */
static uint64_t most_unread;

static void note_most(void *context, uint64_t at_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)at_ns;
    (void)event;
    (void)number;
    assert_true(ac_counts(deed.run)->max_unread >= most_unread);
    most_unread = ac_counts(deed.run)->max_unread;
}

static void attempts_count_among_the_unread(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_attempt(*s);
            for (uint32_t number = 1; number <= 3; number++)
                deed.work.plans[number].again = true;
            for (uint32_t number = DEED_BACK; number < DEED_BACK + 3; number++)
                deed.work.plans[number].end_ms = 1;
            deed.config.trace = note_most;
            most_unread = 0;
            deed_open();
            assert_null(ac_try(deed.run));
            for (uint32_t number = 1; number <= 2; number++)
                if (work_is_in_flight(&deed.work, number))
                    work_end(&deed.work, number, -EIO);
            uint64_t most = ac_counts(deed.run)->unread;
            assert_int_equal(ac_counts(deed.run)->max_unread, most);
            deed_take_all();
            assert_int_equal(ac_counts(deed.run)->retried, 3);
            deed_check_sound();
            deed_close();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_attempt_is_nobodys_and_its_work_comes_back),
        cmocka_unit_test(a_run_that_ends_does_not_ask),
        cmocka_unit_test(an_attempt_has_ended_when_the_run_asks),
        cmocka_unit_test(what_ends_while_the_run_asks_finishes_later),
        cmocka_unit_test(the_call_is_over_when_the_attempt_has_ended),
        cmocka_unit_test(an_attempt_is_unread_until_it_is_handed_over),
        cmocka_unit_test(attempts_count_among_the_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
