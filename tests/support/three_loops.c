/* three_loops.c -- see three_loops.h. */
#include "three_loops.h"

#include <string.h>

#include "../../harness/engine/memory.h"
#include "check.h"

struct three_loops_run at;

void three_loops_prepare(const struct ac_strategy *strategy)
{
    memset(&at, 0, sizeof at);
    at.heap_bytes = ac_heap_bytes();
    work_init(&at.work, THREE_LOOPS_TASKS);
    ac_loop_virtual_init(&at.virtual);
    assert_int_equal(uv_loop_init(&at.uv), 0);
    assert_int_equal(ac_loop_uv_init(&at.real, &at.uv), 0);
    at.config = (struct ac_config){.size = sizeof(struct ac_config),
                                   .strategy = strategy,
                                   .workload = &at.work.workload,
                                   .limit = THREE_LOOPS_LIMIT,
                                   .queue = 2};
}

void three_loops_prepare_without_end(const struct ac_strategy *strategy)
{
    three_loops_prepare(strategy);
    at.work.abandoned = true;
    for (uint32_t i = 1; i <= THREE_LOOPS_TASKS; i++)
        at.work.plans[i].cancel = WORK_GOES_ON;
}

void three_loops_open(enum three_loops loop)
{
    struct ac_loop *const loops[] = {&at.work.loop, &at.virtual.loop, &at.real.loop};
    at.config.loop = loops[loop];
    assert_int_equal(ac_open(&at.run, &at.config), 0);
}

void three_loops_close(void)
{
    ac_end(at.run, false);
    const struct ac_counts *c = ac_counts(at.run);
    assert_int_equal(c->waiting + c->in_flight + c->cancelling, 0);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    ac_close(at.run);
    assert_null(work_close(&at.work));
    ac_loop_uv_close(&at.real);
    ac_loop_virtual_free(&at.virtual);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    assert_int_equal(ac_heap_bytes(), at.heap_bytes);
}
