/* test_deadlines.c -- the deadlines of tasks in flight: which is the first, and how much memory they
 * take, beside a plain list of the same. */
#include <errno.h>
#include <stdlib.h>

#include "../harness/engine/deadlines.h"
#include "../harness/engine/memory.h"
#include "support/check.h"
#include "support/random.h"

enum { MOST = 100, STEPS = 20000, FIRST_CAPACITY = 128, SPARE = 64 };

static struct ac_pool pool;
static struct ac_deadlines deadlines;
static struct ac_task *launched[MOST]; /* in flight or cancelling, in launch order */
static uint64_t in_flight, now_ns;
static uint32_t sequence;

/* An allocator that refuses all, or none. */
static bool refuses;
static unsigned asked; /* how often it was */

static void *maybe_resize(struct ac_allocator *allocator, void *old, size_t size)
{
    (void)allocator;
    asked++;
    if (size && refuses)
        return NULL;
    return ac_resize(NULL, old, size);
}

static struct ac_allocator allocator = {.resize = maybe_resize};

static int begin(void **state)
{
    (void)state;
    pool = (struct ac_pool){.allocator = &allocator};
    deadlines = (struct ac_deadlines){.at = NULL};
    in_flight = now_ns = sequence = 0;
    refuses = false;
    return 0;
}

static int end(void **state)
{
    (void)state;
    ac_resize(pool.allocator, deadlines.at, 0);
    ac_pool_free(&pool);
    return 0;
}

static void launch(void)
{
    assert_int_equal(ac_deadlines_reserve(&deadlines, &pool, in_flight), 0);
    assert_true(deadlines.tail < deadlines.capacity);
    struct ac_task *task = ac_pool_get(&pool);
    assert_non_null(task);
    task->time_ns = now_ns;
    task->sequence = sequence++;
    task->stage = AC_IN_FLIGHT;
    ac_deadlines_put(&deadlines, task);
    launched[in_flight++] = task;
}

/* Task `at` of those in flight ends. */
static void finish(uint64_t at)
{
    ac_pool_put(&pool, launched[at]);
    in_flight--;
    for (uint64_t i = at; i < in_flight; i++)
        launched[i] = launched[i + 1];
}

static struct ac_task *first_of_list(void)
{
    for (uint64_t i = 0; i < in_flight; i++)
        if (launched[i]->stage == AC_IN_FLIGHT)
            return launched[i];
    return NULL;
}

static void check_first(void)
{
    struct ac_task *first = ac_deadlines_first(&deadlines, &pool);
    assert_ptr_equal(first, first_of_list());
    if (!first)
        assert_int_equal(deadlines.head | deadlines.tail, 0); /* nothing to look at each turn */
}

/* Tasks end in any order, and their places go to others, at the same instant, too. */
static void deadlines_know_the_first_as_a_plain_list_does(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 5; seed++) {
        struct random_draws draws = {seed};
        uint64_t most = seed == 1 ? 2 : MOST, most_in_flight = 0;
        begin(NULL);
        for (unsigned i = 0; i < repetitions(STEPS); i++) {
            uint64_t what = draw_below(&draws, 4);
            now_ns += draw_below(&draws, 3) == 0;
            if (what < 2 && in_flight < most)
                launch();
            else if (what == 2 && in_flight)
                launched[draw_below(&draws, in_flight)]->stage = AC_CANCELLING;
            else if (in_flight)
                finish(draw_below(&draws, in_flight));
            most_in_flight = in_flight > most_in_flight ? in_flight : most_in_flight;
            if (draw_below(&draws, 5) == 0)
                check_first();
            assert_true(deadlines.capacity <= 4 * most_in_flight + FIRST_CAPACITY);
        }
        end(NULL);
    }
}

/* A task in the place of another is not it: neither in the same instant, nor with the same number of
 * its pull, which repeats after 2^32. */
