/* plan.c -- see plan.h. */
#include "plan.h"
#include "../../strategies/as_completed.h"
#include "../common/text.h"
#include "../ideal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CELLS   32
#define MOST_TRACED  1000 /* tasks: more would fill the folder, and no picture shows them */
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Guesses behind the estimate, for a laptop of these years. */
#define SCALE_NS      UINT64_C(1000000000)
#define STARTUP_S     0.012 /* hyperfine and the process */
#define TASK_S        0.4e-6
#define LOOK_S        0.5e-9 /* polling looks at one future */
#define EXACT_TASKS   1000000u
#define PYTHON_TAKE_S 1.6

static const char *const python_modes[] = {"polling-unlimited", "polling-limited", "as_completed"};

const char *plan_strategy(const struct plan_cell *cell)
{
    return strcmp(cell->name, "callback again") == 0 ? "callback" : cell->name;
}

double plan_ideal_s(uint64_t tasks, uint64_t limit)
{
    static const volatile int not_interrupted = 0;
    struct ac_workload workload = {.count = tasks, .scale_ns = SCALE_NS, .tick_ns = 1};
    struct ac_ideal ideal = {0};
    if (tasks <= EXACT_TASKS) {
        ac_ideal(&workload, limit, &not_interrupted, &ideal);
        return (double)ideal.wall_ns / 1e9;
    }
    uint64_t sum_ns = 0;
    for (uint64_t i = 1; i <= tasks; i++)
        sum_ns += SCALE_NS / i;
    return fmax((double)sum_ns / (double)limit, (double)SCALE_NS) / 1e9;
}

static double estimate(const struct plan_cell *cell)
{
    if (strcmp(cell->stage, "python") == 0)
        return PYTHON_TAKE_S;
    uint64_t limit = cell->limit < cell->tasks ? cell->limit : cell->tasks;
    double work = (double)cell->tasks * TASK_S;
    if (strcmp(cell->name, "polling") == 0)
        work += (double)cell->tasks * (double)limit * LOOK_S;
    if (cell->virtual_clock)
        return STARTUP_S / 2 + work;
    if (strcmp(cell->name, "serial") == 0)
        limit = 1;
    if (strcmp(cell->name, "unbounded") == 0)
        limit = cell->tasks;
    /* the work hides behind the sleeps until it is more than they are; half of it is said */
    return STARTUP_S + plan_ideal_s(cell->tasks, limit) + work / 2;
}

static struct plan_cell *add(struct plan *plan, const char *stage, const char *name, uint64_t tasks,
                             uint64_t limit)
{
    plan->cells = text_resize(plan->cells, (plan->count + 1) * sizeof *plan->cells);
    struct plan_cell *cell = &plan->cells[plan->count++];
    *cell = (struct plan_cell){.stage = stage,
                               .name = name,
                               .tasks = tasks,
                               .limit = limit,
                               .round = 1,
                               .position = plan->count};
    return cell;
}

/* All that a point compares: the strategies and controls of the table, but for serial. Returns how
 * many; names[] must hold MOST_CELLS. */
static size_t compared(const char *names[])
{
    size_t count = 0;
    for (size_t i = 0; ac_strategies[i] && count < MOST_CELLS; i++)
        if (!(ac_strategies[i]->flags & AC_SERIAL))
            names[count++] = ac_strategies[i]->name;
    return count;
}

static void add_verdicts(struct plan *plan, struct draw *draw, uint64_t tasks, uint64_t limit,
                         size_t rounds)
{
    const char *names[MOST_CELLS + 1];
    size_t square[(MOST_CELLS + 1) * (MOST_CELLS + 1)];
    size_t size = compared(names);
    names[size++] = "callback again";
    for (size_t round = 0; round < rounds; round++) {
        if (round % size == 0)
            draw_latin_square(draw, square, size);
        for (size_t position = 0; position < size; position++) {
            const char *name = names[square[round % size * size + position]];
            struct plan_cell *cell = add(plan, "verdict", name, tasks, limit);
            cell->round = round + 1;
            cell->position = position + 1;
            if (round == 0 && strcmp(name, "callback again") != 0)
                cell->keep = PLAN_HISTOGRAM;
        }
    }
}

static void add_each(struct plan *plan, const char *stage, uint64_t tasks, uint64_t limit,
                     bool virtual_clock, enum plan_keep keep)
{
    const char *names[MOST_CELLS];
    size_t count = compared(names);
    for (size_t i = 0; i < count; i++) {
        struct plan_cell *cell = add(plan, stage, names[i], tasks, limit);
        cell->position = i + 1;
        cell->virtual_clock = virtual_clock;
        cell->keep = keep;
    }
}

