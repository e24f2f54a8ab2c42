/* test_callbacks_work.c -- whatever a program of work calls, from wherever it is called back: each call of run.h and
 * attach.h, from each call of the workload, from each event, from a handle of libuv, and between two
 * calls, with each strategy of the table.
 *
 * On a clock of the test, on a real loop under ac_next, and attached to a loop in both styles. Each task is
 * released once, too.
 */
#include <errno.h>
#include <string.h>

#include "../harness/loops/uv.h"
#include "support/callbacks.h"
#include "support/check.h"
#include "support/work.h"

enum { TASKS = 13, BACK = 2, MOST_TURNS = 100000 };

/* Where the call comes from: an event, by its number; a call of the workload, or of a turn of the loop
 * (WORK_TURN: from a handle of libuv where there is one); or, between two calls, these. */
enum { CALL = CALLBACKS_EVENTS, READY = CALL + WORK_TURN + 1, TAKEN, PLACES };

enum way { OWN_CLOCK, UNDER_NEXT, ATTACHED, PUSHED };

static struct {
    enum way way;
    struct work work;
    uv_loop_t uv;
    uv_idle_t idle;
    unsigned taken, turns;
} at;

static bool is_attached(void)
{
    return at.way >= ATTACHED;
}

/* --- the calls --- */

static void on_detached(struct ac_run *run)
{
    callbacks_note_detached(run);
    uv_close((uv_handle_t *)&at.idle, NULL);
}

static void note_taken(const struct ac_task *task)
{
    work_taken(&at.work, task);
    at.taken++;
}

/* Ends a task in flight: on a real loop those that would never end by themselves, only when asked. */
static void end_one(bool any)
{
    for (uint32_t i = 1; i <= TASKS + BACK; i++)
        if (work_is_in_flight(&at.work, i) && (any || i % 6 != 1 || at.work.tasks[i].asked)) {
            work_end_as_planned(&at.work, i);
            return;
        }
}

static void end_any(void)
{
    end_one(true);
}

/* A turn of an attached run is the program's. */
static bool is_in_a_turn_of_the_program(void)
{
    return is_attached() && callbacks.place == CALL + WORK_TURN;
}

static void on_call(struct work *work, enum work_call call, uint32_t number)
{
    (void)work;
    (void)number;
    callbacks_from(CALL + call);
}

/* --- the program --- */

/* Once the program has something in hand. */
static void consume(const struct ac_task *task)
{
    note_taken(task);
    callbacks_from(TAKEN);
    if (callbacks.early && at.taken == 4)
        ac_stop(callbacks.run, true);
}

static void on_ready(struct ac_run *run)
{
    assert_int_equal(callbacks.detached, 0);
    callbacks_from(READY);
    for (const struct ac_task *task; (task = ac_try(run));)
        consume(task);
    if (ac_over(run))
        ac_detach(run, false, on_detached);
}

static void on_result(struct ac_run *run, const struct ac_task *task)
{
    assert_ptr_equal(run, callbacks.run);
    assert_false(callbacks.done && callbacks.deed <= DETACH_DRAIN);
    callbacks_from(READY);
    if (!callbacks.done || callbacks.deed > DETACH_DRAIN)
        consume(task);
    else
        at.taken++;
}

/* A handle of libuv that ends a task in each turn. */
static void on_idle(uv_idle_t *idle)
{
    (void)idle;
    if (++at.turns >= MOST_TURNS)
        fail_msg("the loop hangs: way %d, deed %d, place %u, call %u, %s, %s; %u taken",
                 (int)at.way, (int)callbacks.deed, callbacks.place, callbacks.after,
                 callbacks.ordered ? "ordered" : "in any order",
                 callbacks.early ? "stopped" : "to the end", at.taken);
    callbacks_from(CALL + WORK_TURN);
    end_one(false);
}

/* Some are done at once, cannot be started, fail, or time out. One that times out and one that fails are
 * attempts, but in an ordered run, which has none. Asked to end they do so at once, later, or as if
 * nobody had asked. */
