/* test_cpu.c -- tasks that compute: what they compute, on which thread, how many run and how many are queued, and
 * how they end.
 *
 * The linker puts __wrap_ac_compute between the workload and ac_compute: while the gate is closed, a task
 * that a thread has begun waits there. So which tasks run and which are queued is known, and no race decides.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/uv.h"
#include "../harness/workloads/cpu.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"

enum { THREADS = 3, TASKS = 60, STEPS = 50 };

uint32_t __real_ac_compute(uint32_t number, uint64_t steps);
uint32_t __wrap_ac_compute(uint32_t number, uint64_t steps);

static struct {
    bool closed;
    uv_sem_t begun, open; /* posted by each task that has begun; waited for by each */
} gate;

uint32_t __wrap_ac_compute(uint32_t number, uint64_t steps)
{
    if (gate.closed) {
        uv_sem_post(&gate.begun);
        uv_sem_wait(&gate.open);
    }
    return __real_ac_compute(number, steps);
}

static void gate_wait(unsigned tasks)
{
    while (tasks--)
        uv_sem_wait(&gate.begun);
}

static void gate_open(unsigned tasks)
{
    while (tasks--)
        uv_sem_post(&gate.open);
}

/* --- one run --- */

static struct {
    uv_loop_t uv;
    struct ac_loop_uv loop;
    struct ac_sleeps sleeps;
    struct ac_cpu_workload cpu;
    struct ac_config config;
    struct ac_run *run;
    uint64_t heap_bytes;
    unsigned descriptors;
} at;

static void at_prepare(const struct ac_strategy *strategy, uint64_t limit, uint64_t tasks)
{
    at.heap_bytes = ac_heap_bytes();
    at.descriptors = open_descriptors();
    assert_int_equal(uv_loop_init(&at.uv), 0);
    assert_int_equal(ac_loop_uv_init(&at.loop, &at.uv), 0);
    at.sleeps = (struct ac_sleeps){.count = tasks};
    ac_cpu_init(&at.cpu, &(struct ac_cpu_wish){.uv = &at.uv,
                                               .sleeps = &at.sleeps,
                                               .count = tasks,
                                               .steps = STEPS,
                                               .timed = true});
    at.config = (struct ac_config){.size = sizeof(struct ac_config),
                                   .strategy = strategy,
                                   .workload = &at.cpu.workload,
                                   .loop = &at.loop.loop,
                                   .limit = limit,
                                   .queue = limit};
}

static void at_open(void)
{
    assert_int_equal(ac_open(&at.run, &at.config), 0);
}

static void at_take_all(void)
{
    while (ac_next(at.run))
        ;
    assert_int_equal(ac_error(at.run), 0);
}

/* Each launched task has one end, and the pool has none of them any more. */
static void at_close(void)
{
    ac_end(at.run, false);
    const struct ac_counts *c = ac_counts(at.run);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->in_flight + c->waiting, 0);
    assert_int_equal(at.cpu.queued + at.cpu.running, 0);
    ac_close(at.run);
    ac_loop_uv_close(&at.loop);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
    assert_int_equal(open_descriptors(), at.descriptors);
}

static uint32_t checksum_of(uint32_t tasks, uint64_t steps)
{
    uint32_t sum = 0;
    for (uint32_t number = 1; number <= tasks; number++)
        sum += __real_ac_compute(number, steps);
    return sum;
}

static const struct ac_strategy *strategy_named(const char *name)
{
    size_t i = 0;
    while (strcmp(ac_strategies[i]->name, name) != 0)
        i++;
    return ac_strategies[i];
}

/* --- tests --- */

