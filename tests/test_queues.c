/* test_queues.c -- every priority queue of the comparison against a sorted array, and the loads that
 * they are timed under.
 *
 * wheel_ms keeps the order of its ticks and, in a tick, of the launches; the others that of the
 * instants. So one array serves both: it sorts by tick, whose length is 1 ns for the others.
 */
#include <stdlib.h>
#include <string.h>

#include "../harness/bench/queues/hold.h"
#include "../harness/bench/queues/queues.h"
#include "../harness/engine/memory.h"
#include "support/check.h"
#include "support/random.h"

enum { MOST = 400 };

extern const struct queue_kind queue_wheel_ms;

static unsigned tick_bits(const struct queue_kind *kind)
{
    return kind == &queue_wheel_ms ? 20 : 0;
}

/* Sorted: a new one goes behind those that are due in the same tick. */
struct sorted {
    struct queue_task tasks[MOST];
    size_t count;
    unsigned tick_bits;
};

static void sorted_push(struct sorted *sorted, uint64_t due_ns, uint32_t index)
{
    size_t at = sorted->count++;
    for (;
         at > 0 && sorted->tasks[at - 1].due_ns >> sorted->tick_bits > due_ns >> sorted->tick_bits;
         at--)
        sorted->tasks[at] = sorted->tasks[at - 1];
    sorted->tasks[at] = (struct queue_task){due_ns, index};
}

static struct queue_task sorted_pop(struct sorted *sorted)
{
    struct queue_task first = sorted->tasks[0];
    memmove(sorted->tasks, sorted->tasks + 1, --sorted->count * sizeof first);
    return first;
}

/* The indices that no task has, in random order. */
struct indices {
    uint32_t left[MOST];
    size_t count;
};

static uint32_t take_index(struct indices *indices, struct random_draws *draws)
{
    size_t at = (size_t)draw_below(draws, indices->count);
    uint32_t index = indices->left[at];
    indices->left[at] = indices->left[--indices->count];
    return index;
}

/* The next sleep: up to `range`, and now and then much longer, or none at all. */
static uint64_t draw_sleep(struct random_draws *draws, uint64_t range)
{
    uint64_t kind = draw_below(draws, 20);
    return kind == 0   ? draw_below(draws, (uint64_t)1 << 45)
           : kind == 1 ? 0
                       : draw_below(draws, range);
}

static void check_pop(const struct queue_kind *kind, void *queue, struct sorted *sorted,
                      struct indices *indices, uint64_t *now_ns)
{
    struct queue_task popped = kind->pop(queue), expected = sorted_pop(sorted);
    if (popped.due_ns != expected.due_ns || popped.index != expected.index)
        fail_msg("%s: popped task %u, due at %ju, but task %u, due at %ju, is the first",
                 kind->name, popped.index, (uintmax_t)popped.due_ns, expected.index,
                 (uintmax_t)expected.due_ns);
    indices->left[indices->count++] = popped.index;
    *now_ns = popped.due_ns;
}

/* Random pushes and pops, first more of the ones, then of the others; then pops until it is empty. */
static void check_kind(const struct queue_kind *kind, uint64_t seed, uint64_t range)
{
    static struct sorted sorted;
    static struct indices indices;
    struct random_draws draws = {seed};
    uint64_t now_ns = 0, before = ac_heap_bytes();
    void *queue = kind->open(MOST);
    sorted.count = 0;
    sorted.tick_bits = tick_bits(kind);
    for (indices.count = 0; indices.count < MOST; indices.count++)
        indices.left[indices.count] = (uint32_t)indices.count;
    for (unsigned step = 0; step < 1500; step++) {
        bool push = draw_below(&draws, 100) < (step % 500 < 250 ? 75 : 30);
        if (push && indices.count) {
            uint64_t due_ns = now_ns + draw_sleep(&draws, range);
            uint32_t index = take_index(&indices, &draws);
            kind->push(queue, due_ns, index);
            sorted_push(&sorted, due_ns, index);
        } else if (!push && sorted.count) {
            check_pop(kind, queue, &sorted, &indices, &now_ns);
        }
    }
    while (sorted.count)
        check_pop(kind, queue, &sorted, &indices, &now_ns);
    kind->push(queue, now_ns + 1, 7); /* empty, it can be used again */
    assert_int_equal(kind->pop(queue).index, 7);
    kind->close(queue);
    assert_int_equal(ac_heap_bytes(), before);
}

