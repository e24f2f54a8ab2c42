/* test_trace_check.c -- the check of support/chrome.h, by which test_trace.c goes, catches what is wrong. */
#include <stdlib.h>
#include <string.h>

#include "support/check.h"
#include "support/chrome.h"
#include "support/program.h"

static struct chrome seen;

/* The trace of three tasks, limit 2, of which the second fails. */
static char *good_trace(void)
{
    struct program program =
        program_run("run -s callback -l 2 --sleeps 5us,2us,3us --fail-task 2 --clock virtual "
                    "--format none --trace-format chrome --trace /dev/stdout");
    PROGRAM_CHECK(program, program.status == 1);
    char *text = strdup(program.output);
    program_free(&program);
    return text;
}

/* `text` with the first `from` after `after` replaced. */
static char *changed(const char *text, const char *after, const char *from, const char *to)
{
    const char *start = strstr(text, after), *at = start ? strstr(start, from) : NULL;
    if (!at)
        fail_msg("no '%s' after '%s'", from, after);
    size_t size = strlen(text) + strlen(to) + 1;
    char *other = malloc(size);
    assert_non_null(other);
    snprintf(other, size, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return other;
}

static void trace_check_catches_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *after, *from, *to, *why;
    } wrong[] = {
        {"{", "\n]}\n", "\n", "not JSON"},
        {"{", "traceEvents", "events", "no traceEvents"},
        {"{", "\"displayTimeUnit\":\"ns\"", "\"displayTimeUnit\":\"us\"", "displayTimeUnit"},
        {"{", "\"ts\":0.000", "\"ts\":0.0", "three decimals"},
        {"{", "\"dur\":2.000", "\"dur\":2", "three decimals"},
        {"{", ",\"dur\":2.000", "", "X without a dur"},
        {"{", "\"ph\":\"X\"", "\"ph\":\"B\"", "kind 'B'"},
        {"\"X\"", "\"pid\":3,", "", "without a pid"},
        {"\"X\"", "\"pid\":3", "\"pid\":4", "another process"},
        {"\"X\"", "\"name\":\"task 2\",", "", "or a name"},
        {"\"X\"", "\"cat\":\"callback\",", "", "X without a cat"},
        {"\"X\"", "\"tid\":102", "\"tid\":3", "X in no slot"},
        {"\"X\"", "\"tid\":102", "\"tid\":103", "X in no slot"},
        {"\"task 3\"", "\"task\":3", "\"task\":2", "task 2 twice"},
        {"\"dur\":5.000", "\"task\":1", "\"number\":1", "X without a task"},
        {"\"i\"", "\"X\",\"pid\":3,\"tid\":101", "\"X\",\"pid\":3,\"tid\":102", "overlaps"},
        {"\"dur\":2.000", "\"end\":\"fail\"", "\"end\":\"fell\"", "unknown end"},
        {"\"dur\":2.000", "\"end\":\"fail\"", "\"end\":\"cancel\"", "starts at no finish"},
        {"\"s\"", "\"ts\":1.999", "\"ts\":1.500", "does not start at its end"},
        {"\"s\"", "\"tid\":102", "\"tid\":101", "does not start at its end"},
        {"\"s\"", "\"id\":30000000002", "\"id\":30000000001", "starts at no finish"},
        {"\"s\"", "\"id\":30000000002", "\"id\":2", "starts at no finish"},
        {"\"f\"", "\"id\":30000000002", "\"id\":30000000001", "ends at no take"},
        {"\"f\"", "\"bp\":\"e\",", "", "ends at no take"},
        {"\"f\"", "\"name\":\"result\"", "\"name\":\"outcome\"", "called otherwise"},
        {"\"f\"", "\"cat\":\"callback\"", "\"cat\":\"floor\"", "called otherwise"},
        {"\"i\"", "\"tid\":3", "\"tid\":101", "outside the takes"},
        {"\"i\"", "\"s\":\"t\"", "\"s\":\"g\"", "not of a thread"},
        {"\"take 3\"", "\"task\":3", "\"task\":2", "taken twice"},
        {"\"take 2\"", "\"task\":2", "\"task\":7", "a take of no task"},
        {"\"take 2\"", "\"ts\":2.000", "\"ts\":2.001", "ends in ''"},
        {"\"take 3\"", "\"ts\":5.001", "\"ts\":0.001", "ends before it starts"},
        {"\"C\"", "\"ts\":2.000", "\"ts\":3.000", "back in time"},
        {"\"in flight\"", "\"tasks\":2", "\"tasks\":3", "over the limit"},
        {"\"unread\"", "\"tasks\":1", "\"tasks\":2", "at once"},
        {"\"f\"", "\"tasks\":0", "\"tasks\":1", "unread where there are 0"},
        {"{", "\"waiting\"", "\"wating\"", "a counter that is none"},
        {"{", "\"process_name\"", "\"process_game\"", "unknown metadata"},
        {"{", "\"name\":\"callback\"", "\"name\":\"\"", "process_name without a name"},
        {"{", "\"slot 1\"", "\"slot 2\"", "called 'slot 2'"},
        {"{", "\"tid\":102", "\"tid\":101", "two threads"},
        {"{", "\"sort_index\":0", "\"sort_index\":\"\"", "without a place"},
        {"{", "\"process_sort_index\"", "\"process_soft_index\"", "soft_index without a name"},
        {"{", "\"labels\":\"virtual clock\"", "\"label\":\"virtual clock\"", "without labels"},
    };
    char why[CHROME_WHY];
    char *text = good_trace();
    if (!chrome_check(text, 2, &seen, why))
        fail_msg("the good one: %s", why);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *other = changed(text, wrong[i].after, wrong[i].from, wrong[i].to);
        if (chrome_check(other, 2, &seen, why))
            fail_msg("'%s' for '%s' is not seen", wrong[i].to, wrong[i].from);
        if (!strstr(why, wrong[i].why))
            fail_msg("'%s' for '%s': %s", wrong[i].to, wrong[i].from, why);
        free(other);
    }
    free(text);
}

/* A whole line is missing. */
static void trace_check_catches_what_is_missing(void **state)
{
    (void)state;
    static const char *const missing[][2] = {
        {"\"ph\":\"X\"", "starts at no finish"}, {"\"ph\":\"s\"", "1 unread where there are 0"},
        {"\"ph\":\"i\"", "ends at no take"},     {"\"ph\":\"f\"", "ends of flows"},
        {"\"process_name\"", "no name"},         {"\"takes\"", "outside the takes"},
        {"\"slot 2\"", "X in no slot"},
    };
    char why[CHROME_WHY];
    char *text = good_trace();
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        char *other = strdup(text), *at = strstr(other, missing[i][0]), *next;
        assert_non_null(at);
        while (*at != '\n')
            at--;
        next = strchr(at + 1, '\n');
        memmove(at, next, strlen(next) + 1);
        assert_false(chrome_check(other, 2, &seen, why));
        if (!strstr(why, missing[i][1]))
            fail_msg("without %s: %s", missing[i][0], why);
        free(other);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trace_check_catches_what_is_wrong),
        cmocka_unit_test(trace_check_catches_what_is_missing),
    };
    return cmocka_run_group_tests_name("trace_check", tests, NULL, NULL);
}
