/* plan.c -- see plan.h. */
#include "plan.h"
#include "../../base/text.h"
#include "../stats/draw.h"
#include "../stats/group.h"

#include <stdlib.h>
#include <string.h>

char *work_point(const struct plan_cell *cell)
{
    return text_format("%llu,%llu", (unsigned long long)cell->tasks,
                       (unsigned long long)cell->limit);
}

/* Adds a cell that has no row yet. */
static void work_add(struct plan *plan, const struct work_part *part, struct plan_cell cell,
                     enum work_size size, const struct rows *rows)
{
    char *point = work_point(&cell), *round = text_format("%zu", cell.round);
    struct group group = {cell.stage, point, cell.name, NULL};
    if (group_find(&group, rows, round) == SIZE_MAX) {
        struct plan_cell *added = plan_add(plan, cell.stage, cell.name, cell.tasks, cell.limit);
        added->round = cell.round;
        added->position = cell.position;
        added->work = cell.work;
        added->estimate_s = part->estimate(added, size);
        added->at_most_ms = 60000 + (uint64_t)(added->estimate_s * 10000);
    }
    free(point);
    free(round);
}

/* One round of a point, the place-th of the set. Its square is drawn from the first round on, so that
 * each round is what it was when the bench began. */
static void work_plan_point(struct plan *plan, uint64_t seed, size_t round, const struct work *work,
                            size_t part_at, const struct work_point *point, const struct rows *rows)
{
    const struct work_part *part = work->set->parts[part_at];
    struct plan_cell cell = {.stage = point->stage,
                             .tasks = point->tasks[work->size],
                             .round = round + 1,
                             .work = point};
    cell.limit = point->limit ? point->limit : cell.tasks + 2;
    const char *cells[WORK_MOST_CELLS];
    size_t count = part->choose(point, &work->rivals[part_at], cells);
    if (!cell.tasks || !count || (point->most_rounds && round >= point->most_rounds) ||
        (work->only && strcmp(work->only, point->stage) != 0))
        return;
    size_t *square = text_resize(NULL, count * count * sizeof *square);
    struct draw draw = {seed};
    for (size_t drawn = 0; drawn <= round; drawn += count)
        draw_latin_square(&draw, square, count);
    for (size_t i = 0; i < count; i++) {
        cell.name = cells[square[round % count * count + i]];
        cell.position = i + 1;
        work_add(plan, part, cell, work->size, rows);
    }
    free(square);
}

void work_plan(struct plan *plan, uint64_t seed, size_t rounds, const struct work *work,
               const struct rows *rows)
{
    for (size_t round = 0; round < rounds; round++) {
        uint64_t place = 0;
        for (size_t i = 0; work->set->parts[i]; i++)
            for (const struct work_point *point = work->set->parts[i]->points; point->stage;
                 point++)
                work_plan_point(plan, seed + place++, round, work, i, point, rows);
    }
}
