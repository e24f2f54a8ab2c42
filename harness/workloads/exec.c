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

struct ac_exec_line {
    struct ac_exec_line *next;
    size_t length;
    uint64_t number;
    char text[];
};

bool ac_exec_line_counts(const struct ac_exec_wish *wish, char *line, size_t *length)
{
    if (wish->separator == '\0')
        return true;
    if (*length && line[*length - 1] == '\r')
        line[--*length] = '\0';
    return strspn(line, " \t") < *length;
}

/* The next line of the input that counts: enum ac_supply or a negative errno. */
static int exec_read(struct ac_exec *exec, char **line, size_t *length)
{
    const struct ac_exec_wish *wish = &exec->wish;
    int answer;
    while ((answer = ac_lines_next(&exec->lines, line, length)) == AC_LINES_LINE) {
        if (!ac_exec_line_counts(wish, *line, length))
            continue;
        exec->lines_read++;
        if (!wish->skip || !wish->skip(wish, *line, *length))
            break;
    }
    return answer == AC_LINES_NONE ? AC_SUPPLY_EVENT : answer;
}

/* Keeps lines until there are no more, or too many. AC_SUPPLY_END: all are kept. */
static int exec_keep_all(struct ac_exec *exec)
{
    char *line;
    size_t length;
    int answer;
    while ((answer = exec_read(exec, &line, &length)) == AC_SUPPLY_TASK) {
        if (exec->kept_count++ == exec->wish.most)
            return -E2BIG;
        struct ac_exec_line *kept = ac_malloc(sizeof *kept + length + 1);
        if (!kept)
            return -ENOMEM;
        kept->next = NULL;
        kept->length = length;
        kept->number = exec->lines_read;
        memcpy(kept->text, line, length + 1);
        *exec->kept_end = kept;
        exec->kept_end = &kept->next;
    }
    return answer;
}

static void exec_drop_first(struct ac_exec *exec)
{
    struct ac_exec_line *first = exec->kept;
    exec->kept = first->next;
    ac_free(first);
}

static int exec_give(struct ac_exec *exec, struct ac_item *item, const char *line, size_t length,
                     uint64_t number)
{
    struct ac_exec_task *own = item->own;
    own->line = ac_malloc(length + 1);
    if (!own->line)
        return -ENOMEM;
    memcpy(own->line, line, length + 1);
    own->has_nul = strlen(line) < length;
    exec->pulled++;
    item->number = (uint32_t)number;
    return AC_SUPPLY_TASK;
}

static int exec_next(struct ac_workload *workload, struct ac_item *item)
{
    struct ac_exec *exec = exec_of(workload);
    char *line = NULL;
    size_t length = 0;
    int answer = exec->wish.most ? exec_keep_all(exec) : exec_read(exec, &line, &length);
    if (answer == AC_SUPPLY_TASK && line)
        return exec_give(exec, item, line, length, exec->lines_read);
    if (answer != AC_SUPPLY_END || !exec->kept)
        return answer;
    answer = exec_give(exec, item, exec->kept->text, exec->kept->length, exec->kept->number);
    exec_drop_first(exec);
    return answer;
}

/* Begins a job in the lowest free slot. 0 or a negative errno. */
static int exec_begin(struct ac_exec *exec, struct ac_task *task, struct ac_exec_task *own)
{
    uint64_t asked_ns = ac_exec_figures_now(&exec->figures);
    uint64_t slot = exec_take_slot(exec);
    char **words = slot ? ac_exec_words(&exec->wish, own->line) : NULL;
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
    if (exec->wish.dry && !own->has_nul)
        return AC_DONE;
    int error = own->has_nul ? -EINVAL : exec_begin(exec, task, own);
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
    ac_free(own->line);
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
    if (own->has_nul)
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
    ac_free(((struct ac_exec_task *)own)->line);
}

const struct ac_attempts ac_exec_attempts = {.give_up = exec_give_up, .drop = exec_drop};

static void exec_on_more(struct ac_lines *lines)
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
        .workload = {.count = AC_UNCOUNTED,
                     .own_size = sizeof(struct ac_exec_task),
                     .next = exec_next,
                     .start = exec_start,
                     .cancel = exec_cancel,
                     .release = exec_release},
        .wish = *wish,
        .jobs = {.uv = wish->uv,
                 .alone = wish->alone,
                 .grace_ms = wish->grace_ms,
                 .pipe_grace_ms = wish->pipe_grace_ms,
                 .ended = exec_on_ended},
        .figures.timed = wish->timed,
    };
    exec->kept_end = &exec->kept;
    exec->environment = exec_environment(exec);
    int error = exec->environment ? ac_jobs_open(&exec->jobs) : -ENOMEM;
    if (!error) {
        error = ac_lines_open(&exec->lines, wish->uv, wish->input, wish->separator, exec_on_more);
        if (error)
            ac_jobs_close(&exec->jobs);
    }
    if (error)
        ac_free(exec->environment);
    return error;
}

void ac_exec_close(struct ac_exec *exec)
{
    while (exec->kept)
        exec_drop_first(exec);
    ac_lines_close(&exec->lines);
    ac_jobs_close(&exec->jobs);
    uv_run(exec->wish.uv, UV_RUN_NOWAIT);
    ac_free(exec->slots);
    ac_free(exec->environment);
    ac_exec_figures_free(&exec->figures);
}
