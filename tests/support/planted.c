/* planted.c -- see planted.h. */
#include "planted.h"

#include "check.h"

size_t planted_add(struct rows *rows, const struct planted *run)
{
    size_t row = rows_add(rows);
    rows_set(rows, row, "stage", run->stage);
    rows_printf(rows, row, "point", "%llu,%llu", (unsigned long long)run->tasks,
                (unsigned long long)run->limit);
    rows_set(rows, row, "cell", run->cell);
    rows_set(rows, row, "exit", "0");
    rows_printf(rows, row, "round", "%u", run->round);
    rows_set_number(rows, row, "tasks", (double)run->tasks);
    rows_set_number(rows, row, "limit", (double)run->limit);
    rows_set_number(rows, row, "wall_ns", run->wall_ns);
    rows_set_number(rows, row, "cpu_user_ns", run->cpu_ns);
    rows_set_number(rows, row, "cpu_sys_ns", 0);
    return row;
}

void planted_check(const struct rows *summaries, const char *stage, uint64_t limit,
                   const char *cell, const char *column, const char *expected)
{
    for (size_t at = 0; at < summaries->count; at++)
        if (rows_is(summaries, at, "stage", stage) && rows_is(summaries, at, "cell", cell) &&
            (!limit || rows_number(summaries, at, "limit") == (double)limit)) {
            assert_string_equal(rows_get(summaries, at, column), expected);
            return;
        }
    fail_msg("no summary of %s", cell);
}
