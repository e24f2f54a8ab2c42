/* next.c -- the consumer takes the next task, or waits until there is one; and the referee of
 * that. */
#include "engine.h"

static ENGINE_INLINE void next_measure_take(struct engine *e, const struct ac_task *task)
{
    struct ac_loop *loop = e->config.loop;
    struct ac_measures *measures = e->measures;
    e->end_ns = ac_loop_instant(loop);
    if (loop->stamp)
        loop->stamp(loop, e->end_ns);
    ac_histogram_add(&measures->delivery, e->end_ns - task->time_ns);
    ac_displacement_add(&measures->take, e->counts.taken, task->sequence);
    if (e->there_ns.at)
        ac_histogram_add(&measures->response, engine_since_there(e, task, e->end_ns));
}

/* What the strategy hands over next, if that is as it should be. */
static ENGINE_INLINE struct ac_task *next_finished(struct engine *e)
{
    struct ac_task *task = e->config.strategy->take(&e->run);
    if (!task || e->error)
        return NULL;
    if (task->stage == AC_UNREAD)
        return task;
    bool again = task->stage == AC_TAKEN || task->stage == AC_FREE;
    engine_breach(e, again ? AC_RULE_TAKE_ONCE : AC_RULE_TAKE_DONE, task);
    return NULL;
}

/* The task whose turn it is in pull order, if it has finished. In a run that was stopped, tasks
 * that will never finish lose their turn. */
ENGINE_APART static struct ac_task *next_in_order(struct engine *e)
{
    struct ac_reorder *reorder = &e->reorder;
    for (;;) {
        struct ac_task *task = ac_reorder_get(reorder);
        if (task)
            return task;
        task = next_finished(e);
        if (task && !ac_reorder_put(reorder, task)) {
            engine_breach(e, AC_RULE_TAKE_ONCE, task);
            return NULL;
        }
        bool stopped = e->phase != ENGINE_RUNNING && !e->error && !e->counts.in_flight;
        if (!task && !(stopped && reorder->held))
            return NULL;
        if (!task)
            reorder->next++;
    }
}

/* The next task whose work does not come back. */
static struct ac_task *next_not_retried(struct engine *e)
{
    struct ac_task *task;
    while ((task = next_finished(e)) && task->error == ENGINE_RETRIED)
        engine_swallow(e, task);
    return task;
}

ENGINE_APART static struct ac_task *next_apart(struct engine *e)
{
    return e->config.ordered ? next_in_order(e) : next_not_retried(e);
}

/* The next task that has finished, handed over to the consumer; NULL: none now. */
static ENGINE_INLINE struct ac_task *next_take(struct engine *e)
{
    e->just_pulled = NULL;
    struct ac_task *task = e->is_apart ? next_apart(e) : next_finished(e);
    if (!task)
        return NULL;
    if (e->measures)
        next_measure_take(e, task);
    task->stage = AC_TAKEN;
    e->counts.unread--;
    e->counts.taken++;
    if (e->lack == ENGINE_WINDOW_FULL) {
        e->lack = ENGINE_LACKS_NOTHING;
        e->calls |= ENGINE_FILL;
    }
    engine_trace(e, AC_EVENT_TAKE, task);
    if (e->taken)
        engine_release(e, e->taken);
    e->taken = task;
    return task;
}

/* A task in that stage, for the message of a breach; NULL if there is none. */
static const struct ac_task *next_find(const struct engine *e, enum ac_stage stage)
{
    for (uint64_t i = 0; i < e->pool.fresh; i++) {
        const struct ac_task *task = ac_pool_at(&e->pool, i);
        if (task->stage == stage)
            return task;
    }
    return NULL;
}

/* Nothing is in flight and the strategy has nothing to hand over: the run is over, or waits for its
 * source, or the strategy is at fault. */