static void queues_are_a_sorted_array(void **state)
{
    (void)state;
    static const uint64_t ranges[] = {1, 3, 100, 1000000, (uint64_t)1 << 33};
    for (const struct queue_kind *const *kind = queue_kinds; *kind; kind++)
        for (uint64_t seed = 0; seed < repetitions(100); seed++)
            check_kind(*kind, seed, ranges[seed % 5]);
}

static int compare_tasks(const void *a, const void *b)
{
    const struct queue_task *x = a, *y = b;
    return x->due_ns != y->due_ns ? (x->due_ns < y->due_ns ? -1 : 1)
                                  : (x->index > y->index) - (x->index < y->index);
}

/* Deep heaps, long blocks and slots: thousands pushed, then all popped, by the timed loops. */
static void queues_sort_many(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    static struct queue_task tasks[MANY], expected[MANY], popped[MANY];
    struct random_draws draws = {1};
    for (const struct queue_kind *const *kind = queue_kinds; *kind; kind++) {
        unsigned bits = tick_bits(*kind);
        for (uint32_t i = 0; i < MANY; i++) {
            tasks[i] = (struct queue_task){draw_below(&draws, MANY) << bits, i};
            expected[i] = tasks[i];
        }
        qsort(expected, MANY, sizeof *expected, compare_tasks);
        void *queue = (*kind)->open(MANY);
        (*kind)->fill(queue, tasks, MANY);
        (*kind)->drain(queue, popped, MANY);
        (*kind)->close(queue);
        for (size_t i = 0; i < MANY; i++) {
            assert_int_equal(popped[i].due_ns, expected[i].due_ns);
            assert_int_equal(popped[i].index, expected[i].index);
        }
    }
}

static struct hold_result measured(const struct queue_kind *kind, enum hold_load load,
                                   uint64_t sleeping)
{
    struct hold_plan plan = {kind, load, sleeping, 2000, 42};
    struct hold_result result;
    hold_measure(&plan, &result);
    return result;
}

/* The check sum that the tables go by. */
static void loads_see_one_order_from_all_exact_queues(void **state)
{
    (void)state;
    for (int load = 0; load < HOLD_LOADS; load++)
        for (uint64_t sleeping = 10; sleeping <= 1000; sleeping *= 10) {
            struct hold_result first = measured(queue_kinds[0], (enum hold_load)load, sleeping);
            assert_int_equal(first.out_of_order, 0);
            for (const struct queue_kind *const *kind = queue_kinds + 1; *kind; kind++)
                if (*kind != &queue_wheel_ms)
                    assert_int_equal(measured(*kind, (enum hold_load)load, sleeping).check,
                                     first.check);
        }
}

static void loads_see_that_the_coarse_wheel_keeps_another_order(void **state)
{
    (void)state;
    struct hold_result exact = measured(queue_kinds[0], HOLD_EXPONENTIAL, 1000);
    struct hold_result coarse = measured(&queue_wheel_ms, HOLD_EXPONENTIAL, 1000);
    assert_int_not_equal(coarse.check, exact.check);
    assert_int_not_equal(coarse.out_of_order, 0);
}

static void loads_count_what_they_do(void **state)
{
    (void)state;
    struct hold_result hold = measured(queue_kinds[0], HOLD_EXPONENTIAL, 100);
    assert_int_equal(hold.operations, 2000);
    hold = measured(queue_kinds[0], HOLD_EXPONENTIAL, 3000);
    assert_int_equal(hold.operations, 3000); /* all tasks are turned over at least once */
    assert_true(hold.heap_bytes >= 3000 * 16);
    hold = measured(queue_kinds[0], HOLD_AT_ONCE, 300);
    assert_int_equal(hold.operations, 2100); /* whole fillings */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queues_are_a_sorted_array),
        cmocka_unit_test(queues_sort_many),
        cmocka_unit_test(loads_see_one_order_from_all_exact_queues),
        cmocka_unit_test(loads_see_that_the_coarse_wheel_keeps_another_order),
        cmocka_unit_test(loads_count_what_they_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
