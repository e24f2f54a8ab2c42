/* job.h -- one command as a child process: it is started, watched and ended, and what it prints is
 * kept.
 *
 * A job is a process group of its own, without a terminal. It has ended when its process has exited and both its pipes are
 * at their end. Where a grandchild keeps a pipe open, that pipe is closed a short time after the exit
 * (`held`). To end a job sends TERM to its group and, after a grace, KILL.
 */
#ifndef AC_WORKLOADS_JOB_H
#define AC_WORKLOADS_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

#include "capture.h"
#include "exits.h"
#include "limits.h"

enum { AC_JOB_PIPES = 2 }; /* its stdout and its stderr */

struct ac_job {
    struct ac_jobs *jobs;
    void *data;                /* the caller's */
    uint64_t exit_status;      /* of a process that exited by itself */
    int signal;                /* that ended it; 0: none */
    int error;                 /* of keeping what it printed: 0 or a negative errno */
    uint64_t start_ns, end_ns; /* on the clock of uv_hrtime */
    struct ac_stream printed[AC_JOB_PIPES];
    bool held;          /* a pipe was still open some time after the exit */
    bool asked, killed; /* to end: TERM was sent; KILL was sent */

    bool exited, ended, freed;
    unsigned handles; /* the loop holds so many things of it */
    struct ac_child_exit exit;
    struct ac_capture captures[AC_JOB_PIPES];
    uv_timer_t timer;
    struct ac_job *next;           /* of those that are not used */
    struct ac_job *before, *after; /* among those that have not ended */
};

/* All jobs of one program. */
struct ac_jobs {
    uv_loop_t *uv;
    bool alone;              /* every child of this program is a job, or was left behind by one */
    uint64_t grace_ms;       /* from TERM to KILL */
    uint64_t pipe_grace_ms;  /* from the exit to the end of pipes that are held */
    int stdin_file;          /* what each job reads: /dev/null */
    int terminal;            /* of this program, and no job's: /dev/tty; or -1 */
    struct ac_limits limits; /* of this program, before; each job has them */
    struct ac_exits exits;
    struct ac_spool spool;
    struct ac_captures captures;
    struct ac_job *unused;
    struct ac_job *first; /* of those that have not ended */
    uint64_t alive;       /* jobs that the loop holds something of */
    void (*ended)(
        struct ac_job *job); /* called once for each started job, from a turn of the loop */
};

/* The caller sets `uv`, `alone`, the graces and `ended` before. Raises the soft limits of descriptors
 * and processes to the hard ones. 0 or a negative errno. */
int ac_jobs_open(struct ac_jobs *jobs);

/* Turns the loop until it holds nothing of a job. Every job was freed. */
void ac_jobs_close(struct ac_jobs *jobs);

/* Starts a command: its words end with NULL, as does its environment. Returns 0 and the job; or a
 * negative errno (-ENOENT, -EACCES, -E2BIG, -EAGAIN, -EMFILE, -ENOMEM ...), and nothing was
 * started. */
int ac_job_start(struct ac_jobs *jobs, char **words, char **environment, void *data,
                 struct ac_job **job);

/* Asks it to end soon. */
void ac_job_end(struct ac_job *job);

/* Nobody looks at it any more. A job that has not ended is killed, and `ended` is not called. */
void ac_job_free(struct ac_job *job);

#endif
