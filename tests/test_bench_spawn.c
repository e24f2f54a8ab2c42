/* test_bench_spawn.c -- commands the bench runs: their output, their end, and the time limit. */
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "../harness/base/spawn.h"
#include "support/check.h"

/* Runs `script` in a shell and checks how it ended. */
static void run(const char *script, uint64_t timeout_ms, const char *end, const char *output)
{
    struct spawn_result result;
    bool good = spawn_run((const char *const[]){"sh", "-c", script, NULL}, timeout_ms, &result);
    char *ended = spawn_end(&result);
    assert_string_equal(ended, end);
    assert_true(good == (end[0] == '0'));
    assert_string_equal(text_chars(&result.output), output);
    free(ended);
    spawn_free(&result);
}

static void spawn_catches_output_and_exit(void **state)
{
    (void)state;
    run("echo out; echo err >&2", 10000, "0", "out\n");
    run("printf a; exit 3", 10000, "3", "a");
    run("kill -9 $$", 10000, "signal 9", "");
}

static void spawn_catches_much_output(void **state)
{
    (void)state;
    struct spawn_result result;
    const char *const command[] = {"sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x", NULL};
    assert_true(spawn_run(command, 10000, &result));
    assert_int_equal(result.output.length, 300000);
    spawn_free(&result);
}

/* The whole group ends: a child that stays behind would hold the pipe, and the test would hang. */
static void spawn_kills_what_takes_too_long_with_all_its_children(void **state)
{
    (void)state;
    run("printf before; sleep 1000 & sleep 1000; echo after", 200, "timed out", "before");
}

/* Without end, to either of the two, also where it does not listen: so much is kept, and it is ended. */
static void spawn_ends_what_prints_without_end(void **state)
{
    (void)state;
    static const char *const floods[] = {"yes", "yes >&2", "yes & wait; exit 0", "cat /dev/zero",
                                         "trap '' TERM PIPE; while :; do echo x; done"};
    for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
        struct spawn_result result;
        const char *const command[] = {"sh", "-c", floods[i], NULL};
        assert_false(spawn_run(command, 100000, &result));
        char *end = spawn_end(&result);
        assert_string_equal(end, "printed over 1 MiB");
        assert_true(result.output.length <= SPAWN_MOST_BYTES);
        assert_true(result.output.room <= 4 * SPAWN_MOST_BYTES && result.errors.room < 300000);
        free(end);
        spawn_free(&result);
    }
    run("printf again", 10000, "0", "again");
}

/* A process that left the group and holds the pipes after its parent has ended: the time limit is its
 * limit too. */
static void spawn_does_not_wait_for_ever_for_who_stays_behind(void **state)
{
    (void)state;
    run("setsid sleep 5 & printf out", 300, "timed out", "out");
}

static unsigned ticks;

static void count_tick(void)
{
    ticks++;
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* Waiting is sleeping: a few wake-ups, two ticks a second, and next to no CPU time. */
static void spawn_waits_without_work(void **state)
{
    (void)state;
    struct rusage before, after;
    struct timespec start, end;
    spawn_on_tick(count_tick);
    getrusage(RUSAGE_SELF, &before);
    clock_gettime(CLOCK_MONOTONIC, &start);
    run("sleep 0.7", 100000, "0", "");
    clock_gettime(CLOCK_MONOTONIC, &end);
    getrusage(RUSAGE_SELF, &after);
    spawn_on_tick(NULL);
    assert_true(ticks <= 2 * (unsigned)(end.tv_sec - start.tv_sec + 1));
    assert_in_range(after.ru_nvcsw - before.ru_nvcsw, 0, 30 + 2 * ticks);
    assert_true(under_instruments() || seconds(after.ru_utime) + seconds(after.ru_stime) -
                                               seconds(before.ru_utime) - seconds(before.ru_stime) <
                                           0.1);
}

static void spawn_says_what_could_not_be_started(void **state)
{
    (void)state;
    struct spawn_result result;
    assert_false(spawn_run((const char *const[]){"no-such-command", NULL}, 10000, &result));
    char *end = spawn_end(&result);
    assert_string_equal(end, "not started: no such file or directory");
    free(end);
    spawn_free(&result);
    run("echo again", 10000, "0", "again\n");
}

static int open_once(void **state)
{
    (void)state;
    return spawn_open();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spawn_catches_output_and_exit),
        cmocka_unit_test(spawn_catches_much_output),
        cmocka_unit_test(spawn_kills_what_takes_too_long_with_all_its_children),
        cmocka_unit_test(spawn_ends_what_prints_without_end),
        cmocka_unit_test(spawn_does_not_wait_for_ever_for_who_stays_behind),
        cmocka_unit_test(spawn_waits_without_work),
        cmocka_unit_test(spawn_says_what_could_not_be_started),
    };
    return cmocka_run_group_tests_name("bench_spawn", tests, open_once, NULL);
}
