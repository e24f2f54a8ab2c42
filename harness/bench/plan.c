/* plan.c -- see plan.h. */
#include "plan.h"
#include "../common/text.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Guesses behind the estimate, for a laptop of these years. */
#define STARTUP_S     0.012 /* hyperfine and the process */
#define TASK_S        0.4e-6
#define LOOK_S        0.5e-9 /* polling looks at one future */
#define EXACT_TASKS   1000000u
#define PYTHON_TAKE_S 1.6

static const char *const strategies[] = {"unbounded", "polling",       "callback",
                                         "semaphore", "bounded_queue", "floor"};
static const char *const verdict_cells[] = {"unbounded",     "polling",       "callback",
                                            "semaphore",     "bounded_queue", "floor",
                                            "callback again"};
static const char *const python_modes[] = {"polling-unlimited", "polling-limited", "as_completed"};

const char *plan_strategy(const struct plan_cell *cell)
{
    return strcmp(cell->name, "callback again") == 0 ? "callback" : cell->name;
}

/* Puts `value` on top of a heap with the least on top, in place of the top. */
static void replace_top(uint64_t heap[], size_t size, uint64_t value)
{
    size_t at = 0, child;
    while ((child = 2 * at + 1) < size) {
        if (child + 1 < size && heap[child + 1] < heap[child])
            child++;
        if (heap[child] >= value)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = value;
}

double plan_ideal_s(uint64_t tasks, uint64_t limit)
{
    const uint64_t scale = 1000000000u;
    if (tasks == 0)
        return 0;
    if (limit >= tasks)
        return 1;
    uint64_t end = 0, sum = 0;
    if (tasks > EXACT_TASKS) {
        for (uint64_t i = 1; i <= tasks; i++)
            sum += scale / i;
        return sum / limit > scale ? (double)(sum / limit) / 1e9 : 1;
    }
    uint64_t *free_at = calloc((size_t)limit, sizeof *free_at);
    for (uint64_t i = 1; free_at && i <= tasks; i++) {
        uint64_t finish = free_at[0] + scale / i;
        replace_top(free_at, (size_t)limit, finish);
        end = finish > end ? finish : end;
    }
    free(free_at);
    return (double)end / 1e9;
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

static void add_verdicts(struct plan *plan, struct draw *draw, uint64_t tasks, uint64_t limit,
                         size_t rounds)
{
    enum { SIZE = COUNT(verdict_cells) };
    size_t square[SIZE * SIZE];
    for (size_t round = 0; round < rounds; round++) {
        if (round % SIZE == 0)
            draw_latin_square(draw, square, SIZE);
        for (size_t position = 0; position < SIZE; position++) {
            size_t item = square[round % SIZE * SIZE + position];
            struct plan_cell *cell = add(plan, "verdict", verdict_cells[item], tasks, limit);
            cell->round = round + 1;
            cell->position = position + 1;
        }
    }
}

static void add_each(struct plan *plan, const char *stage, uint64_t tasks, uint64_t limit,
                     bool virtual_clock, enum plan_keep keep)
{
    for (size_t i = 0; i < COUNT(strategies); i++) {
        struct plan_cell *cell = add(plan, stage, strategies[i], tasks, limit);
        cell->position = i + 1;
        cell->virtual_clock = virtual_clock;
        cell->keep = keep;
    }
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
    for (uint64_t tasks = 100; tasks <= most_tasks; tasks *= 10)
        add_each(plan, "growth-n", tasks, 10, true, PLAN_NOTHING);
    for (uint64_t limit = 1; limit <= most_limit; limit *= 10)
        add_each(plan, "growth-limit", 100000, limit, true, PLAN_NOTHING);
    for (uint64_t tasks = 100; tasks <= 1000; tasks *= 10)
        for (uint64_t limit = 1; limit <= 20; limit++)
            add(plan, "wall-limit", "callback", tasks, limit)->virtual_clock = true;
    add_each(plan, "trace", 100, 10, true, PLAN_TRACE);
    add_each(plan, "trace", 100, 10, false, PLAN_TRACE);
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
