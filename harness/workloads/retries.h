/* retries.h -- a workload in front of another, which tries again what has failed.
 *
 * Each attempt is a task of the run. One that has failed, timed out or could not be started is not
 * handed over, unless it was the last: its work waits, holds no slot, and comes back as another task
 * of the same number. The wait doubles after each attempt, up to ten minutes. What is due comes
 * before what is new.
 */
#ifndef AC_WORKLOADS_RETRIES_H
#define AC_WORKLOADS_RETRIES_H

#include "../engine/run.h"

/* How the other workload lets go of an attempt. */
struct ac_attempts {
    /* Gives up what the attempt has come to, so that the task's own memory only says what to do. False:
     * it would be in vain. */
    bool (*give_up)(struct ac_workload *workload, struct ac_task *task);

    /* NULL, or the least wait in ns that the attempt asks for, as a server may; asked before give_up. */
    uint64_t (*wait_ns)(struct ac_workload *workload, struct ac_task *task);

    /* Frees what `own` says to do: the run has ended, and it does not come back. */
    void (*drop)(void *own);
};

struct ac_retry; /* one that waits */

struct ac_retries {
    struct ac_workload workload; /* first */
    struct ac_workload *tried;
    const struct ac_attempts *attempts;
    uint64_t times;          /* at most, each */
    uint64_t delay_ns;       /* before the first */
    struct ac_retry **queue; /* those that wait: a heap, by instant */
    uint64_t waiting, room, put;
    uint64_t pending; /* attempts that have failed, and the next one has not begun */
    uint64_t open;    /* tasks given that may still come back */
    bool ended, held; /* the other has no more; an open task held the end back */
};

/* Hands out the tasks of `from`, which carries out those of `tried`: the same one, or the one behind it.
 * Both must outlive it, and have no `again`. */
void ac_retries_init(struct ac_retries *retries, struct ac_workload *from,
                     struct ac_workload *tried, const struct ac_attempts *attempts, uint64_t times,
                     uint64_t delay_ns);

/* After the run. */
void ac_retries_close(struct ac_retries *retries);

#endif
