/* watch.c -- each event of a world: see watch.h. It knows no strategy, only the flags that one declares. */
#include "watch.h"
#include "../../harness/engine/limit.h"

#include <errno.h>
#include <string.h>

/* What an event does to a task. */
static const struct {
    uint8_t from, to;
} steps[] = {
    [AC_EVENT_PULL] = {WATCH_TO_COME, WATCH_WAITING},
    [AC_EVENT_LAUNCH] = {WATCH_WAITING, WATCH_IN_FLIGHT},
    [AC_EVENT_FINISH] = {WATCH_IN_FLIGHT, WATCH_UNREAD},
    [AC_EVENT_FAIL] = {WATCH_IN_FLIGHT, WATCH_UNREAD},
    [AC_EVENT_TIMEOUT] = {WATCH_IN_FLIGHT, WATCH_UNREAD},
    [AC_EVENT_TAKE] = {WATCH_UNREAD, WATCH_TAKEN},
    [AC_EVENT_CANCEL] = {WATCH_IN_FLIGHT, WATCH_GONE},
    [AC_EVENT_DROP] = {WATCH_WAITING, WATCH_GONE},
    [AC_EVENT_RETRY] = {WATCH_IN_FLIGHT, WATCH_RETRIED},
};

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

void watch_fault(struct watch *w, const char *fault, uint32_t number)
{
    if (w->outcome->fault)
        return;
    w->outcome->fault = fault;
    w->outcome->fault_task = number;
}

void watch_begin(struct watch *w, const struct world *world, struct work *work,
                 struct world_outcome *outcome)
{
    uint32_t most = work && work->workload.again ? WORLD_TASKS : world_most(world);
    memset(w, 0, offsetof(struct watch, tasks) + (most + 1) * sizeof *w->tasks);
    w->world = world;
    w->work = work;
    w->outcome = outcome;
    w->limit = w->highest_limit = world_slots(world);
    outcome->fault = NULL;
    outcome->breach = outcome->left = outcome->timed_out = false;
    outcome->fault_task = outcome->event_count = 0;
}

void watch_limit(struct watch *w, uint32_t limit)
{
    if (!(w->world->strategy->flags & AC_NO_LIMIT))
        w->limit = ac_effective_limit(w->world->strategy, limit, world_count(w->world));
    w->highest_limit = larger(w->highest_limit, w->limit);
}

/* A task is the consumer's once it was taken: the strategy forgets it. */
static bool is_kept(const struct watch *w, const struct ac_run *run, const struct ac_task *task)
{
    const struct ac_task *const *words = run->state;
    for (size_t i = 0; i < w->world->strategy->state_size / sizeof *words; i++)
        if (words[i] == task)
            return true;
    return false;
}

void watch_taken(struct watch *w, const struct ac_run *run, const struct ac_task *task)
{
    uint32_t number = task->number;
    watch_expect(w, number == w->last_taken, "is another than the one that was taken", number);
    watch_expect(w, !is_kept(w, run, task), "is kept by the strategy after it was taken", number);
    int error = w->work ? watch_work_error(w, number) : world_error(w->world, number);
    watch_expect(w, task->error == error, "was handed over with another error than it ended with",
                 number);
    if (!w->work)
        return;
    work_taken(w->work, task);
    watch_work_counts(w, ac_counts(run));
}

static void on_launch(struct watch *w, uint32_t number)
{
    watch_expect(w, number == w->events[AC_EVENT_LAUNCH], "was launched out of pull order", number);
    watch_expect(w, !w->left && !w->stopping, "was launched after the last launch", number);
    watch_expect(w, w->in_flight < w->limit || watch_flagged(w, AC_NO_LIMIT),
                 "was launched over the limit", number);
    w->tasks[number].launch_ns = w->now_ns;
    w->tasks[number].launch_turn = w->turns;
    w->most_in_flight = larger(w->most_in_flight, ++w->in_flight);
}

static enum ac_event due_end(const struct world *world, uint32_t number)
{
    int error = world_error(world, number);
    if (error == -ETIMEDOUT)
        return AC_EVENT_TIMEOUT;
    return error ? AC_EVENT_FAIL : AC_EVENT_FINISH;
}

/* What was started ends when it is due, at once in the order of the launches. */
static void check_end(struct watch *w, struct watched_task *task, uint32_t number)
{
    uint64_t lasts_ms = world_sleep_ms(w->world, number);
    if (w->world->task_timeout_ms)
        lasts_ms = smaller(lasts_ms, w->world->task_timeout_ms);
    watch_expect(w, w->turns > task->launch_turn, "finished in the turn of its launch", number);
    watch_expect(w, w->now_ns == task->launch_ns + lasts_ms * MS, "finished at the wrong instant",
                 number);
    bool tie = w->last_finished && w->tasks[w->last_finished].finish_ns == w->now_ns;
    watch_expect(w, !tie || number > w->last_finished, "finished out of launch order in a tie",
                 number);
    w->last_finished = number;
}

