/* work.c -- see work.h. */
#include "work.h"

#include <math.h>

size_t work_find(const struct rows *list, const char *stage, uint64_t limit, const char *cell)
{
    for (size_t at = 0; at < list->count; at++)
        if (rows_is(list, at, "stage", stage) && rows_is(list, at, "cell", cell) &&
            (!limit || rows_number(list, at, "limit") == (double)limit))
            return at;
    return SIZE_MAX;
}

double work_figure(const struct rows *list, const char *stage, uint64_t limit, const char *cell,
                   const char *column)
{
    size_t at = work_find(list, stage, limit, cell);
    return at == SIZE_MAX ? NAN : rows_number(list, at, column);
}

void work_add_figure(struct text *tsv, unsigned decimals, double value)
{
    if (isfinite(value))
        text_printf(tsv, "\t%.*f", (int)decimals, value);
    else
        text_add(tsv, "\tnull");
}
