/* test_cpu_measures.c -- the loop's lag, and the break-even: what they count, and when they say nothing. No time is
 * asserted but that a sleep is not too short.
 */
#include <math.h>
#include <stdlib.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/uv.h"
#include "../harness/workloads/cpu/break_even.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"

static struct {
    uv_loop_t uv;
    struct ac_loop_uv loop;
    uv_async_t open; /* holds the loop open, as the command line does */
} at;

static int make_loop(void **state)
{
    (void)state;
    return uv_loop_init(&at.uv) || ac_loop_uv_init(&at.loop, &at.uv) ||
           uv_async_init(&at.uv, &at.open, NULL);
}

static int remove_loop(void **state)
{
    (void)state;
    uv_close((uv_handle_t *)&at.open, NULL);
    ac_loop_uv_close(&at.loop);
    return uv_loop_close(&at.uv);
}

/* --- lag --- */

/* A loop that is away for twenty ticks was late for each of them: the first the most, the last the least. */
static void lag_counts_each_tick_that_was_missed(void **state)
{
    (void)state;
    static struct ac_lag lag;
    assert_int_equal(ac_lag_open(&lag, &at.uv), 0);
    uv_sleep(3);
    assert_int_equal(lag.late.total, 0);
    ac_lag_start(&lag);
    uv_sleep(20);
    uv_run(&at.uv, UV_RUN_NOWAIT);
    assert_true(lag.late.total >= 20);
    assert_true(lag.late.max >= (lag.late.total - 1) * AC_LAG_TICK_NS);
    assert_true(lag.late.max < lag.late.total * AC_LAG_TICK_NS);
    ac_lag_close(&lag, &at.uv);
}

/* Those that no turn of the loop has noticed when it stops, too. */
static void lag_counts_what_is_due_when_it_stops(void **state)
{
    (void)state;
    static struct ac_lag lag;
    assert_int_equal(ac_lag_open(&lag, &at.uv), 0);
    ac_lag_start(&lag);
    uv_sleep(10);
    ac_lag_stop(&lag);
    uint64_t total = lag.late.total;
    assert_true(total >= 10);
    uv_sleep(3);
    ac_lag_stop(&lag);
    ac_lag_close(&lag, &at.uv);
    assert_int_equal(lag.late.total, total);
}

static void lag_holds_no_loop_open_and_leaves_nothing(void **state)
{
    (void)state;
    static struct ac_lag lag;
    unsigned descriptors = open_descriptors();
    assert_int_equal(ac_lag_open(&lag, &at.uv), 0);
    ac_lag_start(&lag);
    uv_unref((uv_handle_t *)&at.open);
    assert_false(uv_loop_alive(&at.uv));
    assert_int_equal(uv_run(&at.uv, UV_RUN_DEFAULT), 0);
    ac_lag_close(&lag, &at.uv);
    assert_int_equal(open_descriptors(), descriptors);
}

/* One that is never started counts nothing, and closes. */
static void lag_need_not_be_started(void **state)
{
    (void)state;
    static struct ac_lag lag;
    assert_int_equal(ac_lag_open(&lag, &at.uv), 0);
    ac_lag_stop(&lag);
    assert_int_equal(lag.late.total, 0);
    ac_lag_close(&lag, &at.uv);
}

/* --- break-even --- */

static const volatile int never = 0, asked = 2;

static struct ac_break_even find(const struct ac_strategy *strategy, uint64_t limit,
                                 uint64_t most_ns, const volatile int *interrupted)
{
    struct ac_config config = {.size = sizeof(struct ac_config),
                               .strategy = strategy,
                               .loop = &at.loop.loop,
                               .limit = limit,
                               .queue = 10};
    return ac_break_even_find(&(struct ac_break_even_wish){.config = &config,
                                                           .uv = &at.uv,
                                                           .threads = 2,
                                                           .speed = ac_compute_calibrate(),
                                                           .most_ns = most_ns,
                                                           .interrupted = interrupted});
}

static void check_order(const struct ac_interval *found)
{
    if (!isnan(found->low))
        assert_true(found->low <= found->median && found->median <= found->high);
}

/* Whatever the machine does: whole rounds, an odd number of them, in order. */
static void break_even_is_found_with_every_strategy(void **state)
{
    (void)state;
    for (size_t s = 0; ac_strategies[s]; s++) {
        uint64_t heap_bytes = ac_heap_bytes();
        struct ac_break_even found = find(ac_strategies[s], 4, 200000000, &never);
        assert_true(found.rounds <= AC_BREAK_EVEN_ROUNDS);
        assert_true(found.rounds % 2 == 1 || found.rounds == 0);
        assert_int_equal(isnan(found.hop.median), found.rounds == 0);
        assert_int_equal(isnan(found.cost.median), found.rounds == 0);
        assert_int_equal(isnan(found.hop.low), found.rounds < 6);
        assert_int_equal(isnan(found.cost.high), found.rounds < 6);
        check_order(&found.hop);
        check_order(&found.cost);
        assert_true(found.rounds == 0 || found.cost.median >= 0);
        assert_int_equal(ac_heap_bytes(), heap_bytes);
    }
}

static void break_even_needs_time_and_nobody_who_interrupts(void **state)
{
    (void)state;
    struct ac_break_even found = find(ac_strategies[0], 4, 0, &never);
    assert_int_equal(found.rounds, 0);
    assert_true(isnan(found.hop.median) && isnan(found.cost.low));
    found = find(ac_strategies[0], 4, UINT64_C(3600000000000), &asked);
    assert_int_equal(found.rounds, 0);
}

#define ON_LOOP(test) cmocka_unit_test_setup_teardown(test, make_loop, remove_loop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_LOOP(lag_counts_each_tick_that_was_missed),
        ON_LOOP(lag_counts_what_is_due_when_it_stops),
        ON_LOOP(lag_holds_no_loop_open_and_leaves_nothing),
        ON_LOOP(lag_need_not_be_started),
        ON_LOOP(break_even_is_found_with_every_strategy),
        ON_LOOP(break_even_needs_time_and_nobody_who_interrupts),
    };
    uv_replace_allocator(ac_malloc, ac_realloc, ac_calloc, ac_free);
    setenv("UV_THREADPOOL_SIZE", "2", 1);
    return cmocka_run_group_tests_name("cpu_measures", tests, NULL, NULL);
}
