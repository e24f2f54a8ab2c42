/* test_ideal.c -- the ideal against the oracle, its bounds, and values known in closed form. */
#include <errno.h>

#include "../harness/engine/memory.h"
#include "../harness/workloads/durations.h"
#include "../harness/workloads/ideal.h"
#include "support/check.h"
#include "support/oracle.h"
#include "support/random.h"

static const int not_interrupted = 0;
static const uint64_t second_ns = 1000000000;

static struct ac_ideal ideal_of(const struct ac_sleeps *sleeps, uint64_t limit)
{
    struct ac_ideal ideal;
    uint64_t before = ac_heap_bytes();
    assert_int_equal(ac_ideal(sleeps, limit, &not_interrupted, &ideal), 0);
    assert_int_equal(ac_heap_bytes(), before);
    return ideal;
}

static uint64_t wall_of(uint64_t count, uint64_t limit)
{
    struct ac_sleeps sleeps = {.count = count, .scale_ns = second_ns, .tick_ns = 1};
    return ideal_of(&sleeps, limit).wall_ns;
}

/* With m slots a list schedule takes at least max(longest, sum / m), and at most
 * sum / m + longest * (m - 1) / m (Graham, 1966). */
static void check_ideal(const struct ac_sleeps *sleeps, uint64_t limit)
{
    struct oracle oracle;
    struct ac_ideal ideal = ideal_of(sleeps, limit);
    oracle_make(&oracle, sleeps, NULL, limit);
    assert_int_equal(ideal.wall_ns, oracle.makespan_ns);
    assert_int_equal(ideal.longest_ns, oracle.longest_ns);
    assert_true(ideal.wall_ns >= oracle.longest_ns);
    assert_true(ideal.wall_ns * limit >= oracle.sum_ns);
    assert_true(ideal.wall_ns * limit <= oracle.sum_ns + oracle.longest_ns * (limit - 1));
    if (limit == 1)
        assert_int_equal(ideal.wall_ns, oracle.sum_ns);
    if (limit >= sleeps->count)
        assert_int_equal(ideal.wall_ns, oracle.longest_ns);
    oracle_free(&oracle);
}

static void ideal_is_the_oracles_in_seeded_worlds(void **state)
{
    (void)state;
    static const uint64_t scales[] = {0, 1, 100, 1000000000, 123456789012};
    static const uint64_t ticks[] = {1, 7, 1000000};
    for (uint64_t seed = 0; seed < repetitions(3000); seed++) {
        struct random_draws draws = {seed};
        struct ac_sleeps sleeps = {
            .count = draw_below(&draws, 200),
            .scale_ns = scales[draw_below(&draws, 5)],
            .tick_ns = ticks[draw_below(&draws, 3)],
            .order = (enum ac_order)draw_below(&draws, 3),
            .seed = seed,
        };
        check_ideal(&sleeps, 1 + draw_below(&draws, sleeps.count + 3));
    }
}

static void ideal_of_nothing_is_0_and_of_one_task_its_duration(void **state)
{
    (void)state;
    for (uint64_t limit = 1; limit < 4; limit++) {
        assert_int_equal(wall_of(0, limit), 0);
        assert_int_equal(wall_of(1, limit), second_ns);
    }
    assert_int_equal(wall_of(100, INT64_MAX), second_ns);
}

/* About ln N + 0.58: with fewer slots the work does not fit into the first task's second. */
static void ideal_takes_one_second_from_the_knee_on(void **state)
{
    (void)state;
    static const struct {
        uint64_t count, limit;
    } knees[] = {{100, 6}, {1000, 8}, {1000000, 15}};
    for (size_t i = 0; i < (under_valgrind() ? 2 : 3); i++) {
        assert_true(wall_of(knees[i].count, knees[i].limit - 1) > second_ns);
        assert_int_equal(wall_of(knees[i].count, knees[i].limit), second_ns);
        assert_int_equal(wall_of(knees[i].count, knees[i].limit + 1), second_ns);
    }
}

static void ideal_of_equal_tasks_is_rounds_times_duration(void **state)
{
    (void)state;
    for (uint64_t count = 1; count < 60; count++)
        for (uint64_t limit = 1; limit < 70; limit++) {
            struct ac_sleeps sleeps = {.count = count, .scale_ns = 100, .tick_ns = 100};
            assert_int_equal(ideal_of(&sleeps, limit).wall_ns, (count + limit - 1) / limit * 100);
        }
}

static void ideal_stops_when_interrupted(void **state)
{
    (void)state;
    struct ac_sleeps sleeps = {.count = 1000, .scale_ns = 1, .tick_ns = 1};
    struct ac_ideal ideal;
    volatile int interrupted = 1;
    uint64_t before = ac_heap_bytes();
    assert_int_equal(ac_ideal(&sleeps, 10, &interrupted, &ideal), -EINTR);
    assert_int_equal(ac_ideal(&sleeps, 1000, &interrupted, &ideal), -EINTR);
    assert_int_equal(ac_heap_bytes(), before);
}

static void ideal_past_the_clock_is_an_overflow(void **state)
{
    (void)state;
    struct ac_durations_problem problem;
    struct ac_sleeps sleeps = {.count = 3, .tick_ns = 1};
    struct ac_ideal ideal;
    assert_int_equal(ac_durations_open(&sleeps.durations,
                                       &(struct ac_durations_wish){.text =
                                                                       "876000h,876000h,876000h",
                                                                   .random_access = false},
                                       &problem),
                     0);
    uint64_t before = ac_heap_bytes();
    assert_int_equal(ac_ideal(&sleeps, 1, &not_interrupted, &ideal), -EOVERFLOW);
    assert_int_equal(ac_heap_bytes(), before);
    assert_int_equal(ac_ideal(&sleeps, 2, &not_interrupted, &ideal), 0);
    assert_int_equal(ideal.wall_ns, second_ns * 3600 * 876000 * 2);
    ac_durations_close(sleeps.durations);
}

static void ideal_without_memory_for_its_slots_says_so(void **state)
{
    (void)state;
    struct ac_sleeps sleeps = {.count = UINT64_MAX, .scale_ns = 1, .tick_ns = 1};
    struct ac_ideal ideal;
    assert_int_equal(ac_ideal(&sleeps, UINT64_MAX / 2, &not_interrupted, &ideal), -ENOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ideal_is_the_oracles_in_seeded_worlds),
        cmocka_unit_test(ideal_of_nothing_is_0_and_of_one_task_its_duration),
        cmocka_unit_test(ideal_takes_one_second_from_the_knee_on),
        cmocka_unit_test(ideal_of_equal_tasks_is_rounds_times_duration),
        cmocka_unit_test(ideal_stops_when_interrupted),
        cmocka_unit_test(ideal_past_the_clock_is_an_overflow),
        cmocka_unit_test(ideal_without_memory_for_its_slots_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
