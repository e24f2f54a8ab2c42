/* lanes.c -- see lanes.h. */
#include "lanes.h"

#include <inttypes.h>
#include <stdio.h>

/* Two columns as one. */
static struct ac_lanes_cell lanes_merged(struct ac_lanes_cell left, struct ac_lanes_cell right)
{
    if (!left.number)
        return right;
    if (!right.number)
        return left;
    right.crowded |= left.crowded || left.number != right.number;
    right.failed |= left.failed;
    return right;
}

static void lanes_halve(struct ac_lanes *lanes)
{
    for (unsigned lane = 0; lane < AC_LANES_MOST; lane++) {
        struct ac_lanes_cell *cells = lanes->cells[lane];
        for (size_t at = 0; at < lanes->columns; at++)
            cells[at] = at < lanes->columns / 2 ? lanes_merged(cells[2 * at], cells[2 * at + 1])
                                                : (struct ac_lanes_cell){.number = 0};
    }
}

void ac_lanes_stretch(struct ac_lanes *lanes, uint64_t now_ns)
{
    while (now_ns > lanes->span_ns + lanes->span_ns / lanes->columns) {
        lanes_halve(lanes);
        lanes->span_ns *= 2;
    }
}

/* Halving leaves the right half free: up to that much of the axis can be cut off. */
void ac_lanes_narrow(struct ac_lanes *lanes, unsigned columns)
{
    while (columns < lanes->columns) {
        unsigned wide = lanes->columns, half = (wide / 2 + 1) & ~1u;
        unsigned kept = columns > half ? columns : half;
        lanes_halve(lanes);
        lanes->span_ns = lanes->span_ns / wide * 2 * kept + lanes->span_ns % wide * 2 * kept / wide;
        lanes->columns = kept;
    }
}

static unsigned lanes_column(const struct ac_lanes *lanes, uint64_t at_ns)
{
    unsigned at = (unsigned)((double)at_ns / (double)lanes->span_ns * lanes->columns);
    return at < lanes->columns ? at : lanes->columns - 1;
}

/* The column in which the task before ends is that task's own, unless this one has no other. */
void ac_lanes_hold(struct ac_lanes *lanes, const struct ac_stay *stay, uint64_t now_ns,
                   uint32_t number, bool ended, bool failed)
{
    if (stay->slot > AC_LANES_MOST)
        return;
    struct ac_lanes_cell *cells = lanes->cells[stay->slot - 1];
    unsigned from = lanes_column(lanes, stay->launch_ns), to = lanes_column(lanes, now_ns);
    bool taken = cells[from].number && cells[from].number != number;
    if (taken && to == from && !ended)
        return;
    for (unsigned at = from + (taken && to > from); at <= to; at++) {
        cells[at].crowded |= cells[at].number && cells[at].number != number;
        cells[at].number = number;
    }
    cells[to].failed |= failed;
}

/* How many columns from here on are of the same task. */
static unsigned lanes_run_from(const struct ac_lanes *lanes, const struct ac_lanes_cell *cells,
                               unsigned at)
{
    unsigned length = 1;
    while (at + length < lanes->columns && cells[at + length].number == cells[at].number &&
           !cells[at + length].crowded)
        length++;
    return length;
}

void ac_lanes_line(const struct ac_lanes *lanes, uint32_t slot, char line[AC_LANES_COLUMNS + 1])
{
    const struct ac_lanes_cell *cells = lanes->cells[slot - 1];
    unsigned length;
    for (unsigned at = 0; at < lanes->columns; at += length) {
        char label[12];
        length = cells[at].crowded ? 1 : lanes_run_from(lanes, cells, at);
        unsigned digits = (unsigned)snprintf(label, sizeof label, "%" PRIu32, cells[at].number);
        for (unsigned i = 0; i < length; i++) {
            char bar = digits <= length && i < digits ? label[i] : '=';
            line[at + i] = cells[at + i].failed ? 'x'
                           : cells[at].crowded  ? '+'
                           : cells[at].number   ? bar
                                                : '.';
        }
    }
    line[lanes->columns] = '\0';
}
