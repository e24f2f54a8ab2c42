/* test_faults_work.c -- every allocation, every call of libuv and every system call of a run of work fails, one
 * after the other: once, from then on, and for few tasks in pairs.
 *
 * As in test_faults.c and test_faults_attach.c: on a clock of the test, on a real loop under ac_next, and
 * attached to a loop. The run ends with the error of the first fault, every task that was launched has
 * ended once, every task that was given is released once, after its end, and nothing is left.
 */
#include <inttypes.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "../strategies/strategies.h"
#include "faults/each.h"
#include "faults/faulty.h"
#include "support/check.h"
#include "support/files.h"

enum { MOST_TASKS = 8, PAIRS_TO = 5 };

static const enum mode modes[] = {PLAIN,    ORDERED, FAILURES, STOPS, CANCELS,
                                  TIMEOUTS, LEAVES,  DRAINS,   DATED, RETRIES};

static void describe(void)
{
    print_error("%s: N=%" PRIu32 ", way %d, %s; ended with %d", faulty.strategy->name, faulty.count,
                (int)faulty.way, mode_name(faulty.mode), faulty.result.error);
}

/* --- what must hold of it --- */

static void check_end(void)
{
    const struct ac_counts *c = &faulty.result.counts;
    const char *fault = accounts_fault(&faulty.result.accounts, c, faulty.count + faulty.work.back);
    if (!fault)
        fault = work_close(&faulty.work);
    if (fault)
        each_fail(fault);
    CHECK(faulty.result.error == accounts_error());
    CHECK(c->taken == faulty.result.taken && faulty.work.pulled == faulty.work.released &&
          faulty.work.in_flight == 0);
}

static void check_undisturbed(void)
{
    const struct ac_counts *c = &faulty.result.counts;
    bool stopped = faulty.mode == STOPS || faulty.mode == CANCELS;
    bool left = mode_leaves(faulty.mode);
    CHECK(faulty.result.opened && faulty.result.error == 0);
    CHECK(stopped || c->taken == (left ? (faulty.count + 1) / 2 : faulty.count));
    CHECK(!stopped || c->taken == c->finished);
    CHECK(faulty.mode != DRAINS || c->cancelled == 0);
    CHECK(faulty.mode != FAILURES || c->failed == (faulty.count > 2 ? 2 : faulty.count - 1));
    CHECK(c->retried == faulty.work.back && (faulty.work.back > 0) == (faulty.mode == RETRIES));
    CHECK(faulty.mode != TIMEOUTS || c->timed_out == faulty.count - (faulty.count > 3));
}

static void run_once(struct faults_plan faults_plan)
{
    uint64_t heap_bytes = ac_heap_bytes();
    unsigned descriptors = open_descriptors();
    memset(&faulty.result, 0, sizeof faulty.result);
    faulty_plan();
    uv_idle_start(&faulty.idle, faulty_on_idle);
    each_run(faults_plan, faulty_run);
    uv_idle_stop(&faulty.idle);
    uv_run(&faulty.uv, UV_RUN_NOWAIT);
    each_check_nothing_is_left(&faulty.uv, 1, heap_bytes, descriptors); /* but `idle` */
    check_end();
    if (!accounts_error())
        check_undisturbed();
}

/* Returns how many faults were met. */
static unsigned try(struct faults_plan faults_plan)
{
    assert_int_equal(uv_loop_init(&faulty.uv), 0);
    uv_idle_init(&faulty.uv, &faulty.idle);
    run_once(faults_plan);
    unsigned met = faults.met;
    if (faults.failed)
        run_once((struct faults_plan){0});
    uv_close((uv_handle_t *)&faulty.idle, NULL);
    uv_run(&faulty.uv, UV_RUN_NOWAIT);
    CHECK(uv_loop_close(&faulty.uv) == 0);
    return met;
}

/* --- the tests --- */

static void try_every_scene(enum way way, const char *name)
{
    uint32_t most = under_valgrind() ? 2 : MOST_TASKS;
    faulty.way = way;
    each.describe = describe;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
            for (faulty.count = 1; faulty.count <= most; faulty.count++) {
                faulty.strategy = *s;
                faulty.mode = modes[i];
                each_try_all(try, faulty.count <= PAIRS_TO);
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
