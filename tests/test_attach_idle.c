/* test_attach_idle.c -- what it costs to wait: turns of the loop that nothing caused; and the loops of programs
 * that shut down in their own way. For every strategy of the table.
 *
 * A run that waits must not keep the loop going round. Another handle turns it now and then, and counts.
 */
#include <string.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/attach.h"
#include "../harness/loops/uv.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* Two tasks, a pause in which the source has none, and one more. While it waits the loop has IDLE_MS. */
enum { TASKS = 3, BEFORE_PAUSE = 2, IDLE_MS = 40, MS = 1000000 };

static struct {
    uv_loop_t uv;
    uv_timer_t timer;
    uv_check_t counter;
    struct ac_run *run;
    struct ac_counts counts; /* once detached */
    struct ac_workload workload;
    struct ac_config config;
    uint64_t heap_bytes;
    unsigned descriptors, given, taken, detached;
    unsigned turns, turns_when_idle;
    bool fed, paused, keep;
} at;

static int next(struct ac_workload *workload, struct ac_item *item)
{
    workload->wake_ns = UINT64_MAX;
    if (at.given == TASKS)
        return AC_SUPPLY_END;
    if (at.given == BEFORE_PAUSE && !at.fed)
        return AC_SUPPLY_NONE;
    *item = (struct ac_item){.number = ++at.given, .duration_ns = MS};
    return AC_SUPPLY_TASK;
}

static void on_check(uv_check_t *check)
{
    (void)check;
    at.turns++;
}

static void prepare(const struct ac_strategy *strategy)
{
    memset(&at, 0, sizeof at);
    assert_int_equal(uv_loop_init(&at.uv), 0);
    at.heap_bytes = ac_heap_bytes();
    at.descriptors = open_descriptors();
    at.workload =
        (struct ac_workload){.size = sizeof(struct ac_workload), .count = TASKS, .next = next};
    at.config = (struct ac_config){.size = sizeof(struct ac_config),
                                   .strategy = strategy,
                                   .workload = &at.workload,
                                   .limit = 2,
                                   .queue = 2};
    uv_check_init(&at.uv, &at.counter);
    uv_check_start(&at.counter, on_check);
    uv_unref((uv_handle_t *)&at.counter);
    uv_timer_init(&at.uv, &at.timer);
}

static void finish(void)
{
    uv_close((uv_handle_t *)&at.counter, NULL);
    if (!uv_is_closing((uv_handle_t *)&at.timer))
        uv_close((uv_handle_t *)&at.timer, NULL);
    uv_run(&at.uv, UV_RUN_DEFAULT);
    assert_int_equal(at.detached, 1);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
    assert_true(open_descriptors() < at.descriptors);
}

static void on_detached(struct ac_run *run)
{
    assert_ptr_equal(run, at.run);
    at.counts = *ac_counts(run);
    at.detached++;
}

static void on_ready(struct ac_run *run)
{
    if (at.paused)
        return; /* it takes nothing for now */
    while (ac_try(run))
        at.taken++;
    if (ac_over(run) && !at.keep)
        ac_detach(run, false, on_detached);
}

static void on_idle_is_over(uv_timer_t *timer)
{
    at.turns_when_idle = at.turns;
    uv_stop(timer->loop);
}

/* Lets the loop go on for a while, and returns how often it went round. The timer itself is one turn, and
 * with whole ms it may be some more. */
static unsigned turns_of_a_while(void)
{
    at.turns = 0;
    uv_timer_start(&at.timer, on_idle_is_over, IDLE_MS, 0);
    uv_run(&at.uv, UV_RUN_DEFAULT);
    return at.turns_when_idle;
}

enum { FEW = 4 };

static bool has_taken_before_the_pause(void)
{
    return at.taken == BEFORE_PAUSE;
}

static bool has_taken_all(void)
{
    return at.taken == TASKS;
}

static bool is_over(void)
{
    return ac_over(at.run);
}

static bool holds_a_result(void)
{
    return ac_counts(at.run)->unread > 0;
}

/* Turns the loop until that holds, however long a busy machine takes, and then until it rests. */
static void go_until(bool (*holds)(void))
{
    while (!holds())
        assert_true(uv_run(&at.uv, UV_RUN_ONCE) != 0 || holds());
    turns_of_a_while();
}

static void idle_a_dry_source_costs_no_turns(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
            go_until(has_taken_before_the_pause);
            assert_true(turns_of_a_while() <= FEW);
            at.fed = true;
            ac_more(at.run);
            go_until(has_taken_all);
            finish();
        }
}

static void idle_a_run_that_is_over_costs_no_turns(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            at.fed = at.keep = true;
            assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
            go_until(is_over);
            assert_true(turns_of_a_while() <= FEW);
            ac_detach(at.run, false, on_detached);
            finish();
        }
}

static void idle_a_consumer_that_takes_nothing_costs_no_turns(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            at.fed = at.paused = true;
            assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
            go_until(holds_a_result);
            assert_true(turns_of_a_while() <= FEW);
            at.paused = false;
            on_ready(at.run);
            go_until(has_taken_all);
            finish();
        }
}

/* Two tasks, a pause, and no more after it. */
static int next_ends_after_pause(struct ac_workload *workload, struct ac_item *item)
{
    if (at.given < BEFORE_PAUSE) {
        *item = (struct ac_item){.number = ++at.given, .duration_ns = MS};
        return AC_SUPPLY_TASK;
    }
    if (at.fed)
        return AC_SUPPLY_END;
    at.fed = workload->timed;
    workload->wake_ns = workload->timed ? uv_hrtime() + 20 * MS : UINT64_MAX;
    return AC_SUPPLY_NONE;
}

