/* work.h -- a workload for tests that is no sleep: its tasks end when the test says so.
 *
 * A plan says of each task what `start` answers, what it does when it is asked to end, and perhaps
 * when it ends by itself. The test may change the plans while it runs, from the hook, and may end a
 * task itself, whenever that is allowed. The workload checks all that the run does to it. The first
 * thing that is wrong stays in `fault`.
 *
 *     work_init(&work, 2);
 *     work.plans[1].end_ms = 5;
 *     config.workload = &work.workload;
 *     config.loop = &work.loop;
 */
#ifndef TEST_WORK_H
#define TEST_WORK_H

#include "../../harness/engine/loop.h"
#include "../../harness/engine/run.h"

enum { WORK_TASKS = 192, WORK_MS = 1000000 };

/* What a task does when it is asked to end. Its end is then `cancel_error`. */
enum work_cancel {
    WORK_STOPS,       /* it reports its end from inside `cancel` */
    WORK_STOPS_LATER, /* cancel_ms later, or when the test says so */
    WORK_GOES_ON,     /* it ends as if nobody had asked */
};

/* Zeroed: the task is started, ends well when the test says so, and stops when asked to. */
struct work_plan {
    int start;       /* what `start` answers */
    uint32_t end_ms; /* so long after its start it ends; 0: when the test says so, or never */
    int error;       /* what it then ends with */
    enum work_cancel cancel;
    uint32_t cancel_ms; /* of WORK_STOPS_LATER; 0: when the test says so, or never */
    int cancel_error; /* what it reports when it was asked to end; 0: it was completed all the same */
    bool
        again; /* where the workload has `again`: its work comes back, as one more task behind all others */
    bool
        comes_later; /* that task is there when the test counts `ready` up and calls ac_more(); else at once */
};

enum work_state { WORK_TO_COME, WORK_GIVEN, WORK_STARTED, WORK_ENDED, WORK_RELEASED };

/* What has happened to a task. */
struct work_task {
    struct ac_task *task; /* from its start to its end */
    enum work_state state;
    bool asked;        /* to end */
    bool asked_again;  /* whether its work comes back */
    bool came_back;    /* and it does */
    int error;         /* that it ended with, as it was reported, or as `start` answered */
    uint64_t start_ns; /* and asked_ns, end_ns: when, on the clock of the loop */
    uint64_t asked_ns, end_ns;
    uint64_t due_ns; /* when the loop ends it; AC_FOREVER: when the test says so */
};

/* Where the run is when it calls the hook. */
enum work_call { WORK_NEXT, WORK_START, WORK_CANCEL, WORK_RELEASE, WORK_AGAIN, WORK_TURN };

struct work {
    struct ac_workload workload; /* first */
    struct ac_loop loop;         /* its clock moves to the next end, or to where the run wants it */
    uint64_t now_ns;

    struct work_plan plans[WORK_TASKS + 1]; /* by number, which is the place of the pull, from 1 */
    uint32_t ready;                         /* tasks that `next` has: first all */
    uint32_t back;                          /* tasks more than its count, so far: work came back */
    int lack;      /* what it answers when it has no more of them, but some are to come */
    bool said_end; /* it has said that there is no more, for good */

    /* NULL, or called first in each call of the workload, and in each turn when its time has come.
     * `number` is the task's; 0 in a turn. */
    void (*hook)(struct work *work, enum work_call call, uint32_t number);
    void *data; /* the test's */

    bool
        happened; /* something in this turn; where nothing does, and there is no instant to wait for,
                       the loop fails with -EDEADLK. The hook may set it. */
    bool abandoned; /* the loop has failed: tasks may be released before their ends */

    const char *fault; /* what was wrong first, of task fault_task; NULL: nothing */
    uint32_t fault_task;
    uint32_t pulled, in_flight,
        asked; /* now: given so far; started and not ended; those asked to end */
    uint32_t started, ended, released; /* so far */
    uint32_t never_started;            /* so far: done already, or refused */
    uint32_t last_taken;
    struct work_task tasks[WORK_TASKS + 1]; /* by number */
};

/* Makes a workload of so many tasks, at most WORK_TASKS, at instant 0. */
void work_init(struct work *work, uint32_t count);

/* Before the run is opened: asks the plans whether work comes back. */
void work_let_come_back(struct work *work);

/* Starts over, with the same plans and settings. */
void work_restart(struct work *work);

/* The test says so: the task, which is in flight, ends with `error`. */
void work_end(struct work *work, uint32_t number, int error);

/* As its plan says: with `error`, or with `cancel_error` when it was asked to. */
void work_end_as_planned(struct work *work, uint32_t number);

static inline bool work_is_in_flight(const struct work *work, uint32_t number)
{
    return work->tasks[number].state == WORK_STARTED;
}

/* Call with each task that the consumer takes: its memory is intact, and that of the one before is
 * given up. */
void work_taken(struct work *work, const struct ac_task *task);

/* Call after ac_close(): all that was given has been released. Returns `fault`. */
const char *work_close(struct work *work);

#endif
