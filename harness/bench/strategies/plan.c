/* plan.c -- see plan.h. */
#include "plan.h"
#include "../../base/text.h"
#include "../../workloads/ideal.h"
#include "cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    struct ac_workload workload = {.count = tasks, .scale_ns = SCALE_NS, .tick_ns = 1};
    struct ac_ideal ideal = {0};
    if (tasks <= EXACT_TASKS) {
        ac_ideal(&workload, limit, &not_interrupted, &ideal);
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

static double estimate(const struct plan_cell *cell, struct ideals *known)
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

/* All that a point compares: the strategies and controls of the table, but for serial. The caller frees
 * the list, which has room for one more and is `count` long. */
static const char **compared(size_t *count)
{
    const char **names = NULL;
    *count = 0;
    for (size_t i = 0; ac_strategies[i]; i++) {
        names = text_resize(names, (*count + 2) * sizeof *names);
        if (!(ac_strategies[i]->flags & AC_SERIAL))
            names[(*count)++] = ac_strategies[i]->name;
    }
    return names;
}

static void add_verdicts(struct plan *plan, struct draw *draw, uint64_t tasks, uint64_t limit,
                         size_t rounds)
{
    size_t size;
    const char **names = compared(&size);
    names[size++] = CELLS_AGAIN;
    size_t *square = text_resize(NULL, size * size * sizeof *square);
    for (size_t round = 0; round < rounds; round++) {
        if (round % size == 0)
            draw_latin_square(draw, square, size);
        for (size_t position = 0; position < size; position++) {
            const char *name = names[square[round % size * size + position]];
            struct plan_cell *cell = plan_add(plan, "verdict", name, tasks, limit);
            cell->round = round + 1;
            cell->position = position + 1;
            if (round == 0 && strcmp(name, CELLS_AGAIN) != 0)
                cell->keep = PLAN_HISTOGRAM;
        }
    }
    free(square);
    free(names);
}

/* All that a point compares, once each. Returns how many. */
static size_t add_each(struct plan *plan, const char *stage, uint64_t tasks, uint64_t limit,
                       bool virtual_clock, enum plan_keep keep)
{
    size_t count;
    const char **names = compared(&count);
    for (size_t i = 0; i < count; i++) {
        struct plan_cell *cell = plan_add(plan, stage, names[i], tasks, limit);
        cell->position = i + 1;
        cell->virtual_clock = virtual_clock;
        cell->keep = keep;
    }
    free(names);
    return count;
}

/* The same on the virtual clock, and the bare cells. */
static void add_jumping(struct plan *plan, const char *stage, uint64_t tasks, uint64_t limit,
                        size_t round)
{
    static const char *const bare[] = {CELLS_BARE_HEAP, CELLS_BARE_QUEUE};
    size_t first = plan->count, count = add_each(plan, stage, tasks, limit, true, PLAN_NOTHING);
    for (size_t i = 0; i < COUNT(bare); i++) {
        struct plan_cell *cell = plan_add(plan, stage, bare[i], tasks, limit);
        cell->virtual_clock = true;
        cell->position = ++count;
    }
    for (size_t i = first; i < plan->count; i++)
        plan->cells[i].round = round;
}

static void add_traces(struct plan *plan, uint64_t tasks, uint64_t limit)
{
    add_each(plan, "trace", tasks, limit, true, PLAN_TRACE);
    add_each(plan, "trace", tasks, limit, false, PLAN_TRACE);
}

static void add_serial(struct plan *plan)
{
    for (size_t i = 0; ac_strategies[i]; i++)
        if (ac_strategies[i]->flags & AC_SERIAL)
            plan_add(plan, "serial", ac_strategies[i]->name, 100, 1);
}

static void add_python(struct plan *plan, size_t rounds)
{
    for (size_t round = 1; round <= rounds; round++)
        for (size_t i = 0; i < COUNT(python_modes); i++) {
            struct plan_cell *cell = plan_add(plan, "python", python_modes[i], 100, 10);
            cell->round = round;
            cell->position = i + 1;
        }
}

static void add_limits(struct plan *plan, const uint64_t limits[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        plan_add(plan, "limits", CELLS_REFERENCE, 100, limits[i]);
}

static void add_per_task(struct plan *plan, uint64_t tasks, size_t rounds)
{
    for (size_t round = 1; round <= rounds; round++)
        for (uint64_t limit = 10; limit <= 1000; limit *= 100)
            add_jumping(plan, "per-task", tasks, limit, round);
}

/* Those whose memory should not grow with N, whatever N: three times, since it wobbles. */
static void add_memory(struct plan *plan)
{
    static const uint64_t tasks[] = {1000, 100000, 10000000, 100000000};
    for (size_t i = 0; i < COUNT(tasks); i++)
        for (size_t round = 1; round <= 3; round++)
            for (size_t s = 0; ac_strategies[s]; s++) {
                if (ac_strategies[s]->flags & (AC_NO_LIMIT | AC_HOLDS_ALL | AC_SERIAL | AC_CONTROL))
                    continue;
                struct plan_cell *cell =
                    plan_add(plan, "memory", ac_strategies[s]->name, tasks[i], 10);
                cell->virtual_clock = true;
                cell->round = round;
            }
}

/* The virtual clock's part: growth in N and in the limit, CPU per task beside floor's (so many rounds),
 * wall against limit, and the traces. */
static void add_growth(struct plan *plan, uint64_t most_tasks, uint64_t most_limit, size_t rounds)
{
    for (uint64_t tasks = 100; tasks <= most_tasks; tasks *= 10)
        add_jumping(plan, "growth-n", tasks, 10, 1);
    for (uint64_t limit = 1; limit <= most_limit; limit *= 10)
        add_jumping(plan, "growth-limit", 100000, limit, 1);
    add_per_task(plan, 1000000, rounds);
    for (uint64_t tasks = 100; tasks <= 1000; tasks *= 10)
        for (uint64_t limit = 1; limit <= 20; limit++)
            plan_add(plan, "wall-limit", CELLS_REFERENCE, tasks, limit)->virtual_clock = true;
    add_traces(plan, 100, 10);
}

static struct plan finished(struct plan plan)
{
    struct ideals known = {NULL, 0};
    for (size_t i = 0; i < plan.count; i++) {
        plan.cells[i].estimate_s = estimate(&plan.cells[i], &known);
        plan.cells[i].at_most_ms = 60000 + (uint64_t)(plan.cells[i].estimate_s * 10000);
    }
    free(known.items);
    return plan;
}

struct plan plan_quick(struct draw *draw, size_t rounds, bool python)
{
    static const uint64_t limits[] = {1, 2, 3, 5};
    struct plan plan = {0};
    add_verdicts(&plan, draw, 100, 10, rounds);
    add_serial(&plan);
    if (python)
        add_python(&plan, 3);
    add_each(&plan, "large", 10000, 1000, false, PLAN_HISTOGRAM);
    add_each(&plan, "large", 1000000, 1000, false, PLAN_HISTOGRAM);
    add_limits(&plan, limits, COUNT(limits));
    add_growth(&plan, 1000000, 10000, 1);
    return finished(plan);
}

struct plan plan_full(struct draw *draw, size_t rounds, bool python)
{
    static const uint64_t limits[] = {1, 2, 3, 4, 5, 6, 8, 10, 20, 50};
    static const struct plan_point points[] = {{1000, 10},     {1000, 1000},   {100000, 100},
                                               {100000, 1000}, {1000000, 100}, {10000000, 1000}};
    struct plan plan = {0};
    add_verdicts(&plan, draw, 100, 10, rounds);
    add_verdicts(&plan, draw, 10000, 1000, rounds);
    add_verdicts(&plan, draw, 1000000, 1000, rounds);
    add_serial(&plan);
    if (python)
        add_python(&plan, rounds);
    for (size_t i = 0; i < COUNT(points); i++)
        add_each(&plan, "large", points[i].tasks, points[i].limit, false, PLAN_HISTOGRAM);
    add_limits(&plan, limits, COUNT(limits));
    add_growth(&plan, 10000000, 10000, rounds);
    add_per_task(&plan, 10000000, 5);
    add_memory(&plan);
    return finished(plan);
}

struct plan plan_points(struct draw *draw, size_t rounds, const struct plan_point points[],
                        size_t count)
{
    struct plan plan = {0};
    for (size_t i = 0; i < count; i++)
        add_verdicts(&plan, draw, points[i].tasks, points[i].limit, rounds);
    if (count && points[0].tasks <= PLAN_MOST_TRACED)
        add_traces(&plan, points[0].tasks, points[0].limit);
    return finished(plan);
}
