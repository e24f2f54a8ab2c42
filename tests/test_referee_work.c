/* test_referee_work.c -- the referee of work: each of its rules has something wrong here that only this rule
 * catches, with every strategy; and what a workload may answer and report is held to its bounds.
 *
 * The workload is wrong from its own calls, from the trace and from the loop. Where no workload can break
 * a rule, the engine's own functions are driven wrongly. However it ends, each task is released once.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "../harness/engine/engine.h"
#include "../harness/engine/memory.h"
#include "support/check.h"
#include "support/work.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)
#define EACH(i, array)   (size_t i = 0; i < sizeof(array) / sizeof *(array); i++)

enum { TASKS = 4, LIMIT = 2 };

/* Where the workload does what is wrong: a call of it, or an event of the trace. */
enum { EVENT = WORK_TURN + 1, PLACES = EVENT + AC_EVENT_DROP + 1 };

static struct {
    struct work work;
    struct ac_config config;
    struct ac_run *run;
    uint64_t heap_bytes;

    void (*deed)(void);
    unsigned place, after; /* the deed is done at the so many-th call from there, from 1 */
    unsigned calls;        /* from there, so far */
    uint32_t number;       /* the task that the call from there is about */
} at;

static void called_from(unsigned place, uint32_t number)
{
    if (!at.deed || place != at.place || ++at.calls != at.after)
        return;
    at.number = number;
    at.deed();
}

static void on_call(struct work *work, enum work_call call, uint32_t number)
{
    (void)work;
    called_from(call, number);
}

static void on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)now_ns;
    called_from(EVENT + event, number);
}

static void prepare(const struct ac_strategy *strategy)
{
    memset(&at, 0, sizeof at);
    at.heap_bytes = ac_heap_bytes();
    work_init(&at.work, TASKS);
    at.work.hook = on_call;
    for (uint32_t i = 1; i <= TASKS; i++)
        at.work.plans[i].end_ms = i;
    at.config = (struct ac_config){.strategy = strategy,
                                   .workload = &at.work.workload,
                                   .loop = &at.work.loop,
                                   .limit = LIMIT,
                                   .queue = 2,
                                   .trace = on_event};
}

static void open_run(void)
{
    assert_int_equal(ac_open(&at.run, &at.config), 0);
}

/* Does the deed at the so many-th call from that place. */
static void prepare_deed(const struct ac_strategy *strategy, void (*deed)(void), unsigned place,
                         unsigned after)
{
    prepare(strategy);
    at.deed = deed;
    at.place = place;
    at.after = after;
    open_run();
}

static struct engine *engine(void)
{
    return engine_of(at.run);
}

/* The task of that number; in the pool, since the workload may not know it any more. */
static struct ac_task *task_of(uint32_t number)
{
    for (uint64_t i = 0; i < engine()->pool.fresh; i++)
        if (ac_pool_at(&engine()->pool, i)->number == number)
            return ac_pool_at(&engine()->pool, i);
    fail_msg("there is no task %u", number);
    return NULL;
}

static void take_all(void)
{
    while (ac_next(at.run))
        ;
}

/* Whatever was wrong: the counts add up, every task is released, and no byte is left. */
static void close_run(void)
{
    at.deed = NULL;
    ac_end(at.run, false);
    const struct ac_counts *c = ac_counts(at.run);
    assert_int_equal(c->waiting + c->in_flight + c->cancelling, 0);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    ac_close(at.run);
    assert_int_equal(at.work.released, at.work.pulled);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
}

static void check_breach(enum ac_rule rule, uint32_t number)
{
    assert_string_equal(ac_rule_name(ac_breach(at.run)->rule), ac_rule_name(rule));
    assert_int_equal(ac_error(at.run), -EPROTO);
    assert_int_equal(ac_breach(at.run)->task, number);
    assert_false(ac_complete(at.run));
}

static void check_sound(void)
{
    assert_int_equal(ac_breach(at.run)->rule, AC_RULE_NONE);
    assert_int_equal(ac_error(at.run), 0);
    assert_true(ac_complete(at.run));
    assert_null(at.work.fault);
}

/* --- done-started --- */

static void report_it_done(void)
{
    ac_done(at.run, task_of(at.number), 0);
}

