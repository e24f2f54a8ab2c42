/* test_histogram.c -- buckets without gaps, and percentiles against a sorted array. */
#include <stdlib.h>

#include "../harness/engine/histogram.h"
#include "support/check.h"
#include "support/random.h"

enum { SAMPLES = 3000 };

static void histogram_buckets_have_no_gap_and_no_overlap(void **state)
{
    (void)state;
    for (unsigned bucket = 0; bucket < AC_HISTOGRAM_BUCKETS; bucket++) {
        uint64_t upper = ac_histogram_upper(bucket);
        assert_int_equal(ac_histogram_bucket(upper), bucket);
        if (bucket + 1 < AC_HISTOGRAM_BUCKETS)
            assert_int_equal(ac_histogram_bucket(upper + 1), bucket + 1);
    }
    assert_int_equal(ac_histogram_upper(AC_HISTOGRAM_BUCKETS - 1), UINT64_MAX);
}

static void histogram_buckets_are_exact_below_64_and_within_a_32nd_above(void **state)
{
    (void)state;
    struct random_draws draws = {1};
    for (uint64_t value = 0; value < 64; value++)
        assert_int_equal(ac_histogram_upper(ac_histogram_bucket(value)), value);
    for (unsigned i = 0; i < 100000; i++) {
        uint64_t value = draw_word(&draws) >> draw_below(&draws, 64);
        uint64_t upper = ac_histogram_upper(ac_histogram_bucket(value));
        assert_true(upper >= value);
        assert_true(upper - value <= value / 32);
    }
}

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* The smallest sample that at least `percent` of all are not above. */
static uint64_t exact_percentile(const uint64_t *sorted, uint64_t count, unsigned percent)
{
    uint64_t rank = 0;
    while (rank * 100 < count * percent)
        rank++;
    return sorted[rank - 1];
}

static void check_percentiles(struct random_draws *draws, uint64_t count, unsigned shift)
{
    static struct ac_histogram histogram;
    static uint64_t samples[SAMPLES];
    histogram = (struct ac_histogram){0};
    for (uint64_t i = 0; i < count; i++) {
        samples[i] = draw_word(draws) >> shift;
        ac_histogram_add(&histogram, samples[i]);
    }
    qsort(samples, (size_t)count, sizeof *samples, by_value);
    assert_int_equal(histogram.total, count);
    assert_int_equal(histogram.max, samples[count - 1]);
    for (unsigned percent = 1; percent <= 100; percent++) {
        uint64_t exact = exact_percentile(samples, count, percent);
        uint64_t found = ac_histogram_percentile(&histogram, percent);
        assert_true(found >= exact);
        assert_true(found - exact <= exact / 32);
        assert_true(found <= histogram.max);
    }
    assert_int_equal(ac_histogram_percentile(&histogram, 100), histogram.max);
}

static void histogram_percentiles_are_those_of_a_sorted_array(void **state)
{
    (void)state;
    struct random_draws draws = {2};
    for (unsigned shift = 0; shift < 64; shift++)
        check_percentiles(&draws, 1 + draw_below(&draws, SAMPLES), shift);
    for (uint64_t count = 1; count <= 102; count++)
        check_percentiles(&draws, count, 58);
}

static void histogram_percentile_of_nothing_is_0(void **state)
{
    (void)state;
    static struct ac_histogram histogram;
    assert_int_equal(ac_histogram_percentile(&histogram, 50), 0);
    assert_int_equal(ac_histogram_percentile(&histogram, 99), 0);
}

static void histogram_holds_the_largest_value(void **state)
{
    (void)state;
    static struct ac_histogram histogram;
    ac_histogram_add(&histogram, UINT64_MAX);
    ac_histogram_add(&histogram, 0);
    assert_int_equal(ac_histogram_percentile(&histogram, 50), 0);
    assert_int_equal(ac_histogram_percentile(&histogram, 99), UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(histogram_buckets_have_no_gap_and_no_overlap),
        cmocka_unit_test(histogram_buckets_are_exact_below_64_and_within_a_32nd_above),
        cmocka_unit_test(histogram_percentiles_are_those_of_a_sorted_array),
        cmocka_unit_test(histogram_percentile_of_nothing_is_0),
        cmocka_unit_test(histogram_holds_the_largest_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