/* What could not be started ends at the same instant. */
static void check_end_of_refused(struct watch *w, struct watched_task *task, uint32_t number)
{
    watch_expect(w, w->now_ns == task->launch_ns, "could not be started, and ended late", number);
    watch_expect(w, number > w->last_refused, "could not be started, and ended out of order",
                 number);
    w->last_refused = number;
}

static void check_end_of_sleep(struct watch *w, enum ac_event event, uint32_t number)
{
    struct watched_task *task = &w->tasks[number];
    watch_expect(w, !w->cancelling && (!w->left || w->drains),
                 "finished after it was to be cancelled", number);
    watch_expect(w, event == due_end(w->world, number), "ended in another way than it should",
                 number);
    if (world_refuses(w->world, number))
        check_end_of_refused(w, task, number);
    else
        check_end(w, task, number);
}

static void on_finish(struct watch *w, enum ac_event event, uint32_t number)
{
    const struct world *world = w->world;
    struct watched_task *task = &w->tasks[number];
    if (w->work)
        watch_work_end(w, event, number);
    else
        check_end_of_sleep(w, event, number);
    task->finish_ns = w->now_ns;
    task->finish = (uint32_t)(w->events[AC_EVENT_FINISH] + w->events[AC_EVENT_FAIL] +
                              w->events[AC_EVENT_TIMEOUT]);
    w->in_flight--;
    w->most_unread = larger(w->most_unread, ++w->unread);
    uint64_t errors = w->events[AC_EVENT_FAIL] + w->events[AC_EVENT_TIMEOUT];
    bool stops = event != AC_EVENT_FINISH && errors > world->errors_allowed;
    w->stopping |= stops && world->on_error != AC_CONTINUE;
    w->cancelling |= stops && world->on_error == AC_NOW;
}

static bool is_first_unread(const struct watch *w, uint32_t number)
{
    for (uint32_t other = 1; other < number; other++)
        if (w->tasks[other].stage == WATCH_UNREAD)
            return false;
    return true;
}

/* In pull order if that was asked for; else in finish order, or, if the strategy finds its results by
 * looking along a list, in launch order. A control keeps no order. */
static bool is_next(const struct watch *w, uint32_t number)
{
    if (w->world->ordered)
        return w->stopping ? number > w->last_taken : number == w->last_taken + 1;
    if (watch_flagged(w, AC_CONTROL))
        return true;
    if (watch_flagged(w, AC_POLLED))
        return is_first_unread(w, number);
    return w->tasks[number].finish == w->events[AC_EVENT_TAKE];
}

static void on_take(struct watch *w, uint32_t number)
{
    const struct world *world = w->world;
    bool at_once = !world->consume_ms && !world->ordered && !world->poll_interval_ms;
    watch_expect(w, !w->left, "was taken after the consumer left", number);
    watch_expect(w, is_next(w, number), "was taken out of order", number);
    watch_expect(w, !at_once || w->now_ns == w->tasks[number].finish_ns, "was taken late", number);
    w->last_taken = number;
    w->unread--;
}

static void on_retry(struct watch *w, uint32_t number)
{
    watch_work_end(w, AC_EVENT_RETRY, number);
    w->in_flight--;
    w->retried++;
    w->most_unread = larger(w->most_unread, ++w->unread);
}

static void on_cancel(struct watch *w, uint32_t number)
{
    if (w->work)
        watch_work_end(w, AC_EVENT_CANCEL, number);
    else
        watch_expect(w, w->cancelling || (w->left && !w->drains), "was cancelled for no reason",
                     number);
    w->in_flight--;
}

void watch_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    struct watch *w = context;
    struct world_outcome *o = w->outcome;
    if (o->event_count < WORLD_EVENTS)
        o->events[o->event_count++] = (struct world_event){now_ns, event, number};
    if (number < 1 || number > watch_most(w) || w->tasks[number].stage != steps[event].from) {
        watch_fault(w, "has an event that cannot follow the one before", number);
        return;
    }
    w->now_ns = now_ns;
    w->tasks[number].stage = steps[event].to;
    w->events[event]++;
    if (event == AC_EVENT_LAUNCH)
        on_launch(w, number);
    else if (event == AC_EVENT_TAKE)
        on_take(w, number);
    else if (steps[event].to == WATCH_UNREAD)
        on_finish(w, event, number);
    else if (event == AC_EVENT_CANCEL)
        on_cancel(w, number);
    else if (event == AC_EVENT_RETRY)
        on_retry(w, number);
    else if (event == AC_EVENT_DROP)
        watch_expect(w, w->left || w->stopping || watch_is_stuck(w), "was dropped for no reason",
                     number);
    else
        watch_expect(w, number == w->events[AC_EVENT_PULL] && !w->left && !w->stopping,
                     "was pulled out of order, or after the last pull", number);
}
