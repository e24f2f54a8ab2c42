/* test_neighbours.c -- runs beside each other, and beside a program's own handles, on one loop: attached, and turned by
 * ac_next; made from inside a callback of another. Through the public headers only, for every strategy of the
 * table.
 */
#include <errno.h>
#include <string.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/jobs.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { RUNS = 3, SLEEPS = 20, TICKS = 5 };

static uv_loop_t uv;

/* --- a run of tasks that only take time --- */

struct sleeper {
    struct ac_workload workload; /* first */
    struct ac_config config;
    struct ac_run *run;
    uint64_t unit_ns; /* of the sleeps */
    unsigned pulled, taken, detached;
};

static int sleeper_next(struct ac_workload *workload, struct ac_item *item)
{
    struct sleeper *sleeper = (struct sleeper *)workload;
    if (sleeper->pulled == SLEEPS)
        return AC_SUPPLY_END;
    item->number = ++sleeper->pulled;
    item->duration_ns = sleeper->pulled % 3 * sleeper->unit_ns;
    return AC_SUPPLY_TASK;
}

static void sleeper_on_result(struct ac_run *run, const struct ac_task *task)
{
    struct sleeper *sleeper = ac_data(run);
    sleeper->taken += task->error == 0;
}

static void sleeper_on_detached(struct ac_run *run)
{
    struct sleeper *sleeper = ac_data(run);
    sleeper->detached++;
    assert_int_equal(ac_error(run), 0);
}

static void sleeper_init(struct sleeper *sleeper, const struct ac_strategy *strategy)
{
    *sleeper = (struct sleeper){
        .workload = {.size = sizeof(struct ac_workload), .count = SLEEPS, .next = sleeper_next},
        .config = {.size = sizeof(struct ac_config),
                   .strategy = strategy,
                   .workload = &sleeper->workload,
                   .allocator = &jobs_allocator,
                   .limit = JOBS_LIMIT,
                   .queue = 2,
                   .data = sleeper},
        .unit_ns = 100000,
    };
}

static void sleeper_attach(struct sleeper *sleeper)
{
    assert_int_equal(ac_attach_push(&sleeper->run, &uv, &sleeper->config, sleeper_on_result,
                                    sleeper_on_detached),
                     0);
}

static void sleeper_check(const struct sleeper *sleeper)
{
    assert_int_equal(sleeper->taken, SLEEPS);
    assert_int_equal(sleeper->detached, 1);
}

/* --- the program's own handles --- */

static struct {
    uv_timer_t timer;
    uv_async_t async;
    unsigned ticks, calls;
} own;

static void own_on_tick(uv_timer_t *timer)
{
    if (++own.ticks < TICKS)
        return;
    uv_close((uv_handle_t *)timer, NULL);
    uv_async_send(&own.async);
}

static void own_on_async(uv_async_t *async)
{
    own.calls++;
    uv_close((uv_handle_t *)async, NULL);
}

/* A timer that ticks, and then wakes another. */
static void own_begin(void)
{
    memset(&own, 0, sizeof own);
    assert_int_equal(uv_loop_init(&uv), 0);
    uv_timer_init(&uv, &own.timer);
    uv_timer_start(&own.timer, own_on_tick, 1, 1);
    uv_async_init(&uv, &own.async, own_on_async);
}

static void own_check(void)
{
    assert_int_equal(own.ticks, TICKS);
    assert_int_equal(own.calls, 1);
}

/* --- attached --- */

static void attached_runs_share_a_loop_with_the_programs_handles(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            static struct jobs jobs;
            struct sleeper sleepers[RUNS];
            own_begin();
            jobs_init(&jobs, &uv, *s, JOBS_MOST);
            jobs_attach(&jobs);
            for (int i = 0; i < RUNS; i++) {
                sleeper_init(&sleepers[i], *s);
                sleeper_attach(&sleepers[i]);
            }
            jobs_finish(&jobs);
            own_check();
            assert_int_equal(jobs.taken, JOBS_MOST);
            for (int i = 0; i < RUNS; i++)
                sleeper_check(&sleepers[i]);
        }
}

