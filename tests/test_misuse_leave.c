/* test_misuse_leave.c -- a program leaves its run at any time and in any way: it detaches or closes it from inside any
 * callback, twice, after it has closed its loop, or from inside `detached`. Through the public headers only, for every
 * strategy of the table.
 *
 * At the end the loop closes, no block of memory is left, and each task is released.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/jobs.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

static uv_loop_t uv;
static struct jobs jobs;

static void prepare(const struct ac_strategy *strategy)
{
    assert_int_equal(uv_loop_init(&uv), 0);
    jobs_init(&jobs, &uv, strategy, JOBS_MOST);
}

static void turn(void)
{
    uv_run(&uv, UV_RUN_NOWAIT);
}

/* --- from inside a callback --- */

enum leaving { DETACH, DRAIN, CLOSE, TWICE, LEAVINGS };

static enum leaving leaving;
static enum jobs_place place_of_leaving;
static unsigned calls, call_of_leaving;

static void leave(struct jobs *self, enum jobs_place place)
{
    if (place != place_of_leaving || ++calls != call_of_leaving)
        return;
    if (leaving == CLOSE)
        ac_close(self->run);
    else
        ac_detach(self->run, leaving == DRAIN, jobs_on_detached);
    if (leaving == TWICE) {
        ac_detach(self->run, true, NULL);
        ac_close(self->run);
    }
}

/* In pull style and in push style, at its first, second and fifth call. */
static unsigned leave_from(const struct ac_strategy *strategy, bool push)
{
    static const unsigned times[] = {1, 2, 5};
    unsigned left = 0;
    for (int i = 0; i < 3; i++) {
        prepare(strategy);
        jobs.hook = leave;
        calls = 0;
        call_of_leaving = times[i];
        if (push)
            jobs_attach_push(&jobs);
        else
            jobs_attach(&jobs);
        jobs_finish(&jobs);
        bool silent =
            calls >= call_of_leaving && leaving == CLOSE && place_of_leaving < JOBS_DETACHED;
        if (!silent)
            assert_int_equal(jobs.detached, 1);
        assert_int_equal(jobs.error, 0);
        assert_int_equal(jobs.counts.launched, jobs.counts.finished + jobs.counts.cancelled);
        left += calls >= call_of_leaving;
    }
    return left;
}

static void leaving_from_any_callback(void **state)
{
    (void)state;
    unsigned left = 0;
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < LEAVINGS; way++)
        for (int place = 0; place < JOBS_PLACES; place++)
            for (int push = 0; push < 2; push++) {
                leaving = (enum leaving)way;
                place_of_leaving = (enum jobs_place)place;
                left += leave_from(*s, push);
            }
    assert_true(left > 500); /* few places are not come to */
}

/* --- from between two calls --- */

static void never(struct ac_run *run)
{
    (void)run;
    fail_msg("the first of two calls counts");
}

static void leaving_twice_is_leaving_once(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int drain = 0; drain < 2; drain++) {
        prepare(*s);
        jobs_attach(&jobs);
        turn();
        ac_detach(jobs.run, drain, jobs_on_detached);
        ac_detach(jobs.run, !drain, never);
        ac_close(jobs.run);
        assert_true((jobs.asked == 0) == drain);
        jobs_finish(&jobs);
        assert_int_equal(jobs.detached, 1);
        assert_int_equal(jobs.counts.cancelled, 0);
    }
}

