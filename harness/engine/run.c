/* run.c -- what the consumer of a run calls, and what goes on until there is something to take. */
#include "engine.h"

static uint64_t run_now(const struct engine *e)
{
    return ac_loop_now(e->config.loop);
}

/* The wall time of a run that is not complete goes on to now. */
static void run_note_early_end(struct engine *e)
{
    if (e->config.measures && !ac_complete(&e->run))
        e->end_ns = run_now(e);
}

/* --- what is put off --- */

uint64_t ac_effective_limit(const struct ac_strategy *strategy, uint64_t limit, uint64_t count)
{
    if (strategy->flags & AC_SERIAL || count == 0)
        return 1;
    return limit < count ? limit : count;
}

static void run_set_limit(struct engine *e, uint64_t limit)
{
    limit = ac_effective_limit(e->config.strategy, limit ? limit : 1, e->config.source->count);
    if (limit > e->run.limit)
        e->calls |= ENGINE_FILL;
    e->run.limit = limit;
    if (!(e->config.strategy->flags & AC_NO_LIMIT))
        e->launch_limit = limit;
}

void engine_do_put_off(struct engine *e)
{
    unsigned all = ENGINE_PUT_OFF;
    for (unsigned asked; (asked = e->calls & all);) {
        e->calls &= ~asked;
        if (asked & ENGINE_LIMIT)
            run_set_limit(e, e->new_limit);
        if (asked & ENGINE_CANCEL)
            ac_stop(&e->run, true);
        if (asked & ENGINE_END)
            ac_end(&e->run, asked & ENGINE_DRAIN);
        if (asked & ENGINE_FILL && e->phase <= ENGINE_STOPPING) {
            all &= ~(unsigned)ENGINE_FILL;
            e->just_pulled = NULL;
            e->config.strategy->fill(&e->run);
        }
    }
}

/* Launches now what there may be to launch, since the program may keep the thread for long. Not before
 * the first take, which fills first; nor inside a call, which does it at its end. */
static void run_fill_now(struct engine *e, unsigned calls_before)
{
    if (calls_before & (ENGINE_PUT_OFF | ENGINE_INSIDE))
        return;
    engine_do_put_off(e);
    engine_give_back(e);
}

void ac_set_limit(struct ac_run *run, uint64_t limit)
{
    struct engine *e = engine_of(run);
    unsigned before = e->calls;
    if (before & ENGINE_INSIDE) {
        e->new_limit = limit;
        e->calls |= ENGINE_LIMIT;
        return;
    }
    run_set_limit(e, limit);
    run_fill_now(e, before);
}

void ac_more(struct ac_run *run)
{
    struct engine *e = engine_of(run);
    unsigned before = e->calls;
    if (e->lack == ENGINE_SOURCE_PENDING)
        e->lack = ENGINE_LACKS_NOTHING;
    e->calls |= ENGINE_FILL;
    run_fill_now(e, before);
}

/* --- turns of the loop --- */

uint64_t engine_wants_ns(const struct engine *e)
{
    if (e->failed_start_count)
        return 0;
    return e->lack == ENGINE_SOURCE_PENDING ? e->wake_ns : AC_FOREVER;
}

void engine_turned(struct engine *e)
{
    e->counts.turns++;
    if (e->lack == ENGINE_SOURCE_PENDING && e->wake_ns != AC_FOREVER && run_now(e) >= e->wake_ns)
        ac_more(&e->run);
}

/* One turn of the loop; or, when the start of tasks has failed, their finishes. */
static void run_turn(struct engine *e, uint64_t until_ns, bool spin)
{
    struct ac_loop *loop = e->config.loop;
    uint64_t wants_ns = engine_wants_ns(e);
    int error = 0;
    engine_enter(e);
    if (e->failed_start_count)
        engine_finish_failed_starts(e);
    else
        error = loop->turn(loop, wants_ns < until_ns ? wants_ns : until_ns, spin);
    if (error)
        engine_fail(e, error);
    engine_turned(e);
    engine_leave(e);
}

/* Only the consumer, or another thread, can make anything happen. */
static bool run_is_idle(const struct engine *e)
{
    return !e->counts.in_flight && engine_wants_ns(e) == AC_FOREVER;
}

void ac_pass(struct ac_run *run, uint64_t until_ns)
{
    struct engine *e = engine_of(run);
    if (e->calls & ENGINE_INSIDE || engine_is_attached(e))
        return;
    engine_do_put_off(e);
    while (!ac_over(run) && run_now(e) < until_ns && !(until_ns == AC_FOREVER && run_is_idle(e)))
        run_turn(e, until_ns, false);
    engine_give_back(e);
}

/* A strategy that is not told of finishes looks at every turn, or once in an interval. A function of its
 * own, since the hot path is shorter without it. */
__attribute__((noinline)) static void run_wait_to_look(struct engine *e, uint64_t deadline_ns)
{
    uint64_t interval_ns = e->config.poll_interval_ns, until_ns = deadline_ns;
    if (!interval_ns) {
        run_turn(e, deadline_ns, true);
        return;
    }
    uint64_t now_ns = run_now(e);
    if (now_ns < until_ns && interval_ns < until_ns - now_ns)
        until_ns = now_ns + interval_ns;
    run_turn(e, until_ns, false); /* at least one, however short the interval */
    ac_pass(&e->run, until_ns);
}

