/* consume.h -- the consumer of a run on the command line: takes what comes, at its own pace, and leaves
 * when it was asked to.
 */
#ifndef AC_SCENARIO_CONSUME_H
#define AC_SCENARIO_CONSUME_H

#include "../workloads/arrivals.h"
#include "options.h"

enum ac_ended { AC_ENDED_ITSELF, AC_ENDED_AS_ASKED, AC_ENDED_TIMED_OUT };

struct ac_consumer {
    const struct ac_options *options;
    struct ac_run *run;
    struct ac_loop *loop;
    struct ac_arrivals *arrivals; /* what the tasks come from; each that is done with adds to it */
    uint64_t start_ns;            /* what instants count from, on the loop's clock */
    unsigned every;               /* how many takes there are between two calls of `look`; from 1 */
    bool (*look)(const struct ac_task *task); /* called with the last of them; false: leave */
    /* NULL, or called where there is no result now, and the loop may wait; false: leave */
    bool (*pause)(void);
    unsigned unseen;  /* takes since then */
    uint64_t next_ns; /* when something is to be done next, whatever comes */
    uint64_t from_ns; /* after start_ns: what was to be done before is done */
    unsigned changes; /* of the limit, made so far */
};

/* Takes until there is nothing more, or it is time to leave. The run is not ended yet. */
enum ac_ended ac_consume(struct ac_consumer *c);

#endif
