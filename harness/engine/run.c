/* run.c -- a run from its opening to its close, and the one loop around ac_try. */
#include "run.h"

#include "engine.h"
#include "memory.h"

static const struct engine *engine_of_const(const struct ac_run *run)
{
    return (const struct engine *)run;
}

/* A task in that stage, for the message of a breach; NULL if there is none. */
static const struct ac_task *find(const struct engine *e, enum ac_stage stage)
{
    for (uint64_t i = 0; i < e->pool.fresh; i++) {
        const struct ac_task *task = ac_pool_at(&e->pool, i);
        if (task->stage == stage)
            return task;
    }
    return NULL;
}

static uint64_t now(const struct engine *e)
{
    return ac_loop_now(e->config.loop);
}

uint64_t engine_wants_ns(const struct engine *e)
{
    if (e->unborn)
        return 0;
    return e->dry ? e->wake_ns : AC_FOREVER;
}

void engine_turned(struct engine *e)
{
    e->counts.turns++;
    if (e->dry && e->wake_ns != AC_FOREVER && now(e) >= e->wake_ns)
        ac_more(&e->run);
}

static void set_limit(struct engine *e, uint64_t limit)
{
    limit = ac_effective_limit(e->config.strategy, limit ? limit : 1, e->config.source->count);
    if (limit > e->run.limit)
        e->state |= ENGINE_FILL;
    e->run.limit = limit;
    if (!(e->config.strategy->flags & AC_NO_LIMIT))
        e->launch_limit = limit;
}

void engine_act(struct engine *e)
{
    unsigned all = ENGINE_DEFERRED;
    for (unsigned asked; (asked = e->state & all);) {
        e->state &= ~asked;
        if (asked & ENGINE_LIMIT)
            set_limit(e, e->new_limit);
        if (asked & ENGINE_CANCEL)
            ac_stop(&e->run, true);
        if (asked & ENGINE_END)
            ac_end(&e->run, asked & ENGINE_DRAIN);
        if (asked & ENGINE_FILL && !(e->state & ENGINE_CLOSED)) {
            all &= ~(unsigned)ENGINE_FILL;
            e->in_hand = NULL;
            e->config.strategy->fill(&e->run);
        }
    }
}

/* One turn, or, where something could not be started, its finish. */
static void turn(struct engine *e, uint64_t until_ns, bool spin)
{
    uint64_t wants_ns = engine_wants_ns(e);
    engine_enter(e);
    if (e->unborn) {
        engine_finish_unborn(e);
    } else {
        int error =
            e->config.loop->turn(e->config.loop, wants_ns < until_ns ? wants_ns : until_ns, spin);
        if (error)
            engine_fail(e, error);
    }
    engine_turned(e);
    engine_leave(e);
}

static bool is_stopped(const struct engine *e)
{
    return e->error || e->interrupted || e->ended;
}

/* Nothing would end it: no instant, and nothing that will happen. */
static bool is_for_ever(const struct engine *e, uint64_t until_ns)
{
    return until_ns == AC_FOREVER && !e->counts.in_flight && engine_wants_ns(e) == AC_FOREVER;
}

void ac_pass(struct ac_run *run, uint64_t until_ns)
{
    struct engine *e = engine_of(run);
    if (e->state & (ENGINE_INSIDE | ENGINE_ATTACHED))
        return;
    engine_act(e);
    while (!ac_over(run) && now(e) < until_ns && !is_for_ever(e, until_ns))
        turn(e, until_ns, false);
    engine_give_back(e);
}

/* A strategy that is not told of finishes looks at every turn, or now and then. Apart from the hot path,
 * which is shorter without it. */
