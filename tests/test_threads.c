/* test_threads.c -- runs on loops of their own, in several threads at once, are as they are alone, and
 * their memory is counted together. `make test-tsan` runs it under ThreadSanitizer.
 */
#include <pthread.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/uv.h"
#include "support/trial.h"

/* libuv closes its descriptors past ThreadSanitizer, which then takes the next one with that number, of
 * another thread, for the same one. What libuv itself calls is not looked at. */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void)
{
    return "called_from_lib:libuv.so\n";
}

enum { THREADS = 2, TASKS = 2000, LIMIT = 20, ROUNDS = 200 };

/* What one thread does, and what comes of it; checked when the thread has ended. */
struct worker {
    pthread_t thread;
    pthread_barrier_t *together; /* nobody starts before all are there */
    const struct ac_strategy *strategy;
    struct outcome outcome;
    int error;
};

static void run_trial(struct worker *w, struct ac_loop *loop, uint64_t scale_ns)
{
    struct trial trial = {
        .strategy = w->strategy,
        .sleeps = {.count = TASKS, .scale_ns = scale_ns, .tick_ns = 1},
        .limit = LIMIT,
        .queue = LIMIT,
        .untraced = true,
    };
    trial_run(&trial, loop, &w->outcome);
}

static void *run_virtual(void *context)
{
    struct worker *w = context;
    struct ac_loop_virtual loop;
    pthread_barrier_wait(w->together);
    ac_loop_virtual_init(&loop);
    run_trial(w, &loop.loop, 1000000000);
    ac_loop_virtual_free(&loop);
    return NULL;
}

static void *run_real(void *context)
{
    struct worker *w = context;
    struct ac_loop_uv loop;
    uv_loop_t uv;
    pthread_barrier_wait(w->together);
    w->error = uv_loop_init(&uv);
    if (!w->error)
        w->error = ac_loop_uv_init(&loop, &uv);
    if (w->error)
        return NULL;
    run_trial(w, &loop.loop, 1000000);
    ac_loop_uv_close(&loop);
    w->error = uv_loop_close(&uv);
    return NULL;
}

static void *allocate(void *context)
{
    struct worker *w = context;
    void *block = NULL;
    pthread_barrier_wait(w->together);
    for (size_t round = 1; round <= ROUNDS; round++) {
        block = ac_realloc(block, round * 100);
        ac_free(ac_malloc(50));
        ac_free(ac_calloc(7, round));
    }
    ac_free(block);
    return NULL;
}

/* In all threads at once, each with a strategy of its own. */
static void work(struct worker workers[THREADS], void *(*worker)(void *))
{
    static pthread_barrier_t together;
    assert_int_equal(pthread_barrier_init(&together, NULL, THREADS), 0);
    for (unsigned i = 0; i < THREADS; i++) {
        workers[i].together = &together;
        assert_int_equal(pthread_create(&workers[i].thread, NULL, worker, &workers[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    pthread_barrier_destroy(&together);
}

static void check(const struct worker *w)
{
    assert_int_equal(w->error, 0);
    assert_int_equal(w->outcome.error, 0);
    assert_true(w->outcome.complete);
    assert_int_equal(w->outcome.counts.taken, TASKS);
    assert_true(w->strategy->flags & AC_NO_LIMIT || w->outcome.counts.max_in_flight <= LIMIT);
}

/* Each strategy beside the next one in the table. */
static void run_in_pairs(void *(*worker)(void *))
{
    uint64_t before_bytes = ac_heap_bytes();
    for (size_t i = 0; ac_strategies[i]; i++) {
        const struct ac_strategy *next =
            ac_strategies[i + 1] ? ac_strategies[i + 1] : *ac_strategies;
        struct worker workers[THREADS] = {{.strategy = ac_strategies[i]}, {.strategy = next}};
        work(workers, worker);
        check(&workers[0]);
        check(&workers[1]);
        assert_int_equal(ac_heap_bytes(), before_bytes);
    }
}

static void threads_run_virtual_loops_at_once(void **state)
{
    (void)state;
    run_in_pairs(run_virtual);
}

static void threads_run_real_loops_at_once(void **state)
{
    (void)state;
    run_in_pairs(run_real);
}

/* And the peak is at least that of one thread, and at most that of all. */
static void threads_allocate_at_once_and_every_byte_is_counted(void **state)
{
    (void)state;
    enum { MOST = ROUNDS * 100 + ROUNDS * 7 };
    struct worker workers[THREADS] = {{.error = 0}};
    uint64_t before_bytes = ac_heap_bytes();
    ac_heap_reset_peak();
    work(workers, allocate);
    assert_int_equal(ac_heap_bytes(), before_bytes);
    assert_in_range(ac_heap_peak_bytes() - before_bytes, MOST, THREADS * MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_run_virtual_loops_at_once),
        cmocka_unit_test(threads_run_real_loops_at_once),
        cmocka_unit_test(threads_allocate_at_once_and_every_byte_is_counted),
    };
    uv_replace_allocator(ac_malloc, ac_realloc, ac_calloc, ac_free);
    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
