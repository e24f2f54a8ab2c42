/* run.c -- the doors, the referee that watches them, and the one loop around take.
 *
 * Every task goes through four functions, in this order: ac_pull and ac_launch, called by the
 * strategy; ac_finish, called by the loop; ac_try, called by the consumer. Each checks the task's
 * stage, moves it on, keeps the counts, and feeds the instruments if there are any.
 */
#include "run.h"

#include <errno.h>
#include <string.h>

#include "memory.h"
#include "pool.h"

struct engine {
    struct ac_run run; /* first: what the strategy sees */
    struct ac_config config;
    struct ac_counts counts;
    struct ac_pool pool;
    uint64_t launch_limit; /* the limit as the referee sees it */
    const struct ac_task
        *in_hand;         /* pulled by the latest door call of this entry: it does not wait yet */
    struct ac_task *last; /* taken by the latest take: recycled at the next */
    uint64_t start_ns, end_ns;
    bool refill;    /* call fill before the next take */
    bool exhausted; /* the source has said that there is no more */
    bool complete;
    int error; /* not 0: the run is ending, and the doors are shut */
    volatile int interrupted;
    struct ac_breach breach;
};

static struct engine *engine_of(struct ac_run *run)
{
    return (struct engine *)run;
}

static const struct engine *engine_of_const(const struct ac_run *run)
{
    return (const struct engine *)run;
}

static void fail(struct engine *e, int error)
{
    if (!e->error)
        e->error = error;
}

static void breach(struct engine *e, enum ac_rule rule, const struct ac_task *task)
{
    if (e->error)
        return;
    fail(e, -EPROTO);
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
        fail(e, -ENOMEM);
        return NULL;
    }
    struct ac_item item;
    int more = e->config.source->next(e->config.source, &item);
    if (more <= 0) {
        e->exhausted = true;
        fail(e, more);
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
        breach(e, task->stage != AC_WAITING ? AC_RULE_LAUNCH_ONCE : AC_RULE_LIMIT, task);
        return false;
    }
    if (e->config.trace)
        trace(e, AC_EVENT_LAUNCH, task);
    if (task != e->in_hand)
        note_waiting(e);
    int error = e->config.loop->start(e->config.loop, task, task->time_ns);
    if (error) {
        fail(e, error);
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
        breach(e, task->stage != AC_IN_FLIGHT ? AC_RULE_FINISH_ONCE : AC_RULE_NOT_EARLY, task);
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
        breach(e, again ? AC_RULE_TAKE_ONCE : AC_RULE_TAKE_DONE, task);
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

/* Nothing is in flight and take gave nothing: the run is over, or the strategy is at fault. */
static void settle(struct engine *e)
{
    struct ac_task *next = ac_pull(&e->run);
    if (e->error || e->interrupted)
        return;
    if (next)
        breach(e, AC_RULE_STALL, next);
    else if (e->counts.unread)
        breach(e, AC_RULE_LOST, find(e, AC_UNREAD));
    else if (e->counts.waiting)
        breach(e, AC_RULE_LOST, find(e, AC_WAITING));
    else
        e->complete = true;
}

static void turn(struct engine *e, uint64_t until_ns)
{
    e->counts.turns++;
    int error = e->config.loop->turn(e->config.loop, until_ns);
    if (error)
        fail(e, error);
}

static void turn_for(struct engine *e, uint64_t interval_ns)
{
    struct ac_loop *loop = e->config.loop;
    uint64_t now_ns = loop->now(loop), until_ns = now_ns + interval_ns;
    do
        turn(e, until_ns);
    while (!e->error && !e->interrupted && loop->now(loop) < until_ns);
}

struct ac_task *ac_next(struct ac_run *run)
{
    struct engine *e = engine_of(run);
    while (!e->error && !e->interrupted && !e->complete) {
        struct ac_task *task = ac_try(run);
        if (task)
            return task;
        if (e->error)
            break;
        if (!e->counts.in_flight)
            settle(e);
        else if (!(e->config.strategy->flags & AC_SPINS))
            turn(e, AC_FOREVER);
        else if (!e->config.poll_interval_ns)
            turn(e, AC_SPIN);
        else
            turn_for(e, e->config.poll_interval_ns);
    }
    if (!e->complete && e->config.measures)
        e->end_ns = e->config.loop->now(e->config.loop);
    return NULL;
}

static uint64_t block_tasks(const struct engine *e)
{
    uint64_t most = e->config.source->count;
    uint64_t limit = e->launch_limit < most ? e->launch_limit : 0;
    uint64_t tasks = limit <= UINT64_MAX / 2 ? 2 * limit : UINT64_MAX;
    if (tasks < 1024)
        tasks = 1024;
    return tasks < most || most < 1024 ? tasks : most;
}

int ac_open(struct ac_run **run, const struct ac_config *config)
{
    struct engine *e = ac_calloc(1, sizeof *e);
    void *state = e ? ac_calloc(1, config->strategy->state_size) : NULL;
    if (!state) {
        ac_free(e);
        return -ENOMEM;
    }
    uint64_t count = config->source->count, limit = config->limit;
    if (limit > count && count)
        limit = count;
    if (config->strategy->flags & AC_SERIAL)
        limit = 1;
    e->config = *config;
    e->run = (struct ac_run){.state = state, .limit = limit, .queue = config->queue};
    e->launch_limit = config->strategy->flags & AC_NO_LIMIT ? UINT64_MAX : limit;
    e->refill = true;
    ac_pool_init(&e->pool, block_tasks(e));
    config->loop->run = &e->run;
    config->loop->pool = &e->pool;
    if (config->measures)
        e->start_ns = e->end_ns = config->loop->now(config->loop);
    *run = &e->run;
    return 0;
}

void ac_interrupt(struct ac_run *run)
{
    engine_of(run)->interrupted = 1;
}

int ac_error(const struct ac_run *run)
{
    return engine_of_const(run)->error;
}

const struct ac_breach *ac_breach(const struct ac_run *run)
{
    return &engine_of_const(run)->breach;
}

bool ac_complete(const struct ac_run *run)
{
    return engine_of_const(run)->complete;
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
    e->config.loop->cancel_all(e->config.loop);
    ac_pool_free(&e->pool);
    ac_free(e->run.state);
    ac_free(e);
}
