/* test_attach_cost.c -- what own tasks on a program's own loop cost beside their work: wake-ups that need a system call, and
 * reads of the clock. The linker puts counters in their place.
 */
#include "../harness/loops/attach.h"
#include "../harness/loops/wake.h"
#include "support/check.h"

enum { TASKS = 5000, LIMIT = 10, TURNS_AT_MOST = TASKS / LIMIT + 10 };

static unsigned reads, wakes, turns, taken;

uint64_t __real_uv_hrtime(void);
uint64_t __wrap_uv_hrtime(void);
uint64_t __wrap_uv_hrtime(void)
{
    reads++;
    return __real_uv_hrtime();
}

int __real_ac_wake_set(struct ac_wake *wake, uint64_t deadline_ns);
int __wrap_ac_wake_set(struct ac_wake *wake, uint64_t deadline_ns);
int __wrap_ac_wake_set(struct ac_wake *wake, uint64_t deadline_ns)
{
    wakes++;
    return __real_ac_wake_set(wake, deadline_ns);
}

static int task_next(struct ac_workload *workload, struct ac_item *item)
{
    item->number = (uint32_t)ac_counts(workload->run)->pulled + 1;
    return item->number <= workload->count ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

static int task_start(struct ac_workload *workload, struct ac_task *task)
{
    (void)workload;
    (void)task;
    return AC_DONE;
}

static void on_result(struct ac_run *run, const struct ac_task *task)
{
    (void)run;
    (void)task;
    taken++;
}

static void on_check(uv_check_t *check)
{
    (void)check;
    turns++;
}

/* Runs tasks whose start says that they are done. */
static void run_tasks(uint64_t task_timeout_ns)
{
    uv_loop_t uv;
    uv_check_t check;
    struct ac_run *run;
    struct ac_workload workload = {.size = sizeof workload,
                                   .count = TASKS,
                                   .next = task_next,
                                   .start = task_start};
    struct ac_config config = {.size = sizeof config,
                               .strategy = ac_strategy_named("callback"),
                               .workload = &workload,
                               .limit = LIMIT,
                               .queue = LIMIT,
                               .task_timeout_ns = task_timeout_ns};
    reads = wakes = turns = taken = 0;
    assert_int_equal(uv_loop_init(&uv), 0);
    uv_check_init(&uv, &check);
    uv_check_start(&check, on_check);
    uv_unref((uv_handle_t *)&check);
    assert_int_equal(ac_attach_push(&run, &uv, &config, on_result, NULL), 0);
    assert_int_equal(uv_run(&uv, UV_RUN_DEFAULT), 0);
    uv_close((uv_handle_t *)&check, NULL);
    uv_run(&uv, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&uv), 0);
    assert_int_equal(taken, TASKS);
}

/* As many as the limit finish in a turn, which nothing but the loop itself brings. */
static void attached_tasks_that_are_done_set_no_wake_up(void **state)
{
    (void)state;
    run_tasks(0);
    assert_int_equal(wakes, 0);
    assert_in_range(turns, TASKS / LIMIT, TURNS_AT_MOST);
}

/* A turn reads the clock, and a task does not; with a timeout it does, at its launch and at its end. */
static void attached_tasks_read_no_clock_where_nobody_wants_it(void **state)
{
    (void)state;
    run_tasks(0);
    assert_in_range(reads, 1, 3 * TURNS_AT_MOST);
    run_tasks(UINT64_C(3600000000000));
    assert_true(reads >= 2 * TASKS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attached_tasks_that_are_done_set_no_wake_up),
        cmocka_unit_test(attached_tasks_read_no_clock_where_nobody_wants_it),
    };
    return cmocka_run_group_tests_name("attach_cost", tests, NULL, NULL);
}
