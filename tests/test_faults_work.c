/* test_faults_work.c -- every allocation, every call of libuv and every system call of a run of work fails, one
 * after the other: once, from then on, and for few tasks in pairs.
 *
 * As in test_faults.c and test_faults_attach.c: on a clock of the test, on a real loop under ac_next, and
 * attached to a loop. The run ends with the error of the first fault, every task that was launched has
 * ended once, every task that was given is released once, after its end, and nothing is left.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/attach.h"
#include "../harness/loops/loops.h"
#include "../harness/workloads/arrivals.h"
#include "../strategies/strategies.h"
#include "faults/accounts.h"
#include "faults/each.h"
#include "faults/modes.h"
#include "support/check.h"
#include "support/files.h"
#include "support/work.h"

enum { MOST_TASKS = 8, PAIRS_TO = 5, MOST_TURNS = 1000000, MOST_BACK = 2 };

enum way { OWN_CLOCK, UNDER_NEXT, ATTACHED, PUSHED };

static const enum mode modes[] = {PLAIN,    ORDERED, FAILURES, STOPS, CANCELS,
                                  TIMEOUTS, LEAVES,  DRAINS,   DATED, RETRIES};

/* What is run. */
static struct {
    const struct ac_strategy *strategy;
    enum way way;
    enum mode mode;
    uint32_t count;
} scene;

static uv_loop_t uv;
static uv_idle_t idle;
static struct work work;
static struct ac_arrivals arrivals;
static struct ac_run *attached;

/* What came of it. */
static struct {
    struct accounts accounts;
    struct ac_counts counts;
    bool opened;
    unsigned detached, turns;
    uint64_t taken;
    int error;
} result;

static void describe(void)
{
    print_error("%s: N=%" PRIu32 ", way %d, %s; ended with %d", scene.strategy->name, scene.count,
                (int)scene.way, mode_name(scene.mode), result.error);
}

/* --- the run --- */

/* Asked to end, tasks do so at once, later, or as if nobody had asked. */
static void plan(void)
{
    bool fails = mode_fails(scene.mode);
    work_init(&work, scene.count);
    if (scene.mode == RETRIES)
        work_let_come_back(&work);
    for (uint32_t i = 1; i <= scene.count + MOST_BACK; i++)
        work.plans[i] = (struct work_plan){
            .start = i == 4            ? AC_DONE
                     : fails && i == 3 ? -EMFILE
                                       : AC_STARTED,
            .end_ms = scene.mode == TIMEOUTS ? 9 : 1 + i % 3,
            .error = fails && i == 2 ? -EIO : 0,
            .cancel = (enum work_cancel)(i % 3),
            .cancel_ms = 2,
            .cancel_error = -ECANCELED,
            .again = i <= MOST_BACK && i <= scene.count,
        };
}

/* Of a real loop: ends a task in each turn; with timeouts, one that was asked to. */
static void on_idle(uv_idle_t *handle)
{
    (void)handle;
    CHECK(++result.turns < MOST_TURNS);
    for (uint32_t i = 1; i <= work.pulled; i++)
        if (work_is_in_flight(&work, i) && (scene.mode != TIMEOUTS || work.tasks[i].asked)) {
            work_end_as_planned(&work, i);
            return;
        }
}

static struct ac_config config_of_scene(struct ac_loop *loop)
{
    ac_arrivals_init(&arrivals, &work.workload, 1, 0);
    struct ac_config config = {
        .size = sizeof(struct ac_config),
        .strategy = scene.strategy,
        .workload = scene.mode == DATED ? &arrivals.workload : &work.workload,
        .loop = loop,
        .limit = 2,
        .queue = 2,
        .trace = accounts_note,
        .trace_context = &result.accounts,
    };
    mode_set(&config, scene.mode, scene.way == OWN_CLOCK ? 3 * WORK_MS : 1000);
    return config;
}

static bool leaves_now(void)
{
    return mode_leaves(scene.mode) && result.taken == (scene.count + 1) / 2;
}

static void take_all(struct ac_loop *loop)
{
    struct ac_config config = config_of_scene(loop);
    struct ac_run *run;
    result.error = ac_open(&run, &config);
    if (result.error)
        return;
    result.opened = true;
    mode_set_run(run, scene.mode);
    for (const struct ac_task *task; !leaves_now() && (task = ac_next(run)); result.taken++)
        work_taken(&work, task);
    ac_end(run, scene.mode == DRAINS);
    result.error = ac_error(run);
    result.counts = *ac_counts(run);
    ac_close(run);
}

static void take_all_under_next(void)
{
    struct ac_loop *loop;
    result.error = ac_loop_open_uv(&loop, &uv, NULL);
    if (result.error)
        return;
    take_all(loop);
    ac_loop_close(loop);
}

static void on_detached(struct ac_run *run)
{
    CHECK(run == attached);
    result.detached++;
    result.error = ac_error(run);
    result.counts = *ac_counts(run);
    uv_idle_stop(&idle);
}

