/* test_cli_exec_signals.c -- an `exec` that is asked to stop: by Ctrl-C or by another signal, once or twice.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/lines.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

static void signals_leave_no_process(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & AC_SERIAL)
                continue;
            struct program program =
                lines_signalled(SIGINT, 3, NULL, "1\n2\n3\n",
                                "-s %s -l 3 --grace 200ms --shell 'trap \"\" TERM; echo >&9; "
                                "sleep 100 & sleep 100; sleep 100'",
                                (*s)->name);
            PROGRAM_CHECK(program, program.status == 128 + SIGINT);
            PROGRAM_CHECK(program, strstr(program.errors, "3 jobs: 3 cancelled"));
            program_free(&program);
        }
}

/* Also one that nobody can catch. */
static void signals_leave_no_process_of_each_strategy_in_turn(void **state)
{
    (void)state;
    static const int numbers[] = {SIGINT, SIGTERM, SIGKILL};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct program program =
            lines_signalled(numbers[i], 1, NULL, "1\n2\n3\n",
                            "-s callback,polling -l 2 --shell 'echo >&9; sleep 100'");
        PROGRAM_CHECK(program, program.status == 128 + numbers[i]);
        PROGRAM_CHECK(program, !strstr(program.output, "callback"));
        program_free(&program);
    }
}

/* Two different ones: of two that are equal the second may be lost. */
static void signals_the_second_names_what_it_leaves(void **state)
{
    (void)state;
    int ends[2];
    char part[64] = "", expected[128];
    assert_int_equal(pipe(ends), 0);
    struct program program =
        lines_start_in((struct program){.pid = 0}, "1\n",
                       "-s callback -l 3 --grace 100s --shell 'trap \"\" TERM; echo $$ >&%d; "
                       "while :; do sleep 100; done'",
                       ends[1]);
    assert_true(read(ends[0], part, sizeof part - 1) > 0);
    close(ends[0]);
    close(ends[1]);
    kill(program.pid, SIGINT);
    kill(program.pid, SIGTERM);
    program_wait(&program);
    kill(-atoi(part), SIGKILL);
    snprintf(expected, sizeof expected, "as-completed: leaving: 1 job has not ended: %s", part);
    PROGRAM_CHECK(program, program.status == 128 + SIGINT || program.status == 128 + SIGTERM);
    PROGRAM_CHECK(program, !strcmp(program.errors, expected));
    program_free(&program);
}

/* The job has its time to end. It counts how often the program, or that one's parent, gives the processor up meanwhile: for
 * no more than a line that says whom it waits for. */
static void signals_wake_nobody_who_waits_for_the_last_job(void **state)
{
    (void)state;
    static const char *const strategies[] = {"callback", "callback,semaphore"};
    if (under_instruments())
        skip_because("another program is measured");
    for (size_t i = 0; i < 2; i++) {
        char wakes[64];
        struct program program = lines_signalled(
            SIGINT, 1, wakes, i ? "parent\n" : "itself\n",
            "-s %s -l 1 --grace 100s --shell 'trap asked=1 TERM; "
            "wakes() { grep ^voluntary /proc/$pid/status | tr -dc 0-9; }; "
            "pid=$PPID; [ $1 = itself ] || pid=$(cut -d \" \" -f 4 /proc/$PPID/stat); "
            "echo >&9; until [ \"$asked\" ]; do sleep 0.01; done; sleep 0.7; "
            "before=$(wakes); sleep 1.2; echo $(($(wakes) - before)) >&9'",
            strategies[i]);
        PROGRAM_CHECK(program, program.status == 128 + SIGINT);
        assert_non_null(strchr(wakes, '\n'));
        assert_in_range(strtol(wakes, NULL, 10), 0, 5);
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_leave_no_process),
        cmocka_unit_test(signals_leave_no_process_of_each_strategy_in_turn),
        cmocka_unit_test(signals_the_second_names_what_it_leaves),
        cmocka_unit_test(signals_wake_nobody_who_waits_for_the_last_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
