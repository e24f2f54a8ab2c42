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

/* The source wants to be asked again at once, on a clock that stands still until then: for ever. */
static bool wakes_in_vain(const struct engine *e)
{
    const uint64_t *standing_ns = e->config.loop->standing_ns;
    return standing_ns && e->config.source->wake_ns <= *standing_ns;
}

/* Asks the source. True: the item is filled in. */
static inline bool supply(struct engine *e, struct ac_item *item)
{
    struct ac_source *source = e->config.source;
    if (source->timed)
        source->now_ns = ac_loop_now(e->config.loop);
    item->error = 0;
    e->state |= ENGINE_CALLING;
    int answer = source->next(source, item);
    e->state &= ~(unsigned)ENGINE_CALLING;
    if (answer == AC_SUPPLY_TASK && engine_is_error(item->error))
        return true;
    if (answer > AC_SUPPLY_NONE || answer == AC_SUPPLY_TASK)
        answer = -EINVAL;
    if (answer == AC_SUPPLY_NONE && wakes_in_vain(e))
        answer = -EINVAL;
    e->dry = answer == AC_SUPPLY_NONE;
    e->state &= ~(unsigned)ENGINE_FILL; /* its answer counts, whatever it told ac_more() */
    e->exhausted = !e->dry;
    e->shut |= e->exhausted;
    e->stirred |=
        e->exhausted && !e->counts.in_flight; /* no finish will tell that it may be over */
    e->wake_ns = source->wake_ns;
    if (answer < 0)
        engine_fail(e, answer);
    return false;
}

static inline bool may_pull(struct engine *e)
{
    if (e->shut)
        return false;
    if (e->config.window && e->counts.pulled - e->counts.taken >= e->config.window)
        e->gated = true;
    return !e->gated;
}

/* Keeps since when the task is there. False: no memory, and the run is ending. */
static bool note_arrival(struct engine *e, struct ac_task *task, uint64_t there_ns)
{
    int error = ac_array_reserve(&e->there_ns, task->index);
    if (error) {
        ac_pool_put(&e->pool, task);
        engine_fail(e, error);
        return false;
    }
    e->there_ns.at[task->index] = there_ns;
    return true;
}

struct ac_task *ac_pull(struct ac_run *run)
{
    struct engine *e = engine_of(run);
    e->in_hand = NULL;
    if (!may_pull(e))
        return NULL;
    struct ac_task *task = ac_pool_get(&e->pool);
    if (!task || (e->config.ordered && ac_reorder_reserve(&e->reorder, e->counts.pulled))) {
        engine_fail(e, -ENOMEM);
        return NULL;
    }
    struct ac_item item;
    if (!supply(e, &item)) {
        ac_pool_put(&e->pool, task);
        return NULL;
    }
    if (e->dated && !note_arrival(e, task, item.there_ns))
        return NULL;
    task->number = item.number;
    task->time_ns = item.duration_ns;
    task->sequence = (uint32_t)e->counts.pulled++;
    task->error = (int16_t)item.error;
    task->timed_out = false;
    task->stage = AC_WAITING;
    note_waiting(e);
    e->counts.waiting++;
    if (e->config.trace)
        engine_trace(e, AC_EVENT_PULL, task);
    e->in_hand = task;
    return task;
}

/* What cannot be started is in flight all the same, and done in the next turn with its error; the way
 * to the next such task is its number in the pool, kept where others keep when they are due: the
 * link is the strategy's. False: the harness itself is at its end, of memory or of time, and so is
 * the run. */
static bool not_started(struct engine *e, struct ac_task *task, int error)
{
    bool known = engine_is_error(error);
    if (!known || error == -ENOMEM || error == -EOVERFLOW) {
        engine_fail(e, known ? error : -EINVAL);
        return false;
    }
    task->timed_out = false;
    task->error = (int16_t)error;
    task->time_ns = task->index; /* the last of them */
    if (e->unborn)
        e->last_unborn->time_ns = task->index;
    else
        e->unborn = task;
    e->last_unborn = task;
    return true;
}

/* Starts the work of a task, for as long as it may last. False: the run is ending. */
static inline bool start(struct engine *e, struct ac_task *task)
{
    uint64_t duration_ns = task->time_ns, timeout_ns = e->config.task_timeout_ns;
    if (timeout_ns && duration_ns > timeout_ns) {
        duration_ns = timeout_ns;
        task->timed_out = true;
        task->error = -ETIMEDOUT;
    }
    int error = e->config.loop->start(e->config.loop, task, duration_ns);
    if (error)
        return not_started(e, task, error);
    if (e->config.measures)
        ac_busy_add(e->config.measures, duration_ns);
    return true;
}

/* How long the task has been there by `now_ns`; 0 if its source says that it is there only later. */
static uint64_t since_there(const struct engine *e, const struct ac_task *task, uint64_t now_ns)
{
    uint64_t there_ns = e->there_ns.at[task->index];
    return now_ns > there_ns ? now_ns - there_ns : 0;
}

static void measure_launch(struct engine *e, const struct ac_task *task)
{
    struct ac_measures *measures = e->config.measures;
    ac_displacement_add(&measures->launch, e->counts.launched, task->sequence);
    if (e->dated)
        ac_histogram_add(&measures->queueing, since_there(e, task, ac_loop_now(e->config.loop)));
}

