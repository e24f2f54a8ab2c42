/* test_parse.c -- numbers, durations and names: accepted whole and exactly, or not at all. */
#include <string.h>

#include "../harness/base/parse.h"
#include "../harness/base/utf8.h"
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

struct duration {
    const char *text;
    uint64_t ns;
};

static void check_durations(const struct duration *good)
{
    for (; good->text; good++) {
        uint64_t ns = 42;
        const char *fault = ac_duration_fault(good->text, strlen(good->text));
        if (fault || !ac_parse_duration(good->text, strlen(good->text), &ns))
            fail_msg("refused '%s': %s", good->text, fault);
        if (ns != good->ns)
            fail_msg("'%s' is %llu ns", good->text, (unsigned long long)ns);
    }
}

static void parse_duration_is_exact(void **state)
{
    (void)state;
    static const struct duration good[] = {{"0s", 0},
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
                                           {"1.5000000000s", 1500000000},
                                           {"0.123456789s", 123456789},
                                           {"00012ms", 12000000},
                                           {"876000h", AC_DURATION_MAX_NS},
                                           {"3153600000000000000ns", AC_DURATION_MAX_NS},
                                           {"3153600000s", AC_DURATION_MAX_NS},
                                           {NULL, 0}};
    check_durations(good);
}

/* As programs print them; what each is in ns was worked out in decimal fractions, apart from this. */
static void parse_duration_reads_what_programs_print(void **state)
{
    (void)state;
    static const struct duration good[] = {
        /* hyperfine's JSON, jq's, Python's repr() and Node's of a float, in s and in ms */
        {"0.012780343000000001s", 12780343},
        {"0.010999999999999999s", 11000000},
        {"1.2345678901234567s", 1234567890},
        {"12.780343000000002ms", 12780343},
        {"1e-05s", 10000},
        {"1.5e-07s", 150},
        {"9.999999999999999e-05s", 100000},
        {"1e-7ms", 0},
        {"6e-7ms", 1},
        {"1.2E+3ms", 1200000000},
        {"3.1536e9s", AC_DURATION_MAX_NS},
        {"0e999999999999999999s", 0},
        {"1e-999999999999999999s", 0},
        {"0.000000000000001e15s", 1000000000},
        /* Go and vegeta */
        {"1.5\xc2\xb5s", 1500},
        {"1.5\xce\xbcs", 1500},
        {"1m30s", 90000000000},
        {"1m0s", 60000000000},
        {"10m0s", 600000000000},
        {"1h2m3.5s", 3723500000000},
        {"1h0m0.000000001s", 3600000000001},
        {"875999h59m59.999999999s", AC_DURATION_MAX_NS - 1},
        {"1h2m3s4ms5us6ns", 3723004005006},
        /* bash's time */
        {"0m1.590s", 1590000000},
        {"62m3.004s", 3723004000000},
        /* ping, and this program itself */
        {"12.3 ms", 12300000},
        {"0.045 ms", 45000},
        {"79.8 us", 79800},
        {"10.000000 s", 10000000000},
        {"0 ns", 0},
        {"1.234 ms", 1234000},
        {"1.5 \xc2\xb5s", 1500},
        /* spaces around it, and more than one before the unit */
        {" 1ms", 1000000},
        {"1ms\t ", 1000000},
        {"12.3  ms", 12300000},
        {NULL, 0}};
    check_durations(good);
}

/* To the nearest ns, a half up, however many digits there are. */
static void parse_duration_is_rounded_to_the_nearest_ns(void **state)
{
    (void)state;
    static const struct duration good[] = {
        {"0.4ns", 0},
        {"0.49999999999999999999999999999999999999999999999999ns", 0},
        {"0.5ns", 1},
        {"0.50000000000000000000000000000000000000000000000001ns", 1},
        {"1.5ns", 2},
        {"2.5ns", 3},
        {"1.0ns", 1},
        {"0.0004us", 0},
        {"0.0005us", 1},
        {"0.9999us", 1000},
        {"0.0000000004s", 0},
        {"0.0000000005s", 1},
        {"0.99999999949s", 999999999},
        {"0.9999999995s", 1000000000},
        /* minutes and hours are no powers of ten: 1/120,000,000,000 min is half a ns */
        {"0.000000000008333333333333333333333m", 0},
        {"0.000000000008333333333333333333334m", 1},
        {"0.000000000025m", 2},
        {"0.000000000000138888888888888888888h", 0},
        {"0.000000000000138888888888888888889h", 1},
        {"3153600000.0000000004s", AC_DURATION_MAX_NS},
        {NULL, 0}};
    check_durations(good);
}

