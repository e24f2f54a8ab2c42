/* watch.c -- see watch.h. */
#include "watch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "../base/signals.h"
#include "../base/terminal.h"
#include "../base/units.h"
#include "../engine/workload.h"

#define SECOND_NS     UINT64_C(1000000000)
#define FRAME_NS      (SECOND_NS / 20)
#define SHOWN_NS      (4 * SECOND_NS)
#define MOST_PAUSE_NS (2 * SECOND_NS)

enum {
    TENTHS = 10,
    ENDLESS_STEP = 1000,
    MARGIN = 14,     /* what stands beside a lane */
    OTHER_LINES = 4, /* of a picture, but its lanes */
    LINE_BYTES = 256,
    FRAME_LINES = AC_LANES_MOST + OTHER_LINES,
};

/* A picture on its way to the terminal, whose lines are cut where they would wrap. */
struct watch_frame {
    unsigned width, lines;
    size_t length;
    char chars[FRAME_LINES * (LINE_BYTES + 8) + 64];
};

static unsigned watch_columns_for(unsigned width)
{
    unsigned columns = width > MARGIN + 8 ? width - MARGIN : 8;
    return (columns < AC_LANES_COLUMNS ? columns : AC_LANES_COLUMNS) & ~1u;
}

/* What is drawn here needs the sequences that nearly every terminal has. */
static bool watch_can_draw(void)
{
    const char *kind = getenv("TERM");
    return isatty(STDERR_FILENO) && kind && *kind && strcmp(kind, "dumb") != 0;
}

void ac_watch_begin(struct ac_watch *w, const char *name, const struct ac_follow *follow,
                    uint64_t tasks, bool is_virtual, uint64_t ideal_ns)
{
    *w = (struct ac_watch){
        .name = name,
        .tasks = tasks,
        .paced = is_virtual,
        .drawn = watch_can_draw(),
        .follow = follow,
        .stretch = ideal_ns ? (double)SHOWN_NS / (double)ideal_ns : 1,
        .due_ns = uv_hrtime(),
    };
    w->lanes.columns = watch_columns_for(terminal_size().ws_col);
    w->lanes.span_ns = ideal_ns ? ideal_ns : SECOND_NS;
}

__attribute__((format(printf, 2, 3))) static void watch_add(struct watch_frame *frame,
                                                            const char *format, ...)
{
    char line[LINE_BYTES];
    va_list values;
    va_start(values, format);
    vsnprintf(line, sizeof line, format, values);
    va_end(values);
    if (frame->width <= LINE_BYTES)
        line[frame->width - 1] = '\0';
    frame->length += (size_t)snprintf(frame->chars + frame->length,
                                      sizeof frame->chars - frame->length, "%s\033[K\n", line);
    frame->lines++;
}

static void watch_add_lanes(struct watch_frame *frame, const struct ac_watch *w, uint32_t shown)
{
    char line[AC_LANES_COLUMNS + 1];
    for (uint32_t slot = 1; slot <= shown; slot++) {
        ac_lanes_line(&w->lanes, slot, line);
        watch_add(frame, "  slot %3u |%s|", (unsigned)slot, line);
    }
    uint64_t busy = 0;
    for (uint32_t slot = shown + 1; slot <= w->follow->used; slot++)
        busy += w->follow->slots[slot].number != 0;
    if (shown < w->follow->used)
        watch_add(frame, "  and %s slots more, %s of them busy", AC_COUNT(w->follow->used - shown),
                  AC_COUNT(busy));
    watch_add(frame, "            0%*s", (int)w->lanes.columns - 1, AC_DURATION(w->lanes.span_ns));
}

/* How many slots a terminal has room for: a lane each, and the cursor below all. */
static uint32_t watch_slots_shown(const struct ac_watch *w, unsigned rows)
{
    uint32_t room = rows > OTHER_LINES + 1 ? rows - OTHER_LINES - 1 : 0;
    room = room < AC_LANES_MOST ? room : AC_LANES_MOST;
    return w->follow->used < room ? w->follow->used : room;
}

/* Tasks in flight hold their slots up to now. */
static void watch_hold_all(struct ac_watch *w, uint32_t shown, uint64_t now_ns)
{
    ac_lanes_stretch(&w->lanes, now_ns);
    for (uint32_t slot = 1; slot <= shown; slot++) {
        const struct ac_slot *held = &w->follow->slots[slot];
        struct ac_stay stay = {.slot = slot, .launch_ns = held->launch_ns};
        if (held->number)
            ac_lanes_hold(&w->lanes, &stay, now_ns, held->number, false, false);
    }
}

/* Clears the picture before. Where the terminal has got another size since, nobody knows where that
 * stands, and all that it shows is cleared. */
