/* checks.h -- whether jobs end and print the same from run to run: a checksum each, in files without names.
 *
 * The checksum of job N stands at 8 N, so a million jobs take 8 MB of disk and no memory.
 */
#ifndef AC_CLI_EXEC_CHECKS_H
#define AC_CLI_EXEC_CHECKS_H

#include "../../workloads/exec.h"

/* Of a job that ended so: of its end, and of all that it has printed. 0 or a negative errno. */
int ac_exec_check(int file, const struct ac_spool *spool, const struct ac_task *task,
                  const struct ac_job *job);

struct ac_exec_differing {
    uint64_t count; /* jobs that were not the same in two runs */
    uint64_t
        first; /* the number of the first of them, in the run that showed it; 0: there is none */
    const char *name; /* of that run */
};

/* Compares the jobs of two runs, where both have them. Each job that differs is marked in `first`, and
 * counted once. 0 or a negative errno. */
int ac_exec_checks_compare(int first, int other, const char *name,
                           struct ac_exec_differing *differing);

#endif