static void parse_duration_refuses_for_the_true_reason(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"", "is empty"},
        {"  ", "is empty"},
        {"1", "has no unit"},
        {"0", "has no unit"},
        {"1.5", "has no unit"},
        {"1e3", "has no unit"},
        {"1h2", "has no unit"},
        {"1 2ms", "has a number without a unit"},
        {"ms", "has no digits"},
        {"s", "has no digits"},
        {".s", "has no digits"},
        {"-", "has no digits"},
        {"infs", "has no digits"},
        {"NaNms", "has no digits"},
        {"lat.txt", "has no digits"},
        {"abc1ms", "does not begin with a digit"},
        {"+1ms", "does not begin with a digit"},
        {"=1ms", "does not begin with a digit"},
        {".5s", "has no digit before its point"},
        {"1.s", "has no digit behind its point"},
        {"1.", "has no digit behind its point"},
        {"1..5s", "has two points"},
        {"1.2.3s", "has two points"},
        {"-1ms", "is negative"},
        {"-0.5s", "is negative"},
        {"-.5s", "is negative"},
        {"1MS", "has an unknown unit"},
        {"1S", "has an unknown unit"},
        {"1sec", "has an unknown unit"},
        {"1msx", "has an unknown unit"},
        {"1d", "has an unknown unit"},
        {"0x1ms", "has an unknown unit"},
        {"1_000ms", "has an unknown unit"},
        {"1:30", "has a colon in it, where a unit belongs"},
        {"0:00:01.590", "has a colon in it, where a unit belongs"},
        {"1es", "has an unknown unit"},
        {"1e+s", "has an unknown unit"},
        {"1\xc2\xb5", "has an unknown unit"},
        {"1,5s", "has a comma in it"},
        {"1ms,", "has a comma in it"},
        {"20ms 30ms", "has something behind its unit"},
        {"2s 30ms", "has something behind its unit"},
        {"1ms # one", "has something behind its unit"},
        {"1s1m", "has its units out of order"},
        {"1s1s", "has its units out of order"},
        {"1.5h30m", "has a fraction before its last unit"},
        {"1e1h30m", "has a fraction before its last unit"},
        {"876001h", "is over 100 years"},
        {"876000h1ns", "is over 100 years"},
        {"3153600000000000001ns", "is over 100 years"},
        {"18446744073709551616ns", "is over 100 years"},
        {"18446744073709551617ns", "is over 100 years"},
        {"99999999999999999999999h", "is over 100 years"},
        {"3153600000.000000001s", "is over 100 years"},
        {"3153600000.0000000005s", "is over 100 years"},
        {"2562047h47m16.854775807s", "is over 100 years"},
        {"1e10s", "is over 100 years"},
        {"1e999999999999999999s", "is over 100 years"},
        {"1e+21ms", "is over 100 years"},
        {"1ms\r", "has a carriage return in it"},
        {"1ms\n", "has a line feed in it"},
        {"1\tms", "has a tab in it"},
        {"\xef\xbb\xbf"
         "1ms",
         "has a byte order mark in it"},
        {"1\xc2\xa0ms", "has a non-breaking space in it"},
        {"1\xe2\x80\xafms", "has a narrow non-breaking space in it"},
        {"1\xe2\x80\x8bms", "has a zero-width space in it"},
        {"1\xe2\x80\x89ms", "has a space in it that is not the plain one"},
        {"\033[31m1ms", "has a control character in it"},
        {"1ms\177", "has a control character in it"},
        {"1ms\xc2\x85", "has a control character in it"},
        {"1\xb5s", "has a byte in it that is not UTF-8"},
        {"1\xc2s", "has a byte in it that is not UTF-8"},
        {"1ms\xc2", "has a byte in it that is not UTF-8"},
        {"1\xc0\xb1s", "has a byte in it that is not UTF-8"},
        {"1\xed\xa0\x80s", "has a byte in it that is not UTF-8"},
        {"\xff\xfe"
         "1",
         "is UTF-16"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint64_t ns = 42;
        const char *text = bad[i][0], *fault = ac_duration_fault(text, strlen(text));
        if (ac_parse_duration(text, strlen(text), &ns) || !fault)
            fail_msg("accepted '%s'", text);
        if (strncmp(fault, bad[i][1], strlen(bad[i][1])) != 0)
            fail_msg("'%s': %s", text, fault);
        assert_int_equal(ns, 42);
    }
    assert_string_equal(ac_duration_fault("1\0ms", 4), "has a NUL in it");
}

