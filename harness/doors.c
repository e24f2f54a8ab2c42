/* doors.c -- what every task goes through, and the referee that watches.
 *
 * Four functions, in the order of a task's life: ac_pull and ac_launch, called by the strategy;
 * ac_finish, called by the loop; ac_try, called by the consumer. Each checks the task's stage, moves
 * it on, keeps the counts, and feeds the instruments if there are any.
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

static void trace(struct engine *e, enum ac_event event, const struct ac_task *task)
{
    e->config.trace(e->config.trace_context, e->config.loop->now(e->config.loop), event,
                    task->number);
}

static inline void count_up(uint64_t *count, uint64_t *max)
{
    if (++*count > *max)
        *max = *count;
}

static inline void note_waiting(struct engine *e)
{
    if (e->counts.waiting > e->counts.max_waiting)
        e->counts.max_waiting = e->counts.waiting;
}

struct ac_task *ac_pull(struct ac_run *run)
{
    struct engine *e = engine_of(run);
    e->in_hand = NULL;
    if (e->error || e->exhausted || e->interrupted)
        return NULL;
    struct ac_task *task = ac_pool_get(&e->pool);
    if (!task) {
        engine_fail(e, -ENOMEM);
        return NULL;
    }
    struct ac_item item;
    int more = e->config.source->next(e->config.source, &item);
    if (more <= 0) {
        e->exhausted = true;
        engine_fail(e, more);
        ac_pool_put(&e->pool, task);
        return NULL;
    }
    task->number = item.number;
    task->time_ns = item.duration_ns;
    task->sequence = (uint32_t)e->counts.pulled++;
    task->error = 0;
    task->stage = AC_WAITING;
    note_waiting(e);
    e->counts.waiting++;
    if (e->config.trace)
        trace(e, AC_EVENT_PULL, task);
    e->in_hand = task;
    return task;
}

bool ac_launch(struct ac_run *run, struct ac_task *task)
{
    struct engine *e = engine_of(run);
    if (e->error)
        return false;
    if (task->stage != AC_WAITING || e->counts.in_flight >= e->launch_limit) {
        engine_breach(e, task->stage != AC_WAITING ? AC_RULE_LAUNCH_ONCE : AC_RULE_LIMIT, task);
        return false;
    }
    if (e->config.trace)
        trace(e, AC_EVENT_LAUNCH, task);
    if (task != e->in_hand)
        note_waiting(e);
    int error = e->config.loop->start(e->config.loop, task, task->time_ns);
    if (error) {
        engine_fail(e, error);
        return false;
    }
    task->stage = AC_IN_FLIGHT;
    e->counts.waiting--;
    count_up(&e->counts.in_flight, &e->counts.max_in_flight);
    if (e->config.measures)
        ac_displacement_add(&e->config.measures->launch, e->counts.launched, task->sequence);
    e->counts.launched++;
    return true;
}

void ac_finish(struct ac_run *run, struct ac_task *task, uint64_t now_ns)
{
    struct engine *e = engine_of(run);
    if (task->stage != AC_IN_FLIGHT || now_ns < task->time_ns) {
        engine_breach(e, task->stage != AC_IN_FLIGHT ? AC_RULE_FINISH_ONCE : AC_RULE_NOT_EARLY,
                      task);
        return;
    }
    if (e->config.measures)
        ac_histogram_add(&e->config.measures->lateness, now_ns - task->time_ns);
    task->time_ns = now_ns;
    task->sequence = (uint32_t)e->counts.finished++;
    task->stage = AC_UNREAD;
    e->counts.in_flight--;
    count_up(&e->counts.unread, &e->counts.max_unread);
    if (e->config.trace)
        trace(e, AC_EVENT_FINISH, task);
    e->in_hand = NULL;
    if (e->config.strategy->done)
        e->config.strategy->done(run, task);
}

static void measure_take(struct engine *e, const struct ac_task *task)
{
    e->end_ns = e->config.loop->now(e->config.loop);
    ac_histogram_add(&e->config.measures->delivery, e->end_ns - task->time_ns);
    ac_displacement_add(&e->config.measures->take, e->counts.taken, task->sequence);
}

struct ac_task *ac_try(struct ac_run *run)
{
    struct engine *e = engine_of(run);
    if (e->error)
        return NULL;
    e->in_hand = NULL;
    if (e->refill) {
        e->refill = false;
        e->config.strategy->fill(run);
    }
    struct ac_task *task = e->config.strategy->take(run);
    if (!task || e->error)
        return NULL;
    if (task->stage != AC_UNREAD) {
        bool again = task->stage == AC_TAKEN || task->stage == AC_FREE;
        engine_breach(e, again ? AC_RULE_TAKE_ONCE : AC_RULE_TAKE_DONE, task);
        return NULL;
    }
    if (e->config.measures)
        measure_take(e, task);
    task->stage = AC_TAKEN;
    e->counts.unread--;
    e->counts.taken++;
    if (e->config.trace)
        trace(e, AC_EVENT_TAKE, task);
    if (e->last)
        ac_pool_put(&e->pool, e->last);
    e->last = task;
    return task;
}
