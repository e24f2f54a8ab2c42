/* test_conformance.c -- the strategies of the table conform to what their flags promise, and each one in
 * tests/broken/ fails, in its named day, the check that is named after its mistake.
 *
 * And the other way round: no check is there that catches nothing, and no file in tests/broken/ that is
 * not listed, or whose head does not say what catches it.
 */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "../harness/grade/check.h"
#include "../harness/grade/conformance.h"
#include "../strategies/strategies.h"
#include "broken/broken.h"
#include "support/check.h"
#include "support/files.h"

static void conformance_holds_for_every_strategy(void **state)
{
    (void)state;
    char why[256];
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        if (ac_check_strategy(*s, why, sizeof why))
            fail_msg("%s: %s", (*s)->name, why);
        assert_string_equal(why, "conforms");
    }
}

static void conformance_catches_each_broken_strategy_for_its_reason(void **state)
{
    (void)state;
    for (const struct broken *broken = broken_strategies; broken->strategy; broken++) {
        struct ac_conformance found;
        if (!ac_conformance(broken->strategy, &found))
            fail_msg("%s conforms", broken->strategy->name);
        if (strcmp(found.day, broken->day) || strcmp(found.check, broken->check))
            fail_msg("%s: day \"%s\", check \"%s\"; not day \"%s\", check \"%s\"",
                     broken->strategy->name, found.day, found.check, broken->day, broken->check);
    }
}

/* In one line, which says where, and what was expected. */
static void check_strategy_says_why_each_broken_strategy_fails(void **state)
{
    (void)state;
    for (const struct broken *broken = broken_strategies; broken->strategy; broken++) {
        char why[256], beginning[128];
        assert_int_equal(ac_check_strategy(broken->strategy, why, sizeof why), -EPROTO);
        int length = snprintf(beginning, sizeof beginning,
                              "day \"%s\", check \"%s\" (N=", broken->day, broken->check);
        if (strncmp(why, beginning, (size_t)length) != 0)
            fail_msg("%s: %s", broken->strategy->name, why);
        const char *expected = strstr(why, "): ");
        assert_true(expected && strlen(expected) > 20);
        assert_null(strchr(why, '\n'));
        assert_true(strlen(why) < sizeof why - 1);
    }
}

static void check_strategy_cuts_its_line_to_the_room_there_is(void **state)
{
    (void)state;
    const struct ac_strategy *over_limit = broken_strategies->strategy;
    char whole[256], part[] = "0123456789";
    assert_int_equal(ac_check_strategy(over_limit, whole, sizeof whole), -EPROTO);
    assert_string_equal(whole, "day \"plain\", check \"limit\" (N=2, limit 1, queue 1): "
                               "task 2 was launched at or over the limit");
    assert_int_equal(ac_check_strategy(over_limit, part, 6), -EPROTO);
    assert_string_equal(part, "day \"");
    assert_string_equal(part + 6, "6789");
    assert_int_equal(ac_check_strategy(over_limit, NULL, 0), -EPROTO);
}

static void check_strategy_refuses_what_cannot_be_run(void **state)
{
    (void)state;
    const struct ac_strategy good = **ac_strategies;
    struct ac_strategy without_fill = good, without_take = good;
    without_fill.fill = NULL;
    without_take.take = NULL;
    char why[256];
    assert_int_equal(ac_check_strategy(&without_fill, why, sizeof why), -EINVAL);
    assert_non_null(strstr(why, "cannot be run"));
    assert_int_equal(ac_check_strategy(&without_take, why, sizeof why), -EINVAL);
    assert_non_null(strstr(why, "cannot be run"));
}

/* One that was built with another version: an older one, or a newer one that knows more. */
static void check_strategy_looks_at_the_size_first(void **state)
{
    (void)state;
    struct {
        struct ac_strategy known;
        uint64_t more;
    } own = {.known = **ac_strategies};
    char why[256];
    own.known.size = sizeof own;
    assert_int_equal(ac_check_strategy(&own.known, why, sizeof why), 0);
    own.more = 1;
    assert_int_equal(ac_check_strategy(&own.known, why, sizeof why), -E2BIG);
    assert_non_null(strstr(why, "cannot be run"));
    own.known.size = sizeof own.known - 1;
    assert_int_equal(ac_check_strategy(&own.known, why, sizeof why), -EINVAL);
}

/* Nothing of one run is left for the next, and no byte is left at all. */
static void check_strategy_leaves_nothing_behind(void **state)
{
    (void)state;
    uint64_t bytes = ac_heap_bytes();
    char first[256], again[256];
    ac_check_strategy(broken_strategies->strategy, first, sizeof first);
    assert_int_equal(ac_check_strategy(*ac_strategies, again, sizeof again), 0);
    ac_check_strategy(broken_strategies->strategy, again, sizeof again);
    assert_string_equal(first, again);
    assert_int_equal(ac_heap_bytes(), bytes);
}

static const struct broken *caught_by(const char *check)
{
    const struct broken *broken = broken_strategies;
    while (broken->strategy && strcmp(broken->check, check))
        broken++;
    return broken->strategy ? broken : NULL;
}

static void conformance_has_no_check_that_catches_nothing(void **state)
{
    (void)state;
    for (const char *const *check = ac_conformance_checks; *check; check++)
        if (!caught_by(*check))
            fail_msg("nothing in tests/broken/ is caught by \"%s\"", *check);
    for (int rule = AC_RULE_NONE + 1; rule <= AC_RULE_STALL; rule++)
        if (rule != AC_RULE_FINISH_ONCE && rule != AC_RULE_NOT_EARLY) /* a loop's */
            assert_non_null(caught_by(ac_rule_name((enum ac_rule)rule)));
}

static const struct broken *broken_in(const char *path)
{
    const struct broken *broken = broken_strategies;
    char name[128];
    for (; broken->strategy; broken++) {
        snprintf(name, sizeof name, "tests/broken/%s.c", broken->strategy->name);
        if (!strcmp(name, path))
            return broken;
    }
    return NULL;
}

static void broken_files_are_listed_and_say_what_catches_them(void **state)
{
    (void)state;
    glob_t files;
    assert_int_equal(glob("tests/broken/*.c", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        char *text = file_read(files.gl_pathv[i], NULL), caught[64];
        if (strcmp(files.gl_pathv[i], "tests/broken/broken.c") != 0) {
            const struct broken *broken = broken_in(files.gl_pathv[i]);
            if (!broken)
                fail_msg("%s is not listed in tests/broken/broken.c", files.gl_pathv[i]);
            snprintf(caught, sizeof caught, "Caught by: \"%s\"", broken->check);
            if (!strstr(text, caught) || !strstr(text, " * Wrong: "))
                fail_msg("the head of %s lacks: %s", files.gl_pathv[i], caught);
        }
        free(text);
    }
    globfree(&files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conformance_holds_for_every_strategy),
        cmocka_unit_test(conformance_catches_each_broken_strategy_for_its_reason),
        cmocka_unit_test(check_strategy_says_why_each_broken_strategy_fails),
        cmocka_unit_test(check_strategy_cuts_its_line_to_the_room_there_is),
        cmocka_unit_test(check_strategy_refuses_what_cannot_be_run),
        cmocka_unit_test(check_strategy_looks_at_the_size_first),
        cmocka_unit_test(check_strategy_leaves_nothing_behind),
        cmocka_unit_test(conformance_has_no_check_that_catches_nothing),
        cmocka_unit_test(broken_files_are_listed_and_say_what_catches_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
