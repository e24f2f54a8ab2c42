/* test_heap.c -- the heap of the strategies that bound what they hold: the same number of bytes
 * whatever N is, on either clock.
 */
#include <uv.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/uv.h"
#include "../harness/workloads/arrivals.h"
#include "../strategies/strategies.h"
#include "support/trial.h"

static struct trial trial_of(const struct ac_strategy *strategy, uint64_t count)
{
    return (struct trial){
        .strategy = strategy,
        .sleeps = {.count = count, .scale_ns = 1000000000, .tick_ns = 1},
        .limit = 100,
        .queue = 100,
        .untraced = true,
    };
}

/* Neither everything in flight, nor everything waiting; and no control, which nobody chooses. */
static bool is_flat(const struct ac_strategy *strategy)
{
    return !(strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL | AC_CONTROL));
}

static uint64_t peak_virtual(const struct ac_strategy *strategy, uint64_t count)
{
    struct trial trial = trial_of(strategy, count);
    struct outcome outcome;
    trial_run_virtual(&trial, &outcome);
    TRIAL_CHECK(&trial, outcome.complete && outcome.counts.taken == count);
    return outcome.heap_peak_bytes;
}

static void heap_on_the_virtual_clock_does_not_depend_on_n(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        if (is_flat(*s))
            assert_int_equal(peak_virtual(*s, under_instruments() ? 100000 : 10000000),
                             peak_virtual(*s, 10000));
}

/* With sleeps of at most 1 us the launches are what takes time. */
static uint64_t peak_real(const struct ac_strategy *strategy, uint64_t count)
{
    struct trial trial = trial_of(strategy, count);
    struct outcome outcome;
    struct ac_loop_uv loop;
    uv_loop_t uv;
    uint64_t before = ac_heap_bytes();
    trial.sleeps.scale_ns = 1000;
    ac_heap_reset_peak();
    assert_int_equal(uv_loop_init(&uv), 0);
    assert_int_equal(ac_loop_uv_init(&loop, &uv), 0);
    trial_run(&trial, &loop.loop, &outcome);
    ac_loop_uv_close(&loop);
    assert_int_equal(uv_loop_close(&uv), 0);
    TRIAL_CHECK(&trial, outcome.complete && outcome.counts.taken == count);
    return ac_heap_peak_bytes() - before;
}

static void heap_on_the_real_clock_does_not_depend_on_n(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        if (is_flat(*s))
            assert_int_equal(peak_real(*s, under_instruments() ? 50000 : 1000000),
                             peak_real(*s, 10000));
}

/* Five tasks of an endless source, one at a time, in order if asked. */
static uint64_t peak_of_five(const struct ac_strategy *strategy, uint64_t limit, uint64_t window)
{
    struct ac_sleeps sleeps = {.count = AC_ENDLESS, .cycle = 9, .scale_ns = 1000, .tick_ns = 1};
    struct ac_sleep_workload workload;
    struct ac_arrivals arrivals;
    struct ac_loop_virtual loop;
    struct ac_run *run;
    uint64_t before = ac_heap_bytes();
    ac_heap_reset_peak();
    ac_sleep_workload_init(&workload, &sleeps);
    ac_arrivals_init(&arrivals, &workload.workload, 2000, 0);
    ac_loop_virtual_init(&loop);
    struct ac_config config = {.size = sizeof(struct ac_config),
                               .strategy = strategy,
                               .workload = &arrivals.workload,
                               .loop = &loop.loop,
                               .limit = limit,
                               .queue = limit,
                               .window = window,
                               .ordered = window > 0};
    assert_int_equal(ac_open(&run, &config), 0);
    for (int i = 0; i < 5; i++)
        assert_non_null(ac_next(run));
    ac_close(run);
    ac_loop_virtual_free(&loop);
    return ac_heap_peak_bytes() - before;
}

/* What is alive decides, and not how much might be. */
static void heap_does_not_depend_on_bounds_that_are_never_reached(void **state)
{
    (void)state;
    const uint64_t most = 1000000000;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        if (!is_flat(*s))
            continue;
        uint64_t few = peak_of_five(*s, 5, 0), few_ordered = peak_of_five(*s, 5, 10);
        assert_int_equal(peak_of_five(*s, most, 0), few);
        assert_int_equal(peak_of_five(*s, most, most), few_ordered);
        assert_true(few_ordered - few <= 4096);
    }
}

/* 32 bytes a task, 16 a place in the queue, which has up to an eighth to spare. */
static void heap_of_what_holds_everything_is_56_bytes_a_task_at_most(void **state)
{
    (void)state;
    const uint64_t count = under_instruments() ? 100000 : 1000000;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        if (is_flat(*s) || (*s)->flags & AC_CONTROL)
            continue;
        uint64_t bytes = peak_virtual(*s, count);
        assert_true(bytes >= 32 * count);
        assert_true(bytes <= 56 * count);
    }
}

int main(void)
{
    uv_replace_allocator(ac_malloc, ac_realloc, ac_calloc, ac_free);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heap_on_the_virtual_clock_does_not_depend_on_n),
        cmocka_unit_test(heap_on_the_real_clock_does_not_depend_on_n),
        cmocka_unit_test(heap_does_not_depend_on_bounds_that_are_never_reached),
        cmocka_unit_test(heap_of_what_holds_everything_is_56_bytes_a_task_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
