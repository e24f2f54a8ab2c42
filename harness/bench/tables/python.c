/* python.c -- the blog's Python on this machine, beside its figures of 2017. */
#include "../strategies/cells.h"
#include "../strategies/summary.h"
#include "parts.h"

#include <string.h>

/* `time` of the blog's post, in seconds: real, user, sys; and what we have to say of what it has not. */
static const char *const in_2017[][4] = {
    {"polling-unlimited", "1.590 s", "0.600 s", "0.072 s"},
    {"polling-limited", "1.535 s", "1.436 s", "0.084 s"},
    {"", "-", "-", "-"},
};

static void python_add(struct page *page, struct grid *grid, size_t at)
{
    static const char *const measured[] = {"hyperfine_wall_s", "hyperfine_user_s",
                                           "hyperfine_sys_s"};
    size_t callback = summary_find(&page->summaries, "verdict", "100,10", CELLS_REFERENCE), i = 0;
    grid_add(grid, text_copy(rows_get(&page->summaries, at, "cell")));
    for (size_t m = 0; m < 3; m++) {
        double value = rows_number(&page->summaries, at, measured[m]);
        grid_add(grid, value >= 0 ? text_format("%.3f s", value) : text_copy("-"));
    }
    while (*in_2017[i][0] && !rows_is(&page->summaries, at, "cell", in_2017[i][0]))
        i++;
    for (size_t m = 1; m <= 3; m++)
        grid_add(grid, text_copy(in_2017[i][m]));
    double cpu_s =
        callback == SIZE_MAX ? 0 : cells_number(&page->summaries, callback, "whole_cpu_s");
    double times = cells_number(&page->summaries, at, "whole_cpu_s") / cpu_s;
    grid_add(grid, cpu_s > 0 ? text_format("%.0f times less CPU", times) : text_copy("-"));
}

void table_python(struct page *page)
{
    static const char *const columns[] = {"<Python",
                                          "real",
                                          "user",
                                          "sys",
                                          "in 2017: real",
                                          "user",
                                          "sys",
                                          ("<" CELLS_REFERENCE " here"),
                                          NULL};
    const char *skipped = json_string_value(json_object_get(page->environment, "python_skipped"));
    struct grid grid;
    grid_open(&grid,
              text_copy("The blog's Python on this machine (N=100, limit 10 where it has one), "
                        "whole process, beside 2017"));
    grid_columns(&grid, columns);
    for (size_t at = 0; at < page->summaries.count; at++)
        if (table_is_at(page, at, "python", NULL))
            python_add(page, &grid, at);
    table_failures(page, &grid, "python", NULL);
    if (skipped)
        text_printf(&grid.notes, "Skipped: %s.\n", skipped);
    page_add_filled(page, &grid);
}