/* As it was typed, but nothing that a terminal would act on, or a reader miss. */
static void utf8_shows_what_cannot_be_seen(void **state)
{
    (void)state;
    static const char *const shown[][2] = {
        {"1.5\xc2\xb5s", "1.5\xc2\xb5s"},
        {"\xe2\x82\xac \xf0\x9f\x98\x80", "\xe2\x82\xac \xf0\x9f\x98\x80"},
        {"1ms\r\n\t", "1ms\\r\\n\\t"},
        {"\033[31m", "\\x1b[31m"},
        {"\xef\xbb\xbf"
         "1\xc2\xa0s",
         "\\ufeff1\\u00a0s"},
        {"\xff\xc2s\xf5\xe2\x82", "\\xff\\xc2s\\xf5\\xe2\\x82"},
        {"\xe2\x80\xae", "\\u202e"},
    };
    char room[64];
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        ac_utf8_show(room, sizeof room, shown[i][0], strlen(shown[i][0]));
        assert_string_equal(room, shown[i][1]);
    }
    ac_utf8_show(room, sizeof room, "a\0b", 3);
    assert_string_equal(room, "a\\x00b");
    ac_utf8_show(room, 4, "ab\xc2\xb5", 4); /* cut at a whole character */
    assert_string_equal(room, "ab");
    ac_utf8_show(room, 4, "ab\r", 3);
    assert_string_equal(room, "ab");
    assert_int_equal(ac_utf8_fit("ab\xe2\x82\xac", 5, 4), 2);
    assert_int_equal(ac_utf8_fit("ab\xe2\x82\xac", 5, 5), 5);
    assert_int_equal(ac_utf8_fit("abc", 3, 2), 2);
    assert_int_equal(ac_utf8_fit("\x80\x80\x80\x80\x80", 5, 4), 4);
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
    assert_string_equal(ac_nearest("calback", names), "callback");
    assert_string_equal(ac_nearest("callback", names), "callback");
    assert_string_equal(ac_nearest("semafore", names), "semaphore");
    assert_string_equal(ac_nearest("bounded-queue", names), "bounded_queue");
    assert_string_equal(ac_nearest("unbouded", names), "unbounded");
    assert_string_equal(ac_nearest("pollin", names), "polling");
    assert_string_equal(ac_nearest("CALLBACK", names), "callback");
    assert_string_equal(ac_nearest("pollign", names), "polling");
    assert_string_equal(ac_nearest("floro", names), "floor");
    assert_string_equal(ac_nearest("call", names), "callback");
    assert_string_equal(ac_nearest("s", names), "serial");
    assert_string_equal(ac_nearest("semaphores", names), "semaphore");
}

static void parse_nearest_is_none_where_nothing_is_near(void **state)
{
    (void)state;
    static const char *const commands[] = {"list", "run", "compare", "quiz", NULL};
    static const char *const far[] = {"",      "help",       "version",
                                      "start", "x",          "bench",
                                      "plot",  "lost+found", "\xc3\xa9\xc3\xa9",
                                      "exit",  "-"};
    char endless[1000];
    memset(endless, 'l', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        if (ac_nearest(far[i], commands))
            fail_msg("'%s' is said to be near '%s'", far[i], ac_nearest(far[i], commands));
    assert_null(ac_nearest(endless, commands));
    assert_string_equal(ac_nearest("lsit", commands), "list");
    assert_string_equal(ac_nearest("rum", commands), "run");
    assert_string_equal(ac_nearest("quizz", commands), "quiz");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_number_accepts_digits_within_bounds),
        cmocka_unit_test(parse_number_refuses_anything_else),
        cmocka_unit_test(parse_number_keeps_to_its_bounds),
        cmocka_unit_test(parse_duration_is_exact),
        cmocka_unit_test(parse_duration_reads_what_programs_print),
        cmocka_unit_test(parse_duration_is_rounded_to_the_nearest_ns),
        cmocka_unit_test(parse_duration_refuses_for_the_true_reason),
        cmocka_unit_test(utf8_shows_what_cannot_be_seen),
        cmocka_unit_test(parse_duration_reads_no_further_than_its_length),
        cmocka_unit_test(parse_nearest_takes_the_fewest_edits),
        cmocka_unit_test(parse_nearest_is_none_where_nothing_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
