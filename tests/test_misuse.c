/* test_misuse.c -- what a program may do wrong, or at an odd time, with tasks of its own on its own loop, and
 * what comes of it: attach.h and run.h say it. Through the public headers only, for every strategy of the table.
 *
 * At the end the loop closes, no block of memory is left, and each task is released.
 */
#include <errno.h>
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

/* The run has ended for a breach of that rule by task 1. */
static void check_breach(enum ac_rule rule)
{
    jobs_finish(&jobs);
    assert_int_equal(jobs.detached, 1);
    assert_int_equal(jobs.error, -EPROTO);
    assert_int_equal(jobs.breach.rule, rule);
    assert_int_equal(jobs.breach.task, 1);
    assert_int_equal(jobs.counts.launched, jobs.counts.finished + jobs.counts.cancelled);
}

/* --- ac_done --- */

/* Before the program has the result, and once it has it. */
static void done_twice_is_found(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int taken = 0; taken < 2; taken++) {
        prepare(*s);
        jobs_attach(&jobs);
        turn();
        jobs_end(&jobs, 1, 0);
        if (taken)
            turn();
        assert_int_equal(jobs.taken, taken);
        jobs_end(&jobs, 1, 0);
        assert_int_equal(ac_error(jobs.run), -EPROTO);
        assert_true(ac_over(jobs.run));
        check_breach(AC_RULE_DONE_ONCE);
    }
}

static void done_of_what_start_has_answered_for_is_found(void **state)
{
    (void)state;
    static const int answers[] = {AC_DONE, -EMFILE};
    for
        EACH_STRATEGY(s)
    for (int i = 0; i < 2; i++) {
        prepare(*s);
        jobs.start[1] = answers[i];
        jobs_attach(&jobs);
        turn();
        turn();
        assert_int_equal(jobs.last.number, 1);
        assert_int_equal(jobs.last.error, answers[i] < 0 ? answers[i] : 0);
        jobs_end(&jobs, 1, 0);
        check_breach(AC_RULE_DONE_ONCE);
    }
}

static void end_inside_start(struct jobs *self, enum jobs_place place)
{
    if (place == JOBS_START && self->in_flight[1])
        jobs_end(self, 1, 0);
}

static void done_inside_start_is_found(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            jobs.hook = end_inside_start;
            jobs_attach(&jobs);
            turn();
            check_breach(AC_RULE_DONE_STARTED);
        }
}

/* And `detached` comes after the last one. */
static void done_after_detach_is_owed(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < 4; way++) {
        bool drain = way & 1, closed = way & 2;
        prepare(*s);
        jobs_attach(&jobs);
        turn();
        uint64_t launched = ac_counts(jobs.run)->launched;
        ac_detach(jobs.run, drain, closed ? NULL : jobs_on_detached);
        assert_int_equal(jobs.asked, drain ? 0 : launched);
        for (uint32_t i; (i = jobs_first(&jobs)); turn()) {
            turn();
            assert_int_equal(jobs.detached, 0);
            assert_true(jobs_blocks > 0);
            assert_null(ac_try(jobs.run));
            jobs_end(&jobs, i, i % 2 ? 0 : -ECANCELED);
        }
        assert_int_equal(jobs_blocks, 0);
        jobs_finish(&jobs);
        assert_int_equal(jobs.detached, !closed);
        assert_int_equal(jobs.error, 0);
        assert_true(closed || jobs.counts.launched == launched);
        assert_int_equal(jobs.taken, 0);
    }
}

static void done_twice_after_detach_is_found(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int last = 0; last < 2; last++) {
        prepare(*s);
        if (last)
            jobs.workload.count = 1;
        jobs_attach(&jobs);
        turn();
        ac_detach(jobs.run, false, jobs_on_detached);
        jobs_end(&jobs, 1, 0);
        jobs_end(&jobs, 1, 0);
        check_breach(AC_RULE_DONE_ONCE);
    }
}

/* It stays timed out, whatever it says; a second time is a breach. */
static void done_after_its_timeout_is_owed_once(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int way = 0; way < 4; way++) {
        bool failed = way & 1, twice = way & 2;
        prepare(*s);
        jobs.workload.count = 1;
        jobs.config.task_timeout_ns = 1000;
        jobs.keep = true;
        jobs_attach(&jobs);
        while (!jobs.asked)
            uv_run(&uv, UV_RUN_ONCE);
        jobs_end(&jobs, 1, failed ? -EIO : 0);
        turn();
        assert_int_equal(jobs.last.error, -ETIMEDOUT);
        assert_true(jobs.last.timed_out);
        if (twice)
            jobs_end(&jobs, 1, 0);
        ac_detach(jobs.run, false, jobs_on_detached);
        jobs_finish(&jobs);
        assert_int_equal(jobs.breach.rule, twice ? AC_RULE_DONE_ONCE : AC_RULE_NONE);
        assert_int_equal(jobs.counts.timed_out, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(done_twice_is_found),
        cmocka_unit_test(done_of_what_start_has_answered_for_is_found),
        cmocka_unit_test(done_inside_start_is_found),
        cmocka_unit_test(done_after_detach_is_owed),
        cmocka_unit_test(done_twice_after_detach_is_found),
        cmocka_unit_test(done_after_its_timeout_is_owed_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
