/* test_pool_queue.c -- the pool of tasks as it grows, and the queue against an array that is
 * searched.
 */
#include <stdlib.h>

#include "../harness/engine/memory.h"
#include "../harness/engine/pool.h"
#include "../harness/loops/queue.h"
#include "support/check.h"
#include "support/random.h"

enum { MOST = 3000 };

static void pool_hands_out_each_index_once_and_keeps_it_in_place(void **state)
{
    (void)state;
    static struct ac_task *tasks[20000];
    uint64_t before = ac_heap_bytes();
    struct ac_pool pool = {.fresh = 0};
    for (uint32_t i = 0; i < 20000; i++) {
        tasks[i] = ac_pool_get(&pool);
        assert_non_null(tasks[i]);
        assert_int_equal(tasks[i]->index, i);
        tasks[i]->number = i + 1;
    }
    for (uint32_t i = 0; i < 20000; i++) {
        assert_ptr_equal(ac_pool_at(&pool, i), tasks[i]);
        assert_int_equal(tasks[i]->number, i + 1);
    }
    ac_pool_free(&pool);
    assert_int_equal(ac_heap_bytes(), before);
}

static void pool_recycles_the_latest_first_and_takes_no_more_memory(void **state)
{
    (void)state;
    struct ac_pool pool = {.fresh = 0};
    struct ac_task *a = ac_pool_get(&pool), *b = ac_pool_get(&pool);
    uint64_t bytes = ac_heap_bytes();
    for (int i = 0; i < 1000; i++) {
        ac_pool_put(&pool, a);
        ac_pool_put(&pool, b);
        assert_int_equal(b->stage, AC_FREE);
        assert_ptr_equal(ac_pool_get(&pool), b);
        assert_ptr_equal(ac_pool_get(&pool), a);
        assert_int_equal(a->index, 0);
        assert_int_equal(b->index, 1);
    }
    assert_int_equal(ac_heap_bytes(), bytes);
    ac_pool_free(&pool);
}

/* What is handed out decides, and not how many there may be. */
static void pool_grows_with_what_is_handed_out(void **state)
{
    (void)state;
    struct ac_pool pool = {.fresh = 0};
    uint64_t before = ac_heap_bytes();
    for (uint64_t i = 0; i < 10 * AC_POOL_BLOCK; i++) {
        assert_non_null(ac_pool_get(&pool));
        uint64_t blocks = i / AC_POOL_BLOCK + 1;
        uint64_t bytes = blocks * AC_POOL_BLOCK * sizeof(struct ac_task);
        assert_in_range(ac_heap_bytes() - before, bytes, bytes + 1024);
    }
    ac_pool_free(&pool);
}

struct model_key {
    uint64_t due_ns;
    uint32_t index;
    bool taken;
};

/* In order of push, so the first of the smallest is the one launched first. */
struct model {
    struct model_key keys[MOST];
    size_t count, left;
};

static struct model_key *model_first(struct model *model)
{
    struct model_key *first = NULL;
    for (size_t i = 0; i < model->count; i++) {
        struct model_key *key = &model->keys[i];
        if (!key->taken && (!first || key->due_ns < first->due_ns))
            first = key;
    }
    return first;
}

static void push(struct ac_queue *queue, struct model *model, uint64_t due_ns, uint32_t index)
{
    uint64_t next_tag = ac_queue_next_tag(queue);
    assert_int_equal(ac_queue_reserve(queue, 1), 0);
    ac_queue_push(queue, due_ns, index);
    assert_true(ac_queue_next_tag(queue) > next_tag);
    model->keys[model->count++] = (struct model_key){due_ns, index, false};
    model->left++;
}

static void pop(struct ac_queue *queue, struct model *model)
{
    const struct ac_key *first = ac_queue_first(queue);
    struct model_key *expected = model_first(model);
    if (!expected) {
        assert_null(first);
        return;
    }
    assert_non_null(first);
    assert_int_equal(first->due_ns, expected->due_ns);
    assert_int_equal(ac_queue_pop(queue), expected->index);
    expected->taken = true;
    model->left--;
    assert_int_equal(queue->count + queue->tail - queue->head, model->left);
}