/* Every call is allowed, and none brings anything. */
static void call_everything(struct jobs *self, enum jobs_place place)
{
    struct ac_run *run = self->run;
    if (place != JOBS_DETACHED)
        return;
    assert_ptr_equal(ac_data(run), self);
    assert_true(ac_over(run));
    assert_null(ac_try(run));
    assert_null(ac_next(run));
    assert_null(ac_next_before(run, 0));
    ac_pass(run, UINT64_MAX);
    ac_turn(run);
    ac_set_limit(run, 100);
    ac_more(run);
    ac_stop(run, true);
    ac_end(run, true);
    ac_interrupt(run);
    ac_run_unref(run);
    ac_run_ref(run);
    ac_fail(run, -EPIPE);
    ac_detach(run, true, never);
    ac_close(run);
    ac_close(NULL);
    assert_int_equal(ac_error(run), -EPIPE);
    assert_int_equal(ac_counts(run)->pulled, self->counts.pulled);
    assert_int_equal(ac_wall_ns(run), ac_wall_ns(run));
    ac_complete(run);
}

static void the_last_callback_may_call_everything(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int push = 0; push < 2; push++) {
        prepare(*s);
        jobs.hook = call_everything;
        if (push)
            jobs_attach_push(&jobs);
        else
            jobs_attach(&jobs);
        jobs_finish(&jobs);
        assert_int_equal(jobs.detached, 1);
        assert_int_equal(jobs.taken, JOBS_MOST);
    }
}

/* --- the loop first --- */

static void close_handle(uv_handle_t *handle, void *argument)
{
    (void)argument;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

/* It cannot be closed, and goes on. */
static void a_loop_with_a_run_does_not_close(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            jobs_attach(&jobs);
            assert_int_equal(uv_loop_close(&uv), UV_EBUSY);
            turn();
            assert_int_equal(uv_loop_close(&uv), UV_EBUSY);
            jobs_finish(&jobs);
            assert_int_equal(jobs.taken, JOBS_MOST);
        }
}

/* Before the run has begun, with jobs in flight, or when it is over; and from inside `ready`. */
static void every_handle_may_be_closed_first(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int when = 0; when < 3; when++)
        for (int closes = 0; closes < 2; closes++) {
            prepare(*s);
            jobs.keep = true;
            jobs_attach(&jobs);
            for (int turns = 0; turns < when; turns++)
                turn();
            for (uint32_t i; when == 2 && (i = jobs_first(&jobs)); turn())
                jobs_end(&jobs, i, 0);
            uv_walk(&uv, close_handle, NULL);
            if (closes)
                ac_close(jobs.run);
            else
                ac_detach(jobs.run, true, jobs_on_detached);
            jobs_finish(&jobs);
            assert_int_equal(jobs.detached, !closes);
        }
}

static void close_all_and_leave(struct jobs *self, enum jobs_place place)
{
    if (place != JOBS_READY || self->detached)
        return;
    uv_walk(&uv, close_handle, NULL);
    ac_detach(self->run, false, jobs_on_detached);
}

static void every_handle_may_be_closed_from_inside(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            jobs.hook = close_all_and_leave;
            jobs_attach(&jobs);
            turn();
            jobs_finish(&jobs);
            assert_int_equal(jobs.detached, 1);
        }
}

/* --- the program's memory of a task --- */

/* The run never looks at it, nor at what stands in the own memory. */
static void forget(struct jobs *self, enum jobs_place place)
{
    if (place != JOBS_START)
        return;
    for (uint32_t i = 1; i <= self->pulled; i++)
        if (self->in_flight[i])
            memset(ac_own(self->run, self->tasks[i]), 0xff, self->workload.own_size);
}

static void what_a_task_has_may_be_gone_before_its_end(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            jobs.hook = forget;
            jobs_attach(&jobs);
            jobs_finish(&jobs);
            assert_int_equal(jobs.taken, JOBS_MOST);
            assert_int_equal(jobs.error, 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaving_from_any_callback),
        cmocka_unit_test(leaving_twice_is_leaving_once),
        cmocka_unit_test(the_last_callback_may_call_everything),
        cmocka_unit_test(a_loop_with_a_run_does_not_close),
        cmocka_unit_test(every_handle_may_be_closed_first),
        cmocka_unit_test(every_handle_may_be_closed_from_inside),
        cmocka_unit_test(what_a_task_has_may_be_gone_before_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
