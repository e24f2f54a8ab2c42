/* pace.h -- a source in front of a source, which hands its tasks out only as they turn up: one every
 * so often, as from a network; or found by the tasks before them, as by a crawler.
 */
#ifndef AC_WORKLOADS_PACE_H
#define AC_WORKLOADS_PACE_H

#include "../engine/run.h"

struct ac_pace {
    struct ac_source source; /* first */
    struct ac_source *from;
    uint64_t every_ns; /* between one task and the next, the first at once; 0: no wait */
    uint64_t adds;     /* what each task adds that is done with; 0: all are known from the start */
    uint64_t pulled, known;
    uint64_t next_ns; /* when the next one is there, from the first pull on */
};

/* The tasks of `from`, which must outlive it. With `adds` the first is known, and each task that is
 * done with makes so many more known, until `from` has no more. Without, it is dated: each task is there
 * from its instant on, whenever it is asked for. */
void ac_pace_init(struct ac_pace *pace, struct ac_source *from, uint64_t every_ns, uint64_t adds);

/* The consumer is done with a task of `run`, which draws on `pace`. */
void ac_pace_done(struct ac_pace *pace, struct ac_run *run);

#endif
