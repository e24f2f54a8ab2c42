/* stat.c -- each task asks the system about a file (stat), on a thread of libuv's pool.
 *
 * How: uv_fs_stat. A request that still waits for a thread can be cancelled; another ends by itself.
 * Costs: a request of libuv for each task, and the way to another thread and back.
 */
#include <uv.h>

#include "../engine/run.h"
#include "workloads.h"

struct stat_own {
    uv_fs_t request; /* first; its data is the task */
    struct ac_run *run;
};

static int stat_next(struct ac_workload *workload, struct ac_item *item)
{
    const struct ac_workload_wish *wish = workload->data;
    uint64_t place = ac_counts(workload->run)->pulled;
    if (place == workload->count)
        return AC_SUPPLY_END;
    item->number = ac_sleeps_number(wish->sleeps, place);
    return AC_SUPPLY_TASK;
}

static void stat_ended(uv_fs_t *request)
{
    int error = request->result < 0 ? (int)request->result : 0;
    uv_fs_req_cleanup(request);
    ac_done(((struct stat_own *)request)->run, request->data, error);
}

static int stat_start(struct ac_workload *workload, struct ac_task *task)
{
    const struct ac_workload_wish *wish = workload->data;
    struct stat_own *own = ac_own(workload->run, task);
    own->run = workload->run;
    own->request.data = task;
    int error = uv_fs_stat(wish->uv, &own->request, ".", stat_ended);
    return error ? error : AC_STARTED;
}

static void stat_cancel(struct ac_workload *workload, struct ac_task *task)
{
    uv_cancel(ac_own(workload->run, task));
}

static int stat_open(struct ac_workload *workload, const struct ac_workload_wish *wish)
{
    workload->own_size = sizeof(struct stat_own);
    workload->next = stat_next;
    workload->start = stat_start;
    workload->cancel = stat_cancel;
    workload->data = (void *)wish;
    return 0;
}

const struct ac_workload_row ac_workload_stat = {.name = "stat",
                                                 .idea = "each task asks the system about a file",
                                                 .open = stat_open};
