/* test_cli_precise.c -- how the real clock is kept: --precise, and what a wake-up costs in system calls. No
 * time is asserted, only what was counted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/report.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* Nothing is early, or the referee would have ended the run. Who spins never sleeps, and so has no wake-up. */
static void precise_runs_are_right_and_report_the_wake_up(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct program program =
                program_run("run -s %s -n 60 --scale 100ms --precise --format json", (*s)->name);
            PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
            json_t *report = report_parse(&program);
            report_check_complete(report, 60);
            assert_true(report_whole(report, "excess_ns") >= 0);
            const json_t *wake_cost = json_object_get(report, "wake_cost_ns");
            assert_true((*s)->flags & AC_POLLED ? json_is_null(wake_cost)
                                                : json_is_integer(wake_cost));
            json_decref(report);
            program_free(&program);
        }
}

static void precise_is_ended_by_a_timeout_and_noticed_by_text(void **state)
{
    (void)state;
    struct program text = program_run("run -s callback -n 9 -l 2 --scale 5ms --precise");
    PROGRAM_CHECK(text, text.status == 0 && strstr(text.output, "wake-up    late by"));
    program_free(&text);
    struct program late =
        program_run("run -s callback -n 9 -l 2 --scale 50s --timeout 30ms --precise");
    PROGRAM_CHECK(late, late.status == 1 && strstr(late.errors, "timed out after 30.000 ms"));
    program_free(&late);
}

static void precise_has_no_meaning_on_the_virtual_clock(void **state)
{
    (void)state;
    struct program program =
        program_run("run -s callback -n 9 -l 2 --clock virtual --precise --format json");
    PROGRAM_CHECK(program, program.status == 0 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, "--precise is ignored"));
    json_t *report = report_parse(&program);
    assert_true(json_is_null(json_object_get(report, "wake_cost_ns")));
    json_decref(report);
    program_free(&program);
}

/* All system calls of a run of `tasks`, one after the other: strace writes a line for each. 0: it cannot tell. */
static unsigned long system_calls(unsigned tasks)
{
    struct program traced = {.in = {.path = "/usr/bin/env"}};
    const char *program = getenv("AS_COMPLETED");
    traced =
        program_run_in(traced,
                       "strace -o %s %s run -s callback -n %u -l 1 --sleep 200us --format none",
                       scratch_path("calls"), program ? program : "build/as-completed", tasks);
    char *text = traced.status ? NULL : file_read(scratch_path("calls"), NULL);
    unsigned long calls = 0;
    for (const char *c = text; c && *c; c++)
        calls += *c == '\n';
    free(text);
    program_free(&traced);
    return calls;
}

/* At most the poll that sleeps, and the next deadline. The fallback's timers cost none but the poll, and
 * what is due by then, on a busy machine, is not slept for. */
static void a_wake_up_costs_two_system_calls(void **state)
{
    (void)state;
    unsigned long few = under_instruments() ? 0 : system_calls(500), many = system_calls(1500);
    if (!few || !many)
        skip_because("no strace that may trace here");
    assert_in_range(many - few, 500, 2 * 1000 + 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(precise_runs_are_right_and_report_the_wake_up),
        cmocka_unit_test(precise_is_ended_by_a_timeout_and_noticed_by_text),
        cmocka_unit_test(precise_has_no_meaning_on_the_virtual_clock),
        cmocka_unit_test(a_wake_up_costs_two_system_calls),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
