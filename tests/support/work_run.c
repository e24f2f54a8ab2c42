/* work_run.c -- see work_run.h. */
#include "work_run.h"

#include "../../harness/engine/memory.h"
#include "check.h"

struct work work;
struct ac_run *run;
static struct ac_config config;
static uint64_t heap_bytes;

struct ac_config *work_run_config(const struct ac_strategy *strategy)
{
    config = (struct ac_config){.size = sizeof(struct ac_config),
                                .strategy = strategy,
                                .workload = &work.workload,
                                .loop = &work.loop,
                                .limit = 2,
                                .queue = 2};
    return &config;
}

void work_run_config_open(void)
{
    heap_bytes = ac_heap_bytes();
    assert_int_equal(ac_open(&run, &config), 0);
}

void work_run_open(const struct ac_strategy *strategy, uint64_t timeout_ms)
{
    work_run_config(strategy)->task_timeout_ns = timeout_ms * WORK_MS;
    work_run_config_open();
}

void work_run_take(uint32_t number, int error)
{
    const struct ac_task *task = ac_next(run);
    assert_non_null(task);
    work_taken(&work, task);
    assert_int_equal(task->number, number);
    assert_int_equal(task->error, error);
}

void work_run_close(void)
{
    ac_end(run, false);
    const struct ac_counts *c = ac_counts(run);
    assert_int_equal(ac_error(run), 0);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled + c->retried);
    assert_int_equal(c->in_flight + c->waiting + c->cancelling, 0);
    ac_close(run);
    const char *fault = work_close(&work);
    if (fault)
        fail_msg("task %u %s", work.fault_task, fault);
    assert_int_equal(ac_heap_bytes(), heap_bytes);
}
