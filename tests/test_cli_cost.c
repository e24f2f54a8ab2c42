/* test_cli_cost.c -- what waiting costs: next to nothing, whatever is waited for.
 *
 * Turns of the loop, CPU time, times that a process went to sleep and was woken, frames and bytes; never
 * how long it took. A loop that goes round while it waits has hundreds of thousands of one of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"
#include "support/report.h"
#include "support/terminal.h"

enum { MS = 1000000, CPU_MS = 40 };

/* What the children that have ended have used so far. */
struct usage {
    double cpu_ms;
    long wakes;
};

static double milliseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static struct usage used(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_CHILDREN, &usage), 0);
    return (struct usage){milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
                          usage.ru_nvcsw};
}

/* Runs it, and fails where it took more turns, CPU time in the run, or wake-ups than that. */
static void check_idle(const char *strategy, const char *words, json_int_t turns)
{
    struct usage before = used();
    struct program program = program_run("run -s %s %s --format json", strategy, words);
    long wakes = used().wakes - before.wakes;
    json_t *report = report_parse(&program);
    json_int_t cpu_ns = report_whole(report, "cpu_user_ns") + report_whole(report, "cpu_sys_ns");
    if (report_whole(report, "turns") > turns || cpu_ns > CPU_MS * (json_int_t)MS)
        fail_msg("%s %s: %lld turns, %lld ns of CPU", strategy, words,
                 (long long)report_whole(report, "turns"), (long long)cpu_ns);
    if (!under_instruments() && wakes > 60)
        fail_msg("%s %s: woken %ld times", strategy, words, wakes);
    json_decref(report);
    program_free(&program);
}

/* All that a run on the real clock may wait for. */
static void runs_wait_without_work(void **state)
{
    (void)state;
    static const char *const waits[] = {
        "-n 1 --sleep 120ms",                                   /* for a task */
        "-n 1 --sleep 120ms --precise",                         /* and to be on time */
        "-n 2 --sleep 1ms --every 120ms",                       /* for the source */
        "-n 3 --sleep 1ms --consume 50ms",                      /* for a slow consumer */
        "-n 3 --sleep 1ms --consume 50ms --unread 1",           /* that holds up the launches */
        "-n 2 --sleep 100ms --ordered --consume 20ms",          /* for its turn */
        "-n 1 --sleep 1h --timeout 120ms",                      /* for its end */
        "-n 1 --sleep 1h --task-timeout 120ms",                 /* for that of a task */
        "-n endless -l 2 --every 50ms --sleep 1ms --for 120ms", /* and for another */
    };
    for (size_t s = 0; ac_strategies[s]; s++)
        for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
            unsigned flags = ac_strategies[s]->flags;
            bool few = strstr(waits[i], "endless") || strstr(waits[i], "--unread");
            bool all = flags & (AC_NO_LIMIT | AC_HOLDS_ALL);
            if (flags & AC_POLLED || (few && all))
                continue;
            check_idle(ac_strategies[s]->name, waits[i], 30);
        }
    check_idle("polling", "-n 1 -l 1 --sleep 250ms --poll-interval 50ms", 30);
}

/* One that changes while nothing ends. */
static void limits_that_change_are_waited_for(void **state)
{
    (void)state;
    check_idle("callback", "-n 2 -l 1,50ms:2,100ms:1 --sleep 120ms", 30);
    check_idle("bounded_queue", "-n 2 -l 1,50ms:2 --sleep 1h --close-at 120ms", 30);
}

/* A command on a terminal, come to its end; and how long it was there, which bounds what it may show. */
struct shown {
    struct terminal terminal;
    struct screen screen;
    struct usage usage;
    double seconds;
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void show(struct shown *shown, const char *const words[])
{
    const char *program = getenv("AS_COMPLETED"), *all[24] = {0};
    all[0] = program ? program : "build/as-completed";
    for (size_t i = 0; words[i]; i++)
        all[i + 1] = words[i];
    struct usage before = used();
    shown->seconds = now_s();
    terminal_start(&shown->terminal, 24, 80, all);
    terminal_finish(&shown->terminal);
    shown->seconds = now_s() - shown->seconds;
    shown->usage = (struct usage){used().cpu_ms - before.cpu_ms, used().wakes - before.wakes};
    screen_show(&shown->screen, &shown->terminal);
}

/* Ends what show() began: so many frames a second, a screen each at the most; and little else was done. */
static void check_shown(struct shown *shown, const char *what, double frames_a_second)
{
    const struct terminal *t = &shown->terminal;
    unsigned frames = shown->screen.cleared;
    double most = frames_a_second * shown->seconds + 3;
    if (t->status || frames > most ||
        (double)t->length > 1000.0 * frames + 200 * shown->seconds + 2000)
        fail_msg("%s: status %d, in %.1f s %u frames, %zu bytes", what, t->status, shown->seconds,
                 frames, t->length);
    double wakes = 100 + 100 * shown->seconds;
    if (!under_instruments() &&
        (shown->usage.cpu_ms > 10 * CPU_MS || (double)shown->usage.wakes > wakes))
        fail_msg("%s: in %.1f s %.0f ms of CPU, woken %ld times", what, shown->seconds,
                 shown->usage.cpu_ms, shown->usage.wakes);
    terminal_free(&shown->terminal);
}

/* On a terminal, where it is shown how a run goes. */
static void idle_runs_show_little(void **state)
{
    (void)state;
    static const struct {
        const char *const words[16];
        double frames_a_second;
    } shows[] = {
        {{"run", "-s", "callback", "-n", "2", "-l", "1", "--sleep", "400ms"}, 0},
        {{"run", "-s", "callback", "-n", "2", "-l", "1", "--sleep", "400ms", "--watch"}, 20},
        {{"run", "-s", "callback", "-n", "2", "-l", "2", "--sleep", "1ms", "--consume", "300ms",
          "--watch"},
         20},
        {{"run", "-s", "callback", "-n", "2", "-l", "1", "--sleep", "1s", "--clock", "virtual",
          "--watch"},
         20},
        {{"compare", "-n", "1", "-l", "1", "--sleep", "100ms"}, 0},
    };
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++) {
        struct shown shown;
        char what[32];
        snprintf(what, sizeof what, "case %zu", i);
        show(&shown, shows[i].words);
        check_shown(&shown, what, shows[i].frames_a_second);
    }
}

/* The quiz, while nobody presses a key: it sleeps, and shows nothing more. */
static void quiz_waits_for_a_key(void **state)
{
    (void)state;
    const char *program = getenv("AS_COMPLETED");
    struct terminal terminal;
    struct usage before = used();
    terminal_start(&terminal, 24, 80,
                   (const char *const[]){program ? program : "build/as-completed", "quiz", NULL});
    terminal_await(&terminal, "?");
    nanosleep(&(struct timespec){.tv_nsec = 600 * MS}, NULL);
    terminal_press(&terminal, "q");
    terminal_finish(&terminal);
    struct usage after = used();
    if (!under_instruments() &&
        (after.cpu_ms - before.cpu_ms > 8 * CPU_MS || after.wakes - before.wakes > 100))
        fail_msg("%.0f ms of CPU, woken %ld times", after.cpu_ms - before.cpu_ms,
                 after.wakes - before.wakes);
    terminal_free(&terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_wait_without_work),
        cmocka_unit_test(limits_that_change_are_waited_for),
        cmocka_unit_test(idle_runs_show_little),
        cmocka_unit_test(quiz_waits_for_a_key),
    };
    return cmocka_run_group_tests_name("cli_cost", tests, scratch_make, scratch_remove);
}
