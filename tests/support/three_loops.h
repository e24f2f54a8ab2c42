/* three_loops.h -- a run of work on one of three loops, for tests: on that of the test, whose clock moves to the next
 * end; on the virtual one, and on a real one, which both know nothing of work. One at a time.
 */
#ifndef TEST_THREE_LOOPS_H
#define TEST_THREE_LOOPS_H

#include <uv.h>

#include "../../harness/loops/uv.h"
#include "../../harness/loops/virtual.h"
#include "../../strategies/strategies.h"
#include "work.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { THREE_LOOPS_TASKS = 4, THREE_LOOPS_LIMIT = 2 };

enum three_loops { OWN_LOOP, VIRTUAL_LOOP, REAL_LOOP, LOOPS };

extern struct three_loops_run {
    struct work work;
    struct ac_config config;
    struct ac_run *run;
    uint64_t heap_bytes;
    struct ac_loop_virtual virtual;
    uv_loop_t uv;
    struct ac_loop_uv real;
    uv_timer_t timer; /* the test's */
} at;

/* Makes the loops, and the settings for the test to change: tasks end when the test says so. */
void three_loops_prepare(const struct ac_strategy *strategy);

/* Tasks that never end, asked to or not. */
void three_loops_prepare_without_end(const struct ac_strategy *strategy);

void three_loops_open(enum three_loops loop);

/* Ends and closes the run: all must add up, and nothing be left. */
void three_loops_close(void);

#endif
