/* session.h -- one `exec`: what its parts share. There is one for each process, since a signal's
 * handler has to find it.
 */
#ifndef AC_CLI_EXEC_SESSION_H
#define AC_CLI_EXEC_SESSION_H

#include "../../workloads/arrivals.h"
#include "../../workloads/exec.h"
#include "../setup.h"
#include "progress.h"
#include "sink.h"

enum {
    AC_EXEC_UNASKED = 1000, /* the most jobs of a strategy without a limit */
    AC_EXEC_PART = 65536,
};

struct ac_exec_session {
    const struct ac_options *options;
    struct ac_setup_loop loop;
    struct ac_exec exec;
    struct ac_arrivals arrivals;
    struct ac_retries retries;
    struct ac_sink sinks[AC_JOB_PIPES];
    bool seen[AC_JOB_PIPES]; /* what goes to that sink is on a terminal */
    struct ac_exec_progress progress;
    struct ac_run *volatile run; /* for the signal handler; NULL: no run */
    volatile int stop;           /* signals so far */
    bool checks; /* what is printed is not written: its checksum goes to this file */
    int check_file;
    int check_error; /* of that file, or 0 */
    bool waits;      /* the run is over, and jobs may live */
    uv_timer_t waiting;
    int own_error; /* of what the consumer does with a result, or 0 */
    char part[AC_EXEC_PART];
};

extern struct ac_exec_session ac_exec_session;

/* What is to be done, but for the loop. */
struct ac_exec_wish ac_exec_wish_of(const struct ac_options *options);

/* Runs the jobs under options->strategy, with the report that file.h was told of. The exit status. */
int ac_exec_once(const struct ac_options *options);

#endif
