/* test_workload.c -- how long each task sleeps, and the order in which tasks are pulled. */
#include <stdlib.h>

#include "../harness/workloads/sleep.h"
#include "support/check.h"
#include "support/random.h"

static struct ac_item next_of(struct ac_sleep_workload *workload)
{
    struct ac_item item;
    assert_int_equal(workload->workload.next(&workload->workload, &item), 1);
    return item;
}

static void check_end(struct ac_sleep_workload *workload)
{
    struct ac_item item;
    assert_int_equal(workload->workload.next(&workload->workload, &item), 0);
    assert_int_equal(workload->workload.next(&workload->workload, &item), 0);
}

static void workload_task_i_sleeps_scale_over_i_rounded_down(void **state)
{
    (void)state;
    struct ac_sleeps sleeps = {.count = 1000, .scale_ns = 1000000000, .tick_ns = 1};
    struct ac_sleep_workload workload;
    ac_sleep_workload_init(&workload, &sleeps);
    assert_int_equal(workload.workload.count, 1000);
    for (uint32_t i = 1; i <= 1000; i++) {
        struct ac_item item = next_of(&workload);
        assert_int_equal(item.number, i);
        assert_true(item.duration_ns * i <= 1000000000);
        assert_true((item.duration_ns + 1) * i > 1000000000);
    }
    check_end(&workload);
    ac_sleep_workload_init(&workload, &sleeps); /* starts over */
    assert_int_equal(next_of(&workload).duration_ns, 1000000000);
    assert_int_equal(next_of(&workload).duration_ns, 500000000);
    assert_int_equal(next_of(&workload).duration_ns, 333333333);
}

/* Whether or not the short way is taken, which a tick forbids. */
static void workload_of_equal_sleeps_is_pulled_in_order(void **state)
{
    (void)state;
    for (uint64_t tick_ns = 1; tick_ns <= 10; tick_ns += 9) {
        struct ac_sleeps sleeps = {.count = 100, .scale_ns = 70, .tick_ns = tick_ns, .same = true};
        struct ac_sleep_workload workload;
        ac_sleep_workload_init(&workload, &sleeps);
        for (uint32_t i = 1; i <= 100; i++) {
            struct ac_item item = next_of(&workload);
            assert_int_equal(item.number, i);
            assert_int_equal(item.duration_ns, 70);
        }
        check_end(&workload);
    }
}

static void workload_tick_rounds_up_to_a_multiple(void **state)
{
    (void)state;
    struct random_draws draws = {1};
    assert_int_equal(ac_round_up(0, 1000), 0);
    assert_int_equal(ac_round_up(1, 1000), 1000);
    assert_int_equal(ac_round_up(999, 1000), 1000);
    assert_int_equal(ac_round_up(1000, 1000), 1000);
    assert_int_equal(ac_round_up(1001, 1000), 2000);
    for (int i = 0; i < 10000; i++) {
        uint64_t value = draw_word(&draws) >> (1 + draw_below(&draws, 62));
        uint64_t tick = 1 + (draw_word(&draws) >> (2 + draw_below(&draws, 61)));
        uint64_t rounded = ac_round_up(value, tick);
        assert_int_equal(rounded % tick, 0);
        assert_true(rounded >= value && rounded - value < tick);
    }
    assert_int_equal(ac_round_up(UINT64_MAX, 2), UINT64_MAX - 1); /* saturates */
    assert_int_equal(ac_round_up(UINT64_MAX, UINT64_MAX), UINT64_MAX);
}

static void workload_tick_applies_to_every_task(void **state)
{
    (void)state;
    struct ac_sleeps sleeps = {.count = 100, .scale_ns = 1000000000, .tick_ns = 1000000};
    struct ac_sleep_workload workload;
    ac_sleep_workload_init(&workload, &sleeps);
    for (uint64_t i = 1; i <= 100; i++)
        assert_int_equal(next_of(&workload).duration_ns, (1000 + i - 1) / i * 1000000);
}

static void workload_reverse_ends_with_task_1(void **state)
{
    (void)state;
    struct ac_sleeps sleeps = {.count = 50, .scale_ns = 1000, .tick_ns = 1, .order = AC_REVERSE};
    struct ac_sleep_workload workload;
    ac_sleep_workload_init(&workload, &sleeps);
    for (uint32_t i = 50; i >= 1; i--) {
        struct ac_item item = next_of(&workload);
        assert_int_equal(item.number, i);
        assert_int_equal(item.duration_ns, 1000 / i);
    }
    check_end(&workload);
}

