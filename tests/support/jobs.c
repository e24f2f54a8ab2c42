/* jobs.c -- see jobs.h. */
#include "jobs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

unsigned jobs_blocks;

static void *jobs_resize(struct ac_allocator *allocator, void *old, size_t size)
{
    assert_ptr_equal(allocator, &jobs_allocator);
    if (!size) {
        jobs_blocks -= old != NULL;
        free(old);
        return NULL;
    }
    void *block = realloc(old, size);
    jobs_blocks += block && !old;
    return block;
}

struct ac_allocator jobs_allocator = {.resize = jobs_resize};

static struct jobs *jobs_of(struct ac_run *run)
{
    return ac_data(run);
}

static void jobs_from(struct jobs *jobs, enum jobs_place place)
{
    if (jobs->hook)
        jobs->hook(jobs, place);
}

/* --- the workload --- */

static int jobs_next(struct ac_workload *workload, struct ac_item *item)
{
    struct jobs *jobs = (struct jobs *)workload;
    jobs_from(jobs, JOBS_NEXT);
    if (jobs->pulled == workload->count)
        return AC_SUPPLY_END;
    item->number = ++jobs->pulled;
    return AC_SUPPLY_TASK;
}

static int jobs_start(struct ac_workload *workload, struct ac_task *task)
{
    struct jobs *jobs = (struct jobs *)workload;
    int answer = jobs->start[task->number];
    jobs->tasks[task->number] = task;
    jobs->in_flight[task->number] = answer == AC_STARTED;
    jobs_from(jobs, JOBS_START);
    return answer;
}

static void jobs_cancel(struct ac_workload *workload, struct ac_task *task)
{
    struct jobs *jobs = (struct jobs *)workload;
    assert_true(jobs->in_flight[task->number]);
    jobs->asked++;
    jobs_from(jobs, JOBS_CANCEL);
}

static bool jobs_again(struct ac_workload *workload, struct ac_task *task)
{
    (void)task;
    jobs_from((struct jobs *)workload, JOBS_AGAIN);
    return false;
}

static void jobs_release(struct ac_workload *workload, struct ac_task *task)
{
    struct jobs *jobs = (struct jobs *)workload;
    assert_false(jobs->in_flight[task->number]);
    jobs->released++;
    jobs_from(jobs, JOBS_RELEASE);
}

static void jobs_on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)now_ns;
    (void)event;
    (void)number;
    jobs_from(context, JOBS_TRACE);
}

void jobs_init(struct jobs *jobs, uv_loop_t *uv, const struct ac_strategy *strategy, uint64_t count)
{
    *jobs = (struct jobs){
        .uv = uv,
        .workload = {.size = sizeof(struct ac_workload),
                     .count = count,
                     .own_size = 24,
                     .next = jobs_next,
                     .start = jobs_start,
                     .cancel = jobs_cancel,
                     .again = jobs_again,
                     .release = jobs_release},
        .config = {.size = sizeof(struct ac_config),
                   .strategy = strategy,
                   .workload = &jobs->workload,
                   .allocator = &jobs_allocator,
                   .limit = JOBS_LIMIT,
                   .queue = 2,
                   .trace = jobs_on_event,
                   .trace_context = jobs,
                   .data = jobs},
    };
}

/* --- the program --- */

void jobs_on_detached(struct ac_run *run)
{
    struct jobs *jobs = jobs_of(run);
    assert_ptr_equal(run, jobs->run);
    jobs->detached++;
    jobs->error = ac_error(run);
    jobs->breach = *ac_breach(run);
    jobs->counts = *ac_counts(run);
    jobs_from(jobs, JOBS_DETACHED);
}

static void jobs_on_ready(struct ac_run *run)
{
    struct jobs *jobs = jobs_of(run);
    assert_ptr_equal(run, jobs->run);
    jobs->ready++;
    jobs_from(jobs, JOBS_READY);
    for (const struct ac_task *task; (task = ac_try(run)); jobs->taken++)
        jobs->last = *task;
    if (ac_over(run) && !jobs->keep)
        ac_detach(run, false, jobs_on_detached);
}

static void jobs_on_result(struct ac_run *run, const struct ac_task *task)
{
    struct jobs *jobs = jobs_of(run);
    jobs->last = *task;
    jobs->taken++;
    jobs_from(jobs, JOBS_RESULT);
}

void jobs_attach(struct jobs *jobs)
{
    assert_int_equal(ac_attach(&jobs->run, jobs->uv, &jobs->config, jobs_on_ready), 0);
}

void jobs_attach_push(struct jobs *jobs)
{
    assert_int_equal(ac_attach_push(&jobs->run, jobs->uv, &jobs->config, jobs_on_result,
                                    jobs_on_detached),
                     0);
}

uint32_t jobs_first(const struct jobs *jobs)
{
    for (uint32_t i = 1; i <= JOBS_MOST; i++)
        if (jobs->in_flight[i])
            return i;
    return 0;
}

void jobs_end(struct jobs *jobs, uint32_t number, int error)
{
    jobs->in_flight[number] = false;
    ac_done(jobs->run, jobs->tasks[number], error);
}

static void jobs_on_idle(uv_idle_t *idle)
{
    struct jobs *jobs = idle->data;
    uint32_t number = jobs_first(jobs);
    if (number)
        jobs_end(jobs, number, 0);
    else if (!jobs_blocks)
        uv_close((uv_handle_t *)idle, NULL);
}

void jobs_end_by_themselves(struct jobs *jobs)
{
    jobs->ends = true;
    uv_idle_init(jobs->uv, &jobs->idle);
    jobs->idle.data = jobs;
    uv_idle_start(&jobs->idle, jobs_on_idle);
}

void jobs_finish(struct jobs *jobs)
{
    if (!jobs->ends)
        jobs_end_by_themselves(jobs);
    uv_run(jobs->uv, UV_RUN_DEFAULT);
    assert_int_equal(jobs_blocks, 0);
    assert_int_equal(jobs->released, jobs->pulled);
    assert_int_equal(uv_loop_close(jobs->uv), 0);
}
