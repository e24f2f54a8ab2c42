/* work.c -- tasks whose end nobody knows: they are started, time out, are cancelled, and end when
 * their workload says so; and the referee of that.
 *
 * Ending takes time. A task that was asked to end is AC_CANCELLING: it is in flight, and holds its
 * slot, until its workload reports it done. What it is then depends on why it was asked. A timeout
 * that has passed stays a timeout. When the run asked, work that was completed all the same is a
 * finish like any other; other work is cancelled.
 */
#include "engine.h"

/* Room to launch one task, so that nothing fails once its work has begun. All in flight may end behind what
 * stands among the ended already: those that the turn under way has finished stand there until its end. */
static int work_reserve(struct engine *e)
{
    uint64_t last = e->ended.count + e->counts.in_flight;
    int error = ac_array_reserve(&e->ended, last, e->config.allocator);
    if (!error && e->config.task_timeout_ns)
        error = ac_deadlines_reserve(&e->deadlines, &e->pool, e->counts.in_flight);
    return error;
}

static int work_call_start(struct engine *e, struct ac_task *task)
{
    e->calls |= ENGINE_CALLING;
    int answer = e->config.workload->start(e->config.workload, task);
    e->calls &= ~(unsigned)ENGINE_CALLING;
    return answer;
}

enum ac_stage engine_work_start(struct engine *e, struct ac_task *task)
{
    int error = work_reserve(e);
    uint64_t now_ns = engine_work_now(e);
    task->time_ns = now_ns;
    int answer = error ? 0 : work_call_start(e, task);
    if (!error && (answer > AC_DONE || !engine_can_keep(answer < 0 ? answer : 0)))
        error = -EINVAL;
    if (error)
        engine_fail(e, error);
    if (error || task->stage != AC_WAITING)
        return AC_FREE;
    engine_work_note(e, now_ns);
    if (answer == AC_STARTED) {
        if (e->config.task_timeout_ns)
            ac_deadlines_put(&e->deadlines, task);
        return AC_IN_FLIGHT;
    }
    task->error = answer < 0 ? (int16_t)answer : 0;
    engine_end_soon(e, task, false);
    return AC_ENDED;
}

/* Whether it is right that the task is reported done; if not, the run fails. A task that waits is
 * out of the run then: nothing more can be expected of it. */
static bool work_may_be_done(struct engine *e, struct ac_task *task)
{
    if (task->stage == AC_IN_FLIGHT || task->stage == AC_CANCELLING)
        return true;
    bool early = task->stage == AC_WAITING;
    unsigned calling = e->calls & ENGINE_CALLING;
    engine_breach(e, early ? AC_RULE_DONE_STARTED : AC_RULE_DONE_ONCE, task);
    if (early)
        engine_drop(e, task);
    e->calls |= calling; /* the trace of the drop was a call inside a call */
    return false;
}

void engine_work_done(struct engine *e, struct ac_task *task, int error)
{
    if (!work_may_be_done(e, task))
        return;
    if (!engine_can_keep(error)) {
        engine_fail(e, -EINVAL);
        error = -EINVAL;
    }
    bool cancelled = task->stage == AC_CANCELLING && !task->timed_out && error;
    task->error = task->timed_out ? -ETIMEDOUT : (int16_t)error;
    if (e->calls & ENGINE_CALLING) {
        if (task->stage == AC_CANCELLING)
            e->counts.cancelling--;
        task->stage = AC_ENDED;
        engine_end_soon(e, task, cancelled);
    } else {
        engine_finish_work(e, task, cancelled);
    }
}

void engine_work_cancel(struct engine *e, struct ac_task *task)
{
    struct ac_workload *workload = e->config.workload;
    if (task->stage != AC_IN_FLIGHT) {
        engine_breach(e, AC_RULE_CANCEL, task);
        return;
    }
    task->stage = AC_CANCELLING;
    e->counts.cancelling++;
    if (workload->cancel)
        workload->cancel(workload, task);
}

uint64_t engine_work_deadline_ns(struct engine *e)
{
    const struct ac_task *task = ac_deadlines_first(&e->deadlines, &e->pool);
    uint64_t timeout_ns = e->config.task_timeout_ns;
    if (!task || timeout_ns > AC_FOREVER - task->time_ns)
        return AC_FOREVER;
    return task->time_ns + timeout_ns;
}

void engine_work_time_out(struct engine *e)
{
    uint64_t now_ns = engine_now(e);
    while (engine_work_deadline_ns(e) <= now_ns) {
        struct ac_task *task = ac_deadlines_first(&e->deadlines, &e->pool);
        task->timed_out = true;
        engine_work_cancel(e, task);
    }
}
