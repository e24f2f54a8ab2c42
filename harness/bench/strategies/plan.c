/* plan.c -- see plan.h. */
#include "plan.h"
#include "../../base/text.h"
#include "../../workloads/ideal.h"
#include "cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../../strategies/strategies.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Guesses behind the estimate, for a laptop of these years. */
#define SCALE_NS      UINT64_C(1000000000)
#define STARTUP_S     0.012 /* hyperfine and the process */
#define TASK_S        0.4e-6
#define JUMP_TASK_S   0.25e-6 /* the same on the virtual clock */
#define LOOK_S        0.5e-9  /* a strategy that spins looks at one future */
#define EXACT_TASKS   100000u
#define EULER_GAMMA   0.5772156649015329
#define PYTHON_TAKE_S 1.6

static const char *const python_modes[] = {"polling-unlimited", "polling-limited", "as_completed"};

double plan_ideal_s(uint64_t tasks, uint64_t limit)
{
    static const volatile int not_interrupted = 0;
    struct ac_sleeps sleeps = {.count = tasks, .scale_ns = SCALE_NS, .tick_ns = 1};
    struct ac_ideal ideal = {0};
    if (tasks <= EXACT_TASKS) {
        ac_ideal(&sleeps, limit, &not_interrupted, &ideal);
        return (double)ideal.wall_ns / 1e9;
    }
    double sum = log((double)tasks) + EULER_GAMMA + 0.5 / (double)tasks;
    return fmax(sum / (double)limit, 1) * (double)SCALE_NS / 1e9;
}

/* The ideals that were asked for: many cells ask for few. */
struct ideals {
    struct {
        struct plan_point point;
        double seconds;
    } * items;
    size_t count;
};

static double ideal_s(struct ideals *known, uint64_t tasks, uint64_t limit)
{
    for (size_t i = 0; i < known->count; i++)
        if (known->items[i].point.tasks == tasks && known->items[i].point.limit == limit)
            return known->items[i].seconds;
    known->items = text_resize(known->items, (known->count + 1) * sizeof *known->items);
    known->items[known->count].point = (struct plan_point){tasks, limit};
    return known->items[known->count++].seconds = plan_ideal_s(tasks, limit);
}

static double plan_estimate(const struct plan_cell *cell, struct ideals *known)
{
    if (strcmp(cell->stage, "python") == 0)
        return PYTHON_TAKE_S;
    uint64_t limit = cell->limit < cell->tasks ? cell->limit : cell->tasks;
    double work = (double)cell->tasks * (cell->virtual_clock ? JUMP_TASK_S : TASK_S);
    if (cells_has(cell->name, AC_POLLED))
        work += (double)cell->tasks * (double)limit * LOOK_S;
    if (cell->virtual_clock)
        return STARTUP_S / 2 + work;
    if (cells_has(cell->name, AC_SERIAL))
        limit = 1;
    if (cells_has(cell->name, AC_NO_LIMIT))
        limit = cell->tasks;
    /* the work hides behind the sleeps until it is more than they are; half of it is said */
    return STARTUP_S + ideal_s(known, cell->tasks, limit) + work / 2;
}

/* Which strategies of the table run in a stage, and how. */
struct stage {
    const char *name;
    unsigned without,
        only; /* flags of those that are left out, and of the only ones; 0: none, and all */
    bool virtual_clock;
    bool bare; /* and the bare cells behind them */
    enum plan_keep keep;
};

enum { SERIAL, LARGE, GROWTH_N, GROWTH_LIMIT, PER_TASK, MEMORY, TRACE_VIRTUAL, TRACE_REAL };
static const struct stage stages[] = {
    [SERIAL] = {"serial", 0, AC_SERIAL, false, false, PLAN_NOTHING},
    [LARGE] = {"large", AC_SERIAL, 0, false, false, PLAN_HISTOGRAM},
    [GROWTH_N] = {"growth-n", AC_SERIAL, 0, true, true, PLAN_NOTHING},
    [GROWTH_LIMIT] = {"growth-limit", AC_SERIAL, 0, true, true, PLAN_NOTHING},
    [PER_TASK] = {"per-task", AC_SERIAL, 0, true, true, PLAN_NOTHING},
    /* those whose memory should not grow with N, whatever N */
    [MEMORY] = {"memory", AC_NO_LIMIT | AC_HOLDS_ALL | AC_SERIAL | AC_CONTROL, 0, true, false,
                PLAN_NOTHING},
    [TRACE_VIRTUAL] = {"trace", AC_SERIAL, 0, true, false, PLAN_TRACE},
    [TRACE_REAL] = {"trace", AC_SERIAL, 0, false, false, PLAN_TRACE},
};

