/* task.c -- a task is launched and finishes, or is dropped or cancelled; and the referee of that.
 *
 * ac_launch is called by the strategy, ac_finish by the loop. Each checks the task's stage, moves
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

/* Ends the life of a task that will never be handed over. */
static void task_drop(struct engine *e, struct ac_task *task)
{
    bool waits = task->stage == AC_WAITING;
    task->stage = AC_GONE;
    --*(waits ? &e->counts.waiting : &e->counts.in_flight);
    ++*(waits ? &e->counts.dropped : &e->counts.cancelled);
    engine_trace(e, waits ? AC_EVENT_DROP : AC_EVENT_CANCEL, task);
}

void engine_drop_all(struct engine *e)
{
    for (uint64_t i = 0; e->counts.waiting && i < e->pool.fresh; i++)
        if (ac_pool_at(&e->pool, i)->stage == AC_WAITING)
            task_drop(e, ac_pool_at(&e->pool, i));
}

void engine_cancel_all(struct engine *e)
{
    e->config.loop->cancel_all(e->config.loop);
    e->failed_start_count = 0;
    for (uint64_t i = 0; e->counts.in_flight && i < e->pool.fresh; i++)
        if (ac_pool_at(&e->pool, i)->stage == AC_IN_FLIGHT)
            task_drop(e, ac_pool_at(&e->pool, i));
}

static inline void task_count_up(uint64_t *count, uint64_t *max)
{
    if (++*count > *max)
        *max = *count;
}

/* --- launch --- */

/* A task whose start failed still counts as in flight; it finishes with its error in the next turn.
 * False: the harness itself is at its end, of memory or of time, and the run has failed. */
ENGINE_APART static bool task_start_failed(struct engine *e, struct ac_task *task, int error)
{
    int fatal = -EINVAL;
    if (error == -ENOMEM || error == -EOVERFLOW)
        fatal = error;
    else if (engine_can_keep(error))
        fatal = ac_array_reserve(&e->failed_starts, e->failed_start_count);
    if (fatal) {
        engine_fail(e, fatal);
        return false;
    }
    task->timed_out = false;
    task->error = (int16_t)error;
    e->failed_starts.at[e->failed_start_count++] = task->index;
    return true;
}

/* Starts the work of a task, for as long as it may last. False: the run has failed. */
static inline bool task_start(struct engine *e, struct ac_task *task)
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
    if (e->config.measures)
        ac_busy_add(e->config.measures, duration_ns);
    return true;
}

static void task_measure_launch(struct engine *e, const struct ac_task *task)
{
    struct ac_measures *measures = e->config.measures;
    ac_displacement_add(&measures->launch, e->counts.launched, task->sequence);
    if (e->there_ns.at)
        ac_histogram_add(&measures->queueing,
                         engine_since_there(e, task, ac_loop_now(e->config.loop)));
}

/* Takes a task back that may not be launched. */
ENGINE_APART static void task_refuse(struct engine *e, struct ac_task *task)
{
    if (e->error)
        return;
    if (task->stage != AC_WAITING)
        engine_breach(e, AC_RULE_LAUNCH_ONCE, task);
    else if (e->phase != ENGINE_RUNNING)
        task_drop(e, task);
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
    uint64_t now_ns = e->config.trace ? ac_loop_now(e->config.loop) : 0;
    if (!task_start(e, task))
        return false;
    if (e->config.trace)
        engine_trace_at(e, now_ns, AC_EVENT_LAUNCH, task);
    task->stage = AC_IN_FLIGHT;
    e->counts.waiting--;
    task_count_up(&e->counts.in_flight, &e->counts.max_in_flight);
    if (e->config.measures)
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

void ac_finish(struct ac_run *run, struct ac_task *task, uint64_t now_ns)
{
    struct engine *e = engine_of(run);
    if (task->stage != AC_IN_FLIGHT || now_ns < task->time_ns) {
        engine_breach(e, task->stage != AC_IN_FLIGHT ? AC_RULE_FINISH_ONCE : AC_RULE_NOT_EARLY,
                      task);
        return;
    }
    if (e->config.measures) {
        ac_histogram_add(&e->config.measures->lateness, now_ns - task->time_ns);
        e->config.measures->last_finish_ns = now_ns;
    }
    task->time_ns = now_ns;
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
        e->config.strategy->done(run, task);
    if (event != AC_EVENT_FINISH && e->config.on_error == AC_NOW && task_errors_are_too_many(e))
        engine_cancel_all(e);
}

void engine_finish_failed_starts(struct engine *e)
{
    uint32_t before = e->failed_start_count;
    for (uint32_t i = 0; i < before && !e->error; i++) {
        struct ac_task *task = ac_pool_at(&e->pool, e->failed_starts.at[i]);
        if (task->stage != AC_IN_FLIGHT)
            break; /* the finish before it has cancelled all */
        task->time_ns = ac_loop_now(e->config.loop);
        ac_finish(&e->run, task, task->time_ns);
    }
    uint32_t later = 0;
    for (uint32_t i = before; i < e->failed_start_count; i++)
        e->failed_starts.at[later++] = e->failed_starts.at[i];
    e->failed_start_count = later;
}
