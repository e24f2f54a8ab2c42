/* refuses.c -- a workload that cannot be opened, as when its server is not there. */
#include <errno.h>

#include "workloads.h"

static int refuses_open(struct ac_workload *workload, const struct ac_workload_wish *wish)
{
    (void)workload;
    (void)wish;
    return -ECONNREFUSED;
}

const struct ac_workload_row ac_workload_refuses = {.name = "refuses",
                                                    .idea = "no task is ever begun",
                                                    .open = refuses_open};
