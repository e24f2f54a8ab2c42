/* script.c -- see script.h. */
#include "script.h"
#include "../../harness/engine/loop.h"

#include <string.h>

static struct script *script_of(struct ac_loop *loop)
{
    return (struct script *)loop;
}

static uint64_t script_now(struct ac_loop *loop)
{
    return script_of(loop)->now_ns;
}

static int script_start(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    struct script *s = script_of(loop);
    (void)duration_ns;
    s->launch_ns[task->number] = s->now_ns;
    s->tasks[s->in_flight++] = task;
    return 0;
}

static void script_cancel_all(struct ac_loop *loop)
{
    script_of(loop)->in_flight = 0;
}

static void finish(struct script *s, struct ac_task *task)
{
    struct world *world = s->world;
    uint32_t number = task->number;
    world->sleeps_ms[number - 1] = (uint32_t)((s->now_ns - s->launch_ns[number]) / MS);
    world->fails[number - 1] = choose(&s->choices, 2);
    s->failures += world->fails[number - 1];
    task->error = (int16_t)world_error(world, number);
    task->time_ns = s->now_ns;
    ac_finish(s->loop.run, task, s->now_ns);
}

/* Finishes those of `chosen`'s bits; a failure may cancel the rest of them. */
static void finish_chosen(struct script *s, uint32_t chosen)
{
    struct ac_task *before[SCRIPT_TASKS];
    uint32_t count = s->in_flight;
    memcpy(before, s->tasks, count * sizeof *before);
    s->in_flight = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!(chosen >> i & 1))
            s->tasks[s->in_flight++] = before[i];
    for (uint32_t i = 0; i < count; i++)
        if (chosen >> i & 1 && before[i]->stage == AC_IN_FLIGHT)
            finish(s, before[i]);
}

static int script_turn(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    struct script *s = script_of(loop);
    uint64_t turn_ns = SCRIPT_TURN_MS * MS, next_ns = (s->now_ns / turn_ns + 1) * turn_ns;
    (void)spin;
    if (!s->in_flight || next_ns > until_ns) {
        if (until_ns != AC_FOREVER && until_ns > s->now_ns)
            s->now_ns = until_ns;
        return 0;
    }
    s->now_ns = next_ns;
    finish_chosen(s, 1 + choose(&s->choices, (1u << s->in_flight) - 1));
    return 0;
}

void script_begin(struct script *s, struct world *world)
{
    *s = (struct script){
        .loop = {.now = script_now,
                 .start = script_start,
                 .turn = script_turn,
                 .cancel_all = script_cancel_all},
        .world = world,
    };
}

void script_run(struct script *s, struct world_outcome *outcome)
{
    s->now_ns = 0;
    s->in_flight = s->failures = 0;
    for (uint32_t i = 0; i < s->world->count; i++) {
        s->world->sleeps_ms[i] = 1000; /* what never finishes is cancelled long before */
        s->world->fails[i] = false;
    }
    choices_begin_run(&s->choices);
    world_run(s->world, &s->loop, outcome);
}

bool script_next(struct script *s)
{
    return choices_next(&s->choices);
}
