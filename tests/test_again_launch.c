/* test_again_launch.c -- an attempt has ended, and its work comes back: what is launched in its place, and when. With every
 * strategy, and with one that pulls ahead.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "support/check.h"
#include "support/deed.h"

/* As soon as a task has ended; others do so in the next take. */
static bool launches_when_told(const struct ac_strategy *strategy)
{
    return !(strategy->flags & AC_POLLED) && strategy->slot != AC_SLOT_TO_TAKE;
}

/* Its slot is free at once. Where its work comes back at once, and all else was pulled, that is launched. */
static void work_that_comes_back_at_once_is_launched_at_once(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_attempt(*s);
            deed.work.workload.count = deed.work.ready = 1;
            deed.work.plans[2].end_ms = 1;
            deed_open();
            assert_null(ac_try(deed.run));
            assert_int_equal(ac_counts(deed.run)->launched, 1);
            work_end(&deed.work, 1, -EIO);
            if (launches_when_told(*s))
                assert_int_equal(ac_counts(deed.run)->launched, 2);
            assert_int_equal(ac_next(deed.run)->number, 2);
            deed_check_sound();
            deed_close();
        }
}

/* Before the end of another task is heard of, in the same turn. */
static char order[32];

static void note_order(void *context, uint64_t at_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)at_ns;
    if (event == AC_EVENT_RETRY || event == AC_EVENT_FINISH)
        snprintf(order + strlen(order), sizeof order - strlen(order), "end %u ", number);
    if (event == AC_EVENT_LAUNCH && number == 3)
        snprintf(order + strlen(order), sizeof order - strlen(order), "launch %u ", number);
}

static void work_that_comes_back_is_launched_before_the_next_end(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if (!launches_when_told(*s))
                continue;
            deed_prepare_attempt(*s);
            order[0] = '\0';
            deed.config.trace = note_order;
            deed.work.workload.count = deed.work.ready = 2;
            deed.work.plans[1].end_ms = deed.work.plans[2].end_ms = 1;
            deed.work.plans[3].end_ms = 5;
            deed_open();
            deed_take_all();
            assert_string_equal(order, "end 1 launch 3 end 2 end 3 ");
            deed_check_sound();
            deed_close();
        }
}

/* A window of one task: the attempt takes no room any more, so that its work can be pulled again. */
static void an_attempt_makes_room_in_the_window(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_attempt(*s);
            deed.config.window = 1;
            deed_open();
            deed_take_all();
            assert_int_equal(ac_counts(deed.run)->max_in_flight, 1);
            assert_int_equal(ac_counts(deed.run)->taken, DEED_TASKS);
            deed_check_sound();
            deed_close();
        }
}

/* What comes later leaves that room to others, which are pulled at once. */
static void room_in_the_window_is_used_at_once(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_attempt(*s);
            deed.config.window = 1;
            deed.work.plans[1].comes_later = true;
            deed_open();
            assert_null(ac_try(deed.run));
            work_end(&deed.work, 1, -EIO);
            if (launches_when_told(*s))
                assert_int_equal(ac_counts(deed.run)->launched, 2);
            deed.work.ready++;
            ac_more(deed.run);
            deed_take_all();
            deed_check_sound();
            deed_close();
        }
}

/* --- what the strategy is called for --- */

/* A strategy that pulls one task ahead in one of its calls, and launches that in another one. */
enum ahead_call { AHEAD_FILL, AHEAD_DONE, AHEAD_TAKE };

static struct {
    enum ahead_call pull_in, launch_in;    /* the so many-th call, from 1 */
    unsigned pull_at, launch_at, calls[3]; /* since the first ac_try() */
    struct ac_task *ahead;
    struct ac_fifo unread;
    unsigned at_first;
} ahead;

static void ahead_act(struct ac_run *strategy_run, enum ahead_call call)
{
    unsigned at = ++ahead.calls[call];
    if (call == ahead.pull_in && at == ahead.pull_at)
        ahead.ahead = ac_pull(strategy_run);
    if (call == ahead.launch_in && at == ahead.launch_at && ahead.ahead)
        ac_launch(strategy_run, ahead.ahead);
}

