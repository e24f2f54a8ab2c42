/* limits.h -- the soft limits of descriptors and processes: raised to the hard ones for a program that starts
 * many jobs, and given to each job as they were.
 */
#ifndef AC_WORKLOADS_LIMITS_H
#define AC_WORKLOADS_LIMITS_H

#include <sys/resource.h>
#include <sys/types.h>

enum { AC_LIMITS = 2 };

struct ac_limits {
    struct rlimit before[AC_LIMITS];
};

/* Notes the limits of this process and raises them; one that cannot be raised stays as it is. */
void ac_limits_raise(struct ac_limits *limits);

/* Gives a child, or with 0 the calling process, the limits that were noted. */
void ac_limits_give(const struct ac_limits *limits, pid_t child);

#endif
