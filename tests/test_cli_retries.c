/* test_cli_retries.c -- `exec --retries` as its users run it. */
#include <stdio.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/program.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* Of each job only what the last attempt printed comes out, and its number stays. */
static void cli_retries_print_only_the_last_attempt(void **state)
{
    (void)state;
    char words[512], line[512];
    for
        EACH_STRATEGY(s)
        {
            snprintf(line, sizeof line, "%s\n", scratch_path((*s)->name));
            snprintf(words, sizeof words,
                     "-s %s -l 2 --retries 3 --retry-delay 1ms --shell 'echo x >>\"$1\"; "
                     "echo $AC_SEQ; exit $((3 - $(wc -l <\"$1\")))'",
                     (*s)->name);
            lines_check(line, words, 0, "1\n", "");
        }
}

static void cli_retries_say_how_often(void **state)
{
    (void)state;
    lines_check("1\n2\n", "-s callback -l 2 --retries 2 --retry-delay 1ms false", 1, "",
                "as-completed: 2 jobs: 2 failed (exit status not 0), 4 attempts tried again\n");
    lines_check(
        "1\n", "-s callback -l 2 --retries 1 --retry-delay 0s /no/such", 1, "",
        "as-completed: 1 job: 1 could not be started (/no/such: no such file or directory), 1 "
        "attempt tried again\n");
    lines_check("99\n", "-s polling -l 2 --retries 1 --retry-delay 1ms --task-timeout 50ms sleep",
                1, "", "as-completed: 1 job: 1 timed out, 1 attempt tried again\n");
}

/* What waits when the run ends has failed, and is named. */
static void cli_retries_that_wait_at_the_end_are_told(void **state)
{
    (void)state;
    lines_check("1\n2\n", "-s semaphore -l 2 --retries 9 --retry-delay 1h --timeout 300ms false", 1,
                "", "as-completed: --timeout: 2 jobs: 2 failed and not tried again\n");
}

static void cli_retries_are_refused_with_ordered(void **state)
{
    (void)state;
    lines_check("", "-s callback -l 2 --retries 2 --ordered false", 2, "",
                "as-completed: --retries '2' cannot be honoured with --ordered: a job that waits "
                "would hold back all behind it\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_retries_print_only_the_last_attempt),
        cmocka_unit_test(cli_retries_say_how_often),
        cmocka_unit_test(cli_retries_that_wait_at_the_end_are_told),
        cmocka_unit_test(cli_retries_are_refused_with_ordered),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