static void check_bijection(uint64_t count, uint64_t seed)
{
    struct ac_sleeps sleeps = {.count = count, .order = AC_SHUFFLE, .seed = seed};
    bool *seen = calloc(count + 1, sizeof *seen);
    assert_non_null(seen);
    for (uint64_t place = 0; place < count; place++) {
        uint32_t number = ac_sleeps_number(&sleeps, place);
        if (number < 1 || number > count || seen[number])
            fail_msg("count %lu seed %lu place %lu: number %u", (unsigned long)count,
                     (unsigned long)seed, (unsigned long)place, (unsigned)number);
        seen[number] = true;
    }
    free(seen);
}

static void workload_shuffle_is_a_bijection(void **state)
{
    (void)state;
    for (uint64_t count = 1; count <= repetitions(300); count++)
        for (uint64_t seed = 0; seed < 20; seed++)
            check_bijection(count, seed);
    struct random_draws draws = {1};
    for (unsigned i = 0; i < repetitions(60); i++)
        check_bijection(1 + draw_below(&draws, 20000), draw_word(&draws));
    check_bijection(65536, UINT64_MAX);
    check_bijection(65537, 0);
}

/* Of 1,000 tasks some 1 stays in place by chance, and the same of two orders by different seeds. */
static void workload_shuffle_depends_on_the_seed(void **state)
{
    (void)state;
    struct ac_sleeps one = {.count = 1000, .order = AC_SHUFFLE}, other = one;
    for (uint64_t seed = 0; seed < 100; seed++) {
        unsigned in_place = 0, same = 0;
        one.seed = seed;
        other.seed = seed + 1;
        for (uint64_t place = 0; place < 1000; place++) {
            uint32_t number = ac_sleeps_number(&one, place);
            in_place += number == place + 1;
            same += number == ac_sleeps_number(&other, place);
        }
        assert_in_range(in_place, 0, 10);
        assert_in_range(same, 0, 10);
    }
}

/* From another implementation of the same definition: every machine must agree. */
static void workload_shuffle_has_known_values(void **state)
{
    (void)state;
    static const uint32_t seed_1[] = {1, 6, 10, 8, 5, 2, 3, 4, 9, 7};
    static const uint32_t seed_2[] = {5, 9, 10, 6, 4, 3, 1, 2, 7, 8};
    static const uint32_t hundred_million[] = {91222031, 79567588, 48192100, 33545121, 97243685};
    static const uint32_t largest_seed[] = {77, 44, 1, 56, 51};
    struct ac_sleeps sleeps = {.count = 10, .order = AC_SHUFFLE, .seed = 1};
    for (uint64_t place = 0; place < 10; place++)
        assert_int_equal(ac_sleeps_number(&sleeps, place), seed_1[place]);
    sleeps.seed = 2;
    for (uint64_t place = 0; place < 10; place++)
        assert_int_equal(ac_sleeps_number(&sleeps, place), seed_2[place]);
    sleeps = (struct ac_sleeps){.count = 100, .order = AC_SHUFFLE, .seed = UINT64_MAX};
    for (uint64_t place = 0; place < 5; place++)
        assert_int_equal(ac_sleeps_number(&sleeps, place), largest_seed[place]);
    sleeps = (struct ac_sleeps){.count = 100000000, .order = AC_SHUFFLE, .seed = 1};
    for (uint64_t place = 0; place < 5; place++)
        assert_int_equal(ac_sleeps_number(&sleeps, place), hundred_million[place]);
    assert_int_equal(ac_sleeps_number(&sleeps, 99999999), 79614456);
}

static void workload_of_no_tasks_ends_at_once(void **state)
{
    (void)state;
    for (int order = AC_FORWARD; order <= AC_SHUFFLE; order++) {
        struct ac_sleeps sleeps = {.tick_ns = 1, .order = (enum ac_order)order};
        struct ac_sleep_workload workload;
        ac_sleep_workload_init(&workload, &sleeps);
        check_end(&workload);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workload_task_i_sleeps_scale_over_i_rounded_down),
        cmocka_unit_test(workload_of_equal_sleeps_is_pulled_in_order),
        cmocka_unit_test(workload_tick_rounds_up_to_a_multiple),
        cmocka_unit_test(workload_tick_applies_to_every_task),
        cmocka_unit_test(workload_reverse_ends_with_task_1),
        cmocka_unit_test(workload_shuffle_is_a_bijection),
        cmocka_unit_test(workload_shuffle_depends_on_the_seed),
        cmocka_unit_test(workload_shuffle_has_known_values),
        cmocka_unit_test(workload_of_no_tasks_ends_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
