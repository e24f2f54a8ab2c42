/* gantt.c -- see gantt.h. */
#include "gantt.h"

#include <inttypes.h>
#include <string.h>

enum { COLUMNS = 64, LINES = 20 };

void ac_gantt_event(struct ac_gantt *gantt, const struct ac_stay *stay, uint64_t now_ns,
                    enum ac_event event, uint32_t number)
{
    if (!stay->slot)
        return;
    gantt->stays[number] = *stay;
    gantt->end_ns[number] = event == AC_EVENT_LAUNCH ? UINT64_MAX : now_ns;
}

static unsigned gantt_column(uint64_t at_ns, uint64_t end_ns)
{
    if (at_ns >= end_ns)
        return COLUMNS - 1;
    return (unsigned)((double)at_ns / (double)end_ns * COLUMNS);
}

static void gantt_draw_task(const struct ac_gantt *gantt, uint32_t number, uint64_t end_ns,
                            char *line)
{
    char label[12];
    unsigned from = gantt_column(gantt->stays[number].launch_ns, end_ns);
    unsigned to = gantt_column(gantt->end_ns[number], end_ns);
    unsigned length = (unsigned)snprintf(label, sizeof label, "%" PRIu32, number);
    if (to > from && line[from] != '.')
        from++; /* the one before ends in this column, which is its own */
    for (unsigned at = from; at <= to; at++) {
        if (line[at] != '.')
            line[at] = '+';
        else
            line[at] = length <= to - from && at - from < length ? label[at - from] : '=';
    }
}

static void gantt_draw_slot(const struct ac_gantt *gantt, unsigned slot, uint64_t end_ns,
                            FILE *stream)
{
    char line[COLUMNS + 1];
    memset(line, '.', COLUMNS);
    line[COLUMNS] = '\0';
    for (uint32_t number = 1; number <= AC_GANTT_TASKS; number++)
        if (gantt->stays[number].slot == slot)
            gantt_draw_task(gantt, number, end_ns, line);
    fprintf(stream, "  slot %3u |%s|\n", slot, line);
}

void ac_gantt_draw(const struct ac_gantt *gantt, uint64_t end_ns, FILE *stream)
{
    unsigned slots = 0;
    for (uint32_t number = 1; number <= AC_GANTT_TASKS; number++)
        if (gantt->stays[number].slot > slots)
            slots = gantt->stays[number].slot;
    for (unsigned slot = 1; slot <= slots && slot <= LINES; slot++)
        gantt_draw_slot(gantt, slot, end_ns, stream);
    if (slots > LINES)
        fprintf(stream, "  and %u slots more\n", slots - LINES);
    if (slots)
        fprintf(stream, "            0%*.3f s\n", COLUMNS - 1, (double)end_ns / 1e9);
}