static void done_from_inside_its_start_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned after = 1; after <= TASKS; after++) {
        prepare_deed(*s, report_it_done, WORK_START, after);
        take_all();
        check_breach(AC_RULE_DONE_STARTED, at.number);
        assert_int_equal(ac_counts(at.run)->dropped, 1); /* at once, not at the end only */
        close_run();
    }
}

static void done_while_it_waits_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned after = 1; after <= TASKS; after++) {
        prepare_deed(*s, report_it_done, EVENT + AC_EVENT_PULL, after);
        take_all();
        check_breach(AC_RULE_DONE_STARTED, at.number);
        assert_int_equal(ac_counts(at.run)->dropped, 1); /* at once, not at the end only */
        close_run();
    }
}

/* The breach is noticed inside a call of the workload. What else that call asks for is put off. */
static void report_it_done_and_end(void)
{
    report_it_done();
    assert_null(ac_try(at.run));
    ac_end(at.run, false);
}

static void done_too_early_leaves_the_call_under_way(void **state)
{
    (void)state;
    static const unsigned places[] = {WORK_START, EVENT + AC_EVENT_PULL};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, places)
        {
            prepare_deed(*s, report_it_done_and_end, places[i], 1);
            take_all();
            check_breach(AC_RULE_DONE_STARTED, 1);
            close_run();
        }
}

/* A task is started once `start` has returned: in the trace of its launch it may be done. */
static void end_it(void)
{
    work_end(&at.work, at.number, 0);
}

static void done_in_the_trace_of_its_launch_is_sound(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned after = 1; after <= TASKS; after++) {
        prepare_deed(*s, end_it, EVENT + AC_EVENT_LAUNCH, after);
        take_all();
        check_sound();
        assert_int_equal(ac_counts(at.run)->taken, TASKS);
        close_run();
    }
}

/* --- done-once --- */

/* Task 1 has ended, in whatever way, and is not given up yet: it is reported a second time. */
static void report_task_1_again(void)
{
    ac_done(at.run, task_of(1), 0);
}

static void end_task_1_twice(void)
{
    work_end(&at.work, 1, 0);
    report_task_1_again();
}

/* From inside each call and each event: where the first report is put off, too. */
static void done_twice_is_caught_from_everywhere(void **state)
{
    (void)state;
    static const unsigned places[] = {WORK_TURN, EVENT + AC_EVENT_LAUNCH};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, places)
        {
            prepare_deed(*s, end_task_1_twice, places[i], 1);
            take_all();
            check_breach(AC_RULE_DONE_ONCE, 1);
            close_run();
        }
}

/* Once it is in flight, and from inside a call for another task. */
static void end_task_1_twice_in_flight(void)
{
    if (work_is_in_flight(&at.work, 1))
        end_task_1_twice();
    else
        at.after++;
}

static void done_twice_is_caught_where_it_is_put_off(void **state)
{
    (void)state;
    static const unsigned places[] = {WORK_NEXT, WORK_START, EVENT + AC_EVENT_PULL,
                                      EVENT + AC_EVENT_LAUNCH};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, places)
        {
            prepare_deed(*s, end_task_1_twice_in_flight, places[i], 1);
            take_all();
            bool reported = at.calls == at.after; /* not all come to this place at that time */
            assert_true(reported || (*s)->flags & (AC_SERIAL | AC_HOLDS_ALL));
            if (reported)
                check_breach(AC_RULE_DONE_ONCE, 1);
            close_run();
        }
}

static void done_after_it_was_done_at_once_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int failed = 0; failed < 2; failed++) {
        prepare_deed(*s, report_task_1_again, EVENT + AC_EVENT_LAUNCH, 1);
        at.work.plans[1].start = failed ? -EMFILE : AC_DONE;
        take_all();
        check_breach(AC_RULE_DONE_ONCE, 1);
        close_run();
    }
}

static void done_after_its_take_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int released = 0; released < 2; released++) {
        prepare(*s);
        at.config.limit = TASKS;
        open_run();
        struct ac_task *task = ac_next(at.run);
        assert_int_equal(task->number, 1);
        if (released)
            assert_non_null(ac_next(at.run));
        if (task->stage != AC_IN_FLIGHT) { /* another task has its place already */
            ac_done(at.run, task, 0);
            check_breach(AC_RULE_DONE_ONCE, 1);
        }
        assert_null(ac_next(at.run));
        close_run();
    }
}