static void add_traces(struct plan *plan, uint64_t tasks, uint64_t limit)
{
    add_each(plan, "trace", tasks, limit, true, PLAN_TRACE);
    add_each(plan, "trace", tasks, limit, false, PLAN_TRACE);
}

static void add_python(struct plan *plan, size_t rounds)
{
    for (size_t round = 1; round <= rounds; round++)
        for (size_t i = 0; i < COUNT(python_modes); i++) {
            struct plan_cell *cell = add(plan, "python", python_modes[i], 100, 10);
            cell->round = round;
            cell->position = i + 1;
        }
}

static void add_limits(struct plan *plan, const uint64_t limits[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(plan, "limits", "callback", 100, limits[i]);
}

/* The virtual clock's part: growth in N and in the limit, wall against limit, and the traces. */
static void add_growth(struct plan *plan, uint64_t most_tasks, uint64_t most_limit)
{
    for (uint64_t tasks = 100; tasks <= most_tasks; tasks *= 10) {
        add_each(plan, "growth-n", tasks, 10, true, PLAN_NOTHING);
        add(plan, "growth-n", "bare_heap", tasks, 10)->virtual_clock = true;
    }
    for (uint64_t limit = 1; limit <= most_limit; limit *= 10) {
        add_each(plan, "growth-limit", 100000, limit, true, PLAN_NOTHING);
        add(plan, "growth-limit", "bare_heap", 100000, limit)->virtual_clock = true;
    }
    for (uint64_t tasks = 100; tasks <= 1000; tasks *= 10)
        for (uint64_t limit = 1; limit <= 20; limit++)
            add(plan, "wall-limit", "callback", tasks, limit)->virtual_clock = true;
    add_traces(plan, 100, 10);
}

static struct plan finished(struct plan plan)
{
    for (size_t i = 0; i < plan.count; i++)
        plan.cells[i].estimate_s = estimate(&plan.cells[i]);
    return plan;
}

struct plan plan_quick(struct draw *draw, size_t rounds, bool python)
{
    static const uint64_t limits[] = {1, 2, 3, 5};
    struct plan plan = {0};
    add_verdicts(&plan, draw, 100, 10, rounds);
    add(&plan, "serial", "serial", 100, 1);
    if (python)
        add_python(&plan, 3);
    add_each(&plan, "large", 10000, 1000, false, PLAN_HISTOGRAM);
    add_each(&plan, "large", 1000000, 1000, false, PLAN_HISTOGRAM);
    add_limits(&plan, limits, COUNT(limits));
    add_growth(&plan, 1000000, 10000);
    return finished(plan);
}

struct plan plan_full(struct draw *draw, size_t rounds, bool python)
{
    static const uint64_t limits[] = {1, 2, 3, 4, 5, 6, 8, 10, 20, 50};
    static const struct plan_point points[] = {{1000, 10},      {1000, 1000},    {10000, 1000},
                                               {100000, 100},   {100000, 1000},  {1000000, 100},
                                               {1000000, 1000}, {10000000, 1000}};
    struct plan plan = {0};
    add_verdicts(&plan, draw, 100, 10, rounds);
    add_verdicts(&plan, draw, 10000, 1000, rounds);
    add_verdicts(&plan, draw, 1000000, 1000, rounds);
    add(&plan, "serial", "serial", 100, 1);
    if (python)
        add_python(&plan, rounds);
    for (size_t i = 0; i < COUNT(points); i++)
        add_each(&plan, "large", points[i].tasks, points[i].limit, false, PLAN_HISTOGRAM);
    add_limits(&plan, limits, COUNT(limits));
    add_growth(&plan, 10000000, 10000);
    return finished(plan);
}

struct plan plan_points(struct draw *draw, size_t rounds, const struct plan_point points[],
                        size_t count)
{
    struct plan plan = {0};
    for (size_t i = 0; i < count; i++)
        add_verdicts(&plan, draw, points[i].tasks, points[i].limit, rounds);
    if (count && points[0].tasks <= MOST_TRACED)
        add_traces(&plan, points[0].tasks, points[0].limit);
    return finished(plan);
}

void plan_free(struct plan *plan)
{
    free(plan->cells);
    *plan = (struct plan){0};
}

double plan_seconds(const struct plan *plan)
{
    double seconds = 0;
    for (size_t i = 0; i < plan->count; i++)
        seconds += plan->cells[i].estimate_s;
    return seconds;
}
