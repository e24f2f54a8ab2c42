/* every_work.c -- see every_work.h. The script makes all sequences; here stand the settings around
 * it. */
#include "every_work.h"

#include <string.h>

#include "script_work.h"

/* One setting, of several: sets the world to the place `i` of them; the first is that of no setting.
 * False: there are no more. */
typedef bool axis(struct world *world, uint32_t i);

enum { AXES = 4 };

/* --- axes --- */

/* The last instant that a run comes to, by and large: a turn for each task, and one more. */
static uint32_t last_ms(const struct world *w)
{
    return SCRIPT_TURN_MS * w->count + 1;
}

static bool by_answer_to_errors(struct world *w, uint32_t i)
{
    static const enum ac_on_error answers[] = {AC_CONTINUE, AC_STOP, AC_NOW, AC_STOP, AC_NOW};
    if (i == 5)
        return false;
    w->on_error = answers[i];
    w->errors_allowed = i >= 3;
    return true;
}

static bool by_busy_turns(struct world *w, uint32_t i)
{
    w->consume_ms = i * SCRIPT_TURN_MS;
    return i <= 2;
}

/* To the end; after each result; at each instant: with what is in flight cancelled, or drained. */
static bool by_leaving(struct world *w, uint32_t i)
{
    uint32_t instants = last_ms(w), ways = w->count + instants;
    w->take = w->close_at_ms = 0;
    w->drain = i > ways;
    if (i == 0 || i > 2 * ways)
        return i == 0;
    i = (i - 1) % ways + 1;
    w->take = i <= w->count ? i : 0;
    w->close_at_ms = i > w->count ? i - w->count : 0;
    return true;
}

/* Never; at each instant: with what is in flight finished, or cancelled. */
static bool by_stopping(struct world *w, uint32_t i)
{
    uint32_t instants = last_ms(w);
    w->stop_cancels = i > instants;
    w->for_ms = w->stop_cancels ? i - instants : i;
    return i <= 2 * instants;
}

/* Never; between two turns; in the instant of one. */
static bool by_timeout(struct world *w, uint32_t i)
{
    static const uint32_t timeouts_ms[] = {0, 1, 2, 3, 4};
    w->task_timeout_ms = i < 5 ? timeouts_ms[i] : 0;
    return i < 5;
}

static bool by_order(struct world *w, uint32_t i)
{
    w->ordered = i == 1;
    return i < 2;
}

static bool by_window(struct world *w, uint32_t i)
{
    bool bounded = !(w->strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL));
    w->window = bounded ? i : 0;
    return i == 0 || (bounded && i < w->count);
}

/* At an instant to a limit, of which there are three. */
static bool by_change(struct world *w, uint32_t i)
{
    bool binds = !(w->strategy->flags & (AC_NO_LIMIT | AC_SERIAL));
    w->change_count = i > 0;
    w->changes[0].at_ms = (i + 2) / 3;
    w->changes[0].limit = (i + 2) % 3 + 1;
    return i == 0 || (binds && i <= 3 * last_ms(w));
}

static bool by_arrival(struct world *w, uint32_t i)
{
    w->every_ms = i <= 3 ? i : 0;
    w->adds = i > 3 ? i - 3 : 0;
    return i <= 5;
}

/* A strategy that polls looks once in an interval. */
static bool by_interval(struct world *w, uint32_t i)
{
    bool polled = w->strategy->flags & AC_POLLED;
    w->poll_interval_ms = polled ? i : 0;
    return i == 0 || (polled && i <= 3);
}

/* --- kinds of settings --- */

