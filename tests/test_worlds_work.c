/* test_worlds_work.c -- every small world of work, for every strategy of the table: tasks whose end
 * nobody knows, and all that such a task may do. */
#include <stdio.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "worlds/command.h"
#include "worlds/every_work.h"

/* No command says what work does: the events say it, and the command has the settings. */
static void fail_with(uint32_t kind, const struct world *w, const struct world_outcome *outcome)
{
    static const char *const names[] = {"pull",    "launch", "finish", "take", "fail",
                                        "timeout", "cancel", "drop",   "retry"};
    for (uint32_t i = 0; i < outcome->event_count; i++)
        print_message("%4llu ms  %s %u\n", (unsigned long long)(outcome->events[i].t_ns / MS),
                      names[outcome->events[i].kind], outcome->events[i].number);
    fail_msg("%s: %s\nwith the settings of: %s%s", every_work_kind(kind),
             world_complaint(w, outcome), world_command(w),
             w->stop_cancels ? ", which cancels then" : "");
}

static void worlds_of_work_hold(void **state)
{
    (void)state;
    struct every_work every = {.most_tasks = 4, .most_limit = 3, .replay = 16};
    struct world world;
    struct world_outcome outcome;
    if (under_instruments() || under_coverage())
        every.most_tasks = under_valgrind() ? 1 : 2;
    for (uint32_t kind = 0; kind < every_work_kinds(); kind++)
        for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
            if (!every_work(&every, kind, *s, &world, &outcome))
                fail_with(kind, &world, &outcome);
    assert_true(every.replays >= every.sleeps / every.replay);
    printf("# %llu schedules of work, of N <= %u and limit <= %u; %llu of them again as sleeps\n",
           (unsigned long long)every.runs, every.most_tasks, every.most_limit,
           (unsigned long long)every.replays);
}

static int end(void **state)
{
    (void)state;
    worlds_end();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worlds_of_work_hold),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
