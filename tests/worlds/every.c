/* every.c -- see every.h. The script makes all sequences; here stand the settings around it. */
#include "every.h"

#include <string.h>

#include "script.h"

/* Whether this run was another schedule than those before: a way of leaving that was never come to,
 * and an answer to errors where there was none, change nothing. */
static bool is_new(const struct script *script, const struct world_outcome *outcome)
{
    const struct world *world = script->world;
    return (outcome->left || !(world->take || world->close_at_ms)) &&
           (script->failures || world->on_error == AC_CONTINUE);
}

/* The virtual clock must tell the same tale. */
static bool replays(struct every *every, const struct world *world, struct world_outcome *outcome)
{
    struct world_outcome again;
    every->replays++;
    world_run_virtual(world, &again);
    if (!again.fault && again.event_count == outcome->event_count &&
        memcmp(again.events, outcome->events, again.event_count * sizeof *again.events) == 0)
        return true;
    outcome->fault = again.fault ? again.fault : "have another trace on the virtual clock";
    outcome->breach = again.breach;
    return false;
}

/* All sequences in one setting. *left: in one of them at least the consumer left early. */
static bool all_sequences(struct every *every, struct world *world, struct world_outcome *outcome,
                          bool *left)
{
    struct script script;
    *left = false;
    script_begin(&script, world);
    do {
        script_run(&script, outcome);
        *left |= outcome->left;
        if (outcome->fault)
            return false;
        if (!is_new(&script, outcome))
            continue;
        if (every->replay && every->runs % every->replay == 0 && !replays(every, world, outcome))
            return false;
        every->runs++;
    } while (script_next(&script));
    return true;
}

/* To the end; then leaving after each result, and between any two turns, each with and without what is
 * in flight being finished. */
static bool all_leavings(struct every *every, struct world *world, struct world_outcome *outcome)
{
    /* between two turns, and in small worlds at the instant of one as well */
    uint32_t step_ms = world->count <= every->most_tasks_busy ? 1 : SCRIPT_TURN_MS;
    bool left;
    world->take = world->close_at_ms = 0;
    world->drain = false;
    if (!all_sequences(every, world, outcome, &left))
        return false;
    for (int drain = 0; drain < 2; drain++) {
        world->drain = drain;
        for (world->take = 1; world->take <= world->count; world->take++)
            if (!all_sequences(every, world, outcome, &left))
                return false;
        world->take = 0;
        left = world->count > 0;
        for (world->close_at_ms = 1; left; world->close_at_ms += step_ms)
            if (!all_sequences(every, world, outcome, &left))
                return false;
    }
    return true;
}

/* All answers to errors, and consumers that take at once, or are busy for a turn or two. */
static bool all_settings(struct every *every, struct world *world, struct world_outcome *outcome)
{
    uint32_t most_turns = world->count <= every->most_tasks_busy ? 2 : 0;
    for (int on_error = AC_CONTINUE; on_error <= AC_NOW; on_error++)
        for (uint32_t turns = 0; turns <= most_turns; turns++) {
            world->on_error = (enum ac_on_error)on_error;
            world->consume_ms = turns * SCRIPT_TURN_MS;
            if (!all_leavings(every, world, outcome))
                return false;
        }
    return true;
}

bool every_world(struct every *every, const struct ac_strategy *strategy, struct world *world,
                 struct world_outcome *outcome)
{
    bool unlimited = strategy->flags & (AC_NO_LIMIT | AC_SERIAL);
    *world = (struct world){.strategy = strategy};
    for (world->count = 0; world->count <= every->most_tasks; world->count++)
        for (world->limit = 1; world->limit <= (unlimited ? 1 : every->most_limit); world->limit++)
            for (world->queue = 1; world->queue <= world->limit; world->queue++) {
                if (!all_settings(every, world, outcome))
                    return false;
                if (!(strategy->flags & AC_QUEUES))
                    break;
            }
    return true;
}
