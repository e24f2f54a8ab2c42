/* progress.c -- see progress.h. */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

#include "../../base/terminal.h"
#include "../../base/text.h"
#include "../../base/units.h"

#define INTERVAL_NS UINT64_C(200000000)

void ac_line_progress_begin(struct ac_line_progress *p, const char *name, bool wanted)
{
    uint64_t now_ns = uv_hrtime();
    struct stat input;
    *p = (struct ac_line_progress){.name = name,
                                   .start_ns = now_ns,
                                   .shown_ns = now_ns,
                                   .on = wanted && isatty(STDERR_FILENO)};
    off_t begin = lseek(STDIN_FILENO, 0, SEEK_CUR);
    if (begin >= 0 && fstat(STDIN_FILENO, &input) == 0 && S_ISREG(input.st_mode)) {
        p->input_begin = begin;
        p->input_end = input.st_size;
    }
}

uint64_t ac_line_progress_estimate(const struct ac_line_progress *p, uint64_t pulled,
                                   int64_t offset)
{
    if (p->input_end <= p->input_begin || offset <= p->input_begin)
        return 0;
    double share = (double)(offset - p->input_begin) / (double)(p->input_end - p->input_begin);
    return share < 1 ? (uint64_t)((double)pulled / share) : pulled;
}

/* A time that is nothing exact, as "12 s". */
static void progress_add_time(struct text *text, double s)
{
    if (s < 100)
        text_printf(text, "%.0f s", s);
    else if (s < 100 * 60)
        text_printf(text, "%.0f min", s / 60);
    else
        text_printf(text, "%.0f h", s / 3600);
}

static void progress_add_rate(struct text *text, double rate)
{
    if (rate >= 10)
        text_printf(text, ", %.0f a second", rate);
    else if (rate >= 0.1)
        text_printf(text, ", %.1f a second", rate);
    else
        text_printf(text, ", %.1f a minute", 60 * rate);
}

/* What is least needed goes first where there is no room: the rate, then the name, then all but the
 * counts. */
static void progress_compose(struct text *text, const char *name,
                             const struct ac_line_progress_state *state, double s, unsigned lacks)
{
    uint64_t ended = state->done + state->failed;
    double rate = s > 0 ? (double)ended / s : 0;
    if (lacks < 2)
        text_printf(text, "%s: ", name);
    text_printf(text, "%s done", AC_COUNT(state->done));
    if (state->failed)
        text_printf(text, ", %s failed", AC_COUNT(state->failed));
    if (lacks > 2)
        return;
    if (state->all && !state->estimated)
        text_printf(text, " of %s", AC_COUNT(state->all));
    if (ended && lacks < 1)
        progress_add_rate(text, rate);
    if (!ended || !state->all)
        return;
    text_printf(text, ", %s", state->estimated ? "about " : "");
    progress_add_time(text, state->all > ended ? (double)(state->all - ended) / rate : 0);
    text_add(text, " left");
}

void ac_line_progress_text(char *text, size_t size, const char *name,
                           const struct ac_line_progress_state *state, uint64_t elapsed_ns,
                           unsigned columns)
{
    for (unsigned lacks = 0; lacks < 4; lacks++) {
        struct text line = {.chars = NULL};
        progress_compose(&line, name, state, (double)elapsed_ns / 1e9, lacks);
        snprintf(text, size, "%s", text_chars(&line));
        text_free(&line);
        if (strlen(text) < columns)
            return;
    }
    if (columns && columns <= size)
        text[columns - 1] = '\0';
}

void ac_line_progress_show(struct ac_line_progress *p, const struct ac_line_progress_state *state)
{
    uint64_t now_ns = uv_hrtime();
    char text[256], line[300];
    if (!p->on || p->gives_way || p->unfinished || now_ns - p->shown_ns < INTERVAL_NS)
        return;
    ac_line_progress_text(text, sizeof text, p->name, state, now_ns - p->start_ns,
                          terminal_size().ws_col);
    snprintf(line, sizeof line, "\r%s\033[K", text);
    terminal_show(line);
    p->shown_ns = now_ns;
    p->visible = true;
}

void ac_line_progress_give_way(struct ac_line_progress *p)
{
    ac_line_progress_end(p);
    p->gives_way = true;
}

void ac_line_progress_wrote(struct ac_line_progress *p, char last)
{
    p->gives_way = false;
    p->unfinished = last != '\n';
}

void ac_line_progress_end(struct ac_line_progress *p)
{
    if (p->visible)
        terminal_show("\r\033[K");
    p->visible = false;
}
