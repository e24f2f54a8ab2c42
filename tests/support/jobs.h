/* jobs.h -- a program with tasks of its own, as anybody may write it: through the public headers only. For tests.
 *
 * The memory of its runs comes from an allocator of its own, which counts the blocks. A job ends when the
 * test says so, or one in each turn of the loop (jobs_end_by_themselves).
 */
#ifndef TEST_JOBS_H
#define TEST_JOBS_H

#include <uv.h>

#include "../../harness/loops/attach.h"
#include "../../harness/loops/loops.h"

enum { JOBS_MOST = 8, JOBS_LIMIT = 3 };

/* From where the program is called back. */
enum jobs_place {
    JOBS_NEXT,
    JOBS_START,
    JOBS_CANCEL,
    JOBS_AGAIN,
    JOBS_RELEASE,
    JOBS_TRACE,
    JOBS_READY,
    JOBS_RESULT,
    JOBS_DETACHED,
    JOBS_PLACES,
};

struct jobs {
    struct ac_workload workload; /* first */
    struct ac_config config;
    struct ac_run *run;
    uv_loop_t *uv;
    uv_idle_t idle; /* of jobs_end_by_themselves */
    bool ends;

    struct ac_task *tasks[JOBS_MOST + 1]; /* by number */
    bool in_flight[JOBS_MOST + 1];
    int start[JOBS_MOST + 1]; /* what start answers */
    unsigned pulled, asked, released, taken, ready, detached;
    bool keep;               /* it does not detach at its end */
    struct ac_task last;     /* as it was taken */
    int error;               /* once detached */
    struct ac_breach breach; /* and so are these */
    struct ac_counts counts;

    /* NULL, or called at each place. */
    void (*hook)(struct jobs *jobs, enum jobs_place place);
};

/* The blocks that all runs of these programs have. */
extern unsigned jobs_blocks;
extern struct ac_allocator jobs_allocator;

/* Makes a program of `count` jobs on `uv`. */
void jobs_init(struct jobs *jobs, uv_loop_t *uv, const struct ac_strategy *strategy,
               uint64_t count);

/* Attaches its run, in either style, with 0. */
void jobs_attach(struct jobs *jobs);
void jobs_attach_push(struct jobs *jobs);

/* For ac_detach. */
void jobs_on_detached(struct ac_run *run);

/* The first job in flight; 0: there is none. */
uint32_t jobs_first(const struct jobs *jobs);

/* Job `number` ends. */
void jobs_end(struct jobs *jobs, uint32_t number, int error);

/* From here on a job ends in each turn of the loop, until nothing is left of any run. */
void jobs_end_by_themselves(struct jobs *jobs);

/* Ends all jobs, and turns the loop until it has nothing to do: it closes, no block is left, and each job is
 * released. */
void jobs_finish(struct jobs *jobs);

#endif