static void next_judge_standstill(struct engine *e)
{
    bool pending = engine_source_is_pending(e);
    struct ac_task *next = pending ? NULL : ac_pull(&e->run);
    bool stopped = e->phase != ENGINE_RUNNING;
    if (ac_over(&e->run))
        return;
    if (next)
        engine_breach(e, AC_RULE_STALL, next);
    else if (e->counts.unread)
        engine_breach(e, AC_RULE_LOST, next_find(e, AC_UNREAD));
    else if (e->counts.waiting && !stopped)
        engine_breach(e, AC_RULE_LOST, next_find(e, AC_WAITING));
    pending = engine_source_is_pending(e);
    if (e->error || (pending && !stopped))
        return;
    engine_note_early_end(e);
    engine_finish(e);
}

/* After a take that gave `task`, or NULL: does what a callback has asked for. True: that may have
 * brought a task. */
ENGINE_APART static bool next_again(struct engine *e, const struct ac_task *task)
{
    bool again = !task && e->calls & ENGINE_PUT_OFF;
    if (!task && !again)
        next_judge_standstill(e);
    if (e->calls & ENGINE_PUT_OFF)
        engine_do_put_off(e);
    return again;
}

/* As ac_try(), for a caller that goes on with the run. */
static ENGINE_INLINE struct ac_task *next_try(struct engine *e)
{
    struct ac_task *task;
    bool done;
    do {
        if (e->calls & ENGINE_INSIDE)
            return NULL;
        if (e->calls & ENGINE_PUT_OFF)
            engine_do_put_off(e);
        if (e->phase > ENGINE_STOPPING)
            return NULL;
        task = next_take(e);
        done = !(e->calls & ENGINE_PUT_OFF) && (task || e->counts.in_flight);
    } while (!done && next_again(e, task));
    return task;
}

struct ac_task *ac_try(struct ac_run *run)
{
    struct ac_task *task = next_try(engine_of(run));
    engine_give_back(engine_of(run));
    return task;
}

/* Of work: no instant is to come, and nothing else can happen. So the pauses between the looks would go on for ever,
 * as on a clock that only they move on. */
static bool next_waits_in_vain(struct engine *e, uint64_t deadline_ns)
{
    struct ac_loop *loop = e->config.loop;
    if (!e->is_work || engine_wants_ns(e) != AC_FOREVER)
        return false;
    return loop->standing_ns || (deadline_ns == AC_FOREVER && loop->is_dead && loop->is_dead(loop));
}

/* The pause of a strategy that looks once in an interval. */
ENGINE_APART static void next_pause(struct engine *e, uint64_t deadline_ns)
{
    uint64_t interval_ns = e->config.poll_interval_ns, until_ns = deadline_ns;
    if (next_waits_in_vain(e, deadline_ns)) {
        engine_turn(e, deadline_ns, true);
        return;
    }
    uint64_t now_ns = engine_now(e);
    if (now_ns < until_ns && interval_ns < until_ns - now_ns)
        until_ns = now_ns + interval_ns;
    engine_turn(e, until_ns, false); /* at least one, however short the interval */
    ac_pass(&e->run, until_ns);
}

/* A strategy that is not told of finishes looks at every turn, or once in an interval. */
ENGINE_APART static void next_wait_to_look(struct engine *e, uint64_t deadline_ns)
{
    if (e->config.poll_interval_ns)
        next_pause(e, deadline_ns);
    else
        engine_turn(e, deadline_ns, true);
}

/* Waiting may bring a task. */
static bool next_is_to_come(struct engine *e)
{
    return e->phase <= ENGINE_STOPPING && !engine_is_idle(e);
}

struct ac_task *ac_next_before(struct ac_run *run, uint64_t deadline_ns)
{
    struct engine *e = engine_of(run);
    struct ac_task *task = NULL;
    bool may_wait = !(e->calls & ENGINE_INSIDE) && !e->config.loop->detach;
    while (!e->interrupted && !(task = next_try(e)) && may_wait && next_is_to_come(e)) {
        if (e->config.strategy->flags & AC_POLLED && e->counts.in_flight)
            next_wait_to_look(e, deadline_ns);
        else
            engine_turn(e, deadline_ns, false);
        may_wait = deadline_ns == AC_FOREVER || engine_now(e) < deadline_ns;
    }
    engine_give_back(e);
    if (!task)
        engine_note_early_end(e);
    return task;
}

struct ac_task *ac_next(struct ac_run *run)
{
    return ac_next_before(run, AC_FOREVER);
}
