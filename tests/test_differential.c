/* test_differential.c -- strategies that respect the limit differ in what they cost, and in nothing that
 * a prompt consumer can see.
 *
 * On the virtual clock, in the same seeded world: the same launches and finishes at the same instants,
 * the same results delivered at the same instants, and so the same makespan. The same order, too, but
 * for ties, which are declared: results of one instant, which a control may hand over in any order. On
 * the real clock: the same results and counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "worlds/command.h"
#include "worlds/draw.h"
#include "worlds/replay.h"

enum { WORLDS = 60000, REAL_WORLDS = 4 };

/* What a consumer sees, or could: the events of some kinds, in order. */
struct view {
    uint32_t count;
    struct world_event events[WORLD_EVENTS];
};

static const struct ac_strategy
    any; /* no flags: nothing is drawn that goes with some strategies only */

static bool is_limited(const struct ac_strategy *strategy)
{
    return !(strategy->flags & (AC_NO_LIMIT | AC_SERIAL));
}

static void view_events(const struct world_outcome *outcome, bool takes, struct view *view)
{
    view->count = 0;
    for (uint32_t i = 0; i < outcome->event_count; i++) {
        uint32_t kind = outcome->events[i].kind;
        bool ends = kind == AC_EVENT_FINISH || kind == AC_EVENT_FAIL || kind == AC_EVENT_TIMEOUT;
        if (takes ? kind == AC_EVENT_TAKE : ends || kind == AC_EVENT_LAUNCH)
            view->events[view->count++] = outcome->events[i];
    }
}

static int by_instant_then_kind_then_number(const void *a, const void *b)
{
    const struct world_event *x = a, *y = b;
    if (x->t_ns != y->t_ns)
        return x->t_ns < y->t_ns ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* Puts the events of one instant in an order of their own: what is left is all but the ties. */
static void view_without_ties(struct view *view)
{
    qsort(view->events, view->count, sizeof *view->events, by_instant_then_kind_then_number);
}

static bool same_view(const struct view *a, const struct view *b)
{
    return a->count == b->count && memcmp(a->events, b->events, a->count * sizeof *a->events) == 0;
}

static bool same_takes(const struct world *world, const struct world_outcome *outcome,
                       const struct view *reference)
{
    struct view takes, sorted = *reference;
    view_events(outcome, true, &takes);
    if (!(world->strategy->flags & AC_CONTROL))
        return same_view(&takes, reference);
    if (world->take) /* leaving in the middle of a tie leaves some of it, and which is not said */
        return takes.count == reference->count;
    view_without_ties(&takes);
    view_without_ties(&sorted);
    return same_view(&takes, &sorted);
}

static bool same_work(const struct world_outcome *outcome, const struct view *reference)
{
    struct view work, sorted = *reference;
    view_events(outcome, false, &work);
    view_without_ties(&work);
    view_without_ties(&sorted);
    return same_view(&work, &sorted);
}

/* Errors stop nothing, and nobody is slow: either makes a difference, and is meant to. */
static void draw_prompt_world(struct world *world, struct random_draws *draws)
{
    world_draw(world, &any, draws);
    world->on_error = AC_CONTINUE;
    world->consume_ms = 0;
    world->endless = false; /* some pull every task at the start */
    if (!world->ordered)    /* some pull every task at the start, and have no use for it */
        world->window = 0;
}

static void fail_with(const struct world *world, const char *what, const struct ac_strategy *other)
{
    char *command = world_command(world);
    fail_msg("%s, with %s: as-completed %s", what, other->name, command);
}

static void check_world(struct world *world)
{
    const struct ac_strategy *first = NULL;
    struct view takes, work;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct world_outcome outcome;
        if (!is_limited(*s))
            continue;
        world->strategy = *s;
        world_run_virtual(world, &outcome);
        if (outcome.fault)
            fail_with(world, outcome.fault, *s);
        if (!first) {
            view_events(&outcome, true, &takes);
            view_events(&outcome, false, &work);
            first = *s;
        } else if (!same_takes(world, &outcome, &takes)) {
            fail_with(world, "other results, at another instant or in another order", first);
        } else if (!world->take && !same_work(&outcome, &work)) {
            fail_with(world, "other launches or finishes", first);
        }
    }
}

static void differential_virtual_runs_are_the_same(void **state)
{
    (void)state;
    struct random_draws draws = {3};
    struct world world;
    for (unsigned i = 0; i < repetitions(under_instruments() ? WORLDS / 10 : WORLDS); i++) {
        draw_prompt_world(&world, &draws);
        check_world(&world);
    }
}

/* A world with something of everything that is certain on a real clock: errors, timeouts, ties. */
static void draw_real_world(struct world *world, struct random_draws *draws)
{
    do
        world_draw_count(world, &any, 12, draws);
    while (world->take || world->close_at_ms || world->timeout_ms || world->for_ms ||
           world->change_count);
    memset(world->refused, 0, sizeof world->refused); /* no command says that */
    world->endless = false;
    world->on_error = AC_CONTINUE;
    world->consume_ms = world->window = 0;
    world->limit = 1 + (uint32_t)draw_below(draws, 6);
    world->fails[draw_below(draws, 12)] = true;
}

struct tally {
    uint32_t events[AC_EVENT_DROP + 1];
    uint64_t delivered; /* a bit for each number */
};

static struct tally tally_of(const struct world_outcome *outcome)
{
    struct tally tally = {.events = {0}};
    for (uint32_t i = 0; i < outcome->event_count; i++) {
        tally.events[outcome->events[i].kind]++;
        if (outcome->events[i].kind == AC_EVENT_TAKE)
            tally.delivered |= UINT64_C(1) << outcome->events[i].number;
    }
    return tally;
}

static void check_real_world(struct world *world)
{
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct world_outcome outcome;
        if (!is_limited(*s))
            continue;
        world->strategy = *s;
        world_run_virtual(world, &outcome);
        struct tally expected = tally_of(&outcome);
        struct program program = world_replay(world, "--clock real");
        PROGRAM_CHECK(program, program.status == 1); /* a task fails */
        replay_events(&program, &outcome);
        struct tally tally = tally_of(&outcome);
        if (memcmp(&tally, &expected, sizeof tally) != 0)
            fail_with(world, "other results or counts on the real clock", *s);
        program_free(&program);
    }
}

static void differential_real_runs_deliver_the_same(void **state)
{
    (void)state;
    struct random_draws draws = {4};
    struct world world;
    for (unsigned i = 0; i < REAL_WORLDS; i++) {
        draw_real_world(&world, &draws);
        check_real_world(&world);
    }
}

static int end(void **state)
{
    (void)state;
    worlds_end();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differential_virtual_runs_are_the_same),
        cmocka_unit_test(differential_real_runs_deliver_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
