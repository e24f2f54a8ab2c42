/* task.c -- a task is launched and finishes, or is dropped or cancelled, and is released; and the
 * referee of that.
 *
 * ac_launch is called by the strategy, ac_finish by the loop, for tasks that know when they are due,
 * and engine_finish_work by work.c, for others. Each checks the task's stage, moves
 * it on, keeps the counts, and feeds the instruments if there are any. A strategy is not told of
 * dropped and cancelled tasks and may still hold them in its lines, so they stay AC_GONE until the
 * run is closed.
 */
#include "engine.h"

void engine_breach(struct engine *e, enum ac_rule rule, const struct ac_task *task)
{
    if (e->error)
        return;
    engine_fail(e, -EPROTO);
    e->breach = (struct ac_breach){
        .rule = rule,
        .task = task ? task->number : 0,
        .in_flight = e->counts.in_flight,
        .waiting = e->counts.waiting,
        .unread = e->counts.unread,
    };
}

/* A task of work is in flight no more. */
static void task_conserve(struct engine *e, const struct ac_task *task, uint64_t now_ns)
{
    uint64_t in_flight_ns = now_ns - task->time_ns;
    if (task->stage == AC_CANCELLING)
        e->counts.cancelling--;
    engine_work_note(e, now_ns);
    e->conservation.sum_ns += in_flight_ns;
    if (e->measures)
        ac_busy_add(e->measures, in_flight_ns);
}

void engine_drop(struct engine *e, struct ac_task *task)
{
    bool waits = task->stage == AC_WAITING;
    if (!waits && e->is_work)
        task_conserve(e, task, engine_work_now(e));
    task->stage = AC_GONE;
    --*(waits ? &e->counts.waiting : &e->counts.in_flight);
    ++*(waits ? &e->counts.dropped : &e->counts.cancelled);
    engine_trace(e, waits ? AC_EVENT_DROP : AC_EVENT_CANCEL, task);
}

static bool task_is_in_flight(const struct ac_task *task)
{
    return task->stage == AC_IN_FLIGHT || task->stage >= AC_CANCELLING;
}

void engine_drop_all(struct engine *e, bool in_flight)
{
    const uint64_t *count = in_flight ? &e->counts.in_flight : &e->counts.waiting;
    for (uint64_t i = 0; *count && i < e->pool.fresh; i++) {
        struct ac_task *task = ac_pool_at(&e->pool, i);
        if (in_flight ? task_is_in_flight(task) : task->stage == AC_WAITING)
            engine_drop(e, task);
    }
}

void engine_cancel_all(struct engine *e)
{
    if (e->is_work) {
        for (uint64_t i = 0; e->counts.in_flight && i < e->pool.fresh; i++)
            if (ac_pool_at(&e->pool, i)->stage == AC_IN_FLIGHT)
                engine_work_cancel(e, ac_pool_at(&e->pool, i));
        return;
    }
    e->config.loop->cancel_all(e->config.loop);
    e->ended.count = 0;
    engine_drop_all(e, true);
}

void engine_call_release(struct engine *e, struct ac_task *task)
{
    if (task->stage == AC_FREE) {
        engine_breach(e, AC_RULE_RELEASE_ONCE, task);
        return;
    }
    e->calls |= ENGINE_CALLING;
    e->config.workload->release(e->config.workload, task);
    e->calls &= ~(unsigned)ENGINE_CALLING;
}

static inline void task_count_up(uint64_t *count, uint64_t *max)
{
    if (++*count > *max)
        *max = *count;
}

/* --- launch --- */

void engine_end_soon(struct engine *e, const struct ac_task *task, bool cancelled)
{
    e->ended.at[e->ended.count++] = (uint64_t)task->index << 1 | cancelled;
}

/* A task that the loop could not start still counts as in flight; it finishes with its error in the
 * next turn. AC_FREE: the loop itself is at its end, of memory or of time, and the run has failed. */
ENGINE_APART static enum ac_stage task_start_failed(struct engine *e, struct ac_task *task,
                                                    int error)
{
    int fatal = -EINVAL;
    if (error == -ENOMEM || error == -EOVERFLOW)
        fatal = error;
    else if (engine_can_keep(error))
        fatal = ac_array_reserve(&e->ended, e->ended.count, e->config.allocator);
    if (fatal) {
        engine_fail(e, fatal);
        return AC_FREE;
    }
    task->timed_out = false;
    task->error = (int16_t)error;
    engine_end_soon(e, task, false);
    return AC_ENDED;
}

/* Gives the task to the loop, for as long as it may last. Returns its stage; AC_FREE: the run has
 * failed. */
static inline enum ac_stage task_start(struct engine *e, struct ac_task *task)
{
    uint64_t duration_ns = task->time_ns, timeout_ns = e->config.task_timeout_ns;
    if (timeout_ns && duration_ns > timeout_ns) {
        duration_ns = timeout_ns;
        task->timed_out = true;
        task->error = -ETIMEDOUT;
    }
    int error = e->config.loop->start(e->config.loop, task, duration_ns);
    if (error)
        return task_start_failed(e, task, error);
    if (e->measures)
        ac_busy_add(e->measures, duration_ns);
    return AC_IN_FLIGHT;
}

