/* test_faults.c -- every allocation, every call of libuv and every system call of a run fails, one
 * after the other: once, from then on, and in pairs.
 *
 * The objects are those of the programs (tests/faults/faults.h). For every strategy, on both clocks, in
 * every mode below: the run ends with the error of the first fault, its counts add up, every task
 * launched has ended once, nothing is left of it (bytes, descriptors, handles), and the same run
 * straight after it, without faults, is as if nothing had been. Pairs, for all N to 8, are those that are
 * met: the second is sought behind the first. Thousands of tasks, where memory grows on the way, are
 * tried without pairs, and on one clock: what grows is the same on both.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "../harness/engine/loop.h"
#include "../harness/engine/memory.h"
#include "../harness/engine/run.h"
#include "../harness/loops/loops.h"
#include "../harness/workloads/arrivals.h"
#include "../harness/workloads/durations.h"
#include "../harness/workloads/sleep.h"
#include "../strategies/strategies.h"
#include "faults/accounts.h"
#include "faults/each.h"
#include "faults/modes.h"
#include "support/check.h"
#include "support/files.h"

enum { PAIRS_TO = 8, MOST = ACCOUNTS_TASKS, US = 1000 };

/* What is run. */
static struct {
    const struct ac_strategy *strategy;
    enum mode mode;
    bool real;
    uint64_t count;
} scene;

/* What came of it. */
static struct {
    struct accounts accounts;
    struct ac_counts counts;
    struct ac_breach breach;
    bool opened;
    int error;
} result;

static uv_loop_t uv;                    /* of the whole test: it is used after every fault */
static char list[8 * MOST], file[1100]; /* sleeps, and where the same stand in a file */

static void describe(void)
{
    print_error("%s: N=%" PRIu64 ", %s, %s clock; ended with %d", scene.strategy->name, scene.count,
                mode_name(scene.mode), scene.real ? "real" : "virtual", result.error);
}

/* --- the run ------------------------------------------------------------------------------------ */

static int (*start)(struct ac_loop *, struct ac_task *, uint64_t);

static int start_some(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    return task->number % 3 == 2 ? -EMFILE : start(loop, task, duration_ns);
}

static struct ac_sleeps workload_of_scene(void)
{
    bool fails = mode_fails(scene.mode);
    static const uint32_t fail_tasks[] = {2, 5, 8};
    return (struct ac_sleeps){
        .count = scene.count,
        .scale_ns = 60 * US,
        .tick_ns = 1,
        .order = scene.mode == INDEXED ? AC_SHUFFLE : AC_FORWARD,
        .fail_tasks = fails ? fail_tasks : NULL,
        .fail_task_count = fails ? 3 : 0,
    };
}

static void consume(struct ac_run *run)
{
    uint64_t leave = mode_leaves(scene.mode) ? scene.count / 2 : UINT64_MAX;
    for (uint64_t taken = 0; taken < leave && ac_next(run); taken++)
        ;
    ac_end(run, scene.mode == DRAINS);
    result.error = ac_error(run);
    result.counts = *ac_counts(run);
    result.breach = *ac_breach(run);
    ac_close(run);
}

static void run_on(struct ac_loop *loop, struct ac_workload *workload)
{
    struct ac_run *run;
    struct ac_arrivals arrivals;
    ac_arrivals_init(&arrivals, workload, 1, 0);
    struct ac_config config = {
        .size = sizeof(struct ac_config),
        .strategy = scene.strategy,
        .workload = scene.mode == DATED ? &arrivals.workload : workload,
        .loop = loop,
        .limit = scene.count > PAIRS_TO ? 2 * scene.count / 3 : 2,
        .queue = 2,
        .trace = accounts_note,
        .trace_context = &result.accounts,
    };
    mode_set(&config, scene.mode, 20 * US);
    start = loop->start;
    if (scene.mode == NOT_STARTED)
        loop->start = start_some;
    result.error = ac_open(&run, &config);
    if (result.error)
        return;
    result.opened = true;
    mode_set_run(run, scene.mode);
    consume(run);
}

static void run_on_clock(struct ac_workload *workload)
{
    struct ac_loop *loop;
    result.error =
        scene.real ? ac_loop_open_uv(&loop, &uv, NULL) : ac_loop_open_virtual(&loop, NULL);
    if (result.error)
        return;
    run_on(loop, workload);
    ac_loop_close(loop);
}

