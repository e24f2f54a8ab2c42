/* test_durations.c -- an engineer's own durations: from a list, a file, a pipe; and what is wrong
 * with them.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../harness/engine/memory.h"
#include "../harness/workloads/durations.h"
#include "../harness/workloads/sleep.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/trial.h"

static const uint64_t ms = 1000000;

/* What is read from a file of that text, as --sleeps @FILE would. */
static int open_text(struct ac_durations **durations, const char *text, bool random_access,
                     struct ac_durations_problem *problem)
{
    char word[1100];
    const char *path = scratch_path("sleeps");
    file_write(path, text);
    snprintf(word, sizeof word, "@%s", path);
    return ac_durations_open(durations,
                             &(struct ac_durations_wish){.text = word,
                                                         .random_access = random_access},
                             problem);
}

/* The same through a pipe, which can be read only once. */
static int open_pipe(struct ac_durations **durations, const char *text, bool random_access,
                     struct ac_durations_problem *problem)
{
    int ends[2];
    char word[64];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
    close(ends[1]);
    snprintf(word, sizeof word, "@/dev/fd/%d", ends[0]);
    int error =
        ac_durations_open(durations,
                          &(struct ac_durations_wish){.text = word, .random_access = random_access},
                          problem);
    close(ends[0]);
    return error;
}

typedef int open_function(struct ac_durations **, const char *, bool,
                          struct ac_durations_problem *);
static open_function *const openers[] = {open_text, open_pipe};

static uint64_t get(struct ac_durations *durations, uint32_t number)
{
    uint64_t duration_ns;
    assert_int_equal(ac_durations_get(durations, number, &duration_ns), 0);
    return duration_ns;
}

static void durations_come_from_a_list(void **state)
{
    (void)state;
    uint64_t before = ac_heap_bytes();
    struct ac_durations *l;
    struct ac_durations_problem problem;
    assert_int_equal(ac_durations_open(&l,
                                       &(struct ac_durations_wish){.text = "20ms, 1.5s,0 ns,3us",
                                                                   .random_access = false},
                                       &problem),
                     0);
    assert_int_equal(ac_durations_count(l), 4);
    assert_int_equal(get(l, 1), 20 * ms);
    assert_int_equal(get(l, 2), 1500 * ms);
    assert_int_equal(get(l, 3), 0);
    assert_int_equal(get(l, 4), 3000);
    assert_int_equal(get(l, 2), 1500 * ms); /* a list can be read in any order */
    assert_false(ac_durations_indexed(l));
    ac_durations_close(l);
    ac_durations_close(NULL);
    assert_int_equal(ac_heap_bytes(), before);
}

static void durations_come_from_a_file_or_a_pipe_with_or_without_a_last_newline(void **state)
{
    (void)state;
    static const char *const texts[] = {"3ms\n2ms\n1ms\n", "3ms\n2ms\n1ms"};
    for (int o = 0; o < 2; o++)
        for (int t = 0; t < 2; t++)
            for (int random_access = 0; random_access < 2; random_access++) {
                struct ac_durations *l;
                struct ac_durations_problem problem;
                assert_int_equal(openers[o](&l, texts[t], random_access, &problem), 0);
                assert_int_equal(ac_durations_count(l), 3);
                assert_int_equal(ac_durations_indexed(l), random_access && o == 0);
                for (uint32_t pass = 0; pass < 2; pass++) /* number 1 starts over */
                    for (uint32_t number = 1; number <= 3; number++)
                        assert_int_equal(get(l, number), (4 - number) * ms);
                ac_durations_close(l);
            }
}

