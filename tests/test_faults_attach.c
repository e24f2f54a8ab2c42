/* test_faults_attach.c -- every allocation, every call of libuv and every system call of a run on a
 * program's own loop fails, one after the other: once, from then on, and for few tasks in pairs. Of
 * thousands, where memory grows on the way, all end at once.
 *
 * As in test_faults.c: the error is that of the first fault, from ac_attach or once detached; the
 * counts add up, and every task launched has ended once. The program's loop is left with nothing to
 * do, so that uv_run returns and uv_loop_close succeeds; the heap and the descriptors are as before;
 * `detached` was called once, or, where nothing could be attached, nothing was called at all; and the
 * same without faults, straight after it, is as if nothing had been.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/engine/engine.h"
#include "../harness/engine/memory.h"
#include "../harness/loops/attach.h"
#include "../harness/workloads/arrivals.h"
#include "../harness/workloads/sleep.h"
#include "../strategies/strategies.h"
#include "faults/accounts.h"
#include "faults/each.h"
#include "support/check.h"
#include "support/files.h"

enum { MOST_TASKS = 4, PAIRS_TO = 2, MANY = ACCOUNTS_TASKS, PATIENCE_S = 60, US = 1000 };

enum mode {
    PLAIN,
    PUSHED,
    ORDERED,
    FAILURES,
    STOPS,
    CANCELS,
    TIMEOUTS,
    NOT_STARTED,
    LEAVES,
    DRAINS,
    DRAINS_AT_THE_END, /* whatever the end is */
    SLOW,
    FED,
    MODES,
};

static const char *const mode_names[] = {
    "plain",        "push style", "ordered", "failures",          "stops", "cancels", "timeouts",
    "cannot start", "leaves",     "drains",  "drains at the end", "slow",  "fed"};

/* What is run. */
static struct {
    const struct ac_strategy *strategy;
    enum mode mode;
    uint64_t count;
} scene;

static uv_loop_t uv;
static struct ac_run *run;
static struct ac_sleep_workload workload;
static struct ac_arrivals arrivals;
static int (*start)(struct ac_loop *, struct ac_task *, uint64_t);

/* What came of it. */
static struct {
    struct accounts accounts;
    uint64_t taken;
    unsigned calls, detached; /* of `ready` or `result`, and of `detached` */
    bool over, complete;      /* as ready saw it last */
    int refused, error;       /* by ac_attach; or once detached */
    struct ac_counts counts;
} result;

static void describe(void)
{
    print_error("%s: N=%" PRIu64 ", %s; ended with %d", scene.strategy->name, scene.count,
                mode_names[scene.mode], result.error);
}

/* uv_run does not return. It takes a millisecond: no machine is so busy that a minute is not enough. */
static void on_alarm(int number)
{
    (void)number;
    each_fail("the loop hangs");
}

/* --- the program -------------------------------------------------------------------------------- */

static void on_detached(struct ac_run *detached)
{
    CHECK(detached == run);
    result.detached++;
    result.error = ac_error(run);
    result.counts = *ac_counts(run);
}

static bool leaves_now(void)
{
    bool leaves = scene.mode == LEAVES || scene.mode == DRAINS;
    return leaves && result.taken == (scene.count + 1) / 2;
}

static void on_ready(struct ac_run *ready)
{
    result.calls++;
    while (ac_try(ready)) {
        result.taken++;
        ac_arrivals_done(&arrivals, ready);
        if (leaves_now()) {
            ac_detach(ready, scene.mode == DRAINS, on_detached);
            return;
        }
    }
    result.over = ac_over(ready);
    result.complete = ac_complete(ready);
    if (result.over)
        ac_detach(ready, scene.mode == DRAINS_AT_THE_END, on_detached);
}

static void on_result(struct ac_run *ready, const struct ac_task *task)
{
    CHECK(ready == run);
    (void)task;
    result.calls++;
    result.taken++;
}

static int start_some(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    return task->number % 3 == 2 ? -EMFILE : start(loop, task, duration_ns);
}

static struct ac_config config_of_scene(void)
{
    bool paced = scene.mode == SLOW || scene.mode == FED;
    uint64_t limit = scene.count > MOST_TASKS ? 2 * scene.count / 3 : 2;
    return (struct ac_config){
        .size = sizeof(struct ac_config),
        .strategy = scene.strategy,
        .workload = paced ? &arrivals.workload : &workload.workload,
        .limit = limit,
        .queue = 2,
        .ordered = scene.mode == ORDERED,
        .window = scene.mode == ORDERED ? limit : 0,
        .task_timeout_ns = scene.mode == TIMEOUTS ? 20 * US : 0,
        .on_error = scene.mode == STOPS     ? AC_STOP
                    : scene.mode == CANCELS ? AC_NOW
                                            : AC_CONTINUE,
        .trace = accounts_note,
        .trace_context = &result.accounts,
    };
}