static bool plan_takes(const struct stage *stage, const struct ac_strategy *strategy)
{
    return !(strategy->flags & stage->without) && (!stage->only || strategy->flags & stage->only);
}

static void plan_add_stage(struct plan *plan, const struct stage *stage, uint64_t tasks,
                           uint64_t limit, size_t round)
{
    static const char *const bare[] = {CELLS_BARE_HEAP, CELLS_BARE_QUEUE};
    size_t first = plan->count;
    for (size_t i = 0; ac_strategies[i]; i++)
        if (plan_takes(stage, ac_strategies[i]))
            plan_add(plan, stage->name, ac_strategies[i]->name, tasks, limit)->keep = stage->keep;
    for (size_t i = 0; stage->bare && i < COUNT(bare); i++)
        plan_add(plan, stage->name, bare[i], tasks, limit);
    for (size_t i = first; i < plan->count; i++) {
        plan->cells[i].virtual_clock = stage->virtual_clock;
        plan->cells[i].round = round;
        plan->cells[i].position = stage == &stages[MEMORY] ? 1 : i - first + 1;
    }
}

/* All that a point compares, and the reference once more, in the orders of a Latin square. */
static void plan_add_verdicts(struct plan *plan, struct draw *draw, uint64_t tasks, uint64_t limit,
                              size_t rounds)
{
    struct plan all = {0};
    plan_add_stage(&all, &stages[LARGE], tasks, limit, 1);
    plan_add(&all, "verdict", CELLS_AGAIN, tasks, limit);
    size_t *square = text_resize(NULL, all.count * all.count * sizeof *square);
    for (size_t round = 0; round < rounds; round++) {
        if (round % all.count == 0)
            draw_latin_square(draw, square, all.count);
        for (size_t position = 0; position < all.count; position++) {
            size_t chosen = square[round % all.count * all.count + position];
            struct plan_cell *cell =
                plan_add(plan, "verdict", all.cells[chosen].name, tasks, limit);
            cell->round = round + 1;
            cell->position = position + 1;
            cell->keep = round == 0 ? all.cells[chosen].keep : PLAN_NOTHING;
        }
    }
    free(square);
    plan_free(&all);
}

static void plan_add_traces(struct plan *plan, uint64_t tasks, uint64_t limit)
{
    plan_add_stage(plan, &stages[TRACE_VIRTUAL], tasks, limit, 1);
    plan_add_stage(plan, &stages[TRACE_REAL], tasks, limit, 1);
}

static void plan_add_python(struct plan *plan, size_t rounds)
{
    for (size_t round = 1; round <= rounds; round++)
        for (size_t i = 0; i < COUNT(python_modes); i++) {
            struct plan_cell *cell = plan_add(plan, "python", python_modes[i], 100, 10);
            cell->round = round;
            cell->position = i + 1;
        }
}

