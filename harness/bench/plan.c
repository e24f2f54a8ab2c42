/* plan.c -- see plan.h. */
#include "plan.h"
#include "../base/text.h"

#include <stdlib.h>

struct plan_cell *plan_add(struct plan *plan, const char *stage, const char *name, uint64_t tasks,
                           uint64_t limit)
{
    plan->cells = text_resize(plan->cells, (plan->count + 1) * sizeof *plan->cells);
    struct plan_cell *cell = &plan->cells[plan->count++];
    *cell = (struct plan_cell){
        .stage = stage, .name = name, .tasks = tasks, .limit = limit, .round = 1, .position = 1};
    return cell;
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
