/* test_conformance.c -- the strategies of the table conform to what their flags promise, and each one in
 * tests/broken/ fails, in its named day, the check that is named after its mistake.
 *
 * And the other way round: no check is there that catches nothing, and no file in tests/broken/ that is
 * not listed, or whose head does not say what catches it.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "broken/broken.h"
#include "support/check.h"
#include "support/conformance.h"
#include "support/files.h"

static void conformance_holds_for_every_strategy(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct conformance found = conformance_test(*s);
        if (found.day)
            fail_msg("%s: day \"%s\", check \"%s\", N=%u limit=%u queue=%u", (*s)->name, found.day,
                     found.check, (unsigned)found.count, (unsigned)found.limit,
                     (unsigned)found.queue);
    }
}

static void conformance_catches_each_broken_strategy_for_its_reason(void **state)
{
    (void)state;
    for (const struct broken *broken = broken_strategies; broken->strategy; broken++) {
        struct conformance found = conformance_test(broken->strategy);
        if (!found.day)
            fail_msg("%s conforms", broken->strategy->name);
        if (strcmp(found.day, broken->day) || strcmp(found.check, broken->check))
            fail_msg("%s: day \"%s\", check \"%s\"; not day \"%s\", check \"%s\"",
                     broken->strategy->name, found.day, found.check, broken->day, broken->check);
    }
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
    for (const char *const *check = conformance_checks; *check; check++)
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
        cmocka_unit_test(conformance_has_no_check_that_catches_nothing),
        cmocka_unit_test(broken_files_are_listed_and_say_what_catches_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