__attribute__((noinline)) static void wait_to_look(struct engine *e, uint64_t deadline_ns)
{
    uint64_t interval_ns = e->config.poll_interval_ns, until_ns = deadline_ns;
    if (!interval_ns) {
        turn(e, deadline_ns, true);
        return;
    }
    uint64_t now_ns = now(e);
    if (now_ns < until_ns && interval_ns < until_ns - now_ns)
        until_ns = now_ns + interval_ns;
    turn(e, until_ns, false); /* at least one, however short the interval */
    ac_pass(&e->run, until_ns);
}

/* Lets the loop go on until there may be something to take. */
static void wait(struct engine *e, uint64_t deadline_ns)
{
    if (e->config.strategy->flags & AC_POLLED && e->counts.in_flight)
        wait_to_look(e, deadline_ns);
    else
        turn(e, deadline_ns, false);
}

/* The run was stopped, nothing is in flight, and all that finished was taken. */
static void finish_stopped(struct engine *e)
{
    engine_drop_all(e);
    e->over = true;
    e->state |= ENGINE_CLOSED;
}

void engine_settle(struct engine *e)
{
    struct ac_task *next = e->dry ? NULL : ac_pull(&e->run);
    if (is_stopped(e))
        return;
    if (next)
        engine_breach(e, AC_RULE_STALL, next);
    else if (e->counts.unread)
        engine_breach(e, AC_RULE_LOST, find(e, AC_UNREAD));
    else if (e->counts.waiting && !e->stopping)
        engine_breach(e, AC_RULE_LOST, find(e, AC_WAITING));
    else if (!e->dry || e->stopping)
        finish_stopped(e);
}

/* Nothing can happen any more but by what the consumer does. */
static bool is_stuck(const struct engine *e)
{
    return !e->counts.in_flight && e->dry && e->wake_ns == AC_FOREVER;
}

/* True where waiting is of no use, or not this function's to do. */
static bool is_no_wait(const struct engine *e)
{
    return e->state & (ENGINE_CLOSED | ENGINE_INSIDE | ENGINE_ATTACHED) || is_stuck(e);
}

struct ac_task *ac_next_before(struct ac_run *run, uint64_t deadline_ns)
{
    struct engine *e = engine_of(run);
    struct ac_task *task = NULL;
    while (!e->interrupted && !(task = engine_try(e)) && !is_no_wait(e)) {
        wait(e, deadline_ns);
        if (deadline_ns != AC_FOREVER && now(e) >= deadline_ns) {
            task = e->interrupted ? NULL : engine_try(e);
            break;
        }
    }
    engine_give_back(e);
    if (!task && e->config.measures && !ac_complete(run))
        e->end_ns = now(e);
    return task;
}

struct ac_task *ac_next(struct ac_run *run)
{
    return ac_next_before(run, AC_FOREVER);
}

/* There may be something to launch, and it is launched now: the program may keep the thread for long. Not
 * before the first take, which has a fill of its own to do still; nor inside a call, which does it at its end. */
static void fill_now(struct engine *e, unsigned before)
{
    if (before & (ENGINE_DEFERRED | ENGINE_INSIDE))
        return;
    engine_act(e);
    engine_give_back(e);
}

void ac_set_limit(struct ac_run *run, uint64_t limit)
{
    struct engine *e = engine_of(run);
    unsigned before = e->state;
    if (before & ENGINE_INSIDE) {
        e->new_limit = limit;
        e->state |= ENGINE_LIMIT;
        return;
    }
    set_limit(e, limit);
    fill_now(e, before);
}

void ac_more(struct ac_run *run)
{
    struct engine *e = engine_of(run);
    unsigned before = e->state;
    e->dry = false;
    e->state |= ENGINE_FILL;
    fill_now(e, before);
}

void ac_stop(struct ac_run *run, bool cancel)
{
    struct engine *e = engine_of(run);
    e->stopping = e->stirred = e->shut = true;
    if (!cancel)
        return;
    if (e->state & ENGINE_INSIDE) {
        e->state |= ENGINE_CANCEL;
        return;
    }
    engine_enter(e);
    engine_cancel_all(e);
    engine_leave(e);
}