static void run_program(void)
{
    struct ac_config config = config_of_scene();
    result.refused = scene.mode == PUSHED
                         ? ac_attach_push(&run, &uv, &config, on_result, on_detached)
                         : ac_attach(&run, &uv, &config, on_ready);
    if (!result.refused && scene.mode == NOT_STARTED) {
        struct ac_loop *loop = engine_of(run)->config.loop;
        start = loop->start;
        loop->start = start_some;
    }
    uv_run(&uv, UV_RUN_DEFAULT);
}

static void run_scene(struct faults_plan plan)
{
    static const uint32_t fail_tasks[] = {2, 5};
    bool fails = scene.mode >= FAILURES && scene.mode <= CANCELS;
    struct ac_sleeps sleeps = {
        .count = scene.count,
        .scale_ns = scene.count > MOST_TASKS ? 0 : 60 * US,
        .tick_ns = 1,
        .fail_tasks = fails ? fail_tasks : NULL,
        .fail_task_count = fails ? 2 : 0,
    };
    memset(&result, 0, sizeof result);
    ac_sleep_workload_init(&workload, &sleeps);
    ac_arrivals_init(&arrivals, &workload.workload, scene.mode == SLOW ? 10 * US : 0,
                     scene.mode == FED);
    alarm(PATIENCE_S);
    each_run(plan, run_program);
    alarm(0);
}

/* --- what must hold of it ----------------------------------------------------------------------- */

static void check_end(void)
{
    const struct ac_counts *c = &result.counts;
    if (result.refused) {
        CHECK(result.detached == 0 && result.calls == 0 && !run);
        return;
    }
    const char *fault = accounts_fault(&result.accounts, c, scene.count);
    if (fault)
        each_fail(fault);
    CHECK(result.detached == 1 && c->taken == result.taken);
}

static void check_undisturbed(void)
{
    const struct ac_counts *c = &result.counts;
    uint64_t third = (scene.count + 1) / 3,
             failing = scene.mode == NOT_STARTED || third < 2 ? third : 2;
    bool whole = scene.mode != LEAVES && scene.mode != DRAINS && scene.mode != STOPS &&
                 scene.mode != CANCELS;
    CHECK(!result.refused && result.error == 0);
    CHECK(!whole || c->taken == scene.count);
    CHECK(!whole || scene.mode == PUSHED || (result.over && result.complete));
    CHECK(whole || c->taken == (scene.mode < LEAVES ? c->finished : (scene.count + 1) / 2));
    CHECK(scene.mode != DRAINS || c->cancelled == 0);
    CHECK((scene.mode != FAILURES && scene.mode != NOT_STARTED) || c->failed == failing);
    uint64_t late = scene.count > MOST_TASKS ? 0 : scene.count < 2 ? scene.count : 2;
    CHECK(scene.mode != TIMEOUTS || c->timed_out == late);
}

static void run_once(struct faults_plan plan)
{
    uint64_t heap_bytes = ac_heap_bytes();
    unsigned descriptors = open_descriptors();
    run_scene(plan);
    each_check_nothing_is_left(&uv, 0, heap_bytes, descriptors);
    check_end();
    CHECK((result.refused ? result.refused : result.error) == accounts_error());
    if (!accounts_error())
        check_undisturbed();
}

/* Returns how many faults were met. */
static unsigned try(struct faults_plan plan)
{
    assert_int_equal(uv_loop_init(&uv), 0);
    run_once(plan);
    unsigned met = faults.met;
    if (faults.failed)
        run_once((struct faults_plan){0});
    CHECK(uv_loop_close(&uv) == 0);
    return met;
}

/* --- the tests ---------------------------------------------------------------------------------- */

static void try_every_scene(uint64_t from, uint64_t to)
{
    each.describe = describe;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        if (to == MANY && (*s)->flags & AC_SERIAL) /* a turn for each task */
            continue;
        for (int mode = 0; mode < (to == MANY ? FAILURES : MODES); mode++)
            for (scene.count = from; scene.count <= to; scene.count++) {
                scene.strategy = *s;
                scene.mode = (enum mode)mode;
                each_try_all(try, scene.count <= PAIRS_TO);
            }
    }
    each_print(to == MANY ? "thousands of tasks" : "few tasks");
}

static void faults_on_a_programs_own_loop(void **state)
{
    (void)state;
    try_every_scene(1, under_valgrind() ? 2 : MOST_TASKS);
}

static void faults_on_a_programs_own_loop_where_memory_grows(void **state)
{
    (void)state;
    try_every_scene(MANY, MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_on_a_programs_own_loop),
        cmocka_unit_test(faults_on_a_programs_own_loop_where_memory_grows),
    };
    signal(SIGALRM, on_alarm);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
