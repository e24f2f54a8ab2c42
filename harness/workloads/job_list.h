/* job_list.h -- for job.c: the memory of jobs, which is used again, and those that have not ended. */
#ifndef AC_WORKLOADS_JOB_LIST_H
#define AC_WORKLOADS_JOB_LIST_H

#include "job.h"

/* A zeroed job, of which the loop holds nothing yet. NULL: no memory. */
struct ac_job *ac_job_get(struct ac_jobs *jobs);

/* Keeps its memory for another job, once neither the caller nor the loop has it. */
void ac_job_put(struct ac_job *job);

/* Adds it to those that have not ended, and takes it away. */
void ac_job_list(struct ac_job *job);
void ac_job_unlist(struct ac_job *job);

/* Frees the memory of all, when none is alive. */
void ac_job_list_free(struct ac_jobs *jobs);

#endif
