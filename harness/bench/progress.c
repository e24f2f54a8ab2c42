/* progress.c -- how far it is, and how long it will take: one live line on a terminal; see
 * suite.h. */
#include "../base/spawn.h"
#include "../base/terminal.h"
#include "../base/text.h"
#include "../base/units.h"
#include "suite.h"

#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

static const struct plan *shown;
static size_t current;
static uint64_t started_ns; /* when the current cell began */

static double progress_left_s(void)
{
    double ran = (double)(uv_hrtime() - started_ns) / 1e9;
    double left = shown->cells[current].estimate_s - ran;
    if (left < 0)
        left = 0;
    for (size_t i = current + 1; i < shown->count; i++)
        left += shown->cells[i].estimate_s;
    return left;
}

static void progress_write(void)
{
    const struct plan_cell *cell = &shown->cells[current];
    char *line =
        text_format("\r%zu/%zu  %s N=%llu limit=%llu  %s  %s left\033[K", current + 1, shown->count,
                    cell->stage, (unsigned long long)cell->tasks, (unsigned long long)cell->limit,
                    cell->name, AC_WAIT(progress_left_s()));
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
    spawn_on_tick(progress_write);
    progress_write();
}

void progress_clear(void)
{
    spawn_on_tick(NULL);
    if (shown)
        terminal_show("\r\033[K");
    shown = NULL;
}