static void plan(void)
{
    work_init(&at.work, TASKS);
    at.work.hook = on_call;
    if (!callbacks.ordered)
        work_let_come_back(&at.work);
    for (uint32_t i = 1; i <= TASKS + BACK; i++)
        at.work.plans[i] = (struct work_plan){
            .start = i % 7 == 0   ? AC_DONE
                     : i % 7 == 3 ? -EMFILE
                                  : AC_STARTED,
            .end_ms = i % 6 == 1 ? 9 : 1 + i % 3,
            .error = i % 5 ? 0 : -EIO,
            .cancel = (enum work_cancel)(i % 3),
            .cancel_ms = 2,
            .cancel_error = i % 4 ? -ECANCELED : 0,
            .again = i == 1 || i == 5,
        };
}

static void take_all_under_next(struct ac_config *config)
{
    struct ac_loop_uv loop;
    assert_int_equal(ac_loop_uv_init(&loop, &at.uv), 0);
    config->loop = &loop.loop;
    callbacks_take_all(config, consume);
    uv_close((uv_handle_t *)&at.idle, NULL);
    ac_loop_uv_close(&loop);
}

/* --- what must hold --- */

static void check(void)
{
    bool failed = callbacks.done && callbacks.deed == FAIL;
    if (callbacks.place != CALL + WORK_RELEASE) /* which may come in ac_close */
        assert_int_equal(callbacks.error, failed ? -EPIPE : 0);
    /* The take under way has no result any more. */
    bool swallowed = at.way == PUSHED && callbacks.done && callbacks.deed <= DETACH_DRAIN &&
                     callbacks.counts.taken > at.taken;
    assert_int_equal(callbacks.counts.taken, at.taken + swallowed);
    const char *fault = work_close(&at.work);
    if (fault)
        fail_msg("task %u %s", at.work.fault_task, fault);
}

static void run_on_a_real_loop(struct ac_config *config)
{
    struct ac_run **run = &callbacks.run;
    config->task_timeout_ns = 20000;
    assert_int_equal(uv_loop_init(&at.uv), 0);
    uv_idle_init(&at.uv, &at.idle);
    uv_idle_start(&at.idle, on_idle);
    if (at.way == UNDER_NEXT)
        take_all_under_next(config);
    else if (at.way == PUSHED)
        callbacks_turn_all(&at.uv, ac_attach_push(run, &at.uv, config, on_result, on_detached));
    else
        callbacks_turn_all(&at.uv, ac_attach(run, &at.uv, config, on_ready));
    assert_int_equal(uv_loop_close(&at.uv), 0);
}

static void run_one(const struct ac_strategy *strategy)
{
    struct ac_config config = callbacks_config(strategy, &at.work.workload);
    at.taken = at.turns = 0;
    plan();
    config.loop = &at.work.loop;
    config.task_timeout_ns = 5 * WORK_MS;
    if (at.way == OWN_CLOCK)
        callbacks_take_all(&config, consume);
    else
        run_on_a_real_loop(&config);
    check();
}

static void try_all(enum way way)
{
    struct callbacks_test test = {.is_attached = way >= ATTACHED,
                                  .is_work = true,
                                  .places = PLACES,
                                  .ready = READY,
                                  .next = CALL + WORK_NEXT,
                                  .start = CALL + WORK_START,
                                  .tasks = TASKS,
                                  .back = BACK,
                                  .pass_ns = 3 * WORK_MS,
                                  .run = run_one,
                                  .detached = on_detached,
                                  .taken = note_taken,
                                  .end_one = end_any,
                                  .is_outside = is_in_a_turn_of_the_program};
    at.way = way;
    assert_true(callbacks_try_all(&test) > 5000); /* few places are not come to */
}

static void callbacks_of_work_may_call_anything(void **state)
{
    (void)state;
    try_all(OWN_CLOCK);
}

static void callbacks_of_work_may_call_anything_under_ac_next(void **state)
{
    (void)state;
    try_all(UNDER_NEXT);
}

static void callbacks_of_work_may_call_anything_of_an_attached_run(void **state)
{
    (void)state;
    try_all(ATTACHED);
}

static void callbacks_of_work_may_call_anything_in_push_style(void **state)
{
    (void)state;
    try_all(PUSHED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(callbacks_of_work_may_call_anything),
        cmocka_unit_test(callbacks_of_work_may_call_anything_under_ac_next),
        cmocka_unit_test(callbacks_of_work_may_call_anything_of_an_attached_run),
        cmocka_unit_test(callbacks_of_work_may_call_anything_in_push_style),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
