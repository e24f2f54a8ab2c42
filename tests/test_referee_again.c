/* test_referee_again.c -- attempts: whoever tries again in another way than as another task is caught, a strategy or a
 * workload.
 */
#include <string.h>

#include "broken/broken.h"
#include "support/check.h"
#include "support/deed.h"

/* The rules catch them with attempts as with failures: a strategy that begins the work again itself, in its slot; one that
 * gives no slot back for it; one that hands it over twice. */
static void strategies_that_are_wrong_about_attempts_are_caught(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum ac_rule rule;
    } rows[] = {{"starts_again", AC_RULE_LAUNCH_ONCE},
                {"loses_a_slot_on_failure", AC_RULE_STALL},
                {"delivers_twice", AC_RULE_TAKE_ONCE}};
    unsigned caught = 0;
    for
        EACH(i, rows)
    for (const struct broken *b = broken_strategies; b->strategy; b++) {
        if (strcmp(b->strategy->name, rows[i].name) != 0)
            continue;
        deed_prepare_attempt(b->strategy);
        deed.work.plans[2].again = true; /* as many as there are slots */
        deed_open();
        deed_take_all();
        assert_string_equal(ac_rule_name(ac_breach(deed.run)->rule), ac_rule_name(rows[i].rule));
        assert_true(ac_counts(deed.run)->retried > 0);
        assert_int_equal(ac_counts(deed.run)->failed, 0);
        deed_close();
        caught++;
    }
    assert_int_equal(caught, sizeof rows / sizeof *rows);
}

/* A workload that begins the work again under the same task reports that done twice. */
static void report_it_done_again(void)
{
    ac_done(deed.run, deed_task(deed.number), 0);
}

static void a_workload_that_keeps_the_task_is_caught(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            deed_prepare_attempt(*s);
            deed.act = report_it_done_again;
            deed.place = WORK_AGAIN;
            deed.after = 1;
            deed_open();
            deed_take_all();
            deed_check_breach(AC_RULE_DONE_ONCE, 1);
            deed_close();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strategies_that_are_wrong_about_attempts_are_caught),
        cmocka_unit_test(a_workload_that_keeps_the_task_is_caught),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