static void durations_of_a_file_can_be_read_in_any_order(void **state)
{
    (void)state;
    for (int o = 0; o < 2; o++) {
        struct ac_durations *l;
        struct ac_durations_problem problem;
        assert_int_equal(openers[o](&l, "10s\n0.25us\n1h\n7ns", true, &problem), 0);
        for (int pass = 0; pass < 2; pass++) {
            assert_int_equal(get(l, 4), 7);
            assert_int_equal(get(l, 2), 250);
            assert_int_equal(get(l, 1), 10000 * ms);
            assert_int_equal(get(l, 3), 3600000 * ms);
        }
        ac_durations_close(l);
    }
}

static void durations_of_an_empty_file_are_none(void **state)
{
    (void)state;
    for (int o = 0; o < 2; o++)
        for (int random_access = 0; random_access < 2; random_access++) {
            struct ac_durations *l;
            struct ac_durations_problem problem;
            assert_int_equal(openers[o](&l, "", random_access, &problem), 0);
            assert_int_equal(ac_durations_count(l), 0);
            ac_durations_close(l);
        }
}

/* As files come from other systems, editors and tools; with a duration at the end of a line that is longer
 * than any, but for what does not count. */
static void durations_of_a_file_as_people_have_it(void **state)
{
    (void)state;
    char blank[3000], comment[3000], long_lines[9000];
    memset(blank, ' ', sizeof blank);
    memset(comment, '#', sizeof comment);
    snprintf(long_lines, sizeof long_lines, "%.*s20ms%.*s\n%.*s\n  30ms%.*s", 2900, blank, 2900,
             blank, 2999, comment, 100, blank);
    const char *const texts[] = {
        "20ms\r\n30ms\r\n",
        "20ms\r\n30ms",
        "\xef\xbb\xbf"
        "20ms\n30ms\n",
        "\xef\xbb\xbf"
        "# of today\r\n\r\n20ms \r\n\r\n30ms\t\r\n\r\n",
        "\xef\xbb\xbf\n20ms\n30ms\n",
        " 20ms\n\t30ms \n",
        "\n\n20ms\n\n\n30ms\n\n",
        "# head\n20ms\n  # between\n30ms\n# end",
        "#\n#1ms\n20 ms\n0m0.030s\n",
        "20ms\n   \n\t\n\r\n30ms\n ",
        "0.019999999999999999s\n3e-02s\n",
        long_lines,
    };
    for (int o = 0; o < 2; o++)
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
            for (int random_access = 0; random_access < 2; random_access++) {
                struct ac_durations *l;
                struct ac_durations_problem problem;
                if (openers[o](&l, texts[t], random_access, &problem))
                    fail_msg("%s: line %u '%s' %s", texts[t], (unsigned)problem.line, problem.text,
                             problem.fault);
                assert_int_equal(ac_durations_count(l), 2);
                for (uint32_t pass = 0; pass < 2; pass++) {
                    assert_int_equal(get(l, 1), 20 * ms);
                    assert_int_equal(get(l, 2), 30 * ms);
                }
                ac_durations_close(l);
            }
}

static void durations_of_blank_lines_and_comments_are_none(void **state)
{
    (void)state;
    static const char *const texts[] = {"\n",           "\r\n\r\n", "# 1ms",
                                        "\xef\xbb\xbf", "  ",       "\xef\xbb\xbf#\n"};
    for (int o = 0; o < 2; o++)
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
            struct ac_durations *l;
            struct ac_durations_problem problem;
            assert_int_equal(openers[o](&l, texts[t], false, &problem), 0);
            assert_int_equal(ac_durations_count(l), 0);
            ac_durations_close(l);
        }
}