static void watch_add_clearing(struct watch_frame *frame, const struct ac_watch *w,
                               const struct winsize *size)
{
    int length = 0;
    if (w->lines && (size->ws_row != w->rows || size->ws_col != w->columns))
        length = snprintf(frame->chars, sizeof frame->chars, "\033[H\033[J");
    else if (w->lines)
        length = snprintf(frame->chars, sizeof frame->chars, "\033[%uA\r\033[J", w->lines);
    frame->length = (size_t)length;
}

static void watch_draw(struct ac_watch *w, uint64_t now_ns)
{
    static struct watch_frame frame; /* drawn whole, so that nothing flickers */
    struct winsize size = terminal_size();
    uint32_t shown = watch_slots_shown(w, size.ws_row);
    const struct ac_follow *f = w->follow;
    frame = (struct watch_frame){.width = size.ws_col};
    watch_add_clearing(&frame, w, &size);
    ac_lanes_narrow(&w->lanes, watch_columns_for(size.ws_col));
    watch_hold_all(w, shown, now_ns);
    if (size.ws_row > OTHER_LINES + 1) {
        watch_add(&frame, "%s, %s clock, at %s", w->name, w->paced ? "virtual" : "real",
                  AC_DURATION(now_ns));
        watch_add_lanes(&frame, w, shown);
    }
    watch_add(&frame, "  %s waiting, %s in flight, %s unread; %s%s%s taken", AC_COUNT(f->waiting),
              AC_COUNT(f->in_flight), AC_COUNT(f->unread), AC_COUNT(f->taken),
              w->tasks == AC_ENDLESS ? "" : " of ",
              w->tasks == AC_ENDLESS ? "" : AC_COUNT(w->tasks));
    bool whole = terminal_show(frame.chars);
    w->lines = frame.lines;
    w->rows = whole ? size.ws_row : 0; /* what it shows is not known: the next one clears it all */
    w->columns = size.ws_col;
}

/* Draws it as it is at that instant, unless it was drawn just now. */
static void watch_draw_at(struct ac_watch *w, uint64_t now_ns)
{
    uint64_t clock_ns = uv_hrtime();
    if (w->frame_ns && clock_ns - w->frame_ns < FRAME_NS)
        return;
    w->frame_ns = clock_ns;
    watch_draw(w, now_ns);
}

/* Shows the pause up to now_ns, for as long as it is to be shown, or until a signal. */
static void watch_pause_until(struct ac_watch *w, uint64_t now_ns)
{
    uint64_t length_ns = now_ns - w->now_ns;
    double shown_ns = (double)length_ns * w->stretch;
    if (shown_ns > (double)MOST_PAUSE_NS)
        shown_ns = (double)MOST_PAUSE_NS;
    w->due_ns += (uint64_t)shown_ns;
    for (uint64_t clock_ns = uv_hrtime(); clock_ns < w->due_ns && !signals_asked;
         clock_ns = uv_hrtime()) {
        uint64_t left_ns = w->due_ns - clock_ns;
        double left = shown_ns > (double)left_ns ? (double)left_ns / shown_ns : 1;
        watch_draw_at(w, now_ns - (uint64_t)((double)length_ns * left));
        if (left_ns < 1000000)
            return; /* uv_sleep counts ms: the next pause is longer by so much */
        uv_sleep((unsigned)((left_ns < FRAME_NS ? left_ns : FRAME_NS) / 1000000));
    }
}

void ac_watch_until(struct ac_watch *w, uint64_t now_ns)
{
    if (w->drawn && w->paced)
        watch_pause_until(w, now_ns);
    else if (w->drawn)
        watch_draw_at(w, now_ns);
    w->now_ns = now_ns;
}

static void watch_tell(struct ac_watch *w)
{
    const struct ac_follow *f = w->follow;
    fprintf(stderr, "%s: %s: %s waiting, %s in flight, %s unread, %s taken\n", w->name,
            AC_DURATION(w->now_ns), AC_COUNT(f->waiting), AC_COUNT(f->in_flight),
            AC_COUNT(f->unread), AC_COUNT(f->taken));
    w->told = f->taken;
}

void ac_watch_event(struct ac_watch *w, const struct ac_stay *stay, uint64_t now_ns,
                    enum ac_event event, uint32_t number)
{
    uint64_t step = w->tasks == AC_ENDLESS ? ENDLESS_STEP : (w->tasks + TENTHS - 1) / TENTHS;
    if (!w->drawn && event == AC_EVENT_TAKE && w->follow->taken % step == 0)
        watch_tell(w);
    if (!w->drawn || !ac_event_lands(event))
        return;
    ac_lanes_stretch(&w->lanes, now_ns);
    ac_lanes_hold(&w->lanes, stay, now_ns, number, true, event != AC_EVENT_FINISH);
}

void ac_watch_end(struct ac_watch *w)
{
    if (w->drawn)
        watch_draw(w, w->now_ns);
    else if (w->told != w->follow->taken)
        watch_tell(w);
}
