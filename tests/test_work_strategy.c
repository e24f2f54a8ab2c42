/* test_work_strategy.c -- when a task has waited: strategies of the test's own launch in one call what they pulled in
 * another.
 */
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/work_run.h"

static struct ac_task *kept, *finished;

static void keep_finished(struct ac_run *filled, struct ac_task *task)
{
    (void)filled;
    finished = task;
}

static void launch_kept(struct ac_run *filled)
{
    struct ac_task *task = kept;
    kept = NULL;
    assert_true(ac_launch(filled, task));
}

static void keep_finished_and_launch(struct ac_run *filled, struct ac_task *task)
{
    keep_finished(filled, task);
    if (kept)
        launch_kept(filled);
}

static struct ac_task *take_finished(struct ac_run *filled)
{
    struct ac_task *task = finished;
    (void)filled;
    finished = NULL;
    return task;
}

static const struct ac_strategy *strategy_of(void (*fill)(struct ac_run *run),
                                             void (*done)(struct ac_run *run, struct ac_task *task))
{
    static struct ac_strategy own;
    own = *ac_strategies[0];
    own.flags = 0;
    own.fill = fill;
    own.done = done;
    own.take = take_finished;
    kept = finished = NULL;
    return &own;
}

static void open_short(const struct ac_strategy *strategy, uint32_t count)
{
    work_init(&work, count);
    for (uint32_t i = 1; i <= count; i++)
        work.plans[i].end_ms = 1;
    work_run_open(strategy, 0);
    ac_pass(run, work.now_ns); /* fills */
}

/* It pulls in one call, and launches first thing in the next: between the two the task has waited. */
static void fill_by_halves(struct ac_run *filled)
{
    if (kept)
        launch_kept(filled);
    else
        kept = ac_pull(filled);
}

static void fill_and_keep(struct ac_run *filled)
{
    kept = ac_pull(filled);
    launch_kept(filled);
    kept = ac_pull(filled);
}

static void a_task_that_is_launched_by_the_next_call_has_waited(void **state)
{
    (void)state;
    open_short(strategy_of(fill_by_halves, keep_finished), 1);
    assert_non_null(kept);
    ac_more(run);
    assert_null(kept);
    assert_int_equal(ac_counts(run)->max_waiting, 1);
    work_run_take(1, 0);
    work_run_close();
    open_short(strategy_of(fill_and_keep, keep_finished_and_launch), 2);
    assert_non_null(kept);
    assert_int_equal(ac_counts(run)->max_waiting, 0); /* nobody has looked yet */
    work_run_take(1, 0);
    assert_null(kept);
    assert_int_equal(ac_counts(run)->max_waiting, 1);
    work_run_take(2, 0);
    work_run_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_that_is_launched_by_the_next_call_has_waited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
