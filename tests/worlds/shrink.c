/* shrink.c -- see shrink.h. Greedy: each step makes the world smaller in some way, and is kept if it
 * fails as before; until none is. As that ends wherever the way on leads over a world that does not
 * fail, others with fewer tasks are drawn; from one of those that fails it goes on.
 */
#include "shrink.h"

#include <string.h>

#include "draw.h"

enum { DRAWS = 20000 }; /* of each smaller number of tasks */

struct shrinking {
    struct world *world;
    struct world_outcome *outcome;
    uint32_t tried;
};

/* Keeps the smaller world if it fails for the same reason. */
static bool keep(struct shrinking *s, const struct world *smaller)
{
    struct world_outcome outcome;
    s->tried++;
    if (!world_is_bounded(smaller) || (smaller->endless && !s->world->endless))
        return false;
    world_run_virtual(smaller, &outcome);
    if (!outcome.fault || strcmp(outcome.fault, s->outcome->fault) != 0)
        return false;
    *s->world = *smaller;
    *s->outcome = outcome;
    return true;
}

static bool without_tasks(struct shrinking *s, uint32_t from, uint32_t count)
{
    struct world w = *s->world;
    uint32_t behind = w.count - from - count;
    memmove(w.sleeps_ms + from, w.sleeps_ms + from + count, behind * sizeof *w.sleeps_ms);
    memmove(w.fails + from, w.fails + from + count, behind * sizeof *w.fails);
    memmove(w.refused + from, w.refused + from + count, behind * sizeof *w.refused);
    w.count -= count;
    return keep(s, &w);
}

static bool fewer_tasks(struct shrinking *s)
{
    bool any = false;
    for (uint32_t count = s->world->count; count; count /= 2)
        for (uint32_t from = 0; from + count <= s->world->count;)
            if (without_tasks(s, from, count))
                any = true;
            else
                from += count;
    return any;
}

/* Nothing; one; half; one less: the first that is less and still fails. `value` is within *s->world. */
static bool less(struct shrinking *s, uint32_t *value, uint32_t least)
{
    uint32_t was = *value, tries[] = {least, least + 1, was / 2, was - 1};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        if (tries[i] < least || tries[i] >= was)
            continue;
        struct world before = *s->world;
        *value = tries[i];
        struct world smaller = *s->world;
        *s->world = before;
        if (keep(s, &smaller))
            return true;
    }
    return false;
}

/* A task that can be started, or at least one that fails: that, a command can say. */
static bool startable(struct shrinking *s, uint32_t i)
{
    struct world w = *s->world;
    w.refused[i] = w.fails[i] = false;
    if (keep(s, &w))
        return true;
    w.fails[i] = true;
    return keep(s, &w);
}

static bool less_of_tasks(struct shrinking *s)
{
    bool any = false;
    for (uint32_t i = 0; i < s->world->count; i++) {
        any |= s->world->refused[i] && startable(s, i);
        struct world w = *s->world;
        w.fails[i] = false;
        if (s->world->fails[i])
            any |= keep(s, &w);
        any |= less(s, &s->world->sleeps_ms[i], 0);
    }
    return any;
}

/* Without what is there or not. */
static bool plainer(struct shrinking *s)
{
    const struct world was = *s->world;
    struct world plain = was;
    bool any = false;
    plain.on_error = AC_CONTINUE;
    plain.errors_allowed = 0;
    any |= was.on_error != AC_CONTINUE && keep(s, &plain);
    plain = *s->world;
    plain.cancelled = false;
    any |= was.cancelled && keep(s, &plain);
    plain = *s->world;
    plain.drain = false;
    any |= was.drain && keep(s, &plain);
    plain = *s->world;
    plain.ordered = false;
    plain.window = 0; /* some strategies have it in an ordered run only */
    any |= was.ordered && keep(s, &plain);
    return any;
}

static bool less_of_options(struct shrinking *s)
{
    struct world *w = s->world;
    uint32_t *const numbers[] = {&w->errors_allowed, &w->task_timeout_ms, &w->for_ms,
                                 &w->take,           &w->close_at_ms,     &w->every_ms,
                                 &w->adds,           &w->consume_ms,      &w->poll_interval_ms,
                                 &w->window,         &w->timeout_ms};
    bool any = less(s, &w->limit, 1);
    any |= less(s, &w->queue, 1);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        any |= less(s, numbers[i], 0);
    return any;
}

/* Without change `at`; with `early`, its limit takes the place of the one before it. */
static bool without_change(struct shrinking *s, uint32_t at, bool early)
{
    struct world w = *s->world;
    uint32_t *before = at ? &w.changes[at - 1].limit : &w.limit;
    if (early)
        *before = w.changes[at].limit;
    w.change_count--;
    memmove(w.changes + at, w.changes + at + 1, (w.change_count - at) * sizeof *w.changes);
    return keep(s, &w);
}

static bool fewer_changes(struct shrinking *s)
{
    bool any = false;
    for (uint32_t i = 0; i < s->world->change_count;)
        if (without_change(s, i, false) || without_change(s, i, true))
            any = true;
        else
            i++;
    for (uint32_t i = 0; i < s->world->change_count; i++) {
        uint32_t after_ms = i ? s->world->changes[i - 1].at_ms + 1 : 1;
        any |= less(s, &s->world->changes[i].at_ms, after_ms);
        any |= less(s, &s->world->changes[i].limit, 1);
    }
    return any;
}

/* With an end after so many tasks. True: it fails then, too. */
static bool ends_after(struct shrinking *s, uint64_t count)
{
    struct world w = *s->world;
    struct world_outcome outcome;
    if (count > WORLD_TASKS)
        return false;
    w.endless = false;
    w.count = (uint32_t)count;
    for (uint32_t i = s->world->count; i < w.count; i++) {
        w.sleeps_ms[i] = world_sleep_ms(s->world, i + 1);
        w.fails[i] = w.refused[i] = false;
    }
    world_run_virtual(&w, &outcome);
    if (!outcome.fault)
        return false;
    *s->world = w;
    *s->outcome = outcome;
    return true;
}

/* With an end, if anything fails then: as many tasks as it came to, or those too that a mistake kept from being
 * pulled. */
static void told_out(struct shrinking *s)
{
    uint64_t pulled = s->outcome->counts.pulled;
    for (uint64_t more = 0; s->world->endless && more <= 3; more++)
        ends_after(s, pulled + more);
}

static bool other_with_fewer_tasks(struct shrinking *s)
{
    struct random_draws draws = {0};
    struct world other;
    for (uint32_t count = 0; count < s->world->count; count++)
        for (int i = 0; i < DRAWS; i++) {
            world_draw_count(&other, s->world->strategy, count, &draws);
            if (keep(s, &other))
                return true;
        }
    return false;
}

uint32_t world_shrink(struct world *world, struct world_outcome *outcome)
{
    struct shrinking s = {world, outcome, 0};
    struct world itself = *world;
    if (!keep(&s, &itself))
        return s.tried;
    told_out(&s);
    do {
        while (fewer_tasks(&s) || plainer(&s) || less_of_options(&s) || fewer_changes(&s) ||
               less_of_tasks(&s))
            ;
    } while (other_with_fewer_tasks(&s));
    return s.tried;
}
