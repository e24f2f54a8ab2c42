/* exec.h -- the workload of commands: one for each line of a descriptor.
 *
 * Each `{}` in the words of the command is the line; a command without `{}` gets it as its last word.
 * With `shell` the words are one script of sh, and the line is its $1: never text of the script. Blank
 * lines do not count, and a line may end as on Windows. Each job has AC_SEQ, its number, and AC_SLOT,
 * the lowest slot that was free when it began, in its environment.
 */
#ifndef AC_WORKLOADS_EXEC_H
#define AC_WORKLOADS_EXEC_H

#include "../engine/run.h"
#include "exec_figures.h"
#include "job.h"
#include "lines.h"
#include "retries.h"

struct ac_exec_wish {
    uv_loop_t *uv;
    char **words; /* of the command, and then NULL; at least one */
    bool shell;
    int input;      /* the descriptor of the lines */
    char separator; /* of the lines: '\n' or '\0' */
    bool alone;     /* of struct ac_jobs, as are the graces */
    uint64_t grace_ms, pipe_grace_ms;
    bool dry;   /* every job is done at once, and none is started */
    bool timed; /* figures: how long things take, too */
    /* NULL, or whether a line is no job of this run. It has its number all the same. */
    bool (*skip)(const struct ac_exec_wish *wish, const char *line, size_t length);
    uint64_t most; /* where there are more lines than this, none is begun; 0: no bound */
};

/* A line that waits in front of the others. */
struct ac_exec_line;

struct ac_exec {
    struct ac_workload workload; /* first */
    struct ac_exec_wish wish;
    struct ac_lines lines;
    struct ac_jobs jobs;
    struct ac_exec_figures figures;
    const struct ac_task *given_up; /* the last whose work comes back: it is not counted */
    uint64_t lines_read;            /* that count, skipped ones too: the last one's number */
    uint64_t pulled;
    struct ac_exec_line *kept, **kept_end; /* with `most`: all lines, once they are known */
    uint64_t kept_count;
    char **environment; /* that of the program, then AC_SEQ and AC_SLOT */
    char sequence[32], slot[32];
    uint64_t *slots; /* one bit each: it is taken */
    uint64_t slot_words;
};

/* What a consumer finds at ac_own() of a task. */
struct ac_exec_task {
    char *line;
    struct ac_job *job; /* NULL: it was not started */
    uint64_t slot;      /* from 1 */
    bool has_nul;       /* in its line: no word of a command can have one, so it fails */
};

/* The caller's to close, after the run. Its `next` ends the run with -E2BIG where there are more lines
 * than `most`. 0 or a negative errno; then there is nothing to close. */
int ac_exec_open(struct ac_exec *exec, const struct ac_exec_wish *wish);

/* How a job is tried again; `own` is its struct ac_exec_task. */
extern const struct ac_attempts ac_exec_attempts;

/* Turns the loop until it holds nothing of a job. */
void ac_exec_close(struct ac_exec *exec);

/* Cuts the \r of a line that ends as on Windows. False: the line is blank, and makes no job. */
bool ac_exec_line_counts(const struct ac_exec_wish *wish, char *line, size_t *length);

/* The words of the command for a line, which end with NULL; one block, to be freed by ac_free(). NULL:
 * no memory. */
char **ac_exec_words(const struct ac_exec_wish *wish, const char *line);

#endif
