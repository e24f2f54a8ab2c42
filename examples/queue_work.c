/* queue_work.c -- looks for a prime among numbers, on LIMIT threads; exits with 1 if there is none.
 *
 *     queue_work STRATEGY LIMIT NUMBER...
 *
 * A task is a number. At the first prime the run ends: what no thread has begun is not computed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../harness/loops/loops.h"
#include "example.h"

struct job {           /* the own memory of a task, which comes zeroed */
    uv_work_t request; /* first: it leads back to its job */
    uint64_t number;
    bool prime;
};
static struct ac_run *run;

/* In a thread of the pool: it may touch its job, and nothing else of the run. */
static void compute(uv_work_t *request)
{
    struct job *job = (struct job *)request;
    uint64_t factor = 2;
    while (factor <= job->number / factor && job->number % factor != 0)
        factor++;
    job->prime = factor > job->number / factor;
}

/* On the loop's thread. The status is UV_ECANCELED if it was not computed. */
static void on_computed(uv_work_t *request, int status)
{
    ac_done(run, request->data, status);
}

static int job_start(struct ac_workload *jobs, struct ac_task *task)
{
    struct job *job = ac_own(jobs->run, task);
    job->request.data = task;
    job->number = strtoull(example_word(jobs, task), NULL, 10);
    if (job->number < 2)
        return UV_EINVAL; /* the task fails with it */
    return uv_queue_work(uv_default_loop(), &job->request, compute, on_computed);
}

/* Fails for a job that a thread has begun: it runs to its end, and is done then. */
static void job_cancel(struct ac_workload *jobs, struct ac_task *task)
{
    uv_cancel(ac_own(jobs->run, task));
}

int main(int count, char **words)
{
    struct ac_workload jobs = {.size = sizeof(struct ac_workload),
                               .own_size = sizeof(struct job),
                               .next = example_next,
                               .start = job_start,
                               .cancel = job_cancel};
    struct ac_config config =
        example_read(count, words, 3, "queue_work STRATEGY LIMIT NUMBER...", &jobs);
    if (!config.limit)
        return 2;
    uv_os_setenv("UV_THREADPOOL_SIZE", words[2]); /* libuv reads it at the first job */
    if (example_complain("loop", ac_loop_open_uv(&config.loop, uv_default_loop(), NULL)) ||
        example_complain("run", ac_open(&run, &config)))
        return 1;
    bool found = false;
    for (struct ac_task *task; !found && (task = ac_next(run));) {
        found = ((struct job *)ac_own(run, task))->prime;
        if (!example_complain(example_word(&jobs, task), task->error))
            printf("%s: %s\n", example_word(&jobs, task), found ? "prime" : "not prime");
    }
    example_complain("run", ac_error(run));
    ac_close(run); /* returns when the jobs that were begun have ended */
    ac_loop_close(config.loop);
    uv_loop_close(uv_default_loop());
    return !found;
}
