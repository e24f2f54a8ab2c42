/* watch_work.c -- a world whose tasks are work: what each must end as; see watch.h. */
#include <errno.h>

#include "watch.h"

/* The run itself cancels: what is in flight is asked to end for no other reason any more. */
static bool run_cancels(const struct watch *w)
{
    return w->cancelling || (w->left && !w->drains) || watch_is_stuck(w);
}

void watch_asked(struct watch *w, uint32_t number)
{
    struct watched_task *task = &w->tasks[number];
    uint64_t timeout_ns = w->world->task_timeout_ms * MS;
    watch_expect(w, task->stage == WATCH_IN_FLIGHT, "is asked to end, and is not in flight",
                 number);
    if (run_cancels(w))
        return;
    task->timed_out = true;
    watch_expect(w, timeout_ns && w->work->now_ns == task->launch_ns + timeout_ns,
                 "is asked to end for no reason", number);
}

/* Nothing is pulled any more. */
static bool pulls_no_more(const struct watch *w)
{
    return w->stopping || w->left || run_cancels(w);
}

void watch_asked_again(struct watch *w, uint32_t number)
{
    watch_expect(w, w->tasks[number].stage == WATCH_IN_FLIGHT,
                 "may come back, and is not in flight", number);
    watch_expect(w, !pulls_no_more(w), "may come back, and nothing is pulled", number);
}

void watch_released(struct watch *w, uint32_t number)
{
    if (w->tasks[number].stage != WATCH_RETRIED)
        return;
    w->tasks[number].stage = WATCH_GONE;
    w->retried--;
    w->unread--;
}

/* A task that timed out stays so. One that the run has cancelled finishes if it was completed all
 * the same. */
static enum ac_event due_end(const struct watch *w, uint32_t number)
{
    const struct work_task *task = &w->work->tasks[number];
    if (task->came_back)
        return AC_EVENT_RETRY;
    if (watch_is_stuck(w))
        return AC_EVENT_CANCEL;
    if (w->tasks[number].timed_out)
        return AC_EVENT_TIMEOUT;
    if (!task->error)
        return AC_EVENT_FINISH;
    return task->asked ? AC_EVENT_CANCEL : AC_EVENT_FAIL;
}

void watch_work_end(struct watch *w, enum ac_event event, uint32_t number)
{
    const struct work_task *task = &w->work->tasks[number];
    watch_expect(w, event == due_end(w, number), "ended in another way than it should", number);
    if (watch_is_stuck(w))
        return;
    watch_expect(w, task->state == WORK_ENDED, "ended before its work did", number);
    watch_expect(w, w->now_ns == task->end_ns, "ended at the wrong instant", number);
    watch_expect(w, !w->work->workload.again || task->asked_again || pulls_no_more(w),
                 "has ended, and might have come back", number);
    bool on_its_own = !w->work->plans[number].start && !task->asked;
    watch_expect(w, !on_its_own || !run_cancels(w), "was to be cancelled, and was not asked to end",
                 number);
}

int watch_work_error(const struct watch *w, uint32_t number)
{
    return w->tasks[number].timed_out ? -ETIMEDOUT : w->work->tasks[number].error;
}

/* What the workload knows itself is true. */
void watch_work_counts(struct watch *w, const struct ac_counts *counts)
{
    const struct work *work = w->work;
    uint64_t ended = w->outcome->fault ? 0 : counts->in_flight - work->in_flight;
    if (watch_is_stuck(w))
        return;
    watch_expect(w, counts->in_flight >= work->in_flight, "are in flight, and not counted", 0);
    watch_expect(w, ended <= work->never_started, "are counted as in flight, and have ended", 0);
    watch_expect(w, counts->cancelling == work->asked, "are miscounted as cancelling", 0);
    watch_expect(w, counts->pulled == work->pulled, "are miscounted as pulled", 0);
}
