/* test_memory.c -- the allocator counts every byte, and refuses what cannot be. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "support/check.h"
#include "support/scene.h"

/* Under AddressSanitizer an allocation that cannot be is to fail, as it does elsewhere. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void memory_counts_what_is_in_use(void **state)
{
    (void)state;
    uint64_t before = ac_heap_bytes();
    void *a = ac_malloc(1), *b = ac_malloc(1000), *c = ac_calloc(7, 11);
    assert_true(a && b && c);
    assert_int_equal(ac_heap_bytes() - before, 1 + 1000 + 77);
    ac_free(b);
    assert_int_equal(ac_heap_bytes() - before, 1 + 77);
    ac_free(a);
    ac_free(c);
    ac_free(NULL);
    assert_int_equal(ac_heap_bytes(), before);
}

static void memory_peak_is_the_most_since_the_reset(void **state)
{
    (void)state;
    ac_free(ac_malloc(5000));
    ac_heap_reset_peak();
    uint64_t before = ac_heap_bytes();
    assert_int_equal(ac_heap_peak_bytes(), before);
    void *a = ac_malloc(300);
    ac_free(a);
    void *b = ac_malloc(200);
    assert_int_equal(ac_heap_peak_bytes() - before, 300);
    void *c = ac_malloc(200);
    assert_int_equal(ac_heap_peak_bytes() - before, 400);
    ac_free(b);
    ac_free(c);
}

static void memory_calloc_is_zeroed_and_refuses_what_overflows(void **state)
{
    (void)state;
    uint64_t before = ac_heap_bytes();
    char zeros[512] = {0};
    for (int i = 0; i < 3; i++) {
        char *block = ac_calloc(2, 256);
        assert_memory_equal(block, zeros, 512);
        memset(block, 0xff, 512); /* for the next one to find */
        ac_free(block);
    }
    volatile size_t huge = SIZE_MAX / 2 + 1; /* volatile: the compiler would warn of it */
    assert_null(ac_calloc(huge, 2));
    assert_null(ac_calloc(2, huge));
    assert_null(ac_calloc(huge, huge));
    assert_null(ac_malloc(SIZE_MAX));
    if (!under_valgrind()) /* which says aloud that it is fishy */
        assert_null(ac_malloc(huge));
    assert_int_equal(ac_heap_bytes(), before);
}

static void memory_realloc_keeps_content_and_count(void **state)
{
    (void)state;
    uint64_t before = ac_heap_bytes();
    char *block = ac_realloc(NULL, 4);
    memcpy(block, "abc", 4);
    block = ac_realloc(block, 100000);
    assert_string_equal(block, "abc");
    assert_int_equal(ac_heap_bytes() - before, 100000);
    block = ac_realloc(block, 10);
    assert_string_equal(block, "abc");
    assert_int_equal(ac_heap_bytes() - before, 10);
    ac_free(block);
    assert_int_equal(ac_heap_bytes(), before);
}

static void memory_realloc_that_fails_leaves_the_block(void **state)
{
    (void)state;
    uint64_t before = ac_heap_bytes();
    volatile size_t huge = SIZE_MAX / 2;
    char *block = ac_malloc(4);
    memcpy(block, "abc", 4);
    assert_null(ac_realloc(block, SIZE_MAX));
    if (!under_valgrind())
        assert_null(ac_realloc(block, huge));
    assert_string_equal(block, "abc");
    assert_int_equal(ac_heap_bytes() - before, 4);
    ac_free(block);
}

static void memory_is_aligned_for_anything(void **state)
{
    (void)state;
    for (size_t size = 1; size < 100; size++) {
        void *block = ac_malloc(size);
        assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
        ac_free(block);
    }
}

/* An allocator of a program's own, that may run out. */
static struct {
    struct ac_allocator allocator; /* first */
    unsigned blocks, left;
} own;

static void *own_resize(struct ac_allocator *allocator, void *old, size_t size)
{
    assert_ptr_equal(allocator, &own.allocator);
    own.blocks -= old && !size;
    if (!size) {
        free(old);
        return NULL;
    }
    if (!own.left)
        return NULL;
    own.left--;
    void *block = realloc(old, size);
    own.blocks += block && !old;
    return block;
}

/* One run with so many allocations at most. True: it was complete. */
static bool run_on_own(const struct ac_strategy *strategy, unsigned allocations)
{
    own.left = allocations;
    scene_prepare(strategy, 40, 3);
    scene.config.ordered = true;
    scene.config.allocator = scene.loop.queue.allocator = &own.allocator;
    scene.plan.start_errors[7] = -EIO;
    bool complete = false;
    if (ac_open(&scene.run, &scene.config)) {
        ac_loop_virtual_free(&scene.loop);
    } else {
        scene_take_all();
        complete = ac_complete(scene.run);
        assert_true(complete || ac_error(scene.run) == -ENOMEM);
        scene_check_end();
    }
    assert_int_equal(own.blocks, 0);
    assert_int_equal(ac_heap_bytes(), scene.heap_bytes);
    return complete;
}

static void memory_of_a_run_comes_from_its_own_allocator(void **state)
{
    (void)state;
    own.allocator.resize = own_resize;
    for
        EACH_STRATEGY(s)
        {
            uint64_t peak = 0;
            unsigned needed = 0;
            ac_heap_reset_peak();
            peak = ac_heap_peak_bytes();
            while (!run_on_own(*s, needed))
                needed++;
            assert_in_range(needed, 5, 60);
            assert_int_equal(ac_heap_peak_bytes(), peak);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_counts_what_is_in_use),
        cmocka_unit_test(memory_peak_is_the_most_since_the_reset),
        cmocka_unit_test(memory_calloc_is_zeroed_and_refuses_what_overflows),
        cmocka_unit_test(memory_realloc_keeps_content_and_count),
        cmocka_unit_test(memory_realloc_that_fails_leaves_the_block),
        cmocka_unit_test(memory_is_aligned_for_anything),
        cmocka_unit_test(memory_of_a_run_comes_from_its_own_allocator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