static void deadlines_tell_a_task_from_the_one_before_in_its_place(void **state)
{
    (void)state;
    sequence = UINT32_MAX;
    launch();
    finish(0);
    launch(); /* in the same place, and with the number 0 */
    assert_int_equal(deadlines.tail, 2);
    check_first();
    assert_int_equal(deadlines.head, 1);
    finish(0);
    sequence--;
    now_ns++;
    launch();
    check_first();
    assert_int_equal(deadlines.head, 2);
}

/* Many tasks, of which `most` are in flight at a time, need no more room than some. */
static void check_room(uint64_t most, uint64_t capacity)
{
    begin(NULL);
    for (uint64_t i = 0; i < most; i++)
        launch();
    for (unsigned i = 0; i < repetitions(STEPS); i++) {
        finish(i % most);
        now_ns++;
        launch();
        assert_true(deadlines.capacity <= capacity);
    }
    assert_int_equal(deadlines.capacity, capacity);
    check_first();
    end(NULL);
}

static void deadlines_take_room_for_some_four_a_task_in_flight(void **state)
{
    (void)state;
    check_room(1, FIRST_CAPACITY);
    check_room(32, FIRST_CAPACITY);
    /* the queue is full of 128 when one more is launched, with 32 or more in flight */
    check_room(33, FIRST_CAPACITY);
    check_room(34, 4 * 33 + FIRST_CAPACITY);
    check_room(MOST, 4 * (MOST - 1) + FIRST_CAPACITY);
}

/* Where most are stale, those that are not move to the front, in their order. */
static void deadlines_of_ended_tasks_are_swept(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3; i++)
        launch();
    while (deadlines.tail < FIRST_CAPACITY) {
        finish(in_flight - 1);
        now_ns++;
        launch();
    }
    finish(0); /* the first, which nobody has looked at since */
    assert_int_equal(ac_deadlines_reserve(&deadlines, &pool, in_flight), 0);
    assert_int_equal(deadlines.capacity, FIRST_CAPACITY);
    assert_int_equal(deadlines.head, 0);
    assert_int_equal(deadlines.tail, 2);
    for (uint64_t i = 0; i < 2; i++)
        assert_int_equal(deadlines.at[i].sequence, launched[i]->sequence);
    check_first();
}

static void deadlines_without_memory_stay_as_they_are(void **state)
{
    (void)state;
    refuses = true;
    assert_int_equal(ac_deadlines_reserve(&deadlines, &pool, 0), -ENOMEM);
    assert_null(deadlines.at);
    assert_int_equal(deadlines.capacity, 0);
    refuses = false;
    for (uint32_t i = 0; i < MOST; i++)
        launch();
    struct ac_deadline *at = deadlines.at;
    uint32_t capacity = deadlines.capacity;
    deadlines.tail = capacity; /* as if it were full */
    refuses = true;
    assert_int_equal(ac_deadlines_reserve(&deadlines, &pool, capacity), -ENOMEM);
    assert_ptr_equal(deadlines.at, at);
    assert_int_equal(deadlines.capacity, capacity);
    refuses = false; /* but this is more than there can be */
    asked = 0;
    assert_int_equal(ac_deadlines_reserve(&deadlines, &pool, SIZE_MAX / 64), -ENOMEM);
    assert_int_equal(ac_deadlines_reserve(&deadlines, &pool, UINT32_MAX / 4), -ENOMEM);
    assert_int_equal(asked, 0);
    deadlines.tail = MOST;
    check_first();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deadlines_know_the_first_as_a_plain_list_does),
        cmocka_unit_test_setup_teardown(deadlines_tell_a_task_from_the_one_before_in_its_place,
                                        begin, end),
        cmocka_unit_test(deadlines_take_room_for_some_four_a_task_in_flight),
        cmocka_unit_test_setup_teardown(deadlines_of_ended_tasks_are_swept, begin, end),
        cmocka_unit_test_setup_teardown(deadlines_without_memory_stay_as_they_are, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