static void task_measure_launch(struct engine *e, const struct ac_task *task)
{
    struct ac_measures *measures = e->measures;
    ac_displacement_add(&measures->launch, e->counts.launched, task->sequence);
    if (e->there_ns.at)
        ac_histogram_add(&measures->queueing,
                         engine_since_there(e, task, ac_loop_instant(e->config.loop)));
}

/* Takes a task back that may not be launched. */
ENGINE_APART static void task_refuse(struct engine *e, struct ac_task *task)
{
    if (e->error)
        return;
    if (task->stage != AC_WAITING)
        engine_breach(e, AC_RULE_LAUNCH_ONCE, task);
    else if (e->phase != ENGINE_RUNNING)
        engine_drop(e, task);
    else
        engine_breach(e, AC_RULE_LIMIT, task);
}

bool ac_launch(struct ac_run *run, struct ac_task *task)
{
    struct engine *e = engine_of(run);
    if (e->phase != ENGINE_RUNNING || task->stage != AC_WAITING ||
        e->counts.in_flight >= e->launch_limit) {
        task_refuse(e, task);
        return false;
    }
    if (task != e->just_pulled)
        engine_note_waiting(e);
    uint64_t now_ns = e->config.trace ? ac_loop_instant(e->config.loop) : 0;
    enum ac_stage stage = e->is_work ? engine_work_start(e, task) : task_start(e, task);
    if (stage == AC_FREE)
        return false;
    task->stage = (uint8_t)stage;
    if (e->config.trace)
        engine_trace_at(e, now_ns, AC_EVENT_LAUNCH, task);
    e->counts.waiting--;
    task_count_up(&e->counts.in_flight, &e->counts.max_in_flight);
    if (e->measures)
        task_measure_launch(e, task);
    e->counts.launched++;
    return true;
}

/* --- finish --- */

static bool task_errors_are_too_many(const struct engine *e)
{
    return e->counts.timed_out + e->counts.failed > e->config.errors_allowed;
}

/* Counts an error, and lets it stop the run before another task is launched. */
ENGINE_APART static enum ac_event task_note_error(struct engine *e, const struct ac_task *task)
{
    if (task->timed_out)
        e->counts.timed_out++;
    else
        e->counts.failed++;
    if (e->config.on_error != AC_CONTINUE && task_errors_are_too_many(e))
        engine_advance(e, ENGINE_STOPPING);
    return task->timed_out ? AC_EVENT_TIMEOUT : AC_EVENT_FAIL;
}

/* The rest of a finish, whose instant is in task->time_ns. */
static ENGINE_INLINE void task_finish(struct engine *e, struct ac_task *task)
{
    if (e->measures)
        e->measures->last_finish_ns = task->time_ns;
    if (e->config.ordered)
        ac_reorder_at(&e->reorder, task->sequence)->finish = (uint32_t)e->counts.finished;
    else
        task->sequence = (uint32_t)e->counts.finished;
    e->counts.finished++;
    task->stage = AC_UNREAD;
    e->counts.in_flight--;
    task_count_up(&e->counts.unread, &e->counts.max_unread);
    enum ac_event event = task->error ? task_note_error(e, task) : AC_EVENT_FINISH;
    engine_trace(e, event, task);
    e->just_pulled = NULL;
    if (e->config.strategy->done)
        e->config.strategy->done(&e->run, task);
    if (event != AC_EVENT_FINISH && e->config.on_error == AC_NOW && task_errors_are_too_many(e))
        engine_cancel_all(e);
}

void ac_finish(struct ac_run *run, struct ac_task *task, uint64_t now_ns)
{
    struct engine *e = engine_of(run);
    if (task->stage != AC_IN_FLIGHT || now_ns < task->time_ns) {
        engine_breach(e, task->stage != AC_IN_FLIGHT ? AC_RULE_FINISH_ONCE : AC_RULE_NOT_EARLY,
                      task);
        return;
    }
    if (e->measures)
        ac_histogram_add(&e->measures->lateness, now_ns - task->time_ns);
    task->time_ns = now_ns;
    task_finish(e, task);
}

void engine_finish_work(struct engine *e, struct ac_task *task, bool cancelled)
{
    bool again = !cancelled && e->config.workload->again && engine_ask_again(e, task);
    if (cancelled || e->error) {
        engine_drop(e, task);
        return;
    }
    uint64_t now_ns = engine_work_now(e);
    task_conserve(e, task, now_ns);
    task->time_ns = now_ns;
    if (again)
        engine_finish_retried(e, task);
    else
        task_finish(e, task);
}

static void task_finish_ended(struct engine *e, struct ac_task *task, bool cancelled)
{
    if (e->is_work) {
        e->calls |= ENGINE_NEWS; /* a task that was cancelled does not finish */
        engine_finish_work(e, task, cancelled);
    } else if (!e->error) {
        task->time_ns = engine_now(e);
        task_finish(e, task);
    }
}

void engine_finish_ended(struct engine *e)
{
    uint32_t before = e->ended.count;
    for (uint32_t i = 0; i < before; i++) {
        struct ac_task *task = ac_pool_at(&e->pool, e->ended.at[i] >> 1);
        if (task->stage != AC_ENDED)
            break; /* the finish before it has cancelled all */
        task_finish_ended(e, task, e->ended.at[i] & 1);
    }
    uint32_t later = 0;
    for (uint32_t i = before; i < e->ended.count; i++)
        e->ended.at[later++] = e->ended.at[i];
    e->ended.count = later;
}
