/* test_statistics.c -- statistics, verdicts and draws, on planted data and values known by hand.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../harness/base/statistics.h"
#include "../harness/bench/stats/draw.h"
#include "../harness/bench/stats/verdict.h"

#define MOST 64

static int near(double value, double expected)
{
    return fabs(value - expected) <= 1e-12 * (1 + fabs(expected));
}

/* Pairs whose ratio is `ratio` within +-spread, in rounds that differ by up to a third. */
static struct verdict planted(uint64_t seed, size_t count, double ratio, double spread)
{
    struct draw draw = {seed};
    double values[MOST], references[MOST];
    for (size_t i = 0; i < count; i++) {
        double noise = ((double)draw_below(&draw, 2001) - 1000) / 1000 * spread;
        references[i] = 1e9 + (double)draw_below(&draw, 333333333);
        values[i] = references[i] * ratio * (1 + noise);
    }
    return verdict_compare(values, references, count);
}

static void verdict_finds_a_known_ratio(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 1000; seed++) {
        assert_int_equal(planted(seed, 7, 0.9, 0.05).word, VERDICT_FASTER);
        assert_int_equal(planted(seed, 7, 1.1, 0.05).word, VERDICT_SLOWER);
        assert_true(fabs(planted(seed, 7, 0.9, 0.05).ratio - 0.9) <= 0.9 * 0.05 + 1e-9);
    }
}

/* Seven rounds, min..max: two in 128 come out on one side of 1 by chance; so does the A/A row. */
static void verdict_of_the_same_against_itself_is_rarely_a_difference(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (uint64_t seed = 0; seed < 10000; seed++) {
        enum verdict_word word = planted(seed, 7, 1, 0.05).word;
        wrong += word == VERDICT_FASTER || word == VERDICT_SLOWER;
    }
    assert_in_range(wrong, 1, 250); /* expected: 156 */
}

static void verdict_is_same_where_the_interval_is_tight(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        assert_int_equal(planted(seed, 7, 1.001, 0.0005).word, VERDICT_SAME);
        assert_int_equal(planted(seed, 7, 0.999, 0.0005).word, VERDICT_SAME);
        assert_int_equal(planted(seed, 7, 1, 0).word, VERDICT_SAME);
    }
}

static void verdict_is_not_resolved_where_it_is_wide(void **state)
{
    (void)state;
    const double references[7] = {100, 100, 100, 100, 100, 100, 100};
    const double values[7] = {80, 90, 95, 100, 105, 110, 120};
    assert_int_equal(verdict_compare(values, references, 7).word, VERDICT_NOT_RESOLVED);
}

static void verdict_needs_six_pairs(void **state)
{
    (void)state;
    for (size_t count = 0; count < 6; count++) {
        struct verdict verdict = planted(1, count, 0.5, 0.01);
        assert_int_equal(verdict.word, VERDICT_NONE);
        assert_true(isnan(verdict.low) && isnan(verdict.high));
    }
    assert_int_equal(planted(1, 6, 0.5, 0.01).word, VERDICT_FASTER);
}

static void verdict_leaves_out_pairs_that_are_none(void **state)
{
    (void)state;
    const double references[8] = {1, 1, 1, 1, 1, 0, 1, NAN};
    const double values[8] = {2, 2, 2, 2, 2, 2, 0, 2};
    struct verdict verdict = verdict_compare(values, references, 8);
    assert_int_equal(verdict.pairs, 5);
    assert_int_equal(verdict.word, VERDICT_NONE);
    assert_true(near(verdict.ratio, 2));
}

static void interval_is_the_extremes_up_to_eight_pairs(void **state)
{
    (void)state;
    const double references[8] = {1, 1, 1, 1, 1, 1, 1, 1};
    const double values[8] = {1.3, 1.1, 1.7, 1.2, 1.5, 1.6, 1.4, 1.8};
    for (size_t count = 6; count <= 8; count++) {
        struct verdict verdict = verdict_compare(values, references, count);
        assert_true(near(verdict.low, 1.1));
        assert_true(near(verdict.high, count == 8 ? 1.8 : 1.7));
    }
}

