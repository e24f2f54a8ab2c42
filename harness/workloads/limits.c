/* limits.c -- see limits.h. */
#include "limits.h"

#include <stddef.h>

static const int limits_resources[AC_LIMITS] = {RLIMIT_NOFILE, RLIMIT_NPROC};

void ac_limits_raise(struct ac_limits *limits)
{
    for (int i = 0; i < AC_LIMITS; i++) {
        struct rlimit *before = &limits->before[i];
        if (getrlimit((unsigned)limits_resources[i], before))
            *before = (struct rlimit){RLIM_INFINITY, RLIM_INFINITY};
        struct rlimit all = {before->rlim_max, before->rlim_max};
        if (before->rlim_cur != before->rlim_max)
            setrlimit((unsigned)limits_resources[i], &all);
    }
}

void ac_limits_give(const struct ac_limits *limits, pid_t child)
{
    for (int i = 0; i < AC_LIMITS; i++) {
        const struct rlimit *before = &limits->before[i];
        if (before->rlim_cur != before->rlim_max)
            prlimit(child, (unsigned)limits_resources[i], before, NULL);
    }
}
