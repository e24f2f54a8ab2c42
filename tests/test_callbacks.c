/* test_callbacks.c -- whatever a program of sleeps calls, from wherever it is called back: each call of run.h and
 * attach.h, from the source, from each event, and between two calls, with each strategy of the table.
 *
 * Once on the virtual clock, and once attached to a loop, in both styles.
 */
#include <errno.h>

#include "../harness/loops/virtual.h"
#include "support/callbacks.h"
#include "support/check.h"

enum { TASKS = 14, US = 1000 };

/* Where the call comes from: an event of the trace, by its number, or one of these. */
enum { NEXT = CALLBACKS_EVENTS, READY, TAKEN, PLACES };

static bool pushes;
static uint32_t pulled;

/* Sleeps of different lengths; every fifth fails, every seventh times out; a pause in the middle. */
static int next(struct ac_workload *workload, struct ac_item *item)
{
    static bool paused;
    callbacks_from(NEXT);
    if (pulled == TASKS)
        return AC_SUPPLY_END;
    if (pulled == 5 && !paused) {
        paused = true;
        workload->wake_ns = workload->now_ns + 100 * US;
        return AC_SUPPLY_NONE;
    }
    paused = false;
    item->number = ++pulled;
    item->duration_ns = pulled % 7 ? (3 + pulled % 4) * 10 * US : 10000 * US;
    item->error = pulled % 5 ? 0 : -EIO;
    return AC_SUPPLY_TASK;
}

static void on_ready(struct ac_run *run)
{
    assert_int_equal(callbacks.detached, 0);
    callbacks_from(READY);
    while (ac_try(run))
        callbacks_from(TAKEN);
    if (ac_over(run))
        ac_detach(run, false, callbacks_note_detached);
}

static void on_result(struct ac_run *run, const struct ac_task *task)
{
    assert_ptr_equal(run, callbacks.run);
    assert_false(callbacks.done && callbacks.deed <= DETACH_DRAIN);
    assert_non_null(task);
    callbacks_from(READY);
    callbacks_from(TAKEN);
}

static struct ac_config config_of(const struct ac_strategy *strategy, struct ac_workload *workload)
{
    struct ac_config config = callbacks_config(strategy, workload);
    config.task_timeout_ns = 200 * US;
    pulled = 0;
    return config;
}

/* A program whose own timer stops the run in the middle, so that tasks are cancelled and dropped. */
static void leave_early(uv_timer_t *timer)
{
    if (!callbacks.detached)
        ac_stop(callbacks.run, true);
    uv_close((uv_handle_t *)timer, NULL);
}

static void run_attached(const struct ac_strategy *strategy)
{
    uv_loop_t uv;
    uv_timer_t timer;
    struct ac_workload workload = {.size = sizeof(struct ac_workload),
                                   .count = TASKS,
                                   .next = next,
                                   .timed = true};
    struct ac_config config = config_of(strategy, &workload);
    assert_int_equal(uv_loop_init(&uv), 0);
    uv_timer_init(&uv, &timer);
    if (callbacks.early)
        uv_timer_start(&timer, leave_early, 0, 0);
    else
        uv_close((uv_handle_t *)&timer, NULL);
    struct ac_run **run = &callbacks.run;
    callbacks_turn_all(&uv, pushes ? ac_attach_push(run, &uv, &config, on_result,
                                                    callbacks_note_detached)
                                   : ac_attach(run, &uv, &config, on_ready));
    assert_int_equal(uv_loop_close(&uv), 0);
}

static void consume(const struct ac_task *task)
{
    assert_non_null(task);
    callbacks_from(TAKEN);
    if (callbacks.early && ac_counts(callbacks.run)->taken == 4)
        ac_stop(callbacks.run, true);
}

static void run_virtual(const struct ac_strategy *strategy)
{
    struct ac_loop_virtual loop;
    struct ac_workload workload = {.size = sizeof(struct ac_workload),
                                   .count = TASKS,
                                   .next = next,
                                   .timed = true};
    struct ac_config config = config_of(strategy, &workload);
    ac_loop_virtual_init(&loop);
    config.loop = &loop.loop;
    callbacks_take_all(&config, consume);
    ac_loop_virtual_free(&loop);
}

static void callbacks_may_call_anything_on_the_virtual_clock(void **state)
{
    static const struct callbacks_test test = {.places = PLACES,
                                               .ready = READY,
                                               .next = NEXT,
                                               .start = PLACES,
                                               .tasks = TASKS,
                                               .pass_ns = 150 * US, /* some turns */
                                               .run = run_virtual};
    (void)state;
    assert_true(callbacks_try_all(&test) > 1500); /* few places are not come to */
}

static void try_all_attached(bool push)
{
    static const struct callbacks_test test = {.is_attached = true,
                                               .places = PLACES,
                                               .ready = READY,
                                               .next = NEXT,
                                               .start = PLACES,
                                               .tasks = TASKS,
                                               .run = run_attached,
                                               .detached = callbacks_note_detached};
    pushes = push;
    assert_true(callbacks_try_all(&test) > 2500);
}

static void callbacks_may_call_anything_of_an_attached_run(void **state)
{
    (void)state;
    try_all_attached(false);
}

static void callbacks_may_call_anything_in_push_style(void **state)
{
    (void)state;
    try_all_attached(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(callbacks_may_call_anything_on_the_virtual_clock),
        cmocka_unit_test(callbacks_may_call_anything_of_an_attached_run),
        cmocka_unit_test(callbacks_may_call_anything_in_push_style),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