static void on_ready(struct ac_run *run)
{
    for (const struct ac_task *task; (task = ac_try(run));) {
        result.taken++;
        work_taken(&work, task);
        if (leaves_now()) {
            ac_detach(run, scene.mode == DRAINS, on_detached);
            return;
        }
    }
    if (ac_over(run))
        ac_detach(run, false, on_detached);
}

static void on_result(struct ac_run *run, const struct ac_task *task)
{
    result.taken++;
    work_taken(&work, task);
    if (leaves_now())
        ac_detach(run, scene.mode == DRAINS, on_detached);
}

static void attach(void)
{
    struct ac_config config = config_of_scene(NULL);
    result.error = scene.way == PUSHED
                       ? ac_attach_push(&attached, &uv, &config, on_result, on_detached)
                       : ac_attach(&attached, &uv, &config, on_ready);
    result.opened = !result.error;
    if (result.opened)
        mode_set_run(attached, scene.mode);
    if (result.opened)
        uv_run(&uv, UV_RUN_DEFAULT);
    CHECK(result.detached == result.opened);
}

static void run_scene(void)
{
    if (scene.way == OWN_CLOCK)
        take_all(&work.loop);
    else if (scene.way == UNDER_NEXT)
        take_all_under_next();
    else
        attach();
}

/* --- what must hold of it --- */

static void check_end(void)
{
    const struct ac_counts *c = &result.counts;
    const char *fault = accounts_fault(&result.accounts, c, scene.count + work.back);
    if (!fault)
        fault = work_close(&work);
    if (fault)
        each_fail(fault);
    CHECK(result.error == accounts_error());
    CHECK(c->taken == result.taken && work.pulled == work.released && work.in_flight == 0);
}

static void check_undisturbed(void)
{
    const struct ac_counts *c = &result.counts;
    bool stopped = scene.mode == STOPS || scene.mode == CANCELS;
    bool left = mode_leaves(scene.mode);
    CHECK(result.opened && result.error == 0);
    CHECK(stopped || c->taken == (left ? (scene.count + 1) / 2 : scene.count));
    CHECK(!stopped || c->taken == c->finished);
    CHECK(scene.mode != DRAINS || c->cancelled == 0);
    CHECK(scene.mode != FAILURES || c->failed == (scene.count > 2 ? 2 : scene.count - 1));
    CHECK(c->retried == work.back && (work.back > 0) == (scene.mode == RETRIES));
    CHECK(scene.mode != TIMEOUTS || c->timed_out == scene.count - (scene.count > 3));
}

static void run_once(struct faults_plan faults_plan)
{
    uint64_t heap_bytes = ac_heap_bytes();
    unsigned descriptors = open_descriptors();
    memset(&result, 0, sizeof result);
    plan();
    uv_idle_start(&idle, on_idle);
    each_run(faults_plan, run_scene);
    uv_idle_stop(&idle);
    uv_run(&uv, UV_RUN_NOWAIT);
    each_check_nothing_is_left(&uv, 1, heap_bytes, descriptors); /* but `idle` */
    check_end();
    if (!accounts_error())
        check_undisturbed();
}

/* Returns how many faults were met. */
static unsigned try(struct faults_plan faults_plan)
{
    assert_int_equal(uv_loop_init(&uv), 0);
    uv_idle_init(&uv, &idle);
    run_once(faults_plan);
    unsigned met = faults.met;
    if (faults.failed)
        run_once((struct faults_plan){0});
    uv_close((uv_handle_t *)&idle, NULL);
    uv_run(&uv, UV_RUN_NOWAIT);
    CHECK(uv_loop_close(&uv) == 0);
    return met;
}

/* --- the tests --- */

static void try_every_scene(enum way way, const char *name)
{
    uint32_t most = under_valgrind() ? 2 : MOST_TASKS;
    scene.way = way;
    each.describe = describe;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
            for (scene.count = 1; scene.count <= most; scene.count++) {
                scene.strategy = *s;
                scene.mode = modes[i];
                each_try_all(try, scene.count <= PAIRS_TO);
            }
    each_print(name);
}

static void faults_of_work(void **state)
{
    (void)state;
    try_every_scene(OWN_CLOCK, "on a clock of the test");
}

static void faults_of_work_on_a_real_loop(void **state)
{
    (void)state;
    try_every_scene(UNDER_NEXT, "under ac_next");
}

static void faults_of_work_on_a_programs_own_loop(void **state)
{
    (void)state;
    try_every_scene(ATTACHED, "attached");
}

static void faults_of_work_in_push_style(void **state)
{
    (void)state;
    try_every_scene(PUSHED, "in push style");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_of_work),
        cmocka_unit_test(faults_of_work_on_a_real_loop),
        cmocka_unit_test(faults_of_work_on_a_programs_own_loop),
        cmocka_unit_test(faults_of_work_in_push_style),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
