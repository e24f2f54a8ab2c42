/* test_sizes.c -- structs of the caller's say their size first: one that is too small is refused, a larger one only where
 * it says something that nobody knows; and loops as opaque handles. Through the public headers only.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/jobs.h"

enum { LATER = 24 }; /* bytes that a later version of a struct has more */

static uv_loop_t uv;

/* Structs as a later version may have them. */
static struct {
    struct {
        struct ac_config known;
        unsigned char later[LATER];
    } config;
    struct {
        struct ac_workload known;
        unsigned char later[LATER];
    } workload, from;
    struct {
        struct ac_strategy known;
        unsigned char later[LATER];
    } strategy;
} program;

static int next_none(struct ac_workload *workload, struct ac_item *item)
{
    (void)workload;
    (void)item;
    return AC_SUPPLY_END;
}

static void never(struct ac_run *run)
{
    (void)run;
}

static void prepare(void)
{
    memset(&program, 0, sizeof program);
    program.strategy.known = *ac_strategy_named("callback");
    program.from.known =
        (struct ac_workload){.size = sizeof(struct ac_workload), .next = next_none};
    program.workload.known = program.from.known;
    program.workload.known.from = &program.from.known;
    program.config.known = (struct ac_config){.size = sizeof(struct ac_config),
                                              .strategy = &program.strategy.known,
                                              .workload = &program.workload.known,
                                              .allocator = &jobs_allocator,
                                              .limit = 1,
                                              .queue = 1};
}

/* What ac_open says, and ac_attach; there is a run only if that is 0. */
static int error_of_opening(void)
{
    struct ac_run *run = (struct ac_run *)&program;
    assert_int_equal(ac_loop_open_virtual(&program.config.known.loop, &jobs_allocator), 0);
    int error = ac_open(&run, &program.config.known);
    assert_true((run == NULL) == (error != 0));
    ac_close(run);
    ac_loop_close(program.config.known.loop);
    program.config.known.loop = NULL;
    assert_int_equal(uv_loop_init(&uv), 0);
    assert_int_equal(ac_attach(&run, &uv, &program.config.known, never), error);
    assert_true((run == NULL) == (error != 0));
    ac_close(run);
    uv_run(&uv, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&uv), 0);
    assert_int_equal(jobs_blocks, 0);
    return error;
}

static void sizes_of_this_version_are_taken(void **state)
{
    (void)state;
    prepare();
    assert_int_equal(error_of_opening(), 0);
}

/* A struct, its size, and a byte behind what is known. */
static void check_sizes(size_t *size, unsigned char *later)
{
    static const size_t smaller[] = {0, 1, 8, 16};
    const size_t known = *size;
    for (size_t i = 0; i < sizeof smaller / sizeof *smaller; i++) {
        *size = smaller[i];
        assert_int_equal(error_of_opening(), -EINVAL);
    }
    *size = known - 1;
    assert_int_equal(error_of_opening(), -EINVAL);
    *size = known + LATER;
    assert_int_equal(error_of_opening(), 0);
    for (size_t i = 0; i < LATER; i++) {
        later[i] = 1;
        *size = known + LATER;
        assert_int_equal(error_of_opening(), -E2BIG);
        *size = known + i;
        assert_int_equal(error_of_opening(), 0); /* it is not looked at any more */
        later[i] = 0;
    }
    *size = known;
}

static void sizes_of_other_versions_are_looked_at(void **state)
{
    (void)state;
    prepare();
    check_sizes(&program.config.known.size, program.config.later);
    check_sizes(&program.workload.known.size, program.workload.later);
    check_sizes(&program.from.known.size, program.from.later);
    assert_ptr_equal(&program.strategy.known.size, &program.strategy);
    check_sizes(&program.strategy.known.size, program.strategy.later);
}

static void opening_without_what_it_needs_is_refused(void **state)
{
    (void)state;
    prepare();
    program.config.known.strategy = NULL;
    assert_int_equal(error_of_opening(), -EINVAL);
    prepare();
    program.config.known.workload = NULL;
    assert_int_equal(error_of_opening(), -EINVAL);
    prepare();
    program.workload.known.next = NULL;
    assert_int_equal(error_of_opening(), -EINVAL);
    prepare();
    struct ac_run *run;
    assert_int_equal(ac_open(&run, &program.config.known), -EINVAL); /* no loop */
    assert_null(run);
}

