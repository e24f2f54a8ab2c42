/* arrivals.c -- see arrivals.h. */
#include "arrivals.h"
#include "../engine/loop.h"

static struct ac_arrivals *arrivals_of(struct ac_workload *workload)
{
    return (struct ac_arrivals *)workload;
}

/* Saturates below AC_FOREVER. */
static uint64_t arrivals_add(uint64_t a, uint64_t b)
{
    return b < AC_FOREVER - 1 - a ? a + b : AC_FOREVER - 1;
}

static int arrivals_next(struct ac_workload *workload, struct ac_item *item)
{
    struct ac_arrivals *self = arrivals_of(workload);
    if (!self->pulled)
        self->next_ns = workload->now_ns;
    bool known = !self->adds || self->pulled < self->known;
    bool there = workload->now_ns >= self->next_ns;
    if (self->pulled < workload->count && !(known && there)) {
        workload->wake_ns = known ? self->next_ns : AC_FOREVER;
        return AC_SUPPLY_NONE;
    }
    item->there_ns = self->next_ns; /* not now: the run may ask late */
    workload->from->now_ns = workload->now_ns;
    int answer = workload->from->next(workload->from, item);
    workload->wake_ns = workload->from->wake_ns;
    if (answer == AC_SUPPLY_TASK) {
        self->pulled++;
        self->next_ns = arrivals_add(self->next_ns, self->every_ns);
    }
    return answer;
}

static int arrivals_start(struct ac_workload *workload, struct ac_task *task)
{
    return workload->from->start(workload->from, task);
}

static void arrivals_cancel(struct ac_workload *workload, struct ac_task *task)
{
    workload->from->cancel(workload->from, task);
}

static void arrivals_release(struct ac_workload *workload, struct ac_task *task)
{
    workload->from->release(workload->from, task);
}

void ac_arrivals_init(struct ac_arrivals *arrivals, struct ac_workload *from, uint64_t every_ns,
                      uint64_t adds)
{
    *arrivals = (struct ac_arrivals){
        .workload = {.size = sizeof(struct ac_workload),
                     .count = from->count,
                     .own_size = from->own_size,
                     .next = arrivals_next,
                     .start = from->start ? arrivals_start : NULL,
                     .cancel = from->cancel ? arrivals_cancel : NULL,
                     .release = from->release ? arrivals_release : NULL,
                     .timed = every_ns > 0 || from->timed,
                     .dated = every_ns > 0 && !adds,
                     .from = from},
        .every_ns = every_ns,
        .adds = adds,
        .known = 1,
    };
}

void ac_arrivals_done(struct ac_arrivals *arrivals, struct ac_run *run)
{
    if (!arrivals->adds)
        return;
    arrivals->known = arrivals_add(arrivals->known, arrivals->adds);
    ac_more(run);
}