/* All of it, from the opening of what it reads to the last close. */
static void run_scene(void)
{
    struct ac_sleeps sleeps = workload_of_scene();
    struct ac_sleep_workload workload;
    struct ac_durations_problem problem;
    struct ac_durations_wish wish = {
        .text = scene.mode == LISTED ? list : file,
        .random_access = scene.mode == INDEXED,
        .most = scene.count,
    };
    if (scene.mode >= LISTED)
        result.error = ac_durations_open(&sleeps.durations, &wish, &problem);
    if (!result.error) {
        ac_sleep_workload_init(&workload, &sleeps);
        run_on_clock(&workload.workload);
        ac_durations_close(sleeps.durations);
    }
}

/* --- what must hold of it ----------------------------------------------------------------------- */

static void check_accounts(void)
{
    const char *fault = accounts_fault(&result.accounts, &result.counts, scene.count);
    if (fault)
        each_fail(fault);
    CHECK(result.breach.rule == AC_RULE_NONE);
}

/* How many of the tasks fail where no fault makes them. */
static uint64_t failing(void)
{
    uint64_t third = (scene.count + 1) / 3;
    return scene.mode == NOT_STARTED || third < 3 ? third : 3;
}

static void check_undisturbed(void)
{
    const struct ac_counts *c = &result.counts;
    bool unlimited = scene.strategy->flags & AC_NO_LIMIT;
    CHECK(result.opened && result.error == 0);
    if (mode_leaves(scene.mode))
        CHECK(c->taken == scene.count / 2);
    else if (scene.mode == STOPS || scene.mode == CANCELS)
        CHECK(c->taken == c->finished && (!unlimited || c->launched == scene.count));
    else
        CHECK(c->taken == scene.count);
    if (scene.mode == FAILURES || scene.mode == NOT_STARTED)
        CHECK(c->failed == failing());
    if (scene.mode == TIMEOUTS)
        CHECK(c->timed_out == (scene.count < 2 ? scene.count : 2));
}

static void run_once(struct faults_plan plan)
{
    uint64_t heap_bytes = ac_heap_bytes();
    unsigned descriptors = open_descriptors();
    memset(&result, 0, sizeof result);
    each_run(plan, run_scene);
    each_check_nothing_is_left(&uv, 0, heap_bytes, descriptors);
    check_accounts();
    CHECK(result.error == accounts_error());
    if (!accounts_error())
        check_undisturbed();
}

/* Returns how many faults were met. */
static unsigned try(struct faults_plan plan)
{
    run_once(plan);
    unsigned met = faults.met;
    if (faults.failed)
        run_once((struct faults_plan){0});
    return met;
}

/* --- the tests ---------------------------------------------------------------------------------- */

static void try_every_scene(bool real, uint64_t from, uint64_t to)
{
    each.describe = describe;
    scene.real = real;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (int mode = 0; mode <= (to == MOST ? LISTED : INDEXED); mode++)
            for (scene.count = from; scene.count <= to; scene.count++) {
                scene.strategy = *s;
                scene.mode = (enum mode)mode;
                each_try_all(try, to <= PAIRS_TO);
            }
    each_print(to == MOST ? "thousands of tasks" : real ? "the real clock" : "the virtual clock");
}

static void faults_on_the_virtual_clock(void **state)
{
    (void)state;
    try_every_scene(false, 1, under_valgrind() ? 3 : PAIRS_TO);
}

static void faults_on_the_real_clock(void **state)
{
    (void)state;
    try_every_scene(true, 1, under_valgrind() ? 3 : PAIRS_TO);
}

static void faults_where_memory_grows(void **state)
{
    (void)state;
    try_every_scene(false, MOST, MOST);
}

static int prepare(void **state)
{
    if (scratch_make(state) || uv_loop_init(&uv))
        return -1;
    for (unsigned i = 1, at = 0; i <= MOST; i++)
        at += (unsigned)snprintf(list + at, sizeof list - at, "%s%uus", i > 1 ? "," : "", 60 / i);
    snprintf(file, sizeof file, "@%s", scratch_path("sleeps"));
    char *lines = strdup(list);
    for (char *comma = lines; (comma = strchr(comma, ','));)
        *comma = '\n';
    file_write(file + 1, lines);
    free(lines);
    return 0;
}

static int clean_up(void **state)
{
    return uv_loop_close(&uv) || scratch_remove(state) ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_on_the_virtual_clock),
        cmocka_unit_test(faults_on_the_real_clock),
        cmocka_unit_test(faults_where_memory_grows),
    };
    return cmocka_run_group_tests(tests, prepare, clean_up);
}