bool ac_launch(struct ac_run *run, struct ac_task *task)
{
    struct engine *e = engine_of(run);
    if (e->error)
        return false;
    if (task->stage != AC_WAITING) {
        engine_breach(e, AC_RULE_LAUNCH_ONCE, task);
        return false;
    }
    if (e->stopping) {
        engine_drop(e, task);
        return false;
    }
    if (e->counts.in_flight >= e->launch_limit) {
        engine_breach(e, AC_RULE_LIMIT, task);
        return false;
    }
    if (task != e->in_hand)
        note_waiting(e);
    uint64_t now_ns = e->config.trace ? ac_loop_now(e->config.loop) : 0;
    if (!start(e, task))
        return false;
    if (e->config.trace)
        engine_trace_at(e, now_ns, AC_EVENT_LAUNCH, task);
    task->stage = AC_IN_FLIGHT;
    e->counts.waiting--;
    count_up(&e->counts.in_flight, &e->counts.max_in_flight);
    if (e->config.measures)
        measure_launch(e, task);
    e->counts.launched++;
    return true;
}

static bool too_many_errors(const struct engine *e)
{
    return e->counts.timed_out + e->counts.failed > e->config.errors_allowed;
}

/* Counts an error, and lets an error stop the run before another is launched. */
static enum ac_event judge(struct engine *e, const struct ac_task *task)
{
    if (task->timed_out)
        e->counts.timed_out++;
    else
        e->counts.failed++;
    if (e->config.on_error != AC_CONTINUE && too_many_errors(e))
        e->stopping = e->shut = true;
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
    count_up(&e->counts.unread, &e->counts.max_unread);
    enum ac_event event = task->error ? judge(e, task) : AC_EVENT_FINISH;
    if (e->config.trace)
        engine_trace(e, event, task);
    e->in_hand = NULL;
    if (e->config.strategy->done)
        e->config.strategy->done(run, task);
    if (event != AC_EVENT_FINISH && e->config.on_error == AC_NOW && too_many_errors(e))
        engine_cancel_all(e);
}

static void measure_take(struct engine *e, const struct ac_task *task)
{
    struct ac_loop *loop = e->config.loop;
    e->end_ns = ac_loop_now(loop);
    if (loop->stamp)
        loop->stamp(loop, e->end_ns);
    ac_histogram_add(&e->config.measures->delivery, e->end_ns - task->time_ns);
    ac_displacement_add(&e->config.measures->take, e->counts.taken, task->sequence);
    if (e->dated)
        ac_histogram_add(&e->config.measures->response, since_there(e, task, e->end_ns));
}

/* What the strategy hands over next, if that is as it should be. */
static inline struct ac_task *next_finished(struct engine *e)
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

/* The task whose turn it is in pull order, if it has finished. In a run that was stopped those that
 * will never finish lose their turn. */
static struct ac_task *next_in_order(struct engine *e)
{
    struct ac_reorder *reorder = &e->reorder;
    for (;;) {
        struct ac_reorder_slot *slot = ac_reorder_at(reorder, reorder->next);
        struct ac_task *task = slot->task;
        if (task) {
            slot->task = NULL;
            task->sequence = slot->finish;
            reorder->held--;
            reorder->next++;
            return task;
        }
        task = next_finished(e);
        if (task && ac_reorder_at(reorder, task->sequence)->task) {
            engine_breach(e, AC_RULE_TAKE_ONCE, task);
            return NULL;
        }
        if (task) {
            ac_reorder_at(reorder, task->sequence)->task = task;
            reorder->held++;
        } else if (e->stopping && !e->counts.in_flight && reorder->held) {
            reorder->next++;
        } else {
            return NULL;
        }
    }
}

/* The consumer gets it. Where that makes room in the window, the strategy is told at once. */
static inline void hand_over(struct engine *e, struct ac_task *task)
{
    if (e->config.measures)
        measure_take(e, task);
    task->stage = AC_TAKEN;
    e->counts.unread--;
    e->counts.taken++;
    if (e->gated) {
        e->gated = false;
        e->state |= ENGINE_FILL;
    }
    if (e->config.trace)
        engine_trace(e, AC_EVENT_TAKE, task);
    if (e->last)
        ac_pool_put(&e->pool, e->last);
    e->last = task;
}

/* What the strategy has to hand over now; a call of its own. */
static inline struct ac_task *find_finished(struct engine *e)
{
    e->in_hand = NULL;
    return e->config.ordered ? next_in_order(e) : next_finished(e);
}

/* Nothing was to be handed over. True: a callback has asked for something meanwhile, and with that done
 * there may be. */
static bool ask_again(struct engine *e)
{
    bool again = e->state & ENGINE_DEFERRED;
    if (!again && !e->counts.in_flight && !e->over)
        engine_settle(e);
    return again;
}

struct ac_task *engine_try(struct engine *e)
{
    if (e->state & (ENGINE_DEFERRED | ENGINE_CLOSED | ENGINE_INSIDE)) {
        if (!(e->state & ENGINE_INSIDE))
            engine_act(e);
        if (e->state & (ENGINE_CLOSED | ENGINE_INSIDE))
            return NULL;
    }
    struct ac_task *task = find_finished(e);
    bool again = !task && ask_again(e);
    if (task)
        hand_over(e, task);
    if (e->state & ENGINE_DEFERRED)
        engine_act(e);
    return again ? engine_try(e) : task;
}

struct ac_task *ac_try(struct ac_run *run)
{
    struct ac_task *task = engine_try(engine_of(run));
    engine_give_back(engine_of(run));
    return task;
}
