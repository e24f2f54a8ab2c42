/* test_work_memory.c -- work in a run that finds no memory, wherever that happens: each task still
 * ends, and is released. */
#include <errno.h>
#include <string.h>

#include "../harness/engine/measures.h"
#include "../harness/engine/memory.h"
#include "../harness/workloads/arrivals.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/work.h"

enum { TASKS = 180, LIMIT = 140, MOST_ALLOCATIONS = 100 };

static struct work work;
static struct ac_measures measures;

/* An allocator that gives so much and no more. What it gives looks like tasks in a stage. */
static unsigned left;
static enum ac_stage looks;
static bool refused; /* something */

static void *run_out(struct ac_allocator *allocator, void *old, size_t size)
{
    (void)allocator;
    refused |= size && !left;
    if (size && !left)
        return NULL;
    left -= size > 0;
    void *block = ac_resize(NULL, old, size);
    return block && !old ? memset(block, (int)looks, size) : block;
}

static struct ac_allocator allocator = {.resize = run_out};

/* What must hold wherever the memory ended. */
static void check_end(struct ac_run *run, bool complete)
{
    const struct ac_counts *c = ac_counts(run);
    assert_int_equal(ac_error(run), complete ? 0 : -ENOMEM);
    assert_int_equal(complete, !refused);
    assert_int_equal(ac_breach(run)->rule, AC_RULE_NONE);
    assert_int_equal(c->pulled, work.pulled);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->in_flight + c->waiting + c->cancelling, 0);
    assert_int_equal(work.in_flight, 0);
}

/* Some tasks are done at once, some cannot be started, some time out, and few end by themselves.
 * Returns whether the run was complete. */
static bool run_with(const struct ac_strategy *strategy, unsigned allocations, bool ordered)
{
    struct ac_arrivals arrivals;
    struct ac_run *run;
    work_init(&work, TASKS);
    for (uint32_t i = 1; i <= TASKS; i++) {
        work.plans[i].start = i % 7 == 0 ? AC_DONE : i % 7 == 3 ? -ENOMEM : AC_STARTED;
        work.plans[i].end_ms = i % 7 == 1;
        work.plans[i].cancel = i % 3 ? WORK_STOPS : WORK_STOPS_LATER;
        work.plans[i].cancel_ms = i % 3 ? 0 : 1;
    }
    ac_arrivals_init(&arrivals, &work.workload, 1, 0); /* 1 ns: a dated source */
    const struct ac_config config = {.size = sizeof(struct ac_config),
                                     .strategy = strategy,
                                     .workload = &arrivals.workload,
                                     .loop = &work.loop,
                                     .limit = LIMIT,
                                     .queue = LIMIT,
                                     .ordered = ordered,
                                     .allocator = &allocator,
                                     .task_timeout_ns = 2 * WORK_MS};
    uint64_t heap_bytes = ac_heap_bytes();
    left = allocations;
    looks = ordered ? AC_WAITING : AC_IN_FLIGHT;
    refused = false;
    int error = ac_open(&run, &config);
    if (error) {
        assert_int_equal(error, -ENOMEM);
        assert_int_equal(ac_heap_bytes(), heap_bytes);
        return false;
    }
    ac_measure(run, &measures);
    for (struct ac_task *task; (task = ac_next(run));)
        work_taken(&work, task);
    bool complete = ac_complete(run);
    ac_end(run, false);
    check_end(run, complete);
    ac_close(run);
    const char *fault = work_close(&work);
    if (fault)
        fail_msg("%s, %u allocations: task %u %s", strategy->name, allocations, work.fault_task,
                 fault);
    assert_int_equal(ac_heap_bytes(), heap_bytes);
    return complete;
}

static void work_without_memory_is_ended_and_released(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (int ordered = 0; ordered < 2; ordered++) {
            unsigned allocations = 0;
            while (!run_with(*s, allocations, ordered))
                assert_in_range(++allocations, 1, MOST_ALLOCATIONS);
            bool many = !((*s)->flags & AC_SERIAL);
            assert_in_range(allocations, many ? 9 : 7, MOST_ALLOCATIONS);
        }
}

/* An allocator that knows when somebody writes behind the end of a block. */
enum { GUARD = 4096, GUARD_BYTE = 0xa5 };

struct guarded {
    _Alignas(16) size_t size;
    _Alignas(16) unsigned char bytes[];
};

static bool guard_broken;

static void *guarded_resize(struct ac_allocator *own, void *old, size_t size)
{
    struct guarded *block = old ? (struct guarded *)((char *)old - sizeof *block) : NULL;
    (void)own;
    for (size_t i = 0; block && i < GUARD; i++)
        guard_broken |= block->bytes[block->size + i] != GUARD_BYTE;
    block = ac_resize(NULL, block, size ? sizeof *block + size + GUARD : 0);
    if (!block)
        return NULL;
    block->size = size;
    memset(block->bytes + size, GUARD_BYTE, GUARD);
    return block->bytes;
}

/* Each finish of a turn launches a task that is done at once, too: more have ended than are in flight. */
static void work_that_is_done_at_once_has_room_to_end(void **state)
{
    (void)state;
    struct ac_allocator guarded = {.resize = guarded_resize};
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (uint64_t limit = 1; limit <= WORK_TASKS;
             limit = limit < 63 ? 2 * limit + 1 : limit + 1) {
            struct ac_run *run;
            work_init(&work, WORK_TASKS);
            for (uint32_t i = 1; i <= WORK_TASKS; i++)
                work.plans[i].start = AC_DONE;
            const struct ac_config config = {.size = sizeof(struct ac_config),
                                             .strategy = *s,
                                             .workload = &work.workload,
                                             .loop = &work.loop,
                                             .limit = limit,
                                             .queue = limit,
                                             .allocator = &guarded};
            assert_int_equal(ac_open(&run, &config), 0);
            for (struct ac_task *task; (task = ac_next(run));)
                work_taken(&work, task);
            assert_int_equal(ac_counts(run)->taken, WORK_TASKS);
            ac_close(run);
            assert_null(work_close(&work));
            assert_false(guard_broken);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_without_memory_is_ended_and_released),
        cmocka_unit_test(work_that_is_done_at_once_has_room_to_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
