/* compare_sleeps.h -- gives each child of a comparison the durations of --sleeps.
 *
 * A list is passed on, and a file by its path. Input that can be read only once, or that is stdin,
 * is copied to a temporary file. Each child has that file as its stdin.
 */
#ifndef AC_CLI_COMPARE_SLEEPS_H
#define AC_CLI_COMPARE_SLEEPS_H

#include "../scenario/options.h"
#include "../workloads/sleep.h"

struct ac_compare_sleeps {
    char *word; /* a child's --sleeps, or NULL */
    int file;   /* a child's stdin, or -1 */
};

/* Returns 0, or the exit status after one line on stderr. Close it after an error too. */
int ac_compare_sleeps_open(struct ac_compare_sleeps *sleeps, const struct ac_options *options,
                           const struct ac_sleeps *workload);
void ac_compare_sleeps_close(struct ac_compare_sleeps *sleeps);

#endif