/* --- takes --- */

/* A task in that stage, for the message of a breach; NULL if there is none. */
static const struct ac_task *run_find(const struct engine *e, enum ac_stage stage)
{
    for (uint64_t i = 0; i < e->pool.fresh; i++) {
        const struct ac_task *task = ac_pool_at(&e->pool, i);
        if (task->stage == stage)
            return task;
    }
    return NULL;
}

/* Nothing is in flight, waits or is taken any more. */
static void run_finish(struct engine *e)
{
    e->phase = ENGINE_ENDED;
    engine_enter(e);
    engine_cancel_all(e);
    engine_drop_all(e);
    engine_leave(e);
}

/* Nothing is in flight and the strategy has nothing to hand over: the run is over, or waits for its
 * source, or the strategy is at fault. */
static void run_judge_standstill(struct engine *e)
{
    struct ac_task *next = e->lack == ENGINE_SOURCE_PENDING ? NULL : ac_pull(&e->run);
    bool stopped = e->phase != ENGINE_RUNNING;
    if (ac_over(&e->run))
        return;
    if (next)
        engine_breach(e, AC_RULE_STALL, next);
    else if (e->counts.unread)
        engine_breach(e, AC_RULE_LOST, run_find(e, AC_UNREAD));
    else if (e->counts.waiting && !stopped)
        engine_breach(e, AC_RULE_LOST, run_find(e, AC_WAITING));
    if (e->error || (e->lack == ENGINE_SOURCE_PENDING && !stopped))
        return;
    run_note_early_end(e);
    run_finish(e);
}

/* Does what was put off. False: nothing may be taken now. */
__attribute__((noinline)) static bool run_may_take(struct engine *e)
{
    if (e->calls & ENGINE_INSIDE)
        return false;
    engine_do_put_off(e);
    return e->phase <= ENGINE_STOPPING;
}

static struct ac_task *run_try(struct engine *e);

/* After a take that gave `task`, or NULL: a callback asked for something that may bring a task, or
 * nothing is in flight. */
__attribute__((noinline)) static struct ac_task *run_try_on(struct engine *e, struct ac_task *task)
{
    bool again = !task && e->calls & ENGINE_PUT_OFF;
    if (!task && !again)
        run_judge_standstill(e);
    engine_do_put_off(e);
    return again ? run_try(e) : task;
}

/* As ac_try(), for a caller that goes on with the run. Its rare parts are functions of their own, since
 * the hot path is shorter without them. */
static inline struct ac_task *run_try(struct engine *e)
{
    bool free = !(e->calls & (ENGINE_INSIDE | ENGINE_PUT_OFF)) && e->phase <= ENGINE_STOPPING;
    if (!free && !run_may_take(e))
        return NULL;
    struct ac_task *task = engine_take(e);
    if (!(e->calls & ENGINE_PUT_OFF) && (task || e->counts.in_flight))
        return task;
    return run_try_on(e, task);
}

struct ac_task *ac_try(struct ac_run *run)
{
    struct ac_task *task = run_try(engine_of(run));
    engine_give_back(engine_of(run));
    return task;
}

/* Waiting is of no use, or not for this function. */
static bool run_must_not_wait(const struct engine *e)
{
    return e->phase > ENGINE_STOPPING || e->calls & ENGINE_INSIDE || engine_is_attached(e) ||
           run_is_idle(e);
}

struct ac_task *ac_next_before(struct ac_run *run, uint64_t deadline_ns)
{
    struct engine *e = engine_of(run);
    struct ac_task *task = NULL;
    bool in_time = true;
    while (!e->interrupted && !(task = run_try(e)) && in_time && !run_must_not_wait(e)) {
        if (e->config.strategy->flags & AC_POLLED && e->counts.in_flight)
            run_wait_to_look(e, deadline_ns);
        else
            run_turn(e, deadline_ns, false);
        in_time = deadline_ns == AC_FOREVER || run_now(e) < deadline_ns;
    }
    engine_give_back(e);
    if (!task)
        run_note_early_end(e);
    return task;
}

struct ac_task *ac_next(struct ac_run *run)
{
    return ac_next_before(run, AC_FOREVER);
}

/* --- the end --- */

void ac_stop(struct ac_run *run, bool cancel)
{
    struct engine *e = engine_of(run);
    engine_advance(e, ENGINE_STOPPING);
    e->calls |= ENGINE_NEWS;
    if (!cancel)
        return;
    if (e->calls & ENGINE_INSIDE) {
        e->calls |= ENGINE_CANCEL;
        return;
    }
    engine_enter(e);
    engine_cancel_all(e);
    engine_leave(e);
}

void ac_end(struct ac_run *run, bool drain)
{
    struct engine *e = engine_of(run);
    if (e->phase == ENGINE_ENDED)
        return;
    if (e->calls & ENGINE_INSIDE) {
        engine_advance(e, ENGINE_CLOSING);
        e->calls |= drain ? ENGINE_END | ENGINE_DRAIN : ENGINE_END;
        return;
    }
    run_note_early_end(e);
    engine_advance(e, ENGINE_STOPPING);
    while (drain && !engine_is_attached(e) && e->counts.in_flight && !ac_over(run))
        run_turn(e, AC_FOREVER, false);
    run_finish(e);
}

void ac_interrupt(struct ac_run *run)
{
    engine_of(run)->interrupted = 1;
}