static const struct kind {
    const char *name;
    unsigned vary;
    uint32_t most_tasks;
    axis *axes[AXES + 1]; /* ends with NULL */
} kinds[] = {
    {"ends and a busy consumer", VARY_ERRORS, 4, {by_answer_to_errors, by_busy_turns}},
    {"leaving", VARY_ERRORS, 4, {by_leaving, by_answer_to_errors}},
    {"leaving when busy", VARY_ERRORS, 3, {by_leaving, by_answer_to_errors, by_busy_turns}},
    {"stopping", VARY_ERRORS, 4, {by_stopping}},
    {"starts", VARY_ERRORS | VARY_STARTS, 4, {by_answer_to_errors}},
    {"starts and leaving", VARY_STARTS, 3, {by_leaving, by_answer_to_errors, by_busy_turns}},
    {"cancels", VARY_ERRORS | VARY_CANCELS, 4, {by_answer_to_errors}},
    {"cancels and leaving", VARY_CANCELS, 4, {by_leaving}},
    {"cancels and stopping", VARY_CANCELS, 4, {by_stopping}},
    {"cancels, stopping and leaving", VARY_CANCELS, 2, {by_stopping, by_leaving, by_busy_turns}},
    {"timeouts", VARY_CANCELS, 4, {by_timeout}},
    {"timeouts and errors",
     VARY_ERRORS | VARY_CANCELS,
     3,
     {by_timeout, by_answer_to_errors, by_busy_turns}},
    {"timeouts and leaving", VARY_CANCELS, 3, {by_timeout, by_leaving}},
    {"timeouts and stopping", VARY_CANCELS, 3, {by_timeout, by_stopping}},
    {"tasks that never end", VARY_CANCELS | VARY_NEVER, 3, {by_timeout, by_stopping}},
    {"tasks that never end, and leaving", VARY_CANCELS | VARY_NEVER, 3, {by_timeout, by_leaving}},
    {"order and window", VARY_ERRORS, 4, {by_order, by_window, by_busy_turns}},
    {"order, window and leaving", VARY_CANCELS, 3, {by_order, by_window, by_leaving}},
    {"order, window and errors",
     VARY_ERRORS | VARY_STARTS | VARY_CANCELS,
     3,
     {by_order, by_window, by_answer_to_errors}},
    {"another limit", 0, 4, {by_change, by_busy_turns}},
    {"another limit and timeouts", VARY_CANCELS, 3, {by_change, by_timeout}},
    {"another limit and leaving", VARY_CANCELS, 3, {by_change, by_leaving}},
    {"events that bring tasks", VARY_SUPPLY, 4, {by_busy_turns}},
    {"events, errors and leaving", VARY_SUPPLY | VARY_ERRORS, 3, {by_leaving, by_answer_to_errors}},
    {"events and stopping", VARY_SUPPLY | VARY_CANCELS, 3, {by_stopping}},
    {"arrivals", VARY_STARTS, 4, {by_arrival, by_busy_turns}},
    {"arrivals and leaving", VARY_CANCELS, 3, {by_arrival, by_leaving}},
    {"looks in intervals", VARY_CANCELS, 3, {by_interval, by_timeout, by_stopping}},
    {"attempts", VARY_AGAIN, 2, {by_busy_turns}},
    {"attempts and errors", VARY_ERRORS | VARY_AGAIN, 1, {by_answer_to_errors, by_busy_turns}},
    {"attempts and starts", VARY_STARTS | VARY_AGAIN, 2, {by_busy_turns}},
    {"attempts and leaving", VARY_AGAIN, 2, {by_leaving}},
    {"attempts and stopping", VARY_CANCELS | VARY_AGAIN, 2, {by_stopping}},
    {"attempts and timeouts", VARY_CANCELS | VARY_AGAIN, 2, {by_timeout, by_answer_to_errors}},
    {"attempts and a window", VARY_AGAIN, 2, {by_window, by_busy_turns}},
    {"attempts and another limit", VARY_AGAIN, 2, {by_change}},
    {"attempts and events", VARY_AGAIN | VARY_SUPPLY, 2, {by_busy_turns, by_leaving}},
    {"attempts and looks in intervals", VARY_AGAIN, 2, {by_interval, by_timeout}},
    {"all that a task can do",
     VARY_ERRORS | VARY_STARTS | VARY_CANCELS | VARY_NEVER | VARY_SUPPLY,
     2,
     {by_timeout, by_answer_to_errors, by_leaving, by_order}},
};

uint32_t every_work_kinds(void)
{
    return sizeof kinds / sizeof *kinds;
}

const char *every_work_kind(uint32_t kind)
{
    return kinds[kind].name;
}

/* --- all of them --- */

/* A way of leaving that was never come to, and an answer to errors where there was none, change
 * nothing: this run is another's. */
static bool is_new(const struct script_work *s, const struct world_outcome *outcome)
{
    const struct world *w = s->world;
    return (outcome->left || !(w->take || w->close_at_ms)) &&
           (s->failures || w->on_error == AC_CONTINUE);
}

/* Sleeps must tell the same tale. */
static bool replays(struct every_work *every, const struct world *world,
                    struct world_outcome *outcome)
{
    struct world_outcome again;
    every->replays++;
    world_run_virtual(world, &again);
    if (!again.fault && again.event_count == outcome->event_count &&
        memcmp(again.events, outcome->events, again.event_count * sizeof *again.events) == 0)
        return true;
    outcome->fault = again.fault ? again.fault : "have another trace as sleeps";
    outcome->breach = again.breach;
    return false;
}

static bool all_sequences(struct every_work *every, unsigned vary, struct world *world,
                          struct world_outcome *outcome)
{
    struct script_work script;
    script_work_begin(&script, world, vary);
    do {
        script_work_run(&script, outcome);
        if (outcome->fault)
            return false;
        if (!is_new(&script, outcome))
            continue;
        if (script.is_sleeps && every->runs % every->replay == 0 && !replays(every, world, outcome))
            return false;
        every->runs++;
    } while (script_work_next(&script));
    return true;
}

/* All settings from `axes` on. */
static bool all_settings(struct every_work *every, unsigned vary, axis *const *axes,
                         struct world *world, struct world_outcome *outcome)
{
    if (!*axes)
        return all_sequences(every, vary, world, outcome);
    for (uint32_t i = 0; (*axes)(world, i); i++)
        if (!all_settings(every, vary, axes + 1, world, outcome))
            return false;
    return (*axes)(world, 0);
}

bool every_work(struct every_work *every, uint32_t kind, const struct ac_strategy *strategy,
                struct world *world, struct world_outcome *outcome)
{
    const struct kind *k = &kinds[kind];
    bool unlimited = strategy->flags & (AC_NO_LIMIT | AC_SERIAL);
    uint32_t most_limit = unlimited ? 1 : every->most_limit;
    uint32_t most_tasks = k->most_tasks < every->most_tasks ? k->most_tasks : every->most_tasks;
    *world = (struct world){.strategy = strategy};
    for (world->count = 0; world->count <= most_tasks; world->count++)
        for (world->limit = 1; world->limit <= most_limit; world->limit++)
            for (world->queue = 1; world->queue <= world->limit; world->queue++) {
                if (!all_settings(every, k->vary, k->axes, world, outcome))
                    return false;
                if (!(strategy->flags & AC_QUEUES))
                    break;
            }
    return true;
}
