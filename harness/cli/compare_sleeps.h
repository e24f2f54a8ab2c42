/* compare_sleeps.h -- the durations of --sleeps, the same for every child of a comparison.
 *
 * A list is passed on, and a file by its path. What can be read only once, or is read from where stdin
 * stands, is kept in a temporary file, which each child has as its stdin.
 */
#ifndef AC_CLI_COMPARE_SLEEPS_H
#define AC_CLI_COMPARE_SLEEPS_H

#include "../scenario/options.h"
#include "../workloads/workload.h"

struct ac_compare_sleeps {
    char *word; /* a child's --sleeps; NULL: none */
    int file;   /* its stdin; -1: none */
};

/* 0, or the exit status after one line on stderr. Close it after an error too. */
int ac_compare_sleeps_open(struct ac_compare_sleeps *sleeps, const struct ac_options *options,
                           const struct ac_workload *workload);
void ac_compare_sleeps_close(struct ac_compare_sleeps *sleeps);

#endif
