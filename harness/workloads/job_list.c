/* job_list.c -- see job_list.h. */
#include "job_list.h"

#include "../engine/memory.h"

struct ac_job *ac_job_get(struct ac_jobs *jobs)
{
    struct ac_job *job = jobs->unused;
    if (job)
        jobs->unused = job->next;
    else
        job = ac_malloc(sizeof *job);
    if (job) {
        *job = (struct ac_job){.jobs = jobs};
        jobs->alive++;
    }
    return job;
}

void ac_job_put(struct ac_job *job)
{
    struct ac_jobs *jobs = job->jobs;
    if (!job->freed || job->handles)
        return;
    job->next = jobs->unused;
    jobs->unused = job;
    jobs->alive--;
}

void ac_job_list(struct ac_job *job)
{
    struct ac_jobs *jobs = job->jobs;
    job->after = jobs->first;
    if (job->after)
        job->after->before = job;
    jobs->first = job;
}

void ac_job_unlist(struct ac_job *job)
{
    if (job->after)
        job->after->before = job->before;
    if (job->before)
        job->before->after = job->after;
    else
        job->jobs->first = job->after;
}

void ac_job_list_free(struct ac_jobs *jobs)
{
    while (jobs->unused) {
        struct ac_job *job = jobs->unused;
        jobs->unused = job->next;
        ac_free(job);
    }
}
