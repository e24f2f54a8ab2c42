/* test_bench_points.c -- the figures' lines: from samples to points, slopes, and places of names. */
#include <math.h>

#include "../harness/bench/figures/points.h"
#include "support/check.h"

static void check_point(const struct point *point, double x, double low, double median, double high)
{
    assert_true(point->x == x && point->low == low);
    assert_true(point->median == median && point->high == high);
}

static void points_keep_only_the_largest_other(void **state)
{
    (void)state;
    struct sample samples[] = {{0, 100, 10, 1},  {0, 100, 5, 2}, {1, 100, 10, 3},
                               {0, 1000, 10, 4}, {1, 100, 1, 5}, {1, 1000, 100, 6}};
    assert_int_equal(figures_keep_largest(samples, 6), 3);
    assert_true(samples[0].value == 1 && samples[1].value == 3 && samples[2].value == 6);
    assert_int_equal(figures_keep_largest(samples, 0), 0);
}

/* Whatever order the samples come in: sorted by strategy and x, the median of those at one x. */
static void points_are_medians_with_what_is_around(void **state)
{
    (void)state;
    struct sample samples[] = {{1, 100, 1, 7}, {0, 1000, 1, 5}, {0, 100, 1, 4}, {0, 100, 1, 2},
                               {0, 100, 1, 9}, {0, 1000, 1, 8}, {1, 100, 1, 3}};
    struct point points[7];
    assert_int_equal(figures_make_points(samples, 7, points), 3);
    check_point(&points[0], 100, 2, 4, 9);
    check_point(&points[1], 1000, 5, 6.5, 8);
    check_point(&points[2], 100, 3, 5, 7);
    assert_true(!points[0].last && points[1].last && points[2].last);
    assert_ptr_equal(figures_end(points, 3, 0, false), &points[0]);
    assert_ptr_equal(figures_end(points, 3, 0, true), &points[1]);
    assert_null(figures_end(points, 3, 2, true));
    assert_int_equal(figures_make_points(samples, 0, points), 0);
}

static void points_fit_each_line_its_slope(void **state)
{
    (void)state;
    struct point points[] = {{.strategy = 0, .x = 0, .median = 5},
                             {.strategy = 0, .x = 10, .median = 325},
                             {.strategy = 0, .x = 100, .median = 3205, .last = true},
                             {.strategy = 1, .x = 10, .median = 7, .last = true}};
    figures_fit_slopes(points, 4);
    assert_true(fabs(points[2].slope - 32) < 1e-9);
    assert_true(isnan(points[3].slope)); /* one x has no slope */
}

/* Names that would cover each other move apart, stay in order, and stay inside the panel. */
static void points_place_names_apart(void **state)
{
    (void)state;
    enum { LINES = 7 };
    struct point points[LINES];
    for (int i = 0; i < LINES; i++) /* six close to the bottom, one far above */
        points[i] = (struct point){.strategy = i,
                                   .last = true,
                                   .x = 1,
                                   .low = 1.1 + 0.01 * i,
                                   .median = i < 6 ? 1.1 + 0.01 * i : 900,
                                   .high = 1000};
    figures_place_names(points, LINES);
    for (int i = 0; i < LINES; i++) {
        assert_true(points[i].name_y > -1e-9 && points[i].name_y < 3 + 1e-9);
        if (i > 0)
            assert_true(points[i].name_y - points[i - 1].name_y > 0.17);
    }
    assert_true(fabs(points[6].name_y - log10(900)) < 0.01);
}

static void points_leave_names_where_there_is_room(void **state)
{
    (void)state;
    struct point points[] = {{.last = true, .low = 20, .median = 20, .high = 20},
                             {.strategy = 1, .last = true, .low = 500, .median = 500, .high = 900}};
    figures_place_names(points, 2);
    assert_true(fabs(points[0].name_y - log10(20)) < 1e-9);
    assert_true(fabs(points[1].name_y - log10(500)) < 1e-9);
    figures_place_names(points, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_keep_only_the_largest_other),
        cmocka_unit_test(points_are_medians_with_what_is_around),
        cmocka_unit_test(points_fit_each_line_its_slope),
        cmocka_unit_test(points_place_names_apart),
        cmocka_unit_test(points_leave_names_where_there_is_room),
    };
    return cmocka_run_group_tests_name("bench_points", tests, NULL, NULL);
}
