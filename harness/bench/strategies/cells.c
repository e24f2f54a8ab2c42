/* cells.c -- see cells.h. */
#include "cells.h"

#include <math.h>
#include <string.h>

#include "../../../strategies/strategies.h"
#include "../../engine/run.h"

const struct ac_strategy *cells_strategy(const char *cell)
{
    if (strcmp(cell, CELLS_AGAIN) == 0)
        cell = CELLS_REFERENCE;
    return ac_strategy_named(cell);
}

bool cells_has(const char *cell, unsigned flags)
{
    const struct ac_strategy *strategy = cells_strategy(cell);
    return strategy && (strategy->flags & flags);
}

const struct ac_strategy *cells_first(unsigned flags)
{
    for (size_t i = 0; ac_strategies[i]; i++)
        if ((ac_strategies[i]->flags & flags) && !(ac_strategies[i]->flags & AC_CONTROL))
            return ac_strategies[i];
    return NULL;
}

size_t cells_rank(const char *cell)
{
    const struct ac_strategy *strategy = cells_strategy(cell);
    size_t place = 0;
    while (ac_strategies[place] && ac_strategies[place] != strategy)
        place++;
    return 2 * place + (strcmp(cell, CELLS_AGAIN) == 0);
}

bool cells_is_bare(const char *cell)
{
    return strcmp(cell, CELLS_BARE_HEAP) == 0 || strcmp(cell, CELLS_BARE_QUEUE) == 0;
}

double cells_number(const struct rows *rows, size_t row, const char *column)
{
    if (rows_has(rows, column))
        return rows_number(rows, row, column);
    if (strncmp(column, "task_", 5) == 0)
        return cells_number(rows, row, column + 5) / rows_number(rows, row, "tasks");
    if (strcmp(column, "cpu_ns") == 0)
        return rows_number(rows, row, "cpu_user_ns") + rows_number(rows, row, "cpu_sys_ns");
    if (strcmp(column, "whole_cpu_s") == 0)
        return rows_number(rows, row, "hyperfine_user_s") +
               rows_number(rows, row, "hyperfine_sys_s");
    if (strcmp(column, "process_ns") == 0)
        return rows_number(rows, row, "hyperfine_wall_s") * 1e9 -
               rows_number(rows, row, "ideal_ns");
    return NAN;
}
