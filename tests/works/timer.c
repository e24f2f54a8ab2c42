/* timer.c -- each task is a timer of libuv, of a millisecond.
 *
 * How: uv_timer_t. A task has ended when its handle is closed, and not when the timer has fired.
 * Costs: a handle of libuv for each task, and its memory from the pull on.
 */
#include <stdlib.h>
#include <uv.h>

#include "../engine/run.h"
#include "workloads.h"

struct timer_workload {
    struct ac_workload workload; /* first */
    const struct ac_workload_wish *wish;
    uint64_t *open; /* handles now; `open` took it, and `close` gives it back */
};

struct timer_own {
    uv_timer_t timer; /* first; its data is the task */
    struct timer_workload *workload;
    int error;
};

static int timer_next(struct ac_workload *workload, struct ac_item *item)
{
    struct timer_workload *self = (struct timer_workload *)workload;
    uint64_t place = ac_counts(workload->run)->pulled;
    if (place == workload->count)
        return AC_SUPPLY_END;
    item->number = ac_sleeps_number(self->wish->sleeps, place);
    return AC_SUPPLY_TASK;
}

static void timer_closed(uv_handle_t *handle)
{
    struct timer_own *own = (struct timer_own *)handle;
    --*own->workload->open;
    ac_done(own->workload->workload.run, handle->data, own->error);
}

static void timer_fired(uv_timer_t *timer)
{
    uv_close((uv_handle_t *)timer, timer_closed);
}

static int timer_start(struct ac_workload *workload, struct ac_task *task)
{
    struct timer_workload *self = (struct timer_workload *)workload;
    struct timer_own *own = ac_own(workload->run, task);
    own->workload = self;
    uv_timer_init(self->wish->uv, &own->timer);
    own->timer.data = task;
    ++*self->open;
    uv_timer_start(&own->timer, timer_fired, 1, 0);
    return AC_STARTED;
}

static void timer_cancel(struct ac_workload *workload, struct ac_task *task)
{
    struct timer_own *own = ac_own(workload->run, task);
    if (uv_is_closing((uv_handle_t *)&own->timer))
        return; /* it has fired: completed all the same */
    own->error = UV_ECANCELED;
    uv_close((uv_handle_t *)&own->timer, timer_closed);
}

static int timer_open(struct ac_workload *workload, const struct ac_workload_wish *wish)
{
    struct timer_workload *self = (struct timer_workload *)workload;
    _Static_assert(sizeof *self <= AC_WORKLOAD_ROOM, "it fits");
    workload->own_size = sizeof(struct timer_own);
    workload->next = timer_next;
    workload->start = timer_start;
    workload->cancel = timer_cancel;
    self->wish = wish;
    self->open = calloc(1, sizeof *self->open);
    return self->open ? 0 : UV_ENOMEM;
}

static void timer_close(struct ac_workload *workload)
{
    struct timer_workload *self = (struct timer_workload *)workload;
    if (*self->open)
        abort(); /* a run is closed before its work has ended */
    free(self->open);
}

const struct ac_workload_row ac_workload_timer = {
    .name = "timer",
    .idea = "each task is a timer of a millisecond",
    .open = timer_open,
    .close = timer_close,
};
