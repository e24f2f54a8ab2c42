/* test_task.c -- one task is launched, finishes and is measured, on the virtual clock: in each stage but the right one it
 * is refused, and what a loop answers decides what becomes of it.
 *
 * The engine's own functions are called where no strategy and no loop can be so wrong.
 */
#include <errno.h>
#include <string.h>

#include "../harness/engine/engine.h"
#include "../harness/engine/memory.h"
#include "../harness/loops/virtual.h"
#include "support/check.h"

enum { TASKS = 3, MS = 1000000 };

static struct {
    struct ac_loop_virtual loop;
    struct ac_workload workload;
    struct ac_measures measures;
    struct ac_config config;
    struct ac_run *run;
    uint64_t heap_bytes;
    uint32_t pulled;
    int answer;        /* of a loop that refuses; 0: it does not */
    unsigned launched; /* as ac_launch() has said */
} at;

/* --- a strategy that launches the latest pull first --- */

struct backwards {
    struct ac_task *pulled[TASKS];
    unsigned count;
    struct ac_fifo done;
};

static void backwards_fill(struct ac_run *run)
{
    struct backwards *state = run->state;
    for (struct ac_task *task; (task = ac_pull(run));)
        state->pulled[state->count++] = task;
    while (state->count)
        at.launched += ac_launch(run, state->pulled[--state->count]);
}

static void backwards_done(struct ac_run *run, struct ac_task *task)
{
    ac_fifo_put(&((struct backwards *)run->state)->done, task);
}

static struct ac_task *backwards_take(struct ac_run *run)
{
    return ac_fifo_get(&((struct backwards *)run->state)->done);
}

static const struct ac_strategy backwards = {.name = "backwards",
                                             .state_size = sizeof(struct backwards),
                                             .fill = backwards_fill,
                                             .done = backwards_done,
                                             .take = backwards_take};

/* --- a run of it --- */

/* The first sleeps longest. */
static int next(struct ac_workload *workload, struct ac_item *item)
{
    (void)workload;
    if (at.pulled == TASKS)
        return AC_SUPPLY_END;
    item->number = ++at.pulled;
    item->duration_ns = (TASKS + 1 - at.pulled) * (uint64_t)MS;
    return AC_SUPPLY_TASK;
}

static int refuse(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    (void)loop;
    (void)task;
    (void)duration_ns;
    return at.answer;
}

static void prepare(void)
{
    memset(&at, 0, sizeof at);
    at.heap_bytes = ac_heap_bytes();
    ac_loop_virtual_init(&at.loop);
    at.workload = (struct ac_workload){.count = TASKS, .next = next};
    at.config = (struct ac_config){.strategy = &backwards,
                                   .workload = &at.workload,
                                   .loop = &at.loop.loop,
                                   .limit = TASKS,
                                   .queue = 1,
                                   .measures = &at.measures};
}

static void open_run(void)
{
    assert_int_equal(ac_open(&at.run, &at.config), 0);
}

/* All are in flight. */
static void open_in_flight(void)
{
    prepare();
    open_run();
    assert_null(ac_try(at.run));
    assert_int_equal(ac_counts(at.run)->in_flight, TASKS);
}

static void close_run(void)
{
    ac_end(at.run, false);
    const struct ac_counts *c = ac_counts(at.run);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->in_flight + c->waiting, 0);
    ac_close(at.run);
    ac_loop_virtual_free(&at.loop);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
}

static struct ac_task *first(void)
{
    return ac_pool_at(&engine_of(at.run)->pool, 0);
}

static void check_breach(enum ac_rule rule)
{
    assert_string_equal(ac_rule_name(ac_breach(at.run)->rule), ac_rule_name(rule));
    assert_int_equal(ac_error(at.run), -EPROTO);
}

/* --- in each stage --- */