static void done_after_it_was_cancelled_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            open_run();
            assert_int_equal(ac_next(at.run)->number, 1);
            bool in_flight = work_is_in_flight(&at.work, 2);
            ac_stop(at.run, true); /* and it ends at once */
            assert_int_equal(ac_error(at.run), 0);
            if (in_flight) {
                ac_done(at.run, task_of(2), -ECANCELED);
                check_breach(AC_RULE_DONE_ONCE, 2);
            }
            close_run();
        }
}

static void done_after_the_end_of_the_run_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            open_run();
            take_all();
            check_sound();
            ac_done(at.run, task_of(TASKS), 0);
            check_breach(AC_RULE_DONE_ONCE, TASKS);
            close_run();
        }
}

/* --- the rules that only the engine could break --- */

/* Task 1 is in flight, and with most strategies task 2. */
static void prepare_in_flight(const struct ac_strategy *strategy)
{
    prepare(strategy);
    open_run();
    assert_null(ac_try(at.run));
    assert_int_equal(task_of(1)->stage, AC_IN_FLIGHT);
}

static void cancel_of_what_is_not_in_flight_is_caught(void **state)
{
    (void)state;
    static const enum ac_stage stages[] = {AC_FREE, AC_WAITING, AC_UNREAD,    AC_TAKEN,
                                           AC_GONE, AC_ENDED,   AC_CANCELLING};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, stages)
        {
            prepare_in_flight(*s);
            struct ac_task *task = task_of(1);
            task->stage = (uint8_t)stages[i];
            engine_work_cancel(engine(), task);
            task->stage = AC_IN_FLIGHT;
            check_breach(AC_RULE_CANCEL, 1);
            assert_int_equal(at.work.asked, 0);
            close_run();
        }
}

static void cancel_twice_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare_in_flight(*s);
            at.work.plans[1].cancel = WORK_STOPS_LATER;
            at.work.plans[1].cancel_ms = 1;
            engine_work_cancel(engine(), task_of(1));
            assert_int_equal(ac_error(at.run), 0);
            engine_work_cancel(engine(), task_of(1));
            check_breach(AC_RULE_CANCEL, 1);
            assert_null(at.work.fault); /* it was not asked twice */
            close_run();
        }
}

static void release_twice_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            open_run();
            struct ac_task *task = ac_next(at.run);
            uint32_t number = task->number;
            engine()->taken = NULL;
            engine_release(engine(), task);
            assert_int_equal(ac_error(at.run), 0);
            engine_release(engine(), task);
            check_breach(AC_RULE_RELEASE_ONCE, number);
            close_run();
        }
}

static void a_stamp_that_moves_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int step = -1; step <= 1; step += 2) {
        prepare(*s);
        at.work.now_ns = 1000;
        open_run();
        assert_null(ac_try(at.run));
        task_of(1)->time_ns += (uint64_t)(int64_t)step;
        take_all();
        check_breach(AC_RULE_CONSERVED, 0);
        close_run();
    }
}

/* For a while, one more is counted than is in flight. */
static void a_count_that_is_wrong_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare_in_flight(*s);
            engine()->counts.in_flight++;
            at.work.now_ns = WORK_MS / 2;
            engine_work_note(engine(), at.work.now_ns);
            engine()->counts.in_flight--;
            take_all();
            check_breach(AC_RULE_CONSERVED, 0);
            close_run();
        }
}

static void nothing_is_caught_where_nothing_is_wrong(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (unsigned way = 0; way < 4; way++) {
        prepare(*s);
        at.config.task_timeout_ns = way == 1 ? 2 * WORK_MS : 0;
        open_run();
        if (way >= 2)
            assert_non_null(ac_next(at.run));
        if (way == 2)
            ac_stop(at.run, true);
        if (way == 3)
            ac_end(at.run, false);
        take_all();
        assert_int_equal(ac_error(at.run), 0);
        close_run();
        assert_null(at.work.fault);
    }
}

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
            prepare(*s);
            at.work.plans[2].start = answers[i];
            open_run();
            take_all();
            assert_int_equal(ac_error(at.run), -EINVAL);
            close_run();
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
            prepare(*s);
            at.work.plans[1].start = answers[i];
            open_run();
            const struct ac_task *task;
            while ((task = ac_next(at.run)))
                assert_int_equal(task->error, task->number == 1 ? answers[i] : 0);
            check_sound();
            assert_int_equal(ac_counts(at.run)->failed, 1);
            close_run();
        }
}

