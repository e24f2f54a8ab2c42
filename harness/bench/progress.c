/* progress.c -- see progress.h. */
#include "progress.h"
#include "../base/spawn.h"
#include "../base/terminal.h"
#include "../base/text.h"
#include "../base/units.h"

#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

static const struct plan *shown;
static size_t current;
static uint64_t started_ns; /* when the current cell began */

static double left_s(void)
{
    double ran = (double)(uv_hrtime() - started_ns) / 1e9;
    double left = shown->cells[current].estimate_s - ran;
    if (left < 0)
        left = 0;
    for (size_t i = current + 1; i < shown->count; i++)
        left += shown->cells[i].estimate_s;
    return left;
}

static void show(void)
{
    const struct plan_cell *cell = &shown->cells[current];
    char *line = text_format("\r%zu/%zu  %s N=%llu limit=%llu  %s  %s left\033[K", current + 1,
                             shown->count, cell->stage, (unsigned long long)cell->tasks,
                             (unsigned long long)cell->limit, cell->name, AC_WAIT(left_s()));
    terminal_show(line);
    free(line);
}

void progress_show(const struct plan *plan, size_t index)
{
    if (!isatty(STDERR_FILENO))
        return;
    shown = plan;
    current = index;
    started_ns = uv_hrtime();
    spawn_on_tick(show);
    show();
}

void progress_clear(void)
{
    spawn_on_tick(NULL);
    if (shown)
        terminal_show("\r\033[K");
    shown = NULL;
}
