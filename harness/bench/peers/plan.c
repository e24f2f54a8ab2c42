/* plan.c -- see plan.h. */
#include "plan.h"
#include "../../base/text.h"
#include "../stats/draw.h"
#include "summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STARTUP_S 0.3

static void peers_plan_add(struct plan *plan, const char *stage, size_t round, size_t position,
                           const struct peers_comparison *comparison,
                           const struct peers_entrant *entrant, const struct rows *rows)
{
    if (peers_find(rows, stage, comparison->name, entrant->name, round) != SIZE_MAX)
        return;
    size_t first = peers_find(rows, "first", comparison->name, entrant->name, 1);
    double wall_ns = first == SIZE_MAX ? NAN : rows_number(rows, first, "wall_ns");
    struct plan_cell *cell =
        plan_add(plan, stage, entrant->name, comparison->tasks, comparison->limit);
    cell->round = round;
    cell->position = position;
    cell->estimate_s = STARTUP_S + fmax((double)comparison->ideal_ns, wall_ns) / 1e9;
    cell->at_most_ms = comparison->at_most_ms;
    cell->comparison = comparison;
    cell->entrant = entrant;
}

/* What an entrant took at the comparison before this one; ours nothing, so that they come first. */
static double wall_before(const struct peers_comparison *comparison,
                          const struct peers_entrant *entrant, const struct rows *rows)
{
    size_t row = peers_find(rows, "first", comparison->after, entrant->name, 1);
    return !entrant->command || row == SIZE_MAX ? 0 : rows_number(rows, row, "wall_ns");
}

/* Puts the fastest first, so that a budget leaves out the slowest. */
static void sort_by_wall(const struct peers_comparison *comparison, const struct peers_list *list,
                         const struct rows *rows, size_t chosen[], size_t count)
{
    for (size_t i = 1; i < count; i++) {
        size_t who = chosen[i], at = i;
        double wall = wall_before(comparison, &list->entrants[who], rows);
        for (; at > 0 && wall < wall_before(comparison, &list->entrants[chosen[at - 1]], rows);
             at--)
            chosen[at] = chosen[at - 1];
        chosen[at] = who;
    }
}

/* Those that take part, and that came to their end where they have to have. */
static size_t choose_first(const struct peers_comparison *comparison, const struct peers_list *list,
                           const struct rows *rows, size_t chosen[])
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct peers_entrant *entrant = &list->entrants[i];
        if (!peers_takes_part(entrant, comparison))
            continue;
        if (comparison->after) {
            size_t row = peers_find(rows, "first", comparison->after, entrant->name, 1);
            if (row != SIZE_MAX && !rows_is(rows, row, "exit", "0"))
                continue;
        }
        chosen[count++] = i;
    }
    return count;
}

void peers_plan_first(struct plan *plan, uint64_t seed, size_t place,
                      const struct peers_comparison *comparison, const struct peers_list *list,
                      const struct rows *rows)
{
    size_t *chosen = text_resize(NULL, (list->count + 1) * sizeof *chosen);
    size_t count = choose_first(comparison, list, rows, chosen);
    struct draw draw = {seed + 2 * place};
    draw_shuffle(&draw, chosen, count);
    if (comparison->after)
        sort_by_wall(comparison, list, rows, chosen, count);
    for (size_t i = 0; i < count; i++) {
        const struct peers_entrant *entrant = &list->entrants[chosen[i]];
        peers_plan_add(plan, "first", 1, i + 1, comparison, entrant, rows);
        if (!entrant->command)
            peers_plan_add(plan, "own", 1, i + 1, comparison, entrant, rows);
    }
    free(chosen);
}

static size_t choose_near(const struct peers_comparison *comparison, const struct peers_list *list,
                          const struct rows *rows, size_t chosen[], double *longest_ns)
{
    size_t count = 0;
    *longest_ns = 0;
    for (size_t i = 0; i < list->count; i++) {
        const char *name = list->entrants[i].name;
        if (!peers_is_near(rows, comparison->name, name))
            continue;
        size_t row = peers_find(rows, "first", comparison->name, name, 1);
        *longest_ns = fmax(*longest_ns, rows_number(rows, row, "wall_ns"));
        chosen[count++] = i;
    }
    return count;
}

void peers_plan_rounds(struct plan *plan, uint64_t seed, size_t place,
                       const struct peers_comparison *comparison, const struct peers_list *list,
                       const struct rows *rows)
{
    double longest_ns;
    size_t *chosen = text_resize(NULL, (list->count + 1) * sizeof *chosen);
    size_t count = choose_near(comparison, list, rows, chosen, &longest_ns);
    size_t *square = text_resize(NULL, (count * count + 1) * sizeof *square);
    size_t rounds = longest_ns > PEERS_LONG_RUN_NS ? PEERS_FEW_ROUNDS : PEERS_ROUNDS;
    struct draw draw = {seed + 2 * place + 1};
    for (size_t round = 0; round < rounds && count > 0; round++) {
        if (round % count == 0)
            draw_latin_square(&draw, square, count);
        for (size_t i = 0; i < count; i++) {
            size_t who = chosen[square[round % count * count + i]];
            peers_plan_add(plan, "round", round + 1, i + 1, comparison, &list->entrants[who], rows);
        }
    }
    free(square);
    free(chosen);
}
