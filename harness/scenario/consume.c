/* consume.c -- see consume.h. */
#include "consume.h"
#include "../engine/loop.h"

/* What ac_consume() is made of is made twice: a consumer that has nothing to do in a pause does not pay for
 * the question. */
#if defined(__GNUC__)
#define TWICE inline __attribute__((always_inline))
#else
#define TWICE inline
#endif

/* The earlier of two instants, of which the second is one that is still to come, if there is one. */
static uint64_t earlier(const struct ac_consumer *c, uint64_t instant_ns, uint64_t after_ns)
{
    bool to_come = after_ns && after_ns >= c->from_ns;
    return to_come && c->start_ns + after_ns < instant_ns ? c->start_ns + after_ns : instant_ns;
}

/* When something is to be done next, whatever comes before; AC_FOREVER: nothing. */
static uint64_t next_instant(const struct ac_consumer *c)
{
    uint64_t at_ns = earlier(c, AC_FOREVER, c->options->close_at_ns);
    at_ns = earlier(c, at_ns, c->options->timeout_ns);
    at_ns = earlier(c, at_ns, c->options->for_ns);
    if (c->changes < c->options->change_count) {
        uint64_t change_ns = c->start_ns + c->options->changes[c->changes].at_ns;
        at_ns = change_ns < at_ns ? change_ns : at_ns;
    }
    return at_ns;
}

/* Does what was to be done next, once: each instant is used up. If --close-at and --timeout fall on
 * one instant, --close-at wins. */
static enum ac_ended act(struct ac_consumer *c)
{
    uint64_t after_ns = c->next_ns - c->start_ns;
    if (c->changes < c->options->change_count && c->options->changes[c->changes].at_ns == after_ns)
        ac_set_limit(c->run, c->options->changes[c->changes++].limit);
    if (c->options->for_ns && c->options->for_ns == after_ns)
        ac_stop(c->run, false);
    c->from_ns = after_ns + 1;
    c->next_ns = next_instant(c);
    if (c->options->close_at_ns && c->options->close_at_ns == after_ns)
        return AC_ENDED_AS_ASKED;
    bool late =
        c->options->timeout_ns && c->options->timeout_ns == after_ns && !ac_complete(c->run);
    return late ? AC_ENDED_TIMED_OUT : AC_ENDED_ITSELF;
}

/* Is busy with a result until then, while the loop goes on. */
static enum ac_ended use(struct ac_consumer *c, uint64_t until_ns)
{
    enum ac_ended ended = AC_ENDED_ITSELF;
    while (!ended && c->next_ns < until_ns) {
        ac_pass(c->run, c->next_ns);
        if (ac_loop_instant(c->loop) < c->next_ns)
            return ended;
        ended = act(c);
    }
    if (!ended)
        ac_pass(c->run, until_ns);
    return ended;
}

static TWICE bool look(struct ac_consumer *c, const struct ac_task *task)
{
    c->unseen = 0;
    return c->look(task);
}

static TWICE enum ac_ended on_take(struct ac_consumer *c)
{
    enum ac_ended ended = AC_ENDED_ITSELF;
    if (c->options->take && ac_counts(c->run)->taken == c->options->take)
        return AC_ENDED_AS_ASKED;
    if (c->options->consume_ns)
        ended = use(c, ac_loop_instant(c->loop) + c->options->consume_ns);
    if (c->options->adds)
        ac_arrivals_done(c->arrivals, c->run);
    return ended;
}

static TWICE enum ac_ended consume(struct ac_consumer *c, bool pauses)
{
    enum ac_ended ended = AC_ENDED_ITSELF;
    c->next_ns = next_instant(c);
    while (!ended) {
        const struct ac_task *task = pauses ? ac_try(c->run) : NULL;
        if (pauses && !task && !c->pause())
            break;
        if (!task)
            task = ac_next_before(c->run, c->next_ns);
        if (task) {
            if (++c->unseen == c->every && !look(c, task))
                break;
            ended = on_take(c);
        } else if (c->next_ns == AC_FOREVER || ac_over(c->run) ||
                   ac_loop_instant(c->loop) < c->next_ns) {
            break;
        } else {
            ended = act(c);
        }
    }
    return ended;
}

enum ac_ended ac_consume(struct ac_consumer *c)
{
    return c->pause ? consume(c, true) : consume(c, false);
}