/* Nothing is in flight then, so no finish tells the program. */
static void idle_a_source_that_ends_after_a_pause_ends_the_run(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int timed = 0; timed < 2; timed++) {
        prepare(*s);
        at.workload = (struct ac_workload){.size = sizeof(struct ac_workload),
                                           .count = AC_ENDLESS,
                                           .next = next_ends_after_pause,
                                           .timed = timed};
        assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
        turns_of_a_while();
        if (!timed) {
            at.fed = true;
            ac_more(at.run);
        }
        for (int whiles = 0; whiles < 50 && !at.detached; whiles++)
            turns_of_a_while();
        assert_int_equal(at.detached, 1);
        assert_int_equal(at.taken, BEFORE_PAUSE);
        finish();
    }
}

/* Detached, and what is in flight takes its time. */
static int next_long(struct ac_workload *workload, struct ac_item *item)
{
    (void)workload;
    if (at.given == TASKS)
        return AC_SUPPLY_END;
    *item = (struct ac_item){.number = ++at.given, .duration_ns = 5 * IDLE_MS / 2 * (uint64_t)MS};
    return AC_SUPPLY_TASK;
}

static void idle_draining_costs_no_turns(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            prepare(*s);
            at.workload.next = next_long;
            assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
            turns_of_a_while();
            ac_detach(at.run, true, on_detached);
            assert_true(turns_of_a_while() <= FEW ||
                        at.detached); /* a slow machine was done with it */
            while (!at.detached)
                turns_of_a_while();
            finish();
            assert_int_equal(at.counts.cancelled, 0);
            assert_true(at.counts.finished > 0);
        }
}

static void idle_after_ac_next_a_program_may_turn_its_loop(void **state)
{
    (void)state;
    static struct ac_loop_uv loop;
    for
        EACH_STRATEGY(s)
    for (int ended = 0; ended < 2; ended++) {
        struct ac_run *run;
        prepare(*s);
        at.fed = true;
        assert_int_equal(ac_loop_uv_init(&loop, &at.uv), 0);
        at.config.loop = &loop.loop;
        assert_int_equal(ac_open(&run, &at.config), 0);
        while (ac_next(run))
            at.taken++;
        assert_int_equal(at.taken, TASKS);
        if (ended)
            ac_end(run, false);
        assert_true(turns_of_a_while() <= FEW);
        ac_close(run);
        ac_loop_uv_close(&loop);
        at.detached = 1;
        finish();
    }
}

/* A run that was ended while a deadline was set does not hold the loop open until then. */
static void idle_an_ended_run_holds_no_loop_open(void **state)
{
    (void)state;
    static struct ac_loop_uv loop;
    struct ac_run *run;
    prepare(ac_strategies[0]);
    assert_int_equal(ac_loop_uv_init(&loop, &at.uv), 0);
    at.config.loop = &loop.loop;
    assert_int_equal(ac_open(&run, &at.config), 0);
    assert_int_equal(ac_wake_set(&loop.wake, uv_hrtime() + UINT64_C(3600000000000)), 0);
    ac_end(run, false);
    assert_int_equal(uv_run(&at.uv, UV_RUN_DEFAULT), 0);
    ac_close(run);
    ac_loop_uv_close(&loop);
    at.detached = 1;
    finish();
}

static void close_handle(uv_handle_t *handle, void *argument)
{
    (void)argument;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

/* In flight, or at rest; detached before the loop has closed the handles, or after; and drained, which cannot be
 * any more. */
static void shutdown_of_every_handle_is_tolerated(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int fed = 0; fed < 2; fed++)
        for (int way = 0; way < 4; way++) {
            bool after = way & 1, drain = way & 2;
            prepare(*s);
            at.fed = fed;
            at.keep = true;
            assert_int_equal(ac_attach(&at.run, &at.uv, &at.config, on_ready), 0);
            for (int turns = 0; turns < 3; turns++)
                uv_run(&at.uv, UV_RUN_NOWAIT);
            uv_walk(&at.uv, close_handle, NULL);
            if (after)
                uv_run(&at.uv, UV_RUN_DEFAULT);
            ac_detach(at.run, drain, on_detached);
            uv_run(&at.uv, UV_RUN_DEFAULT);
            assert_int_equal(at.detached, 1);
            assert_int_equal(uv_loop_close(&at.uv), 0);
            assert_int_equal(ac_heap_bytes(), at.heap_bytes);
            assert_true(open_descriptors() < at.descriptors);
        }
}

/* The same of a loop that the harness turns. */
static void shutdown_of_a_loop_that_is_turned(void **state)
{
    (void)state;
    static struct ac_loop_uv loop;
    struct ac_run *run;
    prepare(ac_strategies[0]);
    at.fed = true;
    assert_int_equal(ac_loop_uv_init(&loop, &at.uv), 0);
    at.config.loop = &loop.loop;
    assert_int_equal(ac_open(&run, &at.config), 0);
    assert_non_null(ac_next(run));
    uv_walk(&at.uv, close_handle, NULL);
    while (ac_next(run))
        ;
    ac_close(run);
    ac_loop_uv_close(&loop);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
    assert_true(open_descriptors() < at.descriptors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idle_a_dry_source_costs_no_turns),
        cmocka_unit_test(idle_a_run_that_is_over_costs_no_turns),
        cmocka_unit_test(idle_a_consumer_that_takes_nothing_costs_no_turns),
        cmocka_unit_test(idle_a_source_that_ends_after_a_pause_ends_the_run),
        cmocka_unit_test(idle_draining_costs_no_turns),
        cmocka_unit_test(idle_after_ac_next_a_program_may_turn_its_loop),
        cmocka_unit_test(idle_an_ended_run_holds_no_loop_open),
        cmocka_unit_test(shutdown_of_every_handle_is_tolerated),
        cmocka_unit_test(shutdown_of_a_loop_that_is_turned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