/* As it stands in compute.h, written again. */
static void compute_does_each_step(void **state)
{
    (void)state;
    for (uint32_t number = 0; number < 50; number++) {
        uint64_t word = (number + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);
        for (uint64_t steps = 0; steps < 50; steps++) {
            assert_int_equal(__real_ac_compute(number, steps), word >> 32);
            word = (word ^ word >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
        }
    }
    assert_int_not_equal(__real_ac_compute(1, STEPS), __real_ac_compute(2, STEPS));
}

static void compute_steps_are_those_of_the_speed(void **state)
{
    (void)state;
    static const uint64_t century_ns = UINT64_C(3155760000000000000);
    struct ac_compute_speed speed = {.steps = 100000, .ns = 200000};
    assert_int_equal(ac_compute_steps(speed, 0), 0);
    assert_int_equal(ac_compute_steps(speed, 1), 0);
    assert_int_equal(ac_compute_steps(speed, 2), 1);
    assert_int_equal(ac_compute_steps(speed, 200001), 100000);
    assert_int_equal(ac_compute_steps(speed, 3600 * UINT64_C(1000000000)),
                     1800 * UINT64_C(1000000000));
    assert_int_equal(ac_compute_steps(speed, century_ns), century_ns / 2);
    speed = ac_compute_calibrate();
    assert_true(speed.steps >= 1000 && speed.ns > 0);
}

static void cpu_threads_are_those_that_were_asked_for(void **state)
{
    (void)state;
    const char *before = getenv("UV_THREADPOOL_SIZE");
    char *kept = before ? strdup(before) : NULL;
    setenv("UV_THREADPOOL_SIZE", "7", 1);
    assert_int_equal(ac_cpu_threads(0), 7);
    assert_int_equal(ac_cpu_threads(9), 9);
    unsetenv("UV_THREADPOOL_SIZE");
    assert_int_equal(ac_cpu_threads(0), AC_CPU_THREADS);
    if (kept)
        setenv("UV_THREADPOOL_SIZE", kept, 1);
    free(kept);
}

/* The checksum does not depend on the strategy, the limit, or where it is computed. */
static void cpu_tasks_are_computed_once_by_every_strategy(void **state)
{
    (void)state;
    static const uint64_t limits[] = {1, 2, THREADS, 10, TASKS};
    uint32_t expected = checksum_of(TASKS, STEPS);
    for (size_t s = 0; ac_strategies[s]; s++)
        for (size_t i = 0; i < 2 * (sizeof limits / sizeof *limits); i++) {
            at_prepare(ac_strategies[s], limits[i / 2], TASKS);
            at.cpu.wish.on_loop = i % 2;
            at_open();
            at_take_all();
            assert_int_equal(ac_counts(at.run)->taken, TASKS);
            assert_int_equal(at.cpu.computed, TASKS);
            assert_int_equal(at.cpu.checksum, expected);
            uint64_t most = ac_counts(at.run)->max_in_flight;
            uint64_t threads = at.cpu.wish.on_loop ? 1 : THREADS;
            assert_true(at.cpu.most_running >= 1 &&
                        at.cpu.most_running <= (most < threads ? most : threads));
            assert_true(at.cpu.most_queued <= (at.cpu.wish.on_loop ? 0 : most));
            at_close();
        }
}

/* A task on the loop is done when it is launched: nothing is in the pool then. */
static void cpu_tasks_on_the_loop_are_done_at_once(void **state)
{
    (void)state;
    at_prepare(strategy_named("callback"), 4, TASKS);
    at.cpu.wish.on_loop = true;
    at_open();
    assert_non_null(ac_next(at.run));
    assert_true(at.cpu.computed >= 4);
    assert_int_equal(at.cpu.running + at.cpu.queued, 0);
    assert_false(uv_loop_alive(&at.uv));
    at_close();
}

/* Launches ten tasks, and waits until each thread has begun one of them. The loop has not turned yet. */
static void at_fill_the_pool(uint64_t tasks, uint64_t timeout_ns)
{
    at_prepare(strategy_named("callback"), 10, tasks);
    at.config.task_timeout_ns = timeout_ns;
    gate.closed = true;
    at_open();
    assert_null(ac_try(at.run));
    gate_wait(THREADS);
}

static void cpu_tasks_beyond_the_threads_are_queued(void **state)
{
    (void)state;
    at_fill_the_pool(TASKS, 0);
    assert_int_equal(ac_counts(at.run)->in_flight, 10);
    assert_int_equal(at.cpu.running, THREADS);
    assert_int_equal(at.cpu.queued, 10 - THREADS);
    gate_open(TASKS);
    at_take_all();
    gate_wait(TASKS - THREADS);
    assert_int_equal(at.cpu.most_running, THREADS);
    assert_true(at.cpu.most_queued >= 10 - THREADS && at.cpu.most_queued <= 10);
    assert_int_equal(at.cpu.checksum, checksum_of(TASKS, STEPS));
    at_close();
}

/* What no thread has begun is never computed; what one has begun is completed all the same. */
static void cpu_tasks_are_cancelled_while_they_are_queued(void **state)
{
    (void)state;
    for (int drain = 0; drain < 2; drain++) {
        at_fill_the_pool(TASKS, 0);
        ac_stop(at.run, true);
        assert_int_equal(ac_counts(at.run)->cancelling, 10);
        gate_open(THREADS);
        if (drain)
            at_take_all();
        ac_end(at.run, drain);
        assert_int_equal(at.cpu.computed, THREADS);
        assert_int_equal(ac_counts(at.run)->cancelled, 10 - THREADS);
        assert_int_equal(ac_counts(at.run)->finished, THREADS);
        at_close();
    }
}

/* The consumer leaves: the end comes when the last has ended, and no sooner. */
static void cpu_tasks_that_run_end_by_themselves(void **state)
{
    (void)state;
    at_fill_the_pool(THREADS, 0);
    gate_open(THREADS);
    ac_end(at.run, false);
    assert_int_equal(at.cpu.computed, THREADS);
    assert_int_equal(at.cpu.checksum, checksum_of(THREADS, STEPS));
    at_close();
}

/* A timeout makes it no failure of the work: it was computed, and too late. */
static void cpu_tasks_time_out_where_they_are(void **state)
{
    (void)state;
    at_fill_the_pool(10, 1);
    assert_null(ac_next_before(at.run, 0));
    assert_int_equal(ac_counts(at.run)->cancelling, 10);
    gate_open(THREADS);
    at_take_all();
    assert_int_equal(ac_counts(at.run)->timed_out, 10);
    assert_int_equal(at.cpu.computed, THREADS);
    at_close();
}

static int turn_fails(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    (void)loop;
    (void)until_ns;
    (void)spin;
    return -EIO;
}

/* Threads may write to tasks whose run is lost: their memory waits for them. */
static void cpu_tasks_outlive_a_loop_that_fails(void **state)
{
    (void)state;
    at_fill_the_pool(TASKS, 0);
    at.loop.loop.turn = turn_fails;
    assert_null(ac_next(at.run));
    assert_int_equal(ac_error(at.run), -EIO);
    ac_end(at.run, false);
    gate_open(THREADS);
    ac_close(at.run);
    assert_int_equal(at.cpu.computed, THREADS);
    assert_int_equal(at.cpu.queued + at.cpu.running, 0);
    ac_loop_uv_close(&at.loop);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
}

/* Times of the three parts of a task's life, as far as the clock tells them. */
static void cpu_times_are_of_runs_that_ask_for_them(void **state)
{
    (void)state;
    for (int timed = 0; timed < 2; timed++) {
        at_prepare(strategy_named("semaphore"), 10, TASKS);
        at.cpu.wish.timed = timed;
        at_open();
        at_take_all();
        assert_int_equal(at.cpu.queued_ns > 0, timed);
        assert_int_equal(at.cpu.running_ns > 0, timed);
        at_close();
    }
}

static int gate_make(void **state)
{
    (void)state;
    gate.closed = false;
    return uv_sem_init(&gate.begun, 0) || uv_sem_init(&gate.open, 0);
}

static int gate_remove(void **state)
{
    (void)state;
    uv_sem_destroy(&gate.begun);
    uv_sem_destroy(&gate.open);
    return 0;
}

#define GATED(test) cmocka_unit_test_setup_teardown(test, gate_make, gate_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        GATED(compute_does_each_step),
        GATED(compute_steps_are_those_of_the_speed),
        GATED(cpu_threads_are_those_that_were_asked_for),
        GATED(cpu_tasks_are_computed_once_by_every_strategy),
        GATED(cpu_tasks_on_the_loop_are_done_at_once),
        GATED(cpu_tasks_beyond_the_threads_are_queued),
        GATED(cpu_tasks_are_cancelled_while_they_are_queued),
        GATED(cpu_tasks_that_run_end_by_themselves),
        GATED(cpu_tasks_time_out_where_they_are),
        GATED(cpu_tasks_outlive_a_loop_that_fails),
        GATED(cpu_times_are_of_runs_that_ask_for_them),
    };
    uv_replace_allocator(ac_malloc, ac_realloc, ac_calloc, ac_free);
    setenv("UV_THREADPOOL_SIZE", "3", 1);
    if (uv_loop_init(&at.uv) || uv_loop_close(&at.uv)) /* opens what libuv keeps open for good */
        return 1;
    return cmocka_run_group_tests_name("cpu", tests, NULL, NULL);
}
