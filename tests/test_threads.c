/* test_threads.c -- runs on loops of their own, in several threads at once, are as they are alone, and
 * their memory is counted together. `make test-tsan` runs it under ThreadSanitizer.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "../harness/engine/memory.h"
#include "../harness/grade/check.h"
#include "../harness/loops/attach.h"
#include "../harness/loops/loops.h"
#include "../harness/loops/uv.h"
#include "../strategies/strategies.h"
#include "broken/broken.h"
#include "support/trial.h"

/* libuv closes its descriptors past ThreadSanitizer, which then takes the next one with that number, of
 * another thread, for the same one. What libuv itself calls is not looked at. */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void)
{
    return "called_from_lib:libuv.so\n";
}

enum { THREADS = 2, TASKS = 2000, LIMIT = 20, ROUNDS = 200, JOBS = 300 };

static pthread_barrier_t together; /* nobody starts before all are there */

/* What one thread does, and what comes of it; checked when the thread has ended. */
struct worker {
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
    pthread_barrier_wait(&together);
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
    pthread_barrier_wait(&together);
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

static void *run_battery(void *context)
{
    struct worker *w = context;
    char why[8];
    pthread_barrier_wait(&together);
    w->error = ac_check_strategy(w->strategy, why, sizeof why);
    return NULL;
}

static void *allocate(void *context)
{
    (void)context;
    void *block = NULL;
    pthread_barrier_wait(&together);
    for (size_t round = 1; round <= ROUNDS; round++) {
        block = ac_realloc(block, round * 100);
        ac_free(ac_malloc(50));
        ac_free(ac_calloc(7, round));
    }
    ac_free(block);
    return NULL;
}

/* Each in a thread of its own. */
static void at_once(void *(*one)(void *), void *ones, void *(*other)(void *), void *others)
{
    pthread_t threads[THREADS];
    assert_int_equal(pthread_barrier_init(&together, NULL, THREADS), 0);
    assert_int_equal(pthread_create(&threads[0], NULL, one, ones), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, other, others), 0);
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
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
        at_once(worker, &workers[0], worker, &workers[1]);
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

/* One is wrong, and the other is not. */
static void threads_check_strategies_at_once(void **state)
{
    (void)state;
    struct worker right = {.strategy = *ac_strategies};
    struct worker wrong = {.strategy = broken_strategies->strategy};
    at_once(run_battery, &right, run_battery, &wrong);
    assert_int_equal(right.error, 0);
    assert_int_equal(wrong.error, -EPROTO);
}

/* And the peak is at least that of one thread, and at most that of all. */
static void threads_allocate_at_once_and_every_byte_is_counted(void **state)
{
    (void)state;
    enum { MOST = ROUNDS * 100 + ROUNDS * 7 };
    struct worker workers[THREADS] = {{.error = 0}};
    uint64_t before_bytes = ac_heap_bytes();
    ac_heap_reset_peak();
    at_once(allocate, &workers[0], allocate, &workers[1]);
    assert_int_equal(ac_heap_bytes(), before_bytes);
    assert_in_range(ac_heap_peak_bytes() - before_bytes, MOST, THREADS * MOST);
}

/* --- each thread has a loop, and a workload of its own, whose tasks libuv computes in its threads --- */

/* The own memory of a task. `passed` says where it is. ThreadSanitizer does not look at the locks of libuv, by which
 * one thread hands it to the other, so that this must do so as well. */
enum { TO_COMPUTE = 1, COMPUTED };

struct job {
    uv_work_t request; /* first; its data is the task */
    _Atomic int passed;
    uint64_t number, square;
};

/* The memory of a thread's run and loop. */
struct memory {
    struct ac_allocator allocator; /* first */
    unsigned blocks;
};

static void *memory_resize(struct ac_allocator *allocator, void *old, size_t size)
{
    struct memory *memory = (struct memory *)allocator;
    if (!size) {
        memory->blocks -= old != NULL;
        free(old);
        return NULL;
    }
    void *block = realloc(old, size);
    memory->blocks += block && !old;
    return block;
}

/* All that a thread has. */
struct program {
    struct ac_workload workload; /* first */
    struct memory memory;
    const struct ac_strategy *strategy;
    uint64_t leave_after; /* as many results */
    uv_loop_t uv;
    struct ac_counts counts; /* at the end */
    unsigned started, ended, released, wrong;
    int error;
};

static int job_next(struct ac_workload *workload, struct ac_item *item)
{
    item->number = (uint32_t)ac_counts(workload->run)->pulled + 1;
    return item->number <= workload->count ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

static void job_compute(uv_work_t *request)
{
    struct job *job = (struct job *)request;
    if (atomic_load(&job->passed) == TO_COMPUTE)
        job->square = job->number * job->number;
    atomic_store(&job->passed, COMPUTED);
}

static void job_computed(uv_work_t *request, int status)
{
    struct program *program = request->loop->data;
    const struct job *job = (struct job *)request;
    program->ended++;
    program->wrong += atomic_load(&job->passed) != (status ? TO_COMPUTE : COMPUTED);
    ac_done(program->workload.run, request->data, status);
}

static int job_start(struct ac_workload *workload, struct ac_task *task)
{
    struct program *program = (struct program *)workload;
    struct job *job = ac_own(workload->run, task);
    job->request.data = task;
    job->number = task->number;
    atomic_store(&job->passed, TO_COMPUTE);
    program->started++;
    return uv_queue_work(&program->uv, &job->request, job_compute, job_computed);
}

static void job_cancel(struct ac_workload *workload, struct ac_task *task)
{
    uv_cancel(ac_own(workload->run, task));
}

static void job_release(struct ac_workload *workload, struct ac_task *task)
{
    (void)task;
    ((struct program *)workload)->released++;
}

static void program_look_at(struct program *program, struct ac_run *run, const struct ac_task *task)
{
    const struct job *job = ac_own(run, task);
    program->wrong += task->error || job->square != (uint64_t)task->number * task->number;
}

static void program_detached(struct ac_run *run)
{
    struct program *program = ac_data(run);
    program->counts = *ac_counts(run);
}

static void program_result(struct ac_run *run, const struct ac_task *task)
{
    struct program *program = ac_data(run);
    program_look_at(program, run, task);
    if (ac_counts(run)->taken == program->leave_after)
        ac_detach(run, false, program_detached);
}

static void program_push(struct program *program, const struct ac_config *config)
{
    struct ac_run *run;
    program->error = ac_attach_push(&run, &program->uv, config, program_result, program_detached);
    uv_run(&program->uv, UV_RUN_DEFAULT);
}

static void program_pull(struct program *program, const struct ac_config *config)
{
    struct ac_run *run;
    struct ac_config own = *config;
    program->error = ac_loop_open_uv(&own.loop, &program->uv, own.allocator);
    if (program->error || (program->error = ac_open(&run, &own)))
        return;
    for (struct ac_task *task; (task = ac_next(run));) {
        program_look_at(program, run, task);
        if (ac_counts(run)->taken == program->leave_after)
            ac_end(run, false);
    }
    program->error = ac_error(run);
    program->counts = *ac_counts(run);
    ac_close(run);
    ac_loop_close(own.loop);
}

static void program_run(struct program *program,
                        void (*style)(struct program *program, const struct ac_config *config))
{
    struct ac_config config = {.size = sizeof(struct ac_config),
                               .strategy = program->strategy,
                               .workload = &program->workload,
                               .limit = LIMIT,
                               .queue = LIMIT,
                               .data = program,
                               .allocator = &program->memory.allocator};
    pthread_barrier_wait(&together);
    program->error = uv_loop_init(&program->uv);
    program->uv.data = program;
    if (!program->error)
        style(program, &config);
    int error = uv_loop_close(&program->uv);
    program->error = program->error ? program->error : error;
}

static void *run_pull(void *context)
{
    program_run(context, program_pull);
    return NULL;
}

static void *run_push(void *context)
{
    program_run(context, program_push);
    return NULL;
}

/* Every task that was started has ended, and every one that was pulled is released. */
static void program_check(const struct program *program)
{
    const struct ac_counts *counts = &program->counts;
    assert_int_equal(program->error, 0);
    assert_int_equal(program->wrong, 0);
    assert_int_equal(program->memory.blocks, 0);
    assert_int_equal(counts->taken, program->leave_after);
    assert_int_equal(counts->launched, program->started);
    assert_int_equal(program->ended, program->started);
    assert_int_equal(program->released, counts->pulled);
    assert_int_equal(counts->in_flight + counts->waiting, 0);
    assert_int_equal(counts->launched, counts->finished + counts->cancelled);
    assert_true(program->strategy->flags & AC_NO_LIMIT || counts->max_in_flight <= LIMIT);
}

static struct program program_with(const struct ac_strategy *strategy, uint64_t leave_after)
{
    return (struct program){
        .workload = {.size = sizeof(struct ac_workload),
                     .count = JOBS,
                     .own_size = sizeof(struct job),
                     .next = job_next,
                     .start = job_start,
                     .cancel = job_cancel,
                     .release = job_release},
        .memory = {.allocator = {.resize = memory_resize}},
        .strategy = strategy,
        .leave_after = leave_after,
    };
}

/* In each style; one of the two leaves early, as long as the other works. */
static void threads_carry_out_tasks_of_their_own_at_once(void **state)
{
    (void)state;
    static void *(*const styles[])(void *) = {run_pull, run_push};
    uint64_t before_bytes = ac_heap_bytes();
    for (size_t i = 0; ac_strategies[i]; i++)
        for (unsigned style = 0; style < 4; style++) {
            struct program early = program_with(ac_strategies[i], JOBS / 10);
            struct program all = program_with(ac_strategies[i], JOBS);
            at_once(styles[style % 2], &early, styles[style / 2], &all);
            program_check(&early);
            program_check(&all);
            assert_int_equal(ac_heap_bytes(), before_bytes);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_run_virtual_loops_at_once),
        cmocka_unit_test(threads_run_real_loops_at_once),
        cmocka_unit_test(threads_carry_out_tasks_of_their_own_at_once),
        cmocka_unit_test(threads_check_strategies_at_once),
        cmocka_unit_test(threads_allocate_at_once_and_every_byte_is_counted),
    };
    uv_replace_allocator(ac_malloc, ac_realloc, ac_calloc, ac_free);
    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