static void a_strategy_is_found_by_its_whole_name(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        assert_ptr_equal(ac_strategy_named((*s)->name), *s);
    static const char *const others[] = {"", "call", "callback2", "Callback"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(ac_strategy_named(others[i]));
}

/* --- loops --- */

/* One run at a time, and any number one after the other. */
static void a_loop_turns_one_run_at_a_time(void **state)
{
    (void)state;
    struct ac_loop *loops[2];
    assert_int_equal(uv_loop_init(&uv), 0);
    assert_int_equal(ac_loop_open_uv(&loops[0], &uv, &jobs_allocator), 0);
    assert_int_equal(ac_loop_open_virtual(&loops[1], NULL), 0);
    assert_int_equal(ac_loop_now(loops[1]), 0);
    uint64_t before_ns = uv_hrtime(), now_ns = ac_loop_now(loops[0]);
    assert_in_range(now_ns, before_ns, uv_hrtime());
    for (int i = 0; i < 2; i++)
        for (int times = 0; times < 3; times++) {
            struct ac_run *run, *other;
            prepare();
            program.config.known.loop = loops[i];
            assert_int_equal(ac_open(&run, &program.config.known), 0);
            assert_int_equal(ac_open(&other, &program.config.known), -EBUSY);
            assert_null(other);
            assert_null(ac_next(run));
            assert_true(ac_complete(run));
            ac_close(run);
        }
    ac_loop_close(loops[0]);
    ac_loop_close(loops[1]);
    ac_loop_close(NULL);
    assert_int_equal(uv_loop_close(&uv), 0);
    assert_int_equal(jobs_blocks, 0);
}

static void *resize_never(struct ac_allocator *allocator, void *old, size_t size)
{
    (void)allocator;
    (void)size;
    assert_null(old);
    return NULL;
}

static void a_loop_without_memory_is_refused(void **state)
{
    (void)state;
    struct ac_allocator none = {.resize = resize_never};
    struct ac_loop *loop = (struct ac_loop *)&none;
    assert_int_equal(uv_loop_init(&uv), 0);
    assert_int_equal(ac_loop_open_uv(&loop, &uv, &none), -ENOMEM);
    assert_null(loop);
    loop = (struct ac_loop *)&none;
    assert_int_equal(ac_loop_open_virtual(&loop, &none), -ENOMEM);
    assert_null(loop);
    assert_int_equal(uv_loop_close(&uv), 0);
}

/* The clock of a run of sleeps jumps; what the run took is what its tasks take. */
static int next_sleep(struct ac_workload *workload, struct ac_item *item)
{
    item->number = (uint32_t)ac_counts(workload->run)->pulled + 1;
    if (item->number > workload->count)
        return AC_SUPPLY_END;
    item->duration_ns = UINT64_C(1000000000);
    return AC_SUPPLY_TASK;
}

static void the_virtual_clock_jumps(void **state)
{
    (void)state;
    struct ac_loop *loop;
    struct ac_run *run;
    assert_int_equal(ac_loop_open_virtual(&loop, &jobs_allocator), 0);
    prepare();
    program.workload.known.next = next_sleep;
    program.workload.known.count = 3;
    program.config.known.loop = loop;
    assert_int_equal(ac_open(&run, &program.config.known), 0);
    assert_int_equal(ac_wall_ns(run), 0);
    for (uint64_t s = 1; ac_next(run); s++) {
        assert_int_equal(ac_loop_now(loop), s * UINT64_C(1000000000));
        assert_int_equal(ac_wall_ns(run), s * UINT64_C(1000000000));
    }
    assert_true(ac_complete(run));
    assert_int_equal(ac_wall_ns(run), UINT64_C(3000000000));
    ac_close(run);
    ac_loop_close(loop);
    assert_int_equal(jobs_blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_of_this_version_are_taken),
        cmocka_unit_test(sizes_of_other_versions_are_looked_at),
        cmocka_unit_test(opening_without_what_it_needs_is_refused),
        cmocka_unit_test(a_strategy_is_found_by_its_whole_name),
        cmocka_unit_test(a_loop_turns_one_run_at_a_time),
        cmocka_unit_test(a_loop_without_memory_is_refused),
        cmocka_unit_test(the_virtual_clock_jumps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