/* Random pushes and pops; a pop that is followed by a push leaves it the hole at the root. */
static void check_queue(uint64_t seed, uint64_t range)
{
    static struct model model;
    struct ac_queue queue = {.keys = NULL};
    struct random_draws draws = {seed};
    uint64_t pushes = 20 + draw_below(&draws, 60), before = ac_heap_bytes();
    model.count = model.left = 0;
    for (unsigned step = 0; step < 1000; step++) {
        if (draw_below(&draws, 100) < (step % 300 < 150 ? pushes : 100 - pushes))
            push(&queue, &model, draw_below(&draws, range), (uint32_t)draw_below(&draws, 1 << 27));
        else
            pop(&queue, &model);
    }
    while (model.left)
        pop(&queue, &model);
    assert_null(ac_queue_first(&queue));
    ac_queue_free(&queue);
    assert_int_equal(ac_heap_bytes(), before);
}

static void queue_is_a_sorted_array(void **state)
{
    (void)state;
    static const uint64_t ranges[] = {1, 2, 10, 1000, UINT64_MAX};
    for (uint64_t seed = 0; seed < repetitions(200); seed++)
        check_queue(seed, ranges[seed % 5]);
}

static void queue_breaks_ties_in_order_of_launch(void **state)
{
    (void)state;
    struct ac_queue queue = {.keys = NULL};
    for (uint32_t i = 0; i < MOST; i++) {
        assert_int_equal(ac_queue_reserve(&queue, 1), 0);
        ac_queue_push(&queue, 5, MOST - i); /* indices that run the other way */
    }
    for (uint32_t i = 0; i < MOST; i++) {
        assert_non_null(ac_queue_first(&queue));
        assert_int_equal(ac_queue_pop(&queue), MOST - i);
    }
    ac_queue_free(&queue);
}

/* What comes in order stands in line; the line moves up in its memory, and takes no more. */
static void queue_in_order_takes_no_more_memory(void **state)
{
    (void)state;
    struct ac_queue queue = {.keys = NULL};
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < 20000; i++) {
        assert_int_equal(ac_queue_reserve(&queue, 1), 0);
        ac_queue_push(&queue, i / 3, i);
        if (i < 500)
            continue;
        assert_non_null(ac_queue_first(&queue));
        assert_int_equal(ac_queue_pop(&queue), i - 500);
        if (i == 2000)
            bytes = ac_heap_bytes();
    }
    assert_int_equal(ac_heap_bytes(), bytes);
    assert_int_equal(queue.count, 0);
    ac_queue_free(&queue);
}

static void queue_cleared_is_empty_and_can_be_used_again(void **state)
{
    (void)state;
    struct ac_queue queue = {.keys = NULL};
    assert_int_equal(ac_queue_reserve(&queue, 10), 0);
    for (uint32_t i = 0; i < 5; i++)
        ac_queue_push(&queue, 9 - i, i);
    assert_non_null(ac_queue_first(&queue));
    ac_queue_pop(&queue); /* a hole is open when it is cleared */
    ac_queue_clear(&queue);
    assert_null(ac_queue_first(&queue));
    ac_queue_push(&queue, 7, 70);
    ac_queue_push(&queue, 6, 60);
    assert_int_equal(ac_queue_first(&queue)->due_ns, 6);
    assert_int_equal(ac_queue_pop(&queue), 60);
    assert_int_equal(ac_queue_first(&queue)->due_ns, 7);
    ac_queue_free(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pool_hands_out_each_index_once_and_keeps_it_in_place),
        cmocka_unit_test(pool_recycles_the_latest_first_and_takes_no_more_memory),
        cmocka_unit_test(pool_grows_with_what_is_handed_out),
        cmocka_unit_test(queue_is_a_sorted_array),
        cmocka_unit_test(queue_breaks_ties_in_order_of_launch),
        cmocka_unit_test(queue_in_order_takes_no_more_memory),
        cmocka_unit_test(queue_cleared_is_empty_and_can_be_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
