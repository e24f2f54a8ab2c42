/* exec_figures.h -- how the jobs of an `exec` ended and what they printed; and on demand how long it took.
 *
 * The counts cost a few additions a job. The times cost two looks at the clock.
 */
#ifndef AC_WORKLOADS_EXEC_FIGURES_H
#define AC_WORKLOADS_EXEC_FIGURES_H

#include "../engine/histogram.h"
#include "job.h"

enum { AC_EXEC_CODES = 256 }; /* exit statuses, signals and errnos are below it */

/* Zeroed is empty. */
struct ac_exec_figures {
    uint64_t started; /* attempts, too */

    /* How the jobs ended; each is counted once. */
    uint64_t ok, not_zero, killed, timed_out, cancelled, lost, unstarted;
    uint64_t codes[AC_EXEC_CODES];        /* of those with an exit status other than 0 */
    uint64_t signals[AC_EXEC_CODES];      /* that killed a job which nobody had asked to end */
    uint64_t start_errors[AC_EXEC_CODES]; /* errnos of the jobs that could not be started */
    int start_error, lost_error;          /* the last of each: a negative errno */
    uint64_t held;                        /* pipes were open some time after the exit */
    uint64_t printed_bytes[AC_JOB_PIPES];
    uint64_t spooled_bytes; /* of them, those that were written to the file */

    bool timed; /* the rest is measured */
    struct ac_histogram spawn, next_start, job;
    uint64_t spawn_ns, shortest_ns; /* the sum of all spawns; the shortest job */
    uint64_t there_ns;              /* when a line came after there had been none */
    uint64_t *freed_ns; /* of each slot, from 1: when it was free; 0: it was never taken */
    uint64_t slots;
};

/* The instant, if the times are measured; else 0. */
uint64_t ac_exec_figures_now(const struct ac_exec_figures *figures);

/* A job was started in a slot, which was asked for at that instant. */
void ac_exec_figures_started(struct ac_exec_figures *figures, uint64_t slot, uint64_t asked_ns);

/* A job could not be started: a negative errno. */
void ac_exec_figures_unstarted(struct ac_exec_figures *figures, int error);

/* It is tried again: it does not count. */
void ac_exec_figures_unstarted_again(struct ac_exec_figures *figures, int error);

/* A job has ended that was started, and is not tried again. */
void ac_exec_figures_ended(struct ac_exec_figures *figures, const struct ac_job *job,
                           bool timed_out);

/* A slot is free again. */
void ac_exec_figures_freed(struct ac_exec_figures *figures, uint64_t slot);

void ac_exec_figures_free(struct ac_exec_figures *figures);

#endif
