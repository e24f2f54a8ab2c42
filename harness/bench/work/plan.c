/* plan.c -- see plan.h. */
#include "plan.h"
#include "../../base/text.h"
#include "../stats/draw.h"
#include "../stats/group.h"
#include "../strategies/cells.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Guesses behind the estimate, for two cores of these years. */
#define STARTUP_S      0.05
#define JOB_S          0.6e-3 /* a process, of ours or of xargs, with both cores at work */
#define PARALLEL_JOB_S 2.2e-3
#define BYTE_S         0.055e-9 /* a job beside so many bytes of memory */
#define LINE_BYTES     110      /* that semaphore holds of a line */
#define LIVE_S         0.5e-6   /* a job beside one that lives on */

enum { MOST_CELLS = 64 };

const char *const work_stages[] = {WORK_TRUE,   WORK_SLEEPS, WORK_READER,
                                   WORK_MEMORY, WORK_LIVE,   NULL};

/* In the order of running; `tasks` is the number of lines, in WORK_LIVE of the jobs that live on; and
 * of a quick bench. */
static const struct point {
    const char *stage;
    uint64_t tasks, quick_tasks, limit; /* limit 0: two more than the tasks */
} points[] = {
    {WORK_TRUE, 4000, 40, 2},         {WORK_TRUE, 4000, 40, 16},   {WORK_SLEEPS, 300, 20, 10},
    {WORK_READER, 150, 20, 4},        {WORK_MEMORY, 2000, 200, 2}, {WORK_MEMORY, 250000, 2000, 2},
    {WORK_MEMORY, 1800000, 20000, 2}, {WORK_LIVE, 10, 2, 0},       {WORK_LIVE, 2000, 20, 0},
};

static const char *const rival_names[] = {RIVALS_REFERENCE, RIVALS_AGAIN, RIVALS_PARALLEL,
                                          RIVALS_GO};

static bool work_is(const char *stage, const char *other)
{
    return strcmp(stage, other) == 0;
}

static bool work_counts_results(const char *stage)
{
    return work_is(stage, WORK_MEMORY) || work_is(stage, WORK_LIVE);
}

char *work_point(const struct plan_cell *cell)
{
    return text_format("%llu,%llu", (unsigned long long)cell->tasks,
                       (unsigned long long)cell->limit);
}

const struct ac_strategy *work_strategy(const char *stage, const char *cell)
{
    if (work_is(stage, WORK_MEMORY))
        return cells_strategy("semaphore");
    return cells_strategy(work_is(stage, WORK_LIVE) ? CELLS_REFERENCE : cell);
}

uint64_t work_take(const char *cell, bool quick)
{
    return work_is(cell, WORK_FEW)    ? (quick ? 5 : 500)
           : work_is(cell, WORK_MANY) ? (quick ? 15 : 1000)
                                      : 0;
}

/* Which cells run at a point; how many. */
static size_t work_cells(const struct point *point, const struct rivals *rivals,
                         const char *cells[])
{
    size_t count = 0;
    if (work_counts_results(point->stage)) {
        cells[count++] = WORK_FEW;
        cells[count++] = WORK_MANY;
        return count;
    }
    for (size_t i = 0; ac_strategies[i] && count < MOST_CELLS - COUNT(rival_names); i++)
        if (!(ac_strategies[i]->flags & (AC_SERIAL | AC_CONTROL)))
            cells[count++] = ac_strategies[i]->name;
    for (size_t i = 0; i < COUNT(rival_names) && !work_is(point->stage, WORK_READER); i++)
        if (rivals_has(rivals, rival_names[i]) &&
            (work_is(point->stage, WORK_TRUE) || !work_is(rival_names[i], RIVALS_AGAIN)))
            cells[count++] = rival_names[i];
    return count;
}

static double work_estimate(const struct plan_cell *cell, bool quick)
{
    double tasks = (double)cell->tasks, slots = (double)cell->limit;
    const struct ac_strategy *strategy = work_strategy(cell->stage, cell->name);
    double sleep_s = (WORK_SLEEP_MIN_US + WORK_SLEEP_MAX_US) / 2e6;
    if (strategy && strategy->flags & AC_NO_LIMIT)
        slots = tasks;
    if (work_is(cell->stage, WORK_SLEEPS))
        return STARTUP_S + tasks * sleep_s / slots;
    if (work_is(cell->stage, WORK_READER))
        return STARTUP_S + tasks * WORK_READER_US / 1e6;
    if (work_is(cell->stage, WORK_MEMORY))
        return STARTUP_S +
               (double)work_take(cell->name, quick) * (JOB_S + tasks * LINE_BYTES * BYTE_S);
    if (work_is(cell->stage, WORK_LIVE))
        return STARTUP_S + tasks * JOB_S +
               (double)work_take(cell->name, quick) * (JOB_S + tasks * LIVE_S);
    return STARTUP_S + tasks * (work_is(cell->name, RIVALS_PARALLEL) ? PARALLEL_JOB_S : JOB_S);
}

/* Adds a cell that has no row yet. */
static void work_add(struct plan *plan, struct plan_cell cell, bool quick, const struct rows *rows)
{
    char *point = work_point(&cell), *round = text_format("%zu", cell.round);
    struct group group = {cell.stage, point, cell.name, NULL};
    if (group_find(&group, rows, round) == SIZE_MAX) {
        struct plan_cell *added = plan_add(plan, cell.stage, cell.name, cell.tasks, cell.limit);
        added->round = cell.round;
        added->position = cell.position;
        added->estimate_s = work_estimate(added, quick);
        added->at_most_ms = 60000 + (uint64_t)(added->estimate_s * 10000);
    }
    free(point);
    free(round);
}

/* One round of a point. Its square is drawn from the first round on, so that each round is what it
 * was when the bench began. */
static void work_plan_round(struct plan *plan, uint64_t seed, size_t place, size_t round,
                            bool quick, const struct rivals *rivals, const struct rows *rows)
{
    const struct point *point = &points[place];
    struct plan_cell cell = {.stage = point->stage,
                             .tasks = quick ? point->quick_tasks : point->tasks,
                             .round = round + 1};
    cell.limit = point->limit ? point->limit : cell.tasks + 2;
    const char *cells[MOST_CELLS];
    size_t count = work_cells(point, rivals, cells);
    size_t *square = text_resize(NULL, count * count * sizeof *square);
    struct draw draw = {seed + place};
    for (size_t drawn = 0; drawn <= round; drawn += count)
        draw_latin_square(&draw, square, count);
    for (size_t i = 0; i < count; i++) {
        cell.name = cells[square[round % count * count + i]];
        cell.position = i + 1;
        work_add(plan, cell, quick, rows);
    }
    free(square);
}

void work_plan(struct plan *plan, uint64_t seed, size_t rounds, bool quick,
               const struct rivals *rivals, const struct rows *rows)
{
    for (size_t round = 0; round < rounds; round++)
        for (size_t place = 0; place < COUNT(points); place++)
            work_plan_round(plan, seed, place, round, quick, rivals, rows);
}