/* The task that was reported is out of flight all the same. */
static void done_with_no_errno_ends_the_run(void **state)
{
    (void)state;
    static const int errors[] = {AC_DONE, 2, 40000, INT_MAX, -40000, INT16_MIN - 1, INT_MIN};
    for
        EACH_STRATEGY(s)
    for
        EACH(i, errors)
        {
            prepare(*s);
            at.work.plans[2].error = errors[i];
            open_run();
            take_all();
            assert_int_equal(ac_error(at.run), -EINVAL);
            assert_false(work_is_in_flight(&at.work, 2));
            assert_int_equal(ac_counts(at.run)->in_flight, at.work.in_flight);
            close_run();
            assert_null(at.work.fault);
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
            prepare(*s);
            at.work.plans[1].error = errors[i];
            open_run();
            const struct ac_task *task;
            while ((task = ac_next(at.run)))
                assert_int_equal(task->error, task->number == 1 ? errors[i] : 0);
            check_sound();
            assert_int_equal(ac_counts(at.run)->failed, 1);
            assert_int_equal(ac_counts(at.run)->timed_out, 0);
            close_run();
        }
}

/* --- the workload as a whole --- */

static void fail_with_epipe(void)
{
    ac_fail(at.run, -EPIPE);
    ac_fail(at.run, -EIO); /* the first counts */
}

/* From each place that is come to. Then nothing is pulled, launched or taken, and what is in flight ends. */
static void fail_ends_the_run_from_everywhere(void **state)
{
    (void)state;
    unsigned done = 0;
    for
        EACH_STRATEGY(s)
    for (unsigned place = 0; place < PLACES; place++)
        for (unsigned after = 1; after <= 3; after++) {
            prepare_deed(*s, fail_with_epipe, place, after);
            take_all();
            bool failed = at.calls >= after;
            assert_int_equal(ac_error(at.run), failed ? -EPIPE : 0);
            assert_true(ac_over(at.run));
            assert_int_equal(ac_complete(at.run), !failed);
            uint64_t launched = ac_counts(at.run)->launched;
            close_run();
            assert_true(launched <= TASKS);
            assert_null(at.work.fault);
            done += failed;
        }
    assert_true(done > 100);
}

static void fail_without_an_errno_is_einval(void **state)
{
    (void)state;
    for (int error = 0; error < 2; error++) {
        prepare(ac_strategies[0]);
        open_run();
        ac_fail(at.run, error);
        assert_null(ac_next(at.run));
        assert_int_equal(ac_error(at.run), -EINVAL);
        close_run();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(done_from_inside_its_start_is_caught),
        cmocka_unit_test(done_while_it_waits_is_caught),
        cmocka_unit_test(done_too_early_leaves_the_call_under_way),
        cmocka_unit_test(done_in_the_trace_of_its_launch_is_sound),
        cmocka_unit_test(done_twice_is_caught_from_everywhere),
        cmocka_unit_test(done_twice_is_caught_where_it_is_put_off),
        cmocka_unit_test(done_after_it_was_done_at_once_is_caught),
        cmocka_unit_test(done_after_its_take_is_caught),
        cmocka_unit_test(done_after_it_was_cancelled_is_caught),
        cmocka_unit_test(done_after_the_end_of_the_run_is_caught),
        cmocka_unit_test(cancel_of_what_is_not_in_flight_is_caught),
        cmocka_unit_test(cancel_twice_is_caught),
        cmocka_unit_test(release_twice_is_caught),
        cmocka_unit_test(a_stamp_that_moves_is_caught),
        cmocka_unit_test(a_count_that_is_wrong_is_caught),
        cmocka_unit_test(nothing_is_caught_where_nothing_is_wrong),
        cmocka_unit_test(start_with_no_errno_ends_the_run),
        cmocka_unit_test(start_with_any_errno_fails_the_task),
        cmocka_unit_test(done_with_no_errno_ends_the_run),
        cmocka_unit_test(done_with_any_errno_fails_the_task),
        cmocka_unit_test(fail_ends_the_run_from_everywhere),
        cmocka_unit_test(fail_without_an_errno_is_einval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
