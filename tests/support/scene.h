/* scene.h -- one run of planned tasks on the virtual clock, for tests of how tasks and runs end.
 *
 * Each task has a duration, an error to end with, and perhaps an error with which the loop refuses to
 * start it; the source may be slow. One scene at a time.
 */
#ifndef TEST_SCENE_H
#define TEST_SCENE_H

#include "../../harness/engine/run.h"
#include "../../harness/loops/virtual.h"
#include "../../strategies/strategies.h"
#include "check.h"

enum { MS = 1000000, MOST = 64 };

struct plan {
    struct ac_workload workload; /* first */
    uint64_t durations_ns[MOST];
    int errors[MOST], start_errors[MOST];
    uint64_t pulled, interval_ns; /* of a slow source: a task every interval */
};

/* One run, and what came of it. */
struct scene {
    struct plan plan;
    struct ac_config config;
    struct ac_loop_virtual loop;
    int (*start)(struct ac_loop *, struct ac_task *, uint64_t);
    struct ac_run *run;
    uint64_t heap_bytes;
    uint32_t events[AC_EVENT_DROP + 1];
    uint32_t launches_when_stopped;
    bool stopped;
};

extern struct scene scene;

/* `count` tasks of 10, 9, 8... ms, `limit` at a time; the caller changes what it wants before opening. */
void scene_prepare(const struct ac_strategy *strategy, uint64_t count, uint64_t limit);

void scene_open(void);

/* Takes all that comes, and returns how many. */
uint64_t scene_take_all(void);

/* What must hold however a run ended; then gives everything back. */
void scene_check_end(void);

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

#endif