static void task_is_launched_only_while_it_waits(void **state)
{
    (void)state;
    for (unsigned stage = AC_FREE; stage <= AC_ENDED; stage++) {
        open_in_flight();
        engine_of(at.run)->launch_limit = TASKS + 1;
        first()->stage = (uint8_t)stage;
        bool launched = ac_launch(at.run, first());
        assert_int_equal(launched, stage == AC_WAITING);
        assert_int_equal(ac_counts(at.run)->in_flight, TASKS + launched);
        if (!launched)
            check_breach(AC_RULE_LAUNCH_ONCE);
        engine_of(at.run)->counts.in_flight -= launched;
        engine_of(at.run)->counts.launched -= launched;
        engine_of(at.run)->counts.waiting += launched;
        first()->stage = AC_IN_FLIGHT;
        close_run();
    }
}

/* Also where more are in flight, since the limit has fallen. */
static void task_is_launched_only_below_the_limit(void **state)
{
    (void)state;
    for (uint64_t limit = TASKS - 1; limit <= TASKS; limit++) {
        open_in_flight();
        engine_of(at.run)->launch_limit = limit;
        first()->stage = AC_WAITING;
        assert_false(ac_launch(at.run, first()));
        check_breach(AC_RULE_LIMIT);
        assert_int_equal(ac_counts(at.run)->in_flight, TASKS);
        first()->stage = AC_IN_FLIGHT;
        close_run();
    }
}

static void task_finishes_only_while_it_is_in_flight(void **state)
{
    (void)state;
    for (unsigned stage = AC_FREE; stage <= AC_ENDED; stage++) {
        open_in_flight();
        uint64_t late_ns = first()->time_ns + 5;
        first()->stage = (uint8_t)stage;
        ac_finish(at.run, first(), late_ns);
        bool finished = stage == AC_IN_FLIGHT;
        assert_int_equal(ac_counts(at.run)->finished, finished);
        assert_int_equal(at.measures.lateness.total, finished);
        if (finished)
            assert_int_equal(first()->time_ns, late_ns);
        else
            check_breach(AC_RULE_FINISH_ONCE);
        if (!finished)
            first()->stage = AC_IN_FLIGHT;
        close_run();
    }
}

static void task_does_not_finish_before_it_is_due(void **state)
{
    (void)state;
    open_in_flight();
    ac_finish(at.run, first(), first()->time_ns - 1);
    check_breach(AC_RULE_NOT_EARLY);
    assert_int_equal(ac_counts(at.run)->finished, 0);
    close_run();
}

/* Later ones may only follow from it. */
static void the_first_breach_counts(void **state)
{
    (void)state;
    open_in_flight();
    engine_breach(engine_of(at.run), AC_RULE_STALL, NULL);
    engine_breach(engine_of(at.run), AC_RULE_LOST, first());
    check_breach(AC_RULE_STALL);
    assert_int_equal(ac_breach(at.run)->task, 0);
    close_run();
}

/* --- what the loop answers --- */

static void a_loop_at_its_end_ends_the_run(void **state)
{
    (void)state;
    static const int answers[] = {-ENOMEM, -EOVERFLOW, 1, INT16_MIN - 1};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        prepare();
        at.loop.loop.start = refuse;
        at.answer = answers[i];
        open_run();
        assert_null(ac_next(at.run));
        bool fatal = answers[i] == -ENOMEM || answers[i] == -EOVERFLOW;
        assert_int_equal(ac_error(at.run), fatal ? answers[i] : -EINVAL);
        assert_int_equal(ac_counts(at.run)->launched, 0);
        assert_int_equal(at.launched, 0);
        close_run();
    }
}

static void a_task_that_cannot_be_started_fails_with_its_error(void **state)
{
    (void)state;
    prepare();
    at.loop.loop.start = refuse;
    at.answer = -EMFILE;
    at.loop.now_ns = 7 * MS;
    open_run();
    for (unsigned i = 0; i < TASKS; i++) {
        const struct ac_task *task = ac_next(at.run);
        assert_int_equal(task->error, -EMFILE);
        assert_int_equal(task->time_ns, 7 * MS); /* when its end was noticed */
    }
    assert_null(ac_next(at.run));
    assert_int_equal(ac_counts(at.run)->failed, TASKS);
    close_run();
}

