/* workload.h -- what a run works on: where its tasks come from, and how they are carried out.
 *
 * A workload that only takes time (sleeps) has no `start`: its `next` says how long a task lasts,
 * and the loop ends it. Any other workload carries its tasks out itself:
 *
 *     next --> start --> ac_done() --> release
 *      ^         |           ^  |
 *      |         '--cancel---'  |
 *      '-------- again ---------'
 *
 * The run calls the five functions; the program calls ac_done, ac_fail and ac_more. All happens on
 * the run's thread. docs/workloads.md walks each workload of this project through these calls.
 */
#ifndef AC_ENGINE_WORKLOAD_H
#define AC_ENGINE_WORKLOAD_H

#include "../../strategies/as_completed.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* In place of the number of tasks, where it is not known. */
#define AC_ENDLESS   UINT64_MAX       /* they do not end */
#define AC_UNCOUNTED (UINT64_MAX - 1) /* they end, and nobody knows when */

/* The next task, for `next` to fill in: the run's, until `next` returns. Before, its `error` is 0 and
 * its `own` is set. */
struct ac_item {
    uint32_t number;      /* for people: it need not be unique */
    uint64_t duration_ns; /* without `start`: how long the task lasts */
    int error;            /* without `start`: 0, or the negative errno value, from -32768 on, that
                             the task will end with */
    uint64_t there_ns;    /* of a dated workload: when the task arrived, on the loop's clock */
    void *own;            /* the own_size bytes of the task, zeroed; see ac_own() */
};

/* What `next` may answer; or a negative errno value: the source broke, and the run ends with it.
 * Any other answer ends the run with -EINVAL. */
enum ac_supply {
    AC_SUPPLY_END,   /* there is no more, for good */
    AC_SUPPLY_TASK,  /* the item is filled in */
    AC_SUPPLY_NONE,  /* none now: to be asked again at wake_ns */
    AC_SUPPLY_EVENT, /* none now: an event of the loop brings one, and then the workload calls
                        ac_more(). Until then the loop is turned, even with nothing in flight. */
};

/* What `start` may answer; or a negative errno value: the task could not be started, and fails with
 * it (-ENOMEM, too). Any other answer ends the run with -EINVAL. */
enum ac_start {
    AC_STARTED, /* exactly one ac_done() follows, never from inside `start`. It is 0, so that what
                   a function of libuv returns is an answer. */
    AC_DONE,    /* the work is done already, as for a cache hit: no ac_done() follows */
};

/* What a run works on. The caller fills it in, and does not touch it during the run but for wake_ns. A
 * program that knows more of its workload puts this first into a struct of its own, or uses `data`. */
struct ac_workload {
    size_t size;     /* sizeof(struct ac_workload), not that of a larger struct around it */
    uint64_t count;  /* how many tasks there will be; or AC_ENDLESS, AC_UNCOUNTED */
    size_t own_size; /* the workload's memory for each task, in bytes; 0: none. It is taken for
                        1,024 tasks at once: keep it small, and take buffers in `start` */

    /* Fills in the next task, if there is one: enum ac_supply or a negative errno value. Called
     * when a strategy pulls: perhaps long after the task arrived. */
    int (*next)(struct ac_workload *workload, struct ac_item *item);

    /* Begins a task: enum ac_start or a negative errno value. NULL: tasks last their duration_ns. */
    int (*start)(struct ac_workload *workload, struct ac_task *task);

    /* Asks a task in flight to end soon. ac_done() still follows, perhaps from inside this call,
     * perhaps much later: when the work has truly ended. The run asks once a task at most. NULL: the
     * work cannot be stopped, and runs to its end. */
    void (*cancel)(struct ac_workload *workload, struct ac_task *task);

    /* Nobody will look at the task and its own memory again. Called once for each task that `next`
     * gave, whether or not it was ever started, at the latest in ac_close(). It comes before the
     * ac_done() of a task in flight only if the loop has failed: then ac_done() must not be called
     * for it. NULL: nothing to do. */
    void (*release)(struct ac_workload *workload, struct ac_task *task);

    /* NULL; or asked when a task has ended or could not be started, with its error in task->error,
     * before the strategy hears of it. True: it was an attempt, and its work comes back as another
     * task. The attempt then counts as `retried`, whatever its error: nobody gets it, and it is no
     * failure of the run. `next` gives the other task, at once or later. Until it can, it must not
     * answer AC_SUPPLY_END: whoever has answered AC_SUPPLY_EVENT calls ac_more() in here. Not asked
     * of a task that the run has cancelled, nor when nothing more is pulled. No run is ordered with
     * it. `count` counts work once, however often it comes back. */
    bool (*again)(struct ac_workload *workload, struct ac_task *task);

    void *data; /* the program's */

    struct ac_run *run; /* whose workload it is; set by ac_open */
    /* NULL, or the workload whose tasks this one hands on. ac_open sets its `run`, too. */
    struct ac_workload *from;

    bool dated;      /* it fills in the item's there_ns; never changes */
    bool timed;      /* it wants to know the time: now_ns is set before `next` and `again` */
    uint64_t now_ns; /* on the loop's clock */

    /* After AC_SUPPLY_NONE: when to ask again; UINT64_MAX: after ac_more(). On the virtual clock it
     * must be later than now, or the run would ask for ever: it ends with -EINVAL. */
    uint64_t wake_ns;
};

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