static void durations_name_the_bad_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t line;
        const char *shown, *fault;
    } bad[] = {{"1ms\n2\n3ms\n", 2, "2", "has no unit"},
               {"1ms\n2ms\nx", 3, "x", "has no digits"},
               {"# a\n\n1ms\nx", 4, "x", "has no digits"},
               {"1ms\r2ms\r", 1, "1ms\\r2ms", "has a carriage return in it"},
               {"\xef\xbb\xbf"
                "1ms\n\xef\xbb\xbf"
                "2ms\n",
                2, "\\ufeff2ms", "has a byte order mark in it"},
               {"-1ms\n", 1, "-1ms", "is negative"},
               {"1ms # one\n", 1, "1ms # one", "has something behind its unit"},
               {"1ms,2ms\n", 1, "1ms,2ms", "has a comma in it, where decimals take a point"},
               {"1ms\n\033[31mred\n", 2, "\\x1b[31mred", "has a control character in it"},
               {"1.5 \xc2\xb5\n", 1, "1.5 \xc2\xb5", "has an unknown unit"},
               {"1\xb5s\n", 1, "1\\xb5s", "has a byte in it that is not UTF-8"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        for (int o = 0; o < 2; o++) {
            uint64_t before = ac_heap_bytes();
            struct ac_durations *l = NULL;
            struct ac_durations_problem problem;
            assert_int_equal(openers[o](&l, bad[i].text, o == 0, &problem), -EINVAL);
            assert_int_equal(problem.line, bad[i].line);
            assert_string_equal(problem.text, bad[i].shown);
            assert_string_equal(problem.fault, bad[i].fault);
            assert_non_null(problem.want);
            assert_null(l);
            assert_int_equal(ac_heap_bytes(), before);
        }
}

/* Also where it is cut within a character, and where a file of another system is one line. */
static void durations_name_a_line_that_is_too_long(void **state)
{
    (void)state;
    static const char *const units[][2] = {{"0", "is longer than 128 bytes"},
                                           {"\xc2\xb5", "is longer than 128 bytes"},
                                           {"1ms\r", "has a carriage return in it"}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        char text[400] = "1ms\n1";
        struct ac_durations *l;
        struct ac_durations_problem problem;
        while (strlen(text) < 300)
            strcat(text, units[i][0]);
        assert_int_equal(open_text(&l, text, false, &problem), -EINVAL);
        assert_int_equal(problem.line, 2);
        assert_string_equal(problem.fault, units[i][1]);
        assert_null(strstr(problem.text, "\\x"));
    }
}

static void durations_name_the_bad_item_of_a_list(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t item;
    } bad[] = {{"", 1}, {",", 1}, {"1ms,", 2}, {",1ms", 1}, {"1ms,2", 2}, {"1ms, ", 2}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ac_durations *l;
        struct ac_durations_problem problem;
        assert_int_equal(ac_durations_open(&l,
                                           &(struct ac_durations_wish){.text = bad[i].text,
                                                                       .random_access = false},
                                           &problem),
                         -EINVAL);
        assert_int_equal(problem.line, bad[i].item);
    }
}

static void durations_that_cannot_be_read_are_an_error(void **state)
{
    (void)state;
    uint64_t before = ac_heap_bytes();
    struct ac_durations *l;
    struct ac_durations_problem problem;
    assert_int_equal(ac_durations_open(&l,
                                       &(struct ac_durations_wish){.text = "@/no/such/file",
                                                                   .random_access = false},
                                       &problem),
                     -ENOENT);
    assert_int_equal(
        ac_durations_open(&l, &(struct ac_durations_wish){.text = "@/", .random_access = false},
                          &problem),
        -EISDIR);
    assert_int_equal(ac_heap_bytes(), before);
}

/* More than a buffer, so that lines are cut by its end; streamed, it takes no memory per line. */
static void durations_of_a_large_file_are_streamed(void **state)
{
    (void)state;
    enum { LINES = 50000, LINE_BYTES = 10 };
    static char text[LINES * LINE_BYTES + 1];
    struct ac_durations *l;
    struct ac_durations_problem problem;
    for (unsigned i = 0, at = 0; i < LINES; i++)
        at += (unsigned)snprintf(text + at, LINE_BYTES, "%uns\n", (i + 1) * 7);
    uint64_t before = ac_heap_bytes();
    assert_int_equal(open_text(&l, text, false, &problem), 0);
    assert_int_equal(ac_durations_count(l), LINES);
    assert_true(ac_heap_bytes() - before < 100000); /* the buffer */
    for (uint32_t i = 1; i <= LINES; i++)
        assert_int_equal(get(l, i), i * 7);
    ac_durations_close(l);
}

