/* exec_figures.c -- see exec_figures.h. */
#include "exec_figures.h"

#include <string.h>

#include "../engine/memory.h"

uint64_t ac_exec_figures_now(const struct ac_exec_figures *f)
{
    return f->timed ? uv_hrtime() : 0;
}

/* Where there is no memory the slot's next starts are not measured. */
static void figures_reserve(struct ac_exec_figures *f, uint64_t slot)
{
    if (slot < f->slots)
        return;
    uint64_t slots = 2 * slot + 64;
    uint64_t *grown = ac_realloc(f->freed_ns, (size_t)slots * sizeof *grown);
    if (!grown)
        return;
    memset(grown + f->slots, 0, (size_t)(slots - f->slots) * sizeof *grown);
    f->freed_ns = grown;
    f->slots = slots;
}

void ac_exec_figures_started(struct ac_exec_figures *f, uint64_t slot, uint64_t asked_ns)
{
    f->started++;
    if (!f->timed)
        return;
    uint64_t spawn_ns = uv_hrtime() - asked_ns;
    ac_histogram_add(&f->spawn, spawn_ns);
    f->spawn_ns += spawn_ns;
    figures_reserve(f, slot);
    uint64_t freed_ns = slot < f->slots ? f->freed_ns[slot] : 0;
    if (freed_ns)
        ac_histogram_add(&f->next_start,
                         asked_ns - (freed_ns > f->there_ns ? freed_ns : f->there_ns));
}

void ac_exec_figures_unstarted(struct ac_exec_figures *f, int error)
{
    f->unstarted++;
    f->start_error = error;
    f->start_errors[-error < AC_EXEC_CODES ? -error : 0]++;
}

void ac_exec_figures_unstarted_again(struct ac_exec_figures *f, int error)
{
    f->unstarted--;
    f->start_errors[-error < AC_EXEC_CODES ? -error : 0]--;
}

static void figures_count(struct ac_exec_figures *f, const struct ac_job *job, bool timed_out)
{
    bool failed = job->signal || job->exit_status;
    if (timed_out) {
        f->timed_out++;
    } else if (job->asked && (failed || job->error)) {
        f->cancelled++;
    } else if (job->error) {
        f->lost++;
        f->lost_error = job->error;
    } else if (job->signal) {
        f->killed++;
        f->signals[job->signal % AC_EXEC_CODES]++;
    } else if (job->exit_status) {
        f->not_zero++;
        f->codes[job->exit_status % AC_EXEC_CODES]++;
    } else {
        f->ok++;
    }
}

void ac_exec_figures_ended(struct ac_exec_figures *f, const struct ac_job *job, bool timed_out)
{
    figures_count(f, job, timed_out);
    f->held += job->held;
    for (int i = 0; i < AC_JOB_PIPES; i++) {
        f->printed_bytes[i] += ac_stream_length(&job->printed[i]);
        f->spooled_bytes += (uint64_t)job->printed[i].block_count * AC_SPOOL_BLOCK;
    }
    if (!f->timed)
        return;
    uint64_t job_ns = job->end_ns - job->start_ns;
    f->shortest_ns = f->job.total && f->shortest_ns < job_ns ? f->shortest_ns : job_ns;
    ac_histogram_add(&f->job, job_ns);
}

void ac_exec_figures_freed(struct ac_exec_figures *f, uint64_t slot)
{
    if (slot < f->slots)
        f->freed_ns[slot] = uv_hrtime();
}

void ac_exec_figures_free(struct ac_exec_figures *f)
{
    ac_free(f->freed_ns);
    f->freed_ns = NULL;
    f->slots = 0;
}
