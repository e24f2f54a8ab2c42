/* exec.h -- the workload of commands: one for each line of a descriptor.
 *
 * Each `{}` in the words of the command is the line; a command without `{}` gets it as its last word.
 * With `shell` the words are one script of sh, and the line is its $1: never text of the script. Each job
 * has AC_SEQ, its number, and AC_SLOT, the lowest slot that was free when it began, in its environment.
 */
#ifndef AC_WORKLOADS_EXEC_H
#define AC_WORKLOADS_EXEC_H

#include "../engine/run.h"
#include "exec_figures.h"
#include "job.h"
#include "line_tasks.h"
#include "retries.h"

struct ac_exec_wish {
    struct ac_line_wish lines;
    char **words; /* of the command, and then NULL; at least one */
    bool shell;
    bool alone; /* of struct ac_jobs, as are the graces */
    uint64_t grace_ms, pipe_grace_ms;
    bool dry;   /* every job is done at once, and none is started */
    bool timed; /* figures: how long things take, too */
};

struct ac_exec {
    struct ac_workload workload; /* first */
    struct ac_exec_wish wish;
    struct ac_line_tasks lines;
    struct ac_jobs jobs;
    struct ac_exec_figures figures;
    const struct ac_task *given_up; /* the last whose work comes back: it is not counted */
    char **environment;             /* that of the program, then AC_SEQ and AC_SLOT */
    char sequence[32], slot[32];
    uint64_t *slots; /* one bit each: it is taken */
    uint64_t slot_words;
};

/* What a consumer finds at ac_own() of a task. */
struct ac_exec_task {
    struct ac_line line; /* first; with a NUL in it no word of a command can be it: the job fails */
    struct ac_job *job;  /* NULL: it was not started */
    uint64_t slot;       /* from 1 */
};

/* The caller's to close, after the run. Its `next` ends the run with -E2BIG where there are more lines
 * than `most`. 0 or a negative errno; then there is nothing to close. */
int ac_exec_open(struct ac_exec *exec, const struct ac_exec_wish *wish);

/* How a job is tried again; `own` is its struct ac_exec_task. */
extern const struct ac_attempts ac_exec_attempts;

/* Turns the loop until it holds nothing of a job. */
void ac_exec_close(struct ac_exec *exec);

/* The words of the command for a line, which end with NULL; one block, to be freed by ac_free(). NULL:
 * no memory. */
char **ac_exec_words(const struct ac_exec_wish *wish, const char *line);

#endif
