/* python.c -- the blog's Python on this machine, beside its figures of 2017. */
#include "../strategies/cells.h"
#include "parts.h"

#include <string.h>

/* `time` of the blog's post, in seconds: real, user, sys. */
static const struct {
    const char *mode, *real, *user, *sys;
} in_2017[] = {
    {"polling-unlimited", "1.590 s", "0.600 s", "0.072 s"},
    {"polling-limited", "1.535 s", "1.436 s", "0.084 s"},
};

static const char *const headings[] = {
    "<Python", "real", "user", "sys", "in 2017: real", "user", "sys", ("<" CELLS_REFERENCE " here"),
    NULL};

static char *seconds(double value)
{
    return value >= 0 ? text_format("%.3f s", value) : text_copy("-");
}

static void add(struct grid *grid, const struct summary *s, const struct summary *callback)
{
    size_t i = 0;
    while (i < sizeof in_2017 / sizeof *in_2017 && strcmp(in_2017[i].mode, s->cell) != 0)
        i++;
    bool known = i < sizeof in_2017 / sizeof *in_2017;
    grid_add(grid, text_copy(s->cell));
    grid_add(grid, seconds(s->hyperfine_wall_s));
    grid_add(grid, seconds(s->hyperfine_user_s));
    grid_add(grid, seconds(s->hyperfine_sys_s));
    grid_add(grid, text_copy(known ? in_2017[i].real : "-"));
    grid_add(grid, text_copy(known ? in_2017[i].user : "-"));
    grid_add(grid, text_copy(known ? in_2017[i].sys : "-"));
    double cpu_s = callback ? callback->whole_cpu_s : 0;
    grid_add(grid, cpu_s > 0 ? text_format("%.0f times less CPU", s->whole_cpu_s / cpu_s)
                             : text_copy("-"));
}

void table_python(struct page *page, const struct summaries *list, const char *skipped)
{
    struct grid grid;
    grid_open(&grid,
              text_copy("The blog's Python on this machine (N=100, limit 10 where it has one), "
                        "whole process, beside 2017"),
              headings);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].stage, "python") == 0)
            add(&grid, &list->items[i], summary_find(list, "verdict", "100,10", CELLS_REFERENCE));
    table_failures(&grid, list, "python", NULL);
    if (skipped)
        text_printf(&grid.notes, "Skipped: %s.\n", skipped);
    if (grid.rows > 0 || skipped)
        page_add(page, &grid);
    else
        grid_free(&grid);
}
