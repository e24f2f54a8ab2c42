/* progress.c -- see progress.h. */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>
#include <uv.h>

#include "../base/terminal.h"
#include "../base/units.h"
#include "../engine/workload.h"

enum { INTERVAL_NS = 200000000 };

void ac_progress_begin(struct ac_progress *progress, const char *name, uint64_t tasks)
{
    uint64_t now_ns = uv_hrtime();
    *progress = (struct ac_progress){
        .name = name,
        .tasks = tasks,
        .start_ns = now_ns,
        .shown_ns = now_ns,
        .on = isatty(STDERR_FILENO),
    };
}

void ac_progress_show(struct ac_progress *progress, uint64_t done)
{
    uint64_t now_ns = uv_hrtime();
    if (!progress->on || now_ns - progress->shown_ns < INTERVAL_NS)
        return;
    double elapsed_s = (double)(now_ns - progress->start_ns) / 1e9;
    double rate = (double)done / elapsed_s;
    bool endless = progress->tasks == AC_ENDLESS;
    char line[256], left[64] = "";
    if (done && !endless)
        snprintf(left, sizeof left, ", %.0f s left", (double)(progress->tasks - done) / rate);
    snprintf(line, sizeof line, "\r%s: %s%s%s tasks, %.0f a second%s\033[K", progress->name,
             AC_COUNT(done), endless ? "" : " of ", endless ? "" : AC_COUNT(progress->tasks), rate,
             left);
    terminal_show(line);
    progress->shown_ns = now_ns;
    progress->visible = true;
}

void ac_progress_end(struct ac_progress *progress)
{
    if (progress->visible)
        terminal_show("\r\033[K");
    progress->visible = false;
}
