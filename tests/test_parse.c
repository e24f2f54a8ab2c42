/* test_parse.c -- numbers, durations and names: accepted whole and exactly, or not at all. */
#include <string.h>

#include "../harness/parse.h"
#include "support/check.h"

static void parse_number_accepts_digits_within_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t number;
    } good[] = {{"0", 0},
                {"1", 1},
                {"007", 7},
                {"100000000", 100000000},
                {"9223372036854775807", INT64_MAX},
                {"18446744073709551615", UINT64_MAX}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        uint64_t number = 42;
        assert_true(ac_parse_number(good[i].text, 0, UINT64_MAX, &number));
        assert_int_equal(number, good[i].number);
    }
}

static void parse_number_refuses_anything_else(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      " ",
                                      "-1",
                                      "-0",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "1\n",
                                      "1.5",
                                      "1.",
                                      ".5",
                                      "1e3",
                                      "0x",
                                      "0x10",
                                      "1,000",
                                      "1_000",
                                      "ten",
                                      "1k",
                                      "1ms",
                                      "--1",
                                      "inf",
                                      "nan",
                                      "\xd9\xa3",
                                      "18446744073709551616",
                                      "99999999999999999999",
                                      "340282366920938463463374607431768211457"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint64_t number = 42;
        if (ac_parse_number(bad[i], 0, UINT64_MAX, &number))
            fail_msg("accepted '%s'", bad[i]);
        assert_int_equal(number, 42); /* untouched */
    }
}

static void parse_number_keeps_to_its_bounds(void **state)
{
    (void)state;
    uint64_t number;
    assert_false(ac_parse_number("0", 1, 10, &number));
    assert_true(ac_parse_number("1", 1, 10, &number));
    assert_true(ac_parse_number("10", 1, 10, &number));
    assert_false(ac_parse_number("11", 1, 10, &number));
    assert_false(ac_parse_number("9223372036854775808", 1, INT64_MAX, &number));
}

static void parse_duration_is_exact(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t ns;
    } good[] = {{"0s", 0},
                {"0ns", 0},
                {"1ns", 1},
                {"250us", 250000},
                {"1ms", 1000000},
                {"2s", 2000000000},
                {"1m", 60000000000},
                {"1h", 3600000000000},
                {"1.5s", 1500000000},
                {"1.5m", 90000000000},
                {"0.1h", 360000000000},
                {"0.001us", 1},
                {"0.000000001s", 1},
                {"1.000000001s", 1000000001},
                {"0.123456789s", 123456789},
                {"00012ms", 12000000},
                {"876000h", AC_DURATION_MAX_NS},
                {"3153600000000000000ns", AC_DURATION_MAX_NS},
                {"3153600000s", AC_DURATION_MAX_NS}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        uint64_t ns = 42;
        if (!ac_parse_duration(good[i].text, strlen(good[i].text), &ns))
            fail_msg("refused '%s'", good[i].text);
        assert_int_equal(ns, good[i].ns);
    }
}

static void parse_duration_refuses_anything_else(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "1",
                                      "0",
                                      "ms",
                                      "s",
                                      ".s",
                                      ".5s",
                                      "1.s",
                                      "1..5s",
                                      "1.2.3s",
                                      "-1ms",
                                      "+1ms",
                                      " 1ms",
                                      "1 ms",
                                      "1ms ",
                                      "1ms\n",
                                      "1MS",
                                      "1S",
                                      "1sec",
                                      "1msx",
                                      "1mss",
                                      "1d",
                                      "1e3ms",
                                      "0x1ms",
                                      "inf s",
                                      "nans",
                                      "1,5s",
                                      "1.5ns",
                                      "1.0ns",
                                      "0.0001us",
                                      "0.0000000001s",
                                      "876001h",
                                      "3153600000000000001ns",
                                      "18446744073709551616ns",
                                      "99999999999999999999999h",
                                      "3153600000.000000001s"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint64_t ns = 42;
        if (ac_parse_duration(bad[i], strlen(bad[i]), &ns))
            fail_msg("accepted '%s'", bad[i]);
        assert_int_equal(ns, 42);
    }
}

static void parse_duration_reads_no_further_than_its_length(void **state)
{
    (void)state;
    uint64_t ns = 42;
    assert_true(ac_parse_duration("1ms,2ms", 3, &ns));
    assert_int_equal(ns, 1000000);
    assert_true(ac_parse_duration("15sx", 3, &ns));
    assert_int_equal(ns, 15000000000);
    assert_false(ac_parse_duration("1ms", 1, &ns));
    assert_false(ac_parse_duration("1ms", 0, &ns));
    const char exact[3] = {'1', 'm',
                           's'}; /* without an end: a sanitizer would see a read past it */
    assert_true(ac_parse_duration(exact, sizeof exact, &ns));
    assert_false(ac_parse_duration(exact, 1, &ns));
}

static void parse_nearest_takes_the_fewest_edits(void **state)
{
    (void)state;
    static const char *const names[] = {"unbounded", "polling",       "callback", "semaphore",
                                        "floor",     "bounded_queue", "serial",   NULL};
    char endless[1000];
    memset(endless, 'x', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_string_equal(ac_nearest("calback", names), "callback");
    assert_string_equal(ac_nearest("callback", names), "callback");
    assert_string_equal(ac_nearest("semafore", names), "semaphore");
    assert_string_equal(ac_nearest("bounded-queue", names), "bounded_queue");
    assert_string_equal(ac_nearest("unbouded", names), "unbounded");
    assert_string_equal(ac_nearest("pollin", names), "polling");
    assert_non_null(ac_nearest("", names));
    assert_non_null(ac_nearest(endless, names));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_number_accepts_digits_within_bounds),
        cmocka_unit_test(parse_number_refuses_anything_else),
        cmocka_unit_test(parse_number_keeps_to_its_bounds),
        cmocka_unit_test(parse_duration_is_exact),
        cmocka_unit_test(parse_duration_refuses_anything_else),
        cmocka_unit_test(parse_duration_reads_no_further_than_its_length),
        cmocka_unit_test(parse_nearest_takes_the_fewest_edits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