/* The first call launches some. */
static void ahead_fill(struct ac_run *strategy_run)
{
    for (; ahead.at_first; ahead.at_first--)
        ac_launch(strategy_run, ac_pull(strategy_run));
    ahead_act(strategy_run, AHEAD_FILL);
}

static void ahead_done(struct ac_run *strategy_run, struct ac_task *task)
{
    ac_fifo_put(&ahead.unread, task);
    ahead_act(strategy_run, AHEAD_DONE);
}

static struct ac_task *ahead_take(struct ac_run *strategy_run)
{
    ahead_act(strategy_run, AHEAD_TAKE);
    return ac_fifo_get(&ahead.unread);
}

static const struct ac_strategy ahead_strategy = {.size = sizeof(struct ac_strategy),
                                                  .name = "ahead",
                                                  .fill = ahead_fill,
                                                  .done = ahead_done,
                                                  .take = ahead_take};

/* Two tasks are in flight, and the second is an attempt; or both are, and their work comes back later. */
static void open_ahead(enum ahead_call pull_in, unsigned pull_at, enum ahead_call launch_in,
                       unsigned launch_at, bool later)
{
    memset(&ahead, 0, sizeof ahead);
    ahead.at_first = 2;
    ahead.pull_in = pull_in;
    ahead.pull_at = pull_at;
    ahead.launch_in = launch_in;
    ahead.launch_at = launch_at;
    deed_prepare_attempt(&ahead_strategy);
    deed.work.plans[1].again = later;
    deed.work.plans[2].again = true;
    deed.work.plans[1].comes_later = deed.work.plans[2].comes_later = later;
    deed.config.limit = 3;
    deed_open();
    assert_null(ac_try(deed.run));
    assert_int_equal(ac_counts(deed.run)->in_flight, 2);
    assert_int_equal(ac_counts(deed.run)->max_waiting, 0);
    memset(ahead.calls, 0, sizeof ahead.calls);
}

/* A task that is launched in another call than that of its pull has waited. */
static void a_task_that_is_launched_in_a_later_call_has_waited(void **state)
{
    (void)state;
    static const struct {
        enum ahead_call pull_in, launch_in;
        unsigned pull_at, launch_at;
        bool later, plain;
    } rows[] = {
        {AHEAD_DONE, AHEAD_DONE, 1, 2, false,
         true}, /* of the ends of two tasks that are no attempts */
        {AHEAD_DONE, AHEAD_DONE, 1, 2, true, false}, /* of the ends of two attempts */
        {AHEAD_DONE, AHEAD_FILL, 2, 2, false,
         false}, /* of the attempt's end, and of what comes back */
        {AHEAD_TAKE, AHEAD_TAKE, 2, 3, false, false}, /* of the attempt, and behind it */
    };
    for
        EACH(i, rows)
        {
            open_ahead(rows[i].pull_in, rows[i].pull_at, rows[i].launch_in, rows[i].launch_at,
                       rows[i].later);
            if (rows[i].plain)
                deed_engine()->config.workload->again = NULL;
            work_end(&deed.work, 1, 0);
            work_end(&deed.work, 2, -EIO);
            while (ac_try(deed.run))
                ;
            assert_int_equal(ac_counts(deed.run)->launched, 3);
            assert_int_equal(ac_counts(deed.run)->max_waiting, 1);
            deed_close();
        }
}

/* Where work has come back it is called to launch that, once; where it has not, it is not called. */
static void fill_is_called_once_for_work_that_has_come_back(void **state)
{
    (void)state;
    for (unsigned later = 0; later < 2; later++) {
        open_ahead(AHEAD_FILL, 0, AHEAD_FILL, 0, later);
        work_end(&deed.work, 2, -EIO);
        assert_int_equal(ahead.calls[AHEAD_FILL], !later);
        deed_close();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_that_comes_back_at_once_is_launched_at_once),
        cmocka_unit_test(work_that_comes_back_is_launched_before_the_next_end),
        cmocka_unit_test(an_attempt_makes_room_in_the_window),
        cmocka_unit_test(room_in_the_window_is_used_at_once),
        cmocka_unit_test(a_task_that_is_launched_in_a_later_call_has_waited),
        cmocka_unit_test(fill_is_called_once_for_work_that_has_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
