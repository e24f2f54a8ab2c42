/* exec.c -- see exec.h. */
#include "exec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../engine/memory.h"

static struct ac_exec *exec_of(struct ac_workload *workload)
{
    return (struct ac_exec *)workload;
}

static struct ac_exec_task *exec_task(struct ac_exec *exec, const struct ac_task *task)
{
    return ac_own(exec->workload.run, task);
}

/* --- slots --- */

/* The lowest free slot, from 1; 0: no memory. */
static uint64_t exec_take_slot(struct ac_exec *exec)
{
    uint64_t word = 0;
    while (word < exec->slot_words && exec->slots[word] == UINT64_MAX)
        word++;
    if (word == exec->slot_words) {
        uint64_t wanted = 2 * word + 1;
        uint64_t *grown = ac_realloc(exec->slots, (size_t)wanted * sizeof *grown);
        if (!grown)
            return 0;
        memset(grown + word, 0, (size_t)(wanted - word) * sizeof *grown);
        exec->slots = grown;
        exec->slot_words = wanted;
    }
    unsigned bit = 0;
    while (exec->slots[word] >> bit & 1)
        bit++;
    exec->slots[word] |= UINT64_C(1) << bit;
    return word * 64 + bit + 1;
}

static void exec_free_slot(struct ac_exec *exec, uint64_t slot)
{
    exec->slots[(slot - 1) / 64] &= ~(UINT64_C(1) << (slot - 1) % 64);
    ac_exec_figures_freed(&exec->figures, slot);
}

/* --- the workload --- */

static int exec_next(struct ac_workload *workload, struct ac_item *item)
{
    return ac_line_tasks_next(&exec_of(workload)->lines, item);
}

/* Begins a job in the lowest free slot. 0 or a negative errno. */
static int exec_begin(struct ac_exec *exec, struct ac_task *task, struct ac_exec_task *own)
{
    uint64_t asked_ns = ac_exec_figures_now(&exec->figures);
    uint64_t slot = exec_take_slot(exec);
    char **words = slot ? ac_exec_words(&exec->wish, own->line.text) : NULL;
    if (!words) {
        if (slot)
            exec_free_slot(exec, slot);
        return -ENOMEM;
    }
    snprintf(exec->sequence, sizeof exec->sequence, "AC_SEQ=%lu", (unsigned long)task->number);
    snprintf(exec->slot, sizeof exec->slot, "AC_SLOT=%llu", (unsigned long long)slot);
    int error = ac_job_start(&exec->jobs, words, exec->environment, task, &own->job);
    ac_free(words);
    own->slot = slot;
    if (error)
        exec_free_slot(exec, slot);
    else
        ac_exec_figures_started(&exec->figures, slot, asked_ns);
    return error;
}

static int exec_start(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_exec *exec = exec_of(workload);
    struct ac_exec_task *own = exec_task(exec, task);
    if (exec->wish.dry && !own->line.has_nul)
        return AC_DONE;
    int error = own->line.has_nul ? -EINVAL : exec_begin(exec, task, own);
    if (error)
        ac_exec_figures_unstarted(&exec->figures, error);
    return error;
}

static void exec_cancel(struct ac_workload *workload, struct ac_task *task)
{
    ac_job_end(exec_task(exec_of(workload), task)->job);
}

static void exec_release(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_exec_task *own = exec_task(exec_of(workload), task);
    if (own->job)
        ac_job_free(own->job);
    ac_free(own->line.text);
}

/* A job has failed where it did not exit with 0, or where something that it printed is lost. */
static void exec_on_ended(struct ac_job *job)
{
    struct ac_exec *exec = (struct ac_exec *)((char *)job->jobs - offsetof(struct ac_exec, jobs));
    struct ac_task *task = job->data;
    bool failed = job->signal || job->exit_status;
    exec_free_slot(exec, exec_task(exec, task)->slot);
    bool timed_out = task->timed_out;
    exec->given_up = NULL;
    ac_done(exec->workload.run, task, job->error ? job->error : failed ? -EIO : 0);
    if (exec->given_up != task)
        ac_exec_figures_ended(&exec->figures, job, timed_out);
}

/* What the attempt has printed goes; its line stays. */
static bool exec_give_up(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_exec *exec = exec_of(workload);
    struct ac_exec_task *own = exec_task(exec, task);
    if (own->line.has_nul)
        return false;
    if (own->job)
        ac_job_free(own->job);
    else
        ac_exec_figures_unstarted_again(&exec->figures, task->error);
    own->job = NULL;
    exec->given_up = task;
    return true;
}

static void exec_drop(void *own)
{
    ac_free(((struct ac_exec_task *)own)->line.text);
}

const struct ac_attempts ac_exec_attempts = {.give_up = exec_give_up, .drop = exec_drop};

static void exec_on_more(struct ac_line_tasks *lines)
{
    struct ac_exec *exec = (struct ac_exec *)((char *)lines - offsetof(struct ac_exec, lines));
    exec->figures.there_ns = ac_exec_figures_now(&exec->figures);
    ac_more(exec->workload.run);
}

/* --- its life --- */

static char **exec_environment(struct ac_exec *exec)
{
    size_t count = 0;
    while (environ[count])
        count++;
    char **all = ac_calloc(count + 3, sizeof *all);
    if (!all)
        return NULL;
    all[0] = exec->sequence;
    all[1] = exec->slot;
    size_t at = 2;
    for (char **name = environ; *name; name++)
        if (strncmp(*name, "AC_SEQ=", 7) && strncmp(*name, "AC_SLOT=", 8))
            all[at++] = *name;
    return all;
}

int ac_exec_open(struct ac_exec *exec, const struct ac_exec_wish *wish)
{
    *exec = (struct ac_exec){
        .workload = {.size = sizeof(struct ac_workload),
                     .count = AC_UNCOUNTED,
                     .own_size = sizeof(struct ac_exec_task),
                     .next = exec_next,
                     .start = exec_start,
                     .cancel = exec_cancel,
                     .release = exec_release},
        .wish = *wish,
        .jobs = {.uv = wish->lines.uv,
                 .alone = wish->alone,
                 .grace_ms = wish->grace_ms,
                 .pipe_grace_ms = wish->pipe_grace_ms,
                 .ended = exec_on_ended},
        .figures.timed = wish->timed,
    };
    exec->environment = exec_environment(exec);
    int error = exec->environment ? ac_jobs_open(&exec->jobs) : -ENOMEM;
    if (!error) {
        error = ac_line_tasks_open(&exec->lines, &wish->lines, exec_on_more);
        if (error)
            ac_jobs_close(&exec->jobs);
    }
    if (error)
        ac_free(exec->environment);
    return error;
}

void ac_exec_close(struct ac_exec *exec)
{
    ac_line_tasks_close(&exec->lines);
    ac_jobs_close(&exec->jobs);
    uv_run(exec->wish.lines.uv, UV_RUN_NOWAIT);
    ac_free(exec->slots);
    ac_free(exec->environment);
    ac_exec_figures_free(&exec->figures);
}