/* The error of a run whose file is made anew, with other content, between the check and the run. */
static int error_after_change(const struct ac_strategy *strategy, enum ac_order order,
                              const char *before, const char *after)
{
    struct outcome outcome;
    struct ac_durations_problem problem;
    struct trial trial = {.strategy = strategy,
                          .sleeps = {.tick_ns = 1, .order = order},
                          .limit = 2,
                          .queue = 2};
    assert_int_equal(open_text(&trial.sleeps.durations, before, order != AC_FORWARD, &problem), 0);
    trial.sleeps.count = ac_durations_count(trial.sleeps.durations);
    file_write(scratch_path("sleeps"), after);
    trial_run_virtual(&trial, &outcome);
    assert_int_equal(outcome.complete, outcome.error == 0);
    outcome_free(&outcome);
    ac_durations_close(trial.sleeps.durations);
    return outcome.error;
}

static void durations_of_a_file_that_changes_end_the_run(void **state)
{
    (void)state;
    static const char *const changed[] = {"3ms\n2ms\n", "", "3ms\n2ms\nxx\n", "3ms\nxxx\n1ms\n"};
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (int order = AC_FORWARD; order <= AC_SHUFFLE; order++) {
            for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
                assert_int_equal(error_after_change(*s, (enum ac_order)order, "3ms\n2ms\n1ms\n",
                                                    changed[i]),
                                 -ESTALE);
            assert_int_equal(error_after_change(*s, (enum ac_order)order, "3ms\n2ms\n",
                                                "3ms\n2ms\n"),
                             0);
        }
}

static void durations_are_rounded_and_ordered_like_any_workload(void **state)
{
    (void)state;
    struct ac_durations_problem problem;
    struct ac_sleeps sleeps = {.tick_ns = ms, .order = AC_REVERSE, .count = 3};
    struct ac_sleep_workload workload;
    struct ac_item item;
    assert_int_equal(ac_durations_open(&sleeps.durations,
                                       &(struct ac_durations_wish){.text = "1ns,1ms,1.5ms,9h",
                                                                   .random_access = true},
                                       &problem),
                     0);
    ac_sleep_workload_init(&workload, &sleeps);
    static const uint64_t expected_ms[] = {2, 1, 1}; /* the first three, in reverse */
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(workload.workload.next(&workload.workload, &item), 1);
        assert_int_equal(item.number, 3 - i);
        assert_int_equal(item.duration_ns, expected_ms[i] * ms);
    }
    assert_int_equal(workload.workload.next(&workload.workload, &item), 0);
    ac_durations_close(sleeps.durations);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_come_from_a_list),
        cmocka_unit_test(durations_come_from_a_file_or_a_pipe_with_or_without_a_last_newline),
        cmocka_unit_test(durations_of_a_file_can_be_read_in_any_order),
        cmocka_unit_test(durations_of_an_empty_file_are_none),
        cmocka_unit_test(durations_of_a_file_as_people_have_it),
        cmocka_unit_test(durations_of_blank_lines_and_comments_are_none),
        cmocka_unit_test(durations_name_the_bad_line),
        cmocka_unit_test(durations_name_a_line_that_is_too_long),
        cmocka_unit_test(durations_name_the_bad_item_of_a_list),
        cmocka_unit_test(durations_that_cannot_be_read_are_an_error),
        cmocka_unit_test(durations_of_a_large_file_are_streamed),
        cmocka_unit_test(durations_of_a_file_that_changes_end_the_run),
        cmocka_unit_test(durations_are_rounded_and_ordered_like_any_workload),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