static void coverage_is_the_exact_binomial(void **state)
{
    (void)state;
    static const struct {
        size_t count, rank;
        double coverage;
    } known[] = {{2, 1, 0.5},           {6, 1, 0.96875},      {7, 1, 0.984375},
                 {7, 2, 0.875},         {8, 1, 0.9921875},    {8, 2, 0.9296875},
                 {9, 2, 0.9609375},     {10, 2, 0.978515625}, {12, 3, 0.96142578125},
                 {12, 1, 0.99951171875}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(statistics_coverage(known[i].count, known[i].rank) == known[i].coverage);
}

static void rank_is_the_largest_that_covers(void **state)
{
    (void)state;
    static const size_t ranks[] = {0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3};
    for (size_t count = 0; count < sizeof ranks / sizeof *ranks; count++)
        assert_int_equal(statistics_rank(count), ranks[count]);
    assert_int_equal(statistics_rank(20), 6); /* tables of the sign test: 0.9586 */
}

static void quantiles_lie_between_order_statistics(void **state)
{
    (void)state;
    double odd[] = {5, 1, 3}, even[] = {4, 1, 3, 2}, one[] = {7};
    assert_true(statistics_median(odd, 3) == 3);
    assert_true(statistics_median(even, 4) == 2.5);
    assert_true(statistics_quantile(even, 4, 0) == 1 && statistics_quantile(even, 4, 1) == 4);
    assert_true(statistics_quantile(even, 4, 0.25) == 1.75);
    assert_true(statistics_median(one, 1) == 7);
    assert_true(isnan(statistics_median(one, 0)));
}

static void slope_is_found_under_an_offset(void **state)
{
    (void)state;
    const double tasks[] = {100, 1000, 10000, 100000}, symmetric[] = {1, 2, 3, 4};
    double bytes[4];
    for (size_t i = 0; i < 4; i++)
        bytes[i] = 1600000 + 80 * tasks[i];
    assert_true(fabs(statistics_slope(tasks, bytes, 4) - 80) < 1e-6);
    const double bent[] = {1, 3, 2, 4}; /* by hand: (2.25 + -0.25 + -0.25 + 2.25) / 5 */
    assert_true(near(statistics_slope(symmetric, bent, 4), 0.8));
    assert_true(isnan(statistics_slope(tasks, bytes, 1)));
    assert_true(isnan(statistics_slope(tasks, bytes, 0)));
}

static void latin_square_is_latin(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        struct draw draw = {seed};
        size_t size = 1 + seed % 8, square[64];
        draw_latin_square(&draw, square, size);
        for (size_t line = 0; line < size; line++) {
            unsigned in_round = 0, in_position = 0;
            for (size_t i = 0; i < size; i++) {
                in_round |= 1u << square[line * size + i];
                in_position |= 1u << square[i * size + line];
            }
            assert_int_equal(in_round, (1u << size) - 1);
            assert_int_equal(in_position, (1u << size) - 1);
        }
    }
}

static void latin_square_differs_by_seed_and_not_otherwise(void **state)
{
    (void)state;
    size_t first[49], again[49], other[49];
    draw_latin_square(&(struct draw){1}, first, 7);
    draw_latin_square(&(struct draw){1}, again, 7);
    draw_latin_square(&(struct draw){2}, other, 7);
    assert_memory_equal(first, again, sizeof first);
    assert_memory_not_equal(first, other, sizeof first);
}

/* No item always has the same one after it. */
static void latin_square_changes_who_follows_whom(void **state)
{
    (void)state;
    size_t square[49];
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        struct draw draw = {seed};
        unsigned followers = 0; /* of item 0, as bits */
        draw_latin_square(&draw, square, 7);
        for (size_t i = 0; i + 1 < 49; i++)
            if (square[i] == 0 && i % 7 != 6)
                followers |= 1u << square[i + 1];
        assert_true((followers & (followers - 1)) != 0);
    }
    draw_latin_square(&(struct draw){1}, square, 3); /* of three there is no other: it ends */
    draw_latin_square(&(struct draw){1}, square, 1);
}

static void draw_below_is_even(void **state)
{
    (void)state;
    struct draw draw = {1};
    size_t counts[7] = {0};
    for (size_t i = 0; i < 70000; i++)
        counts[draw_below(&draw, 7)]++;
    for (size_t i = 0; i < 7; i++)
        assert_in_range(counts[i], 9600, 10400);
}

static void shuffle_reaches_every_order(void **state)
{
    (void)state;
    struct draw draw = {1};
    size_t counts[3][3] = {{0}};
    for (size_t i = 0; i < 6000; i++) {
        size_t items[3] = {0, 1, 2};
        draw_shuffle(&draw, items, 3);
        counts[items[0]][items[1]]++;
    }
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            assert_in_range(counts[i][j], i == j ? 0 : 850, i == j ? 0 : 1150);
}

/* splitmix64's published first outputs for the seed 1234567. */
static void generator_is_splitmix64(void **state)
{
    (void)state;
    struct draw draw = {1234567};
    assert_true(draw_bits(&draw) == 6457827717110365317u);
    assert_true(draw_bits(&draw) == 3203168211198807973u);
    assert_true(draw_bits(&draw) == 9817491932198370423u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdict_finds_a_known_ratio),
        cmocka_unit_test(verdict_of_the_same_against_itself_is_rarely_a_difference),
        cmocka_unit_test(verdict_is_same_where_the_interval_is_tight),
        cmocka_unit_test(verdict_is_not_resolved_where_it_is_wide),
        cmocka_unit_test(verdict_needs_six_pairs),
        cmocka_unit_test(verdict_leaves_out_pairs_that_are_none),
        cmocka_unit_test(interval_is_the_extremes_up_to_eight_pairs),
        cmocka_unit_test(coverage_is_the_exact_binomial),
        cmocka_unit_test(rank_is_the_largest_that_covers),
        cmocka_unit_test(quantiles_lie_between_order_statistics),
        cmocka_unit_test(slope_is_found_under_an_offset),
        cmocka_unit_test(latin_square_is_latin),
        cmocka_unit_test(latin_square_differs_by_seed_and_not_otherwise),
        cmocka_unit_test(latin_square_changes_who_follows_whom),
        cmocka_unit_test(draw_below_is_even),
        cmocka_unit_test(shuffle_reaches_every_order),
        cmocka_unit_test(generator_is_splitmix64),
    };
    return cmocka_run_group_tests_name("statistics", tests, NULL, NULL);
}