static void what_has_ended_does_not_finish_after_a_failure(void **state)
{
    (void)state;
    prepare();
    at.loop.loop.start = refuse;
    at.answer = -EMFILE;
    open_run();
    assert_null(ac_try(at.run));
    assert_int_equal(ac_counts(at.run)->in_flight, TASKS);
    ac_fail(at.run, -EPIPE);
    ac_turn(at.run);
    assert_int_equal(ac_counts(at.run)->finished, 0);
    close_run();
}

/* The first of those that could not be started cancels the others, which had ended in the same turn. */
static void what_is_cancelled_does_not_finish_as_well(void **state)
{
    (void)state;
    prepare();
    at.loop.loop.start = refuse;
    at.answer = -EMFILE;
    at.config.on_error = AC_NOW;
    open_run();
    assert_non_null(ac_next(at.run));
    assert_null(ac_next(at.run));
    assert_int_equal(ac_counts(at.run)->finished, 1);
    assert_int_equal(ac_counts(at.run)->cancelled, TASKS - 1);
    close_run();
}

/* --- what is measured --- */

/* Tasks 3, 2, 1 are launched, and finish in that order. In pull order, they are handed over as 1, 2, 3. */
static void displacements_are_measured(void **state)
{
    (void)state;
    for (int ordered = 0; ordered < 2; ordered++) {
        prepare();
        at.config.ordered = ordered;
        open_run();
        for (uint32_t i = 1; i <= TASKS; i++)
            assert_int_equal(ac_next(at.run)->number, ordered ? i : TASKS + 1 - i);
        assert_null(ac_next(at.run));
        assert_int_equal(at.measures.launch.sum, 4);
        assert_int_equal(at.measures.launch.max, 2);
        assert_int_equal(at.measures.take.sum, ordered ? 4 : 0);
        assert_int_equal(at.measures.take.max, ordered ? 2 : 0);
        close_run();
    }
}

/* --- what is opened --- */

static void settings_that_break_a_rule_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint64_t limit, queue, count, window;
        bool ordered, refused;
    } rows[] = {
        {0, 1, TASKS, 0, false, true},     {1, 0, TASKS, 0, false, true},
        {1, 1, AC_ENDLESS, 0, true, true}, {1, 1, AC_ENDLESS, 1, true, false},
        {1, 1, TASKS, 0, true, false},     {1, 1, AC_ENDLESS, 0, false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        prepare();
        at.config.limit = rows[i].limit;
        at.config.queue = rows[i].queue;
        at.config.window = rows[i].window;
        at.config.ordered = rows[i].ordered;
        at.workload.count = rows[i].count;
        if (rows[i].refused)
            assert_int_equal(ac_open(&at.run, &at.config), -EINVAL);
        else
            open_run();
        if (at.run)
            close_run();
        assert_int_equal(ac_heap_bytes(), at.heap_bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(task_is_launched_only_while_it_waits),
        cmocka_unit_test(task_is_launched_only_below_the_limit),
        cmocka_unit_test(task_finishes_only_while_it_is_in_flight),
        cmocka_unit_test(task_does_not_finish_before_it_is_due),
        cmocka_unit_test(the_first_breach_counts),
        cmocka_unit_test(a_loop_at_its_end_ends_the_run),
        cmocka_unit_test(a_task_that_cannot_be_started_fails_with_its_error),
        cmocka_unit_test(what_has_ended_does_not_finish_after_a_failure),
        cmocka_unit_test(what_is_cancelled_does_not_finish_as_well),
        cmocka_unit_test(displacements_are_measured),
        cmocka_unit_test(settings_that_break_a_rule_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