/* One leaves early; the others know nothing of it. */
static void an_attached_run_leaves_its_neighbours_alone(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            static struct jobs stays;
            struct sleeper leaves;
            own_begin();
            jobs_init(&stays, &uv, *s, JOBS_MOST);
            jobs_attach_push(&stays);
            sleeper_init(&leaves, *s);
            leaves.unit_ns = UINT64_C(3600000000000); /* it cannot be over before it leaves */
            sleeper_attach(&leaves);
            uv_run(&uv, UV_RUN_NOWAIT);
            ac_close(leaves.run);
            jobs_finish(&stays);
            own_check();
            assert_int_equal(stays.taken, JOBS_MOST);
            assert_int_equal(stays.counts.cancelled, 0);
            assert_int_equal(leaves.detached, 0);
        }
}

/* --- made from inside a callback of another --- */

static struct sleeper second;
static enum jobs_place place_of_second;

static void begin_second(struct jobs *first, enum jobs_place place)
{
    (void)first;
    if (place == place_of_second && !second.run)
        sleeper_attach(&second);
}

static void a_run_is_attached_from_any_callback_of_another(void **state)
{
    (void)state;
    unsigned begun = 0;
    for
        EACH_STRATEGY(s)
    for (int place = 0; place < JOBS_PLACES; place++)
        for (int push = 0; push < 2; push++) {
            static struct jobs first;
            own_begin();
            jobs_init(&first, &uv, *s, JOBS_MOST);
            sleeper_init(&second, *s);
            place_of_second = (enum jobs_place)place;
            first.hook = begin_second;
            if (push)
                jobs_attach_push(&first);
            else
                jobs_attach(&first);
            jobs_finish(&first);
            own_check();
            assert_int_equal(first.taken, JOBS_MOST);
            begun += second.run != NULL;
            if (second.run)
                sleeper_check(&second);
        }
    assert_true(begun >= 16 * 5);
}

/* --- turned by ac_next --- */

static void ac_next_turns_the_programs_handles_and_attached_runs(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct sleeper turned, attached;
            own_begin();
            sleeper_init(&turned, *s);
            sleeper_init(&attached, *s);
            sleeper_attach(&attached);
            assert_int_equal(ac_loop_open_uv(&turned.config.loop, &uv, &jobs_allocator), 0);
            assert_int_equal(ac_open(&turned.run, &turned.config), 0);
            ac_detach(turned.run, false, NULL); /* of this one these do nothing */
            ac_run_unref(turned.run);
            ac_run_ref(turned.run);
            while (own.calls == 0 || attached.detached == 0)
                ac_pass(turned.run, ac_loop_now(turned.config.loop) + 1000000);
            for (; ac_next(turned.run); turned.taken++)
                ;
            assert_true(ac_complete(turned.run));
            assert_int_equal(turned.taken, SLEEPS);
            ac_close(turned.run);
            ac_loop_close(turned.config.loop);
            own_check();
            sleeper_check(&attached);
            assert_int_equal(uv_loop_close(&uv), 0);
            assert_int_equal(jobs_blocks, 0);
        }
}

/* Two loops on one: each run is turned a task at a time. */
static void two_runs_are_turned_in_turn(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct sleeper runs[2];
            own_begin();
            for (int i = 0; i < 2; i++) {
                sleeper_init(&runs[i], *s);
                assert_int_equal(ac_loop_open_uv(&runs[i].config.loop, &uv, &jobs_allocator), 0);
                assert_int_equal(ac_open(&runs[i].run, &runs[i].config), 0);
            }
            for (int more = 3, i = 0; more; i ^= 1)
                if (more & (1 << i) && ac_next(runs[i].run))
                    runs[i].taken++;
                else
                    more &= ~(1 << i);
            for (int i = 0; i < 2; i++) {
                assert_int_equal(runs[i].taken, SLEEPS);
                ac_close(runs[i].run);
                ac_loop_close(runs[i].config.loop);
            }
            uv_run(&uv, UV_RUN_DEFAULT);
            own_check();
            assert_int_equal(uv_loop_close(&uv), 0);
            assert_int_equal(jobs_blocks, 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attached_runs_share_a_loop_with_the_programs_handles),
        cmocka_unit_test(an_attached_run_leaves_its_neighbours_alone),
        cmocka_unit_test(a_run_is_attached_from_any_callback_of_another),
        cmocka_unit_test(ac_next_turns_the_programs_handles_and_attached_runs),
        cmocka_unit_test(two_runs_are_turned_in_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
