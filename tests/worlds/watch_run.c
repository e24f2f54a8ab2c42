/* watch_run.c -- a world between its events: before each turn, and at its end; see watch.h. */
#include "watch.h"

#include <errno.h>

/* Results that keep a slot although their tasks have finished. */
static uint64_t slots_of_unread(const struct watch *w)
{
    if (w->world->ordered) /* they wait in the harness, for their turn */
        return 0;
    switch (w->world->strategy->slot) {
    case AC_SLOT_TO_TAKE:
        return w->unread;
    case AC_SLOT_TO_ROOM:
        return w->unread > w->world->queue ? w->unread - w->world->queue : 0;
    default:
        return 0;
    }
}

/* Whether the source has a task now. */
static bool has_more(const struct watch *w, uint64_t now_ns)
{
    const struct world *world = w->world;
    uint64_t pulled = w->events[AC_EVENT_PULL], taken = w->events[AC_EVENT_TAKE];
    bool held = w->work && pulled >= w->work->ready;
    uint64_t back = w->work ? w->work->back : 0;
    return pulled < world_count(world) + back && !held && now_ns >= pulled * world->every_ms * MS &&
           (!world->adds || pulled < 1 + taken * world->adds);
}

/* Whether something else than the limit may hold launches back: a full window; tasks that a result adds once
 * it was used; in an ordered run also slots that results keep, which cannot be told from results that
 * wait for their turn. */
static bool is_held_back(const struct watch *w)
{
    const struct world *world = w->world;
    bool unasked = world->consume_ms || world->poll_interval_ms;
    uint64_t held = w->events[AC_EVENT_PULL] - w->events[AC_EVENT_TAKE] - w->events[AC_EVENT_RETRY];
    return (world->window && held >= world->window) || (world->consume_ms && world->adds) ||
           (unasked && world->ordered && world->strategy->slot != AC_SLOT_TO_FINISH);
}

/* No slot is idle while a task could be launched. */
static void check_busy(struct watch *w, uint64_t used, uint64_t now_ns)
{
    bool waits = w->events[AC_EVENT_PULL] > w->events[AC_EVENT_LAUNCH];
    if (w->left || w->stopping || is_held_back(w) || !(waits || has_more(w, now_ns)))
        return;
    watch_expect(w, used >= w->limit && !watch_flagged(w, AC_NO_LIMIT),
                 "could be launched, and a slot is idle", (uint32_t)w->events[AC_EVENT_LAUNCH] + 1);
}

void watch_turn(struct watch *w, const struct ac_counts *counts, uint64_t now_ns)
{
    const struct world *world = w->world;
    uint64_t pulled = w->events[AC_EVENT_PULL], used = w->in_flight + slots_of_unread(w);
    w->turns++;
    watch_expect(w, counts->in_flight == w->in_flight && counts->unread == w->unread,
                 "are miscounted", 0);
    if (w->work)
        watch_work_counts(w, counts);
    watch_expect(w, used <= w->highest_limit || watch_flagged(w, AC_NO_LIMIT),
                 "hold more slots than there are", 0);
    uint64_t done = w->events[AC_EVENT_TAKE] + w->events[AC_EVENT_RETRY];
    watch_expect(w, !world->window || pulled - done <= world->window, "exceed the window", 0);
    if (watch_flagged(w, AC_QUEUES))
        watch_expect(w, counts->waiting <= world->queue, "exceed the queue", 0);
    else if (!watch_flagged(w, AC_HOLDS_ALL))
        watch_expect(w, counts->waiting == 0, "wait where none should", 0);
    check_busy(w, used, now_ns);
}

static void check_counts(struct watch *w, const struct ac_counts *c)
{
    const uint64_t *e = w->events;
    uint64_t finished = e[AC_EVENT_FINISH] + e[AC_EVENT_FAIL] + e[AC_EVENT_TIMEOUT];
    bool same = c->pulled == e[AC_EVENT_PULL] && c->launched == e[AC_EVENT_LAUNCH] &&
                c->taken == e[AC_EVENT_TAKE] && c->finished == finished &&
                c->failed == e[AC_EVENT_FAIL] && c->timed_out == e[AC_EVENT_TIMEOUT] &&
                c->cancelled == e[AC_EVENT_CANCEL] && c->dropped == e[AC_EVENT_DROP] &&
                c->retried == e[AC_EVENT_RETRY];
    watch_expect(w, same, "differ between counts and trace", 0);
    watch_expect(w, c->pulled == c->launched + c->dropped && !c->waiting,
                 "are pulled and unaccounted", 0);
    watch_expect(w, c->launched == c->finished + c->cancelled + c->retried && !c->in_flight,
                 "are launched and unaccounted", 0);
    watch_expect(w, c->finished + w->retried == c->taken + c->unread,
                 "are finished and unaccounted", 0);
    watch_expect(w, c->max_in_flight == w->most_in_flight && c->max_unread == w->most_unread,
                 "have another peak than was counted", 0);
    if (watch_flagged(w, AC_QUEUES))
        watch_expect(w, c->max_waiting <= w->world->queue, "exceeded the queue", 0);
    else if (!watch_flagged(w, AC_HOLDS_ALL))
        watch_expect(w, c->max_waiting == 0, "waited where none should", 0);
}

void watch_consumed(struct watch *w, const struct ac_counts *counts)
{
    bool nothing = !counts->in_flight && !counts->unread;
    watch_expect(w, w->left || watch_is_stuck(w) || nothing, "were never handed over", 0);
}

void watch_end(struct watch *w, struct ac_run *run)
{
    const struct world *world = w->world;
    const struct ac_counts *c = ac_counts(run);
    w->outcome->counts = *c;
    w->outcome->left = w->left;
    if (ac_breach(run)->rule) {
        w->outcome->fault = ac_rule_name(ac_breach(run)->rule);
        w->outcome->fault_task = ac_breach(run)->task;
        w->outcome->breach = true;
        return;
    }
    bool early = w->left || watch_is_stuck(w);
    watch_expect(w, ac_error(run) == (watch_is_stuck(w) ? -EDEADLK : 0) && ac_over(run),
                 "ended the run with an error", 0);
    check_counts(w, c);
    if (w->work)
        watch_work_counts(w, c);
    watch_expect(w, early || c->unread == 0, "were never handed over", 0);
    watch_expect(w, early || w->stopping || c->taken == world_count(world),
                 "were never handed over", 0);
    watch_expect(w, ac_complete(run) == (c->taken == world_count(world)),
                 "are not what `complete` says", 0);
    watch_expect(w, !ac_try(run) && !ac_next(run), "was handed over after the end", 0);
}