void ac_end(struct ac_run *run, bool drain)
{
    struct engine *e = engine_of(run);
    if (e->ended)
        return;
    if (e->state & ENGINE_INSIDE) {
        e->stopping = e->shut = true;
        e->state |= ENGINE_CLOSED;
        e->state |= drain ? ENGINE_END | ENGINE_DRAIN : ENGINE_END;
        return;
    }
    if (e->config.measures && !ac_complete(run))
        e->end_ns = now(e);
    e->stopping = e->shut = true;
    while (drain && !(e->state & ENGINE_ATTACHED) && e->counts.in_flight && !is_stopped(e))
        turn(e, AC_FOREVER, false);
    e->ended = true;
    e->state |= ENGINE_CLOSED;
    engine_enter(e);
    engine_cancel_all(e);
    engine_drop_all(e);
    engine_leave(e);
}

uint64_t ac_effective_limit(const struct ac_strategy *strategy, uint64_t limit, uint64_t count)
{
    if (strategy->flags & AC_SERIAL || count == 0)
        return 1;
    return limit < count ? limit : count;
}

static bool is_sound(const struct ac_config *config)
{
    bool bounded = config->window || config->source->count != AC_ENDLESS;
    return config->limit && config->queue && (bounded || !config->ordered);
}

int ac_open(struct ac_run **run, const struct ac_config *config)
{
    if (!is_sound(config))
        return -EINVAL;
    struct engine *e = ac_calloc(1, sizeof *e);
    void *state = e ? ac_calloc(1, config->strategy->state_size) : NULL;
    if (!state || (config->ordered && ac_reorder_reserve(&e->reorder, 0))) {
        ac_free(state);
        ac_free(e);
        return -ENOMEM;
    }
    uint64_t limit = ac_effective_limit(config->strategy, config->limit, config->source->count);
    e->config = *config;
    e->run = (struct ac_run){.state = state, .limit = limit, .queue = config->queue};
    e->launch_limit = config->strategy->flags & AC_NO_LIMIT ? UINT64_MAX : limit;
    e->dated = config->measures && config->source->dated;
    e->state = ENGINE_FILL;
    if (!config->loop->turn)
        e->state |= ENGINE_ATTACHED;
    if (config->loop->stamp)
        e->state |= ENGINE_STAMPS;
    config->loop->run = &e->run;
    config->loop->pool = &e->pool;
    if (config->measures)
        config->measures->start_ns = e->start_ns = e->end_ns = ac_loop_now(config->loop);
    *run = &e->run;
    return 0;
}

void ac_interrupt(struct ac_run *run)
{
    engine_of(run)->interrupted = 1;
    engine_of(run)->shut = true;
}

int ac_error(const struct ac_run *run)
{
    return engine_of_const(run)->error;
}

const struct ac_breach *ac_breach(const struct ac_run *run)
{
    return &engine_of_const(run)->breach;
}

bool ac_over(const struct ac_run *run)
{
    const struct engine *e = engine_of_const(run);
    return e->over || e->error || e->interrupted || e->ended;
}

bool ac_complete(const struct ac_run *run)
{
    const struct engine *e = engine_of_const(run);
    bool all = e->exhausted || e->counts.pulled == e->config.source->count;
    return all && e->counts.pulled == e->counts.taken && !e->error;
}

const struct ac_counts *ac_counts(const struct ac_run *run)
{
    return &engine_of_const(run)->counts;
}

uint64_t ac_wall_ns(const struct ac_run *run)
{
    const struct engine *e = engine_of_const(run);
    return e->end_ns - e->start_ns;
}

void ac_close(struct ac_run *run)
{
    if (!run)
        return;
    struct engine *e = engine_of(run);
    ac_end(run, false);
    ac_pool_free(&e->pool);
    ac_reorder_free(&e->reorder);
    ac_array_free(&e->there_ns);
    ac_free(e->run.state);
    ac_free(e);
}