static void plan_add_limits(struct plan *plan, const uint64_t limits[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        plan_add(plan, "limits", CELLS_REFERENCE, 100, limits[i]);
}

static void plan_add_per_task(struct plan *plan, uint64_t tasks, size_t rounds)
{
    for (size_t round = 1; round <= rounds; round++)
        for (uint64_t limit = 10; limit <= 1000; limit *= 100)
            plan_add_stage(plan, &stages[PER_TASK], tasks, limit, round);
}

/* Three times, since memory wobbles. */
static void plan_add_memory(struct plan *plan)
{
    static const uint64_t tasks[] = {1000, 100000, 10000000, 100000000};
    for (size_t i = 0; i < COUNT(tasks); i++)
        for (size_t round = 1; round <= 3; round++)
            plan_add_stage(plan, &stages[MEMORY], tasks[i], 10, round);
}

/* The virtual clock's part: growth in N and in the limit, CPU per task beside floor's (so many
 * rounds), wall against limit, and the traces. */
static void plan_add_growth(struct plan *plan, uint64_t most_tasks, uint64_t most_limit,
                            size_t rounds)
{
    for (uint64_t tasks = 100; tasks <= most_tasks; tasks *= 10)
        plan_add_stage(plan, &stages[GROWTH_N], tasks, 10, 1);
    for (uint64_t limit = 1; limit <= most_limit; limit *= 10)
        plan_add_stage(plan, &stages[GROWTH_LIMIT], 100000, limit, 1);
    plan_add_per_task(plan, 1000000, rounds);
    for (uint64_t tasks = 100; tasks <= 1000; tasks *= 10)
        for (uint64_t limit = 1; limit <= 20; limit++)
            plan_add(plan, "wall-limit", CELLS_REFERENCE, tasks, limit)->virtual_clock = true;
    plan_add_traces(plan, 100, 10);
}

static struct plan plan_finished(struct plan plan)
{
    struct ideals known = {NULL, 0};
    for (size_t i = 0; i < plan.count; i++) {
        plan.cells[i].estimate_s = plan_estimate(&plan.cells[i], &known);
        plan.cells[i].at_most_ms = 60000 + (uint64_t)(plan.cells[i].estimate_s * 10000);
    }
    free(known.items);
    return plan;
}

struct plan plan_quick(struct draw *draw, size_t rounds, bool python)
{
    static const uint64_t limits[] = {1, 2, 3, 5};
    struct plan plan = {0};
    plan_add_verdicts(&plan, draw, 100, 10, rounds);
    plan_add_stage(&plan, &stages[SERIAL], 100, 1, 1);
    if (python)
        plan_add_python(&plan, 3);
    plan_add_stage(&plan, &stages[LARGE], 10000, 1000, 1);
    plan_add_stage(&plan, &stages[LARGE], 1000000, 1000, 1);
    plan_add_limits(&plan, limits, COUNT(limits));
    plan_add_growth(&plan, 1000000, 10000, 1);
    return plan_finished(plan);
}

struct plan plan_full(struct draw *draw, size_t rounds, bool python)
{
    static const uint64_t limits[] = {1, 2, 3, 4, 5, 6, 8, 10, 20, 50};
    static const struct plan_point points[] = {{1000, 10},     {1000, 1000},   {100000, 100},
                                               {100000, 1000}, {1000000, 100}, {10000000, 1000}};
    struct plan plan = {0};
    plan_add_verdicts(&plan, draw, 100, 10, rounds);
    plan_add_verdicts(&plan, draw, 10000, 1000, rounds);
    plan_add_verdicts(&plan, draw, 1000000, 1000, rounds);
    plan_add_stage(&plan, &stages[SERIAL], 100, 1, 1);
    if (python)
        plan_add_python(&plan, rounds);
    for (size_t i = 0; i < COUNT(points); i++)
        plan_add_stage(&plan, &stages[LARGE], points[i].tasks, points[i].limit, 1);
    plan_add_limits(&plan, limits, COUNT(limits));
    plan_add_growth(&plan, 10000000, 10000, rounds);
    plan_add_per_task(&plan, 10000000, 5);
    plan_add_memory(&plan);
    return plan_finished(plan);
}

struct plan plan_points(struct draw *draw, size_t rounds, const struct plan_point points[],
                        size_t count)
{
    struct plan plan = {0};
    for (size_t i = 0; i < count; i++)
        plan_add_verdicts(&plan, draw, points[i].tasks, points[i].limit, rounds);
    if (count && points[0].tasks <= PLAN_MOST_TRACED)
        plan_add_traces(&plan, points[0].tasks, points[0].limit);
    return plan_finished(plan);
}
