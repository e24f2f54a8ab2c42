/* queue_work.c -- looks for a prime among numbers, on libuv's threads, and takes each result when it wants. */
#include <as_completed/loops.h>
#include <as_completed/run.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

struct job {           /* the own memory of a task, which comes zeroed */
    uv_work_t request; /* first: it leads back to its job */
    uint64_t number;
    bool prime;
};
static struct ac_run *run;
static char **numbers; /* by number of the task, from 1 */

/* In a thread of the pool: it may touch its job, and nothing else of the run. */
static void compute(uv_work_t *request)
{
    struct job *job = (struct job *)request;
    uint64_t factor = 2;
    while (factor <= job->number / factor && job->number % factor != 0)
        factor++;
    job->prime = factor > job->number / factor;
}

static void on_computed(uv_work_t *request, int error)
{
    ac_done(run, request->data, error); /* UV_ECANCELED if it was not computed */
}

static int job_next(struct ac_workload *jobs, struct ac_item *item)
{
    item->number = (uint32_t)ac_counts(jobs->run)->pulled + 1;
    return item->number <= jobs->count ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

static int job_start(struct ac_workload *jobs, struct ac_task *task)
{
    struct job *job = ac_own(jobs->run, task);
    job->request.data = task;
    job->number = strtoull(numbers[task->number], NULL, 10);
    return job->number < 2 ? UV_EINVAL /* the task fails with it */
                           : uv_queue_work(uv_default_loop(), &job->request, compute, on_computed);
}

static void job_cancel(struct ac_workload *jobs, struct ac_task *task)
{
    uv_cancel(ac_own(jobs->run, task)); /* fails once a thread has begun: it runs to its end */
}

int main(int count, char **words)
{
    struct ac_workload jobs = {.size = sizeof jobs,
                               .count = (uint64_t)count - 3,
                               .own_size = sizeof(struct job),
                               .next = job_next,
                               .start = job_start,
                               .cancel = job_cancel};
    struct ac_config config = {.size = sizeof config, .workload = &jobs};
    if (count > 3) {
        config.strategy = ac_strategy_named(words[1]);
        config.limit = config.queue = strtoull(words[2], NULL, 10);
        numbers = words + 2;
    }
    if (ac_loop_open_uv(&config.loop, uv_default_loop(), NULL) || ac_open(&run, &config))
        fputs("usage: queue_work STRATEGY LIMIT NUMBER...\n", stderr);
    bool found = false;
    for (struct ac_task *task; run && !found && (task = ac_next(run));) {
        found = ((struct job *)ac_own(run, task))->prime;
        if (task->error)
            fprintf(stderr, "%s: %s\n", numbers[task->number], uv_strerror(task->error));
        else
            printf("%s: %s\n", numbers[task->number], found ? "prime" : "not prime");
    }
    int status = run ? !found : 2;
    ac_close(run); /* returns when the jobs that were begun have ended */
    ac_loop_close(config.loop);
    return status;
}
